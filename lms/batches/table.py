"""The standing of a batch as a table: one line for each member in each course. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from lms.batches.queries.progress import Member
from lms.days import day
from lms.i18n import N_

COLUMNS = (
    "name_en", "name_ur", "rank", "service_number", "agency", "course", "standing", "late", "steps_done", "steps",
    "attempts", "extra_attempts", "due_on", "last_seen_at", "completed_at",
)  # fmt: skip
"""The headings of a CSV file; they stay as they are, for programs."""
HEADINGS = (
    N_("Name in English"), N_("Name in Urdu"), N_("Rank"), N_("Service number"), N_("Agency"), N_("Course"),
    N_("Standing"), N_("Late"), N_("Steps done"), N_("Steps"), N_("Attempts"), N_("Attempts allowed beyond the rule"),
    N_("To be finished by"), N_("Last seen"), N_("Completed on"),
)  # fmt: skip


def lines(members: Iterable[Member]) -> Iterator[list[object]]:
    """Days as days; the agency by its code, standings by their English names, equal in every language."""
    for member in members:
        person = member.person
        who: list[object] = [
            person.name_en, person.name_ur, person.rank, person.service_number or person.user_name or "",
            member.agency.code if member.agency else "",
        ]  # fmt: skip
        for step in member.steps:
            yield [
                *who, step.course.slug, step.standing.value, "yes" if step.late else "no", step.steps, step.total,
                step.attempts, step.granted, step.history.due_on, _day(step.history.last_seen_at), _day(step.completed_at),
            ]  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return day(moment) if moment else None
