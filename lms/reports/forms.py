"""What people choose of a report: shape only. Every choice stands in the address, so that a report can be bookmarked and sent."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, validators

from lms.reports.facts import VALUES
from lms.reports.periods import Period, all_time, any_days, offered, parse, quarter_of
from lms.reports.queries import Asked, Scope, Wanted
from lms.reports.report import DIMENSIONS
from lms.reports.words import LEVELS, TRACKS, TRAITS
from lms.web.fields import DayField, KeyField

NARROWING = tuple(trait for trait in VALUES if trait != "disability")
"""By what a report can be narrowed. Disability is not among them: it is told of all together only."""
DAYS = "days"
"""The choice of days of one's own in the place of a period that has a name."""
ONLY_WITH_OWN = _l("Only with “Days of your own” under “Period”.")
STATES = {"completed": _l("Completed"), "open": _l("Not completed yet")}


class Choice(SelectField):
    """A choice whose value is looked at by the view: what nobody can have chosen is not found."""

    def __init__(self, label: Any, **given: Any) -> None:
        super().__init__(label, default="", validate_choice=False, choices=[], **given)


class FilterForm(Form):
    """The filters of a report. A period is chosen by its name; or days of one's own are, by a first and a last day. Days that stand
    in the fields beside another period do not count, and are emptied."""

    period = Choice(_l("Period"))
    first = DayField(_l("First day"), [validators.Optional()], name="from", description=ONLY_WITH_OWN)
    last = DayField(_l("Last day"), [validators.Optional()], name="to", description=ONLY_WITH_OWN)
    by = Choice(_l("Told apart by"))
    agency = Choice(_l("Agency"))
    course = Choice(_l("Course"))
    track = Choice(_l("Track"))
    level = Choice(_l("Level"))
    sex = Choice(_l("Sex"))
    band = Choice(_l("Rank band"))
    age = Choice(_l("Age band"))
    province = Choice(_l("Province"))
    language = Choice(_l("Language"))
    state = Choice(_l("State"))
    batch = KeyField(_l("Batch"))
    after = KeyField()

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        if not self.period.data and any(any(each.raw_data or ()) for each in (self.first, self.last)):
            self.period.data = DAYS
        if not self.has_own_days:
            for each in (self.first, self.last):
                each.data, each.raw_data, each.process_errors = None, None, []

    @property
    def has_own_days(self) -> bool:
        return bool(self.period.data == DAYS)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.has_own_days and not any(each.data or each.errors for each in (self.first, self.last)):
            self.first.errors = [_("Write the first day, or the last one, or both.")]
            return False
        return bool(is_valid)

    def offer(self, scope: Scope, courses: dict[str, str], language: str, today: date) -> None:
        """What can be chosen, in the language of the page, and the period that was. `courses` are titles by slug."""
        everything = [("", _("All"))]
        periods = list(offered(today))
        if (other := parse(self.period.data or "", today)) and other not in periods:
            periods.insert(0, other)
        self.period.choices = [*((each.key, _period_name(each)) for each in periods), (DAYS, _("Days of your own"))]
        self.by.choices = [(key, _(label)) for key, label in DIMENSIONS.items()]
        self.agency.choices = everything + [(each.code, each.name(language)) for each in scope.agencies.values()]
        self.course.choices = everything + sorted(courses.items(), key=lambda each: each[1])
        self.track.choices = everything + _named(TRACKS)
        self.level.choices = everything + _named(LEVELS)
        self.state.choices = everything + list(STATES.items())
        for trait in NARROWING:
            self[trait].choices = everything + _named(TRAITS[trait])

    def chosen_period(self, today: date) -> Period | None:
        """The period that was chosen, the present quarter if none was; None if there is no such one."""
        if self.has_own_days:
            return any_days(self.first.data, self.last.data, today)
        key = self.period.data
        return parse(key, today) if key else quarter_of(today)

    def asked(self, scope: Scope, courses: Iterable[str], today: date) -> Asked | None:
        """What is asked for; None if somebody typed into the address what cannot be chosen."""
        period = self.chosen_period(today)
        known = (
            ("agency", {each.code for each in scope.agencies.values()}),
            ("course", set(courses)),
            ("track", set(TRACKS)),
            ("level", set(LEVELS)),
            *((trait, set(VALUES[trait])) for trait in NARROWING),
        )
        by = self.by.data or "agency"
        if (
            period is None
            or by not in DIMENSIONS
            or any(self[name].data not in {"", None, *all_} for name, all_ in known)
        ):
            return None
        traits = {trait: self[trait].data for trait in NARROWING if self[trait].data}
        narrowed = {name: self[name].data or "" for name in ("agency", "course", "track", "level")}
        return Asked(period, by, batch=self.batch.data, traits=traits, after=self.after.data, **narrowed)

    def wanted(self, scope: Scope, courses: dict[str, int], today: date) -> Wanted | None:
        """Which records are asked for; None as above. Without a choice, of all time."""
        code, slug, state = (each.data or "" for each in (self.agency, self.course, self.state))
        place = scope.with_code(code)
        has_period = bool(self.period.data)
        period = self.chosen_period(today) if has_period else None
        if (code and place is None) or (slug and slug not in courses) or state not in {"", *STATES}:
            return None
        if has_period and period is None:
            return None
        if not has_period:
            self.period.data = "all"
        everybody = None if scope.everybody else frozenset(scope.agencies)
        return Wanted(scope.under(place.id) if place else everybody, courses.get(slug), state, period)

    def address(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        raw = {field.name: field.raw_data[0] for field in self if field.raw_data and field.raw_data[0]}
        raw.pop("after", None)
        if self.has_own_days and not {"from", "to"} & set(raw):
            raw.pop("period", None)
        return raw


class QuizFilterForm(FilterForm):
    """The filters of the figures of a quiz: one course, an agency, and a period of whole quarters; all time if none is chosen.
    `left_out` is whether anything else was chosen, on another page, which is not counted here."""

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        others = (self.track, self.level, self.batch, *(self[trait] for trait in NARROWING))
        self.left_out = self.has_own_days or any(field.data for field in others)

    def offer(self, scope: Scope, courses: dict[str, str], language: str, today: date) -> None:
        super().offer(scope, courses, language, today)
        *periods, everything, _days = self.period.choices
        self.period.choices = [everything, *periods]
        self.course.choices = sorted(courses.items(), key=lambda each: each[1])

    def chosen_period(self, today: date) -> Period | None:
        key = self.period.data or ""
        return all_time(today) if key in ("", DAYS) else parse(key, today)


def _named(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, _(label)) for key, label in words.items()]


def _period_name(period: Period) -> str:
    message, values = period.words
    name: str = _(message, **values)
    return name
