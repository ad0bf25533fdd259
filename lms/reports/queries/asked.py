"""A report as somebody asks for it, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.days import day
from lms.i18n import N_
from lms.reports.facts import VALUES
from lms.reports.figures import Counting, Cut, Known, by_agency, by_course, by_trait
from lms.reports.queries.evaluation import evaluation
from lms.reports.queries.ground import Asked, Ground
from lms.reports.queries.scope import BATCHES_AT_ONCE, Group, Place, Scope, batches_in_scope
from lms.reports.report import DIMENSIONS, FORMS, Form, Report, make
from lms.reports.words import LEVELS, TRACKS, TRAITS

Gettext = Callable[..., str]


@dataclass(frozen=True)
class Answer:
    """A report with what its lines are called. `more` is the last batch of this page if there are others after it; `week`, of the
    evaluation, the last week whose answers are counted."""

    asked: Asked
    report: Report
    made_at: datetime
    scope: Scope
    courses: dict[int, Known]
    titles: dict[str, dict[int, str]]
    batches: dict[str, Group]
    batch_name: str = ""
    more: int | None = None
    week: date | None = None

    def label(self, key: str, language: str, gettext: Gettext) -> str:
        """What a line is called in a language whose words `gettext` gives."""
        by = self.report.by
        if by == "agency":
            place = self.scope.agencies[int(key)]
            if self.has_units(key) and not self.is_with_units(key):
                return gettext(N_("%(agency)s, without a unit"), agency=place.name(language))
            return place.name(language)
        if by == "course":
            return self.titles.get(language, {}).get(int(key)) or self.courses[int(key)].slug
        if by == "batch":
            return self.batches[key].name
        words = {"track": TRACKS, "level": LEVELS}.get(by) or TRAITS[by]
        return gettext(words[key])

    def has_units(self, key: str) -> bool:
        """Whether there are units under the agency of a line."""
        return bool(self.scope.children(int(key)))

    def is_with_units(self, key: str) -> bool:
        """Whether the line of an agency with units counts those of its units too, and not only those who belong to none."""
        return self.scope.lines(self._place)[int(key)] != {int(key)}

    def code(self, key: str) -> str:
        """A line's name in files, the same in every language."""
        by = self.report.by
        if by == "agency":
            return self.scope.agencies[int(key)].code
        return self.courses[int(key)].slug if by == "course" else key

    @property
    def whole(self) -> Place | None:
        """The agency that the report is about, with its units; None if it is everybody, or nobody."""
        return self.scope.whole(self._place)

    @property
    def _place(self) -> Place | None:
        return self.scope.with_code(self.asked.agency)


def answer(
    session: Session,
    on: Ground,
    form: Form,
    asked: Asked,
    counting: Counting | None = None,
    most: int = BATCHES_AT_ONCE,
) -> Answer:
    """A report over what the viewer of `on.scope` sees, with at `most` so many batches. `counting` of the same period may be given,
    to count it only once."""
    if form.name == "evaluation":
        asked = asked.of_answers(day(on.now))
        report, week = evaluation(session, on, asked)
        return Answer(asked, report, on.now, on.scope, on.courses, on.titles, {}, week=week)
    asked = asked.allowed
    chosen = batches_in_scope(session, on.scope, asked.batch)[:1] if asked.batch is not None else []
    whole = _whole(on, asked, chosen)
    counting = counting or Counting(on.facts, asked.period, on.courses)
    groups: list[Group] = []
    if asked.by == "batch":
        groups = batches_in_scope(session, on.scope, asked.batch, asked.after, most)
    report = make(form, asked.by, counting, _cuts(on, asked, whole, groups), whole)
    more = groups[-1].id if len(groups) == most else None
    batches = {str(each.id): each for each in groups}
    name = chosen[0].name if chosen else ""
    return Answer(asked, report, on.facts.made_at, on.scope, on.courses, on.titles, batches, name, more)


def _whole(on: Ground, asked: Asked, chosen: list[Group]) -> Cut:
    """All that the report is about."""
    facts, scope = on.facts, on.scope
    place = scope.with_code(asked.agency) if asked.agency else None
    if place is not None:
        group = facts.of_agencies(scope.under(place.id))
    elif asked.agency:
        group = 0
    else:
        group = facts.everybody if scope.everybody else facts.of_agencies(frozenset(scope.agencies))
    for trait, value in asked.traits.items():
        if value in VALUES.get(trait, ()):
            group &= facts.with_trait(trait, value)
    courses = frozenset(
        each.id
        for each in on.courses.values()
        if asked.course in ("", each.slug) and asked.track in ("", each.track) and asked.level in ("", each.level)
    )
    if asked.batch is not None:
        group &= facts.with_keys(chosen[0].people) if chosen else 0
        courses &= chosen[0].courses if chosen else frozenset()
    return Cut("", group, courses)


def _cuts(on: Ground, asked: Asked, whole: Cut, batches: list[Group]) -> list[Cut]:
    by = asked.by
    assert by in DIMENSIONS
    if by == "agency":
        return by_agency(on.facts, whole, on.scope.lines(on.scope.with_code(asked.agency)))
    if by == "batch":
        return [
            Cut(str(each.id), whole.group & on.facts.with_keys(each.people), whole.courses & each.courses)
            for each in batches
        ]
    if by == "course":
        return by_course(whole, on.courses.values(), lambda course: str(course.id))
    if by == "track":
        cuts = {cut.key: cut for cut in by_course(whole, on.courses.values(), lambda course: course.track)}
        return [cuts[key] for key in TRACKS if key in cuts]
    if by == "level":
        cuts = {cut.key: cut for cut in by_course(whole, on.courses.values(), lambda course: course.level)}
        return [cuts[key] for key in LEVELS if key in cuts]
    return by_trait(on.facts, whole, by)


SUMMARY = (
    ("participation", "sex"), ("participation", "age"), ("completion", "agency"), ("completion", "band"),
    ("completion", "province"), ("completion", "track"), ("participation", "disability"), ("gain", "track"),
    ("evaluation", "track"),
)  # fmt: skip
"""The reports of a summary, and by what each is told apart there."""


def summary(session: Session, on: Ground, asked: Asked) -> list[Answer]:
    """All reports of a summary of a period, over one agency or over all in scope. Of part of the people, nothing is told of what
    they said of themselves; nor of days of one's own, and of those neither what people think of courses."""
    counting = Counting(on.facts, asked.period, on.courses)
    told = [
        (name, by)
        for name, by in SUMMARY
        if (by != "disability" or (asked.period.key and not asked.agency))
        and (name != "evaluation" or asked.period.key)
    ]
    return [answer(session, on, FORMS[name], Asked(asked.period, by, asked.agency), counting) for name, by in told]
