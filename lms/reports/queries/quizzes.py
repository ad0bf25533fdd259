"""The figures of a quiz's questions as a coordinator asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.edition import Edition
from lms.reports.facts import Facts
from lms.reports.figures import Known
from lms.reports.periods import Period
from lms.reports.queries.ground import Asked
from lms.reports.queries.items import course, published
from lms.reports.queries.scope import Place, Scope
from lms.reports.quiz_figures import EVERYBODY, Figures, Part, figures
from lms.reports.tallies import Tallies


@dataclass(frozen=True)
class QuizAnswer:
    """The figures by the keys of questions, and `people` who handed in a first attempt, by language. `edition` is the course in one
    language; None while it is not published. `place` is the agency of `scope` that was chosen, if one was."""

    slug: str
    edition: Edition | None
    scope: Scope
    place: Place | None
    period: Period
    figures: dict[str, Figures]
    people: dict[str, int]
    made_at: datetime

    @property
    def has_longer(self) -> bool:
        """Whether a longer period could be chosen."""
        return self.period.key != "all"

    @property
    def has_more_agencies(self) -> bool:
        """Whether other people could be chosen as well."""
        return self.place not in {None, self.scope.whole(None)}


def quiz_answer(
    session: Session, scope: Scope, asked: Asked, language: str, found: tuple[Tallies, datetime]
) -> QuizAnswer:
    """What the quiz of the course in `asked` tells of the people in scope, or of its agency and units, in its period. `found` are
    the sums of the course, and when they were made."""
    tallies, made_at = found
    shown = published(session, course(session, asked.course), language)
    edition = catalog.edition(session, shown, language) if shown else None
    questions = edition.graded.questions if edition and edition.quiz else ()
    place = scope.with_code(asked.agency) if asked.agency else None
    told, people = figures(tallies, _part(scope, place, asked.period), (text.question.key for text in questions))
    return QuizAnswer(asked.course, edition, scope, place, asked.period, told, people, made_at)


def _part(scope: Scope, place: Place | None, period: Period) -> Part:
    tree = {each: [child.id for child in scope.children(each)] for each in scope.agencies}
    tree[EVERYBODY] = [each.id for each in scope.roots]
    return Part(None if scope.everybody else frozenset(scope.agencies), tree, place.id if place else EVERYBODY, period)


def most_taken(session: Session, facts: Facts, scope: Scope, courses: Sequence[Known], language: str) -> str:
    """The slug of the course that most people in scope have completed, of those with a quiz if there are any. There is a course."""
    group = facts.everybody if scope.everybody else facts.of_agencies(frozenset(scope.agencies))
    ordered = sorted(courses, key=lambda each: -(facts.completed.get(each.id, 0) & group).bit_count())
    for each in ordered:
        shown = published(session, course(session, each.slug), language)
        if shown and catalog.edition(session, shown, language).quiz:
            return each.slug
    return ordered[0].slug
