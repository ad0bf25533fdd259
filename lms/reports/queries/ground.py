"""What is asked of a report, and what all reports of one viewer at one moment are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.reports.facts import Facts
from lms.reports.figures import Known
from lms.reports.periods import Period, all_time
from lms.reports.queries.facts import known_courses
from lms.reports.queries.scope import Scope, course_titles
from lms.reports.words import MEANINGS_OF_ANSWERS


@dataclass(frozen=True)
class Asked:
    """What a report is about. `agency`, `course` (a slug), `track`, `level`, `batch` and the traits narrow it; `by` tells it apart.
    `after` is the last batch of the page before."""

    period: Period
    by: str = "agency"
    agency: str = ""
    course: str = ""
    track: str = ""
    level: str = ""
    batch: int | None = None
    traits: Mapping[str, str] = field(default_factory=dict)
    after: int | None = None

    @property
    def allowed(self) -> "Asked":
        """What people said of themselves in confidence is told of all of them together, and never of a part that is cut out by
        other marks, nor of days that are cut out at will."""
        if self.by != "disability":
            return replace(self, traits={key: value for key, value in self.traits.items() if key != "disability"})
        return Asked(self.period, self.by) if self.period.key else replace(self, by="agency", traits={})

    def of_answers(self, today: date) -> "Asked":
        """The same of answers to the evaluation, without what they do not carry. Days of one's own become all time: who moved
        them by a week would read the answers of that week out of two tables."""
        by = self.by if self.by in MEANINGS_OF_ANSWERS else "agency"
        traits = {key: value for key, value in self.traits.items() if key in MEANINGS_OF_ANSWERS}
        period = self.period if self.period.key else all_time(today)
        return replace(self, period=period, by=by, batch=None, traits=traits, after=None)


@dataclass(frozen=True)
class Ground:
    """What every report of one viewer at one moment is made from."""

    facts: Facts
    scope: Scope
    courses: dict[int, Known]
    titles: dict[str, dict[int, str]]
    now: datetime


def ground(session: Session, facts: Facts, scope: Scope, now: datetime | None = None) -> Ground:
    """What all reports of a page share. `now` may be later than the facts were gathered."""
    return Ground(
        facts,
        scope,
        known_courses(session),
        {code: course_titles(session, code) for code in ("en", "ur")},
        now or facts.made_at,
    )
