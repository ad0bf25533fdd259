"""Every course of the library, taken in both languages from the first lesson to the certificate, and failed when it should be.

Answers come from the key, through the pages' own forms.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions as authoring
from lms.authoring.library import course_folders
from lms.catalog import folder, source
from lms.catalog.course import Course, Question, QuestionType
from lms.certificates.models import Certificate
from lms.config import ROOT
from lms.demo import right_answer
from lms.learning.models import Attempt, Enrolment

pytestmark = pytest.mark.slow

FOLDERS = course_folders(ROOT / "courses")


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def course(request: pytest.FixtureRequest, publish_course: Any) -> Course:
    """A course of the library, published on an empty database."""
    path: Path = request.param
    files = folder.read(path)
    found = source.read(path.name, files).course
    assert found is not None
    publish_course(files, slug=path.name)
    return found


@pytest.fixture(params=["en", "ur"])
def officer(request: pytest.FixtureRequest, course: Course, client: FlaskClient, make_person: Any, sign_in: Any) -> Any:
    """An officer's browser, enrolled in the course; `client.language` is what they read."""
    person = make_person(language=request.param, name_ur="زہرا بلوچ")
    sign_in(client, person)
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 303
    client.language = request.param  # type: ignore[attr-defined]
    return client


def fields(question: Question, *, right: bool) -> dict[str, Any]:
    """What the form of a question sends for an answer with full marks, or for one with none."""
    answer = right_answer(question)
    if isinstance(answer, str):
        return {question.id: answer if right else "987654"}
    if isinstance(answer, dict):
        chosen = list(answer.values())
        given = answer if right else dict(zip(answer, chosen[1:] + chosen[:1], strict=True))
        return {f"{question.id}:{left}": choice for left, choice in given.items()}
    if question.type is QuestionType.ORDER:
        steps = answer if right else answer[1:] + answer[:1]
        return {f"{question.id}:{step}": str(place) for place, step in enumerate(steps, 1)}
    wrong = [option.id for option in question.options if option.id not in answer]
    return {question.id: answer if right else wrong[:1]}


def read_lessons(officer: Any, course: Course) -> None:
    for lesson in course.reading:
        address = f"/courses/{course.slug}/{lesson.slug}"
        page = officer.get(address).text
        assert f'<html lang="{officer.language}"' in page
        assert "not translated yet" not in page
        assert "ترجمہ ابھی" not in page
        for number, question in enumerate(lesson.questions, 1):
            wrong = officer.post(f"{address}/checks/{number}", data=fields(question, right=False))
            right = officer.post(f"{address}/checks/{number}", data=fields(question, right=True))
            assert (wrong.status_code, right.status_code) == (303, 303), question.id
        assert officer.post(f"{address}/read").status_code == 303


def take_quiz(officer: Any, course: Course, stored: Any, *, right: bool) -> Attempt:
    started = officer.post(f"/courses/{course.slug}/{course.graded.slug}/attempts")
    assert started.status_code == 303
    [attempt] = stored(select(Attempt))
    assert attempt.language == officer.language
    questions = {question.id: question for question in course.graded.questions}
    given: dict[str, Any] = {}
    for item in attempt.drawn:
        given |= fields(questions[item["question"]], right=right)
    assert officer.post(f"{started.location}/answers", data=given).status_code == 303
    assert officer.get(f"{started.location}/review").status_code == 200
    assert officer.post(f"{started.location}/submit").status_code == 303
    assert officer.get(f"{started.location}/result").status_code == 200
    [attempt] = stored(select(Attempt))
    return attempt


def test_a_course_leads_to_its_certificate(course: Course, officer: Any, stored: Any) -> None:
    read_lessons(officer, course)
    attempt = take_quiz(officer, course, stored, right=True)
    assert (attempt.score, attempt.passed) == (attempt.maximum, True)
    [enrolment] = stored(select(Enrolment))
    assert enrolment.completed_at is not None
    assert officer.post("/certificates/issue", data={"course": course.slug}).status_code == 303
    [certificate] = stored(select(Certificate))
    for form in ("en", "ur", "both"):
        paper = officer.get(f"/certificates/{certificate.serial}.pdf?form={form}")
        assert paper.data.startswith(b"%PDF")


def test_wrong_answers_fail(course: Course, officer: Any, stored: Any) -> None:
    read_lessons(officer, course)
    attempt = take_quiz(officer, course, stored, right=False)
    assert attempt.passed is False
    assert attempt.score < attempt.maximum * course.quiz_settings.pass_mark
    officer.post("/certificates/issue", data={"course": course.slug})
    assert stored(select(Certificate)) == []


def test_a_quiz_without_its_lessons_completes_nothing(course: Course, officer: Any, stored: Any) -> None:
    assert take_quiz(officer, course, stored, right=True).passed
    [enrolment] = stored(select(Enrolment))
    assert enrolment.completed_at is None


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_a_course_goes_out_as_it_came_in(path: Path, session: Session, now: datetime) -> None:
    files = folder.read(path)
    first = authoring.export_course(session, authoring.import_course(session, path.name, files, None, now))
    again = authoring.export_course(session, authoring.import_course(session, f"{path.name}-again", first, None, now))
    assert first == files
    assert again == files
