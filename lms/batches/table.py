"""The standing of a batch as a table: one line for each member in each course. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.batches.queries.progress import Member
from lms.batches.standing import Standing
from lms.days import day
from lms.i18n import N_
from lms.people.ranks import rank_name
from lms.tables import Sentence

COLUMNS = (
    "name_en", "name_ur", "rank", "service_number", "phone", "agency", "course", "standing", "late", "steps_done", "steps",
    "attempts", "extra_attempts", "due_on", "last_seen_at", "completed_at",
)  # fmt: skip
"""The headings of a CSV file; they stay as they are, for programs."""
HEADINGS = (
    N_("Name in English"), N_("Name in Urdu"), N_("Rank"), N_("Service number"), N_("Telephone number"), N_("Agency"), N_("Course"),
    N_("Standing"), N_("Late"), N_("Steps done"), N_("Steps"), N_("Attempts"), N_("Attempts allowed beyond the rule"),
    N_("To be finished by"), N_("Last seen"), N_("Completed on"),
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a table for people says in their language."""

    language: str
    standings: Mapping[Standing, str]
    yes: str
    no: str


def lines(members: Iterable[Member], words: Words | None = None) -> Iterator[list[object]]:
    """Days as days, and what is said in these words. Without words for programs: agencies by their codes, courses by their lasting
    names, standings by their English ones, equal in every language."""
    yes, no = (words.yes, words.no) if words else ("yes", "no")
    for member in members:
        person, agency = member.person, member.agency
        rank = rank_name(person.rank, words.language) if words else person.rank
        where = (agency.name(words.language) if words else agency.code) if agency else ""
        who: list[object] = [
            person.name_en, person.name_ur, rank, person.service_number or person.user_name or "",
            person.phone or "", where,
        ]  # fmt: skip
        for step in member.steps:
            standing = words.standings[step.standing] if words else step.standing.value
            yield [
                *who, Sentence(step.course.name) if words else step.course.slug, standing, yes if step.late else no, step.steps,
                step.total,
                step.attempts, step.granted, step.history.due_on, _day(step.history.last_seen_at), _day(step.completed_at),
            ]  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return day(moment) if moment else None
