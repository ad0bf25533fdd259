"""Four hundred people's learning, put into a server's database by the product's own actions: a browser for each adds nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import queries as catalog
from lms.catalog.course import Course, Question
from lms.db import make_engine
from lms.demo import right_answer
from lms.learning import actions
from lms.learning.queries import Place, own_attempt, place_of
from lms.people.models import Person
from lms.people.viewer import Viewer
from tests.journeys.server import Server

AT_ONCE = 20
"""People a transaction: the server, which writes to the same file, is not to wait."""


def complete(server: Server, numbers: Iterable[str], slug: str) -> None:
    """The people with these service numbers, who are enrolled, read all of a course and pass its quiz."""
    engine = make_engine(server.config.database)
    with Session(engine) as session:
        for count, number in enumerate(numbers, 1):
            viewer = _viewer(session, number)
            place, course = _read(session, viewer, slug)
            _pass(session, viewer, place, course)
            if count % AT_ONCE == 0:
                session.commit()
        session.commit()
    engine.dispose()


def read(server: Server, number: str, slug: str) -> None:
    """One person reads all of a course, and has the quiz still to take."""
    engine = make_engine(server.config.database)
    with Session(engine) as session:
        _read(session, _viewer(session, number), slug)
        session.commit()
    engine.dispose()


def _read(session: Session, viewer: Viewer, slug: str) -> tuple[Place, Course]:
    place = place_of(session, viewer.id, slug, viewer.language)
    assert place is not None
    assert place.enrolment_id is not None, f"{viewer.name_en} is not enrolled"
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    now = datetime.now(UTC)
    for lesson in course.reading:
        for asked in lesson.questions:
            given = (right_answer(asked), _accepted(asked))
            actions.answer_check(session, place.enrolment_id, lesson.slug, asked, *given, now)
        actions.mark_read(session, place.enrolment_id, place.outline, lesson.slug, now)
    return place, course


def _pass(session: Session, viewer: Viewer, place: Place, course: Course) -> None:
    now = datetime.now(UTC)
    accepted = {question.id: _accepted(question) for question in course.graded.questions}
    assert place.enrolment_id is not None
    attempt = actions.start_attempt(session, place.enrolment_id, place, course, "ur", 0, accepted, viewer.id, now)
    for drawn in attempt.drawn:
        question = course.question(drawn["question"])
        actions.save_answer(session, attempt, question, right_answer(question), 1, f"{attempt.id} {question.id}", now)
    actions.submit_attempt(session, own_attempt(session, viewer, attempt.id), course, accepted, now)
    assert actions.complete_if_due(session, place.enrolment_id, place, now)


def _accepted(question: Question) -> tuple[str, ...]:
    return tuple(unit.text for unit in question.accepted)


def _viewer(session: Session, number: str) -> Viewer:
    person = session.scalars(select(Person).where(Person.service_number == number)).one()
    return Viewer(person.id, person.name_en, person.name_ur, "ur", person.agency_id, frozenset())
