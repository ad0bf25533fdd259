"""The graded quiz: its rules, an attempt, its result."""

import secrets
from types import SimpleNamespace

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.catalog import queries as catalog
from lms.catalog.course import Answer, Question, QuestionType, Quiz, QuizKind
from lms.catalog.edition import Edition, LessonText
from lms.catalog.quiz import number_asked
from lms.errors import Refused
from lms.learning import actions, queries
from lms.learning.attempts import Past, check_may_start, check_may_take
from lms.learning.forms import read_answer
from lms.learning.progress import go_on_with, steps_done
from lms.learning.queries import AttemptPlace, Place
from lms.learning.result import result_of
from lms.learning.views.place import bp, enrolled_in, lesson_of, place_in
from lms.learning.views.questions import marked_questions, open_questions
from lms.people.roles import Permission
from lms.urdu import number_with_unit
from lms.web.access import requires
from lms.web.database import session
from lms.web.errors import wants_json
from lms.web.language import current_language, now


def quiz_page(place: Place, edition: Edition, lesson: LessonText, quiz: Quiz):
    attempts = queries.attempts(session, place.enrolment_id)
    opened = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    refused = None
    if opened is None:
        try:
            past = [Past(a.submitted_at, a.passed) for a in attempts if a.submitted_at]
            check_may_start(quiz, past, now(), place.extra_attempts)
        except Refused as error:
            refused = error
    done = place.done
    return render_template(
        "learning/quiz_start.html",
        place=place,
        edition=edition,
        lesson=lesson,
        attempts=attempts,
        opened=opened,
        refused=refused,
        asked=number_asked(lesson.lesson),
        steps_done=steps_done(place.outline, done),
        unread=[each for each in edition.lessons if each.slug in place.outline.lessons and each.slug not in place.read],
        previous=edition.lesson(place.outline.lessons[-1]) if place.outline.lessons else None,
    )


def test_page(place: Place, edition: Edition, lesson: LessonText, quiz: Quiz):
    """A test before or after the course: what it is, and whether it can be taken now."""
    attempt = queries.tests(session, place).get(quiz.kind)
    refused = None
    if attempt is None:
        try:
            lessons = place.outline.lessons
            check_may_take(quiz.kind, 0, sum(each in place.read for each in lessons), len(lessons))
        except Refused as error:
            refused = error
    done = place.done
    return render_template(
        "learning/test_start.html",
        place=place,
        edition=edition,
        lesson=lesson,
        attempt=attempt,
        refused=refused,
        asked=number_asked(lesson.lesson, edition.course.stock_of(lesson.lesson)),
        is_translated=_is_whole(edition, lesson),
        go_on=go_on_with(place.outline, done, None),
    )


def _is_whole(edition: Edition, lesson: LessonText) -> bool:
    """Whether every word of a quiz and of the questions that it asks is in the edition's language."""
    return lesson.complete and edition.stock_of(lesson).complete


@bp.post("/courses/<slug>/<lesson>/attempts")
@requires(Permission.TAKE_COURSES)
def start_attempt(slug, lesson):
    place, enrolment_id = enrolled_in(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = lesson_of(edition, lesson)
    quiz = shown.lesson.quiz
    if quiz is None:
        abort(404)
    if not _is_whole(edition, shown):
        # a graded quiz is offered in a language only when every word of it is there; else in the course's own language
        edition = catalog.edition(session, place.shown, edition.course.language)
    accepted = catalog.accepted_answers(session, place.shown, edition.course, lesson)
    attempt = actions.start_attempt(
        session, enrolment_id, place, edition.course, edition.language,
        queries.extra_time(session, current_user), accepted, secrets.randbits(31), now(), quiz.kind,
    )  # fmt: skip
    session.commit()
    return redirect(url_for(".show_attempt", attempt_id=attempt.id), 303)


def _drawn(place: AttemptPlace) -> tuple[Edition, LessonText, list[SimpleNamespace]]:
    """The attempt's edition, its quiz, and its questions in the order drawn, each with the order of its options."""
    language = place.attempt.language
    edition = catalog.edition(session, place.shown, language)
    lesson = edition.quiz_of(QuizKind(place.attempt.kind))
    if lesson is None:
        raise LookupError(place.attempt.kind)
    by_id = {question.id: question for question in edition.stock_of(lesson).questions}
    drawn = [
        SimpleNamespace(text=by_id[item["question"]], order=tuple(item["order"]), number=number)
        for number, item in enumerate(place.attempt.drawn, 1)
    ]
    return edition, lesson, drawn


def _own_attempt(attempt_id: int, lock: str = "") -> AttemptPlace:
    return queries.own_attempt(session, current_user, attempt_id, lock)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_COURSES)
def show_attempt(attempt_id):
    return _attempt_page(attempt_id, "learning/attempt.html")


@bp.get("/attempts/<int:attempt_id>/review")
@requires(Permission.TAKE_COURSES)
def review_attempt(attempt_id):
    return _attempt_page(attempt_id, "learning/review.html")


def _attempt_page(attempt_id: int, template: str):
    place = _own_attempt(attempt_id)
    if place.attempt.submitted_at is not None:
        return redirect(url_for(".show_result", attempt_id=attempt_id), 303)
    edition, lesson, drawn = _drawn(place)
    answers = queries.answers(session, attempt_id)
    moment = now()
    deadline = place.attempt.deadline
    return render_template(
        template,
        place=place,
        attempt=place.attempt,
        edition=edition,
        lesson=lesson,
        drawn=drawn,
        answers=answers,
        questions=open_questions(place, edition, drawn, answers),
        seconds_left=max(0, int((deadline - moment).total_seconds())) if deadline else None,
        is_over=deadline is not None and moment > deadline,
    )


@bp.post("/attempts/<int:attempt_id>/answers")
@requires(Permission.TAKE_COURSES)
def save_answer(attempt_id):
    """Save one answer (from the page's script, which names the question) or all answers of the form (without a script)."""
    if wants_json():
        return _save_one(attempt_id)
    place = _own_attempt(attempt_id, lock="update")
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    given = {
        item["question"]: (
            read_answer(request.form, course.question(item["question"])),
            _counter(f"{item['question']}:counter"),
        )
        for item in place.attempt.drawn
    }
    refused = actions.save_answers(session, place.attempt, course, given, secrets.token_hex(8), now())
    session.commit()
    if refused is not None:
        raise refused
    wanted = request.form.get("go", "")
    if wanted == "review":
        return redirect(url_for(".review_attempt", attempt_id=attempt_id), 303)
    anchor = f"#q{wanted}" if wanted.isdecimal() else ""
    return redirect(url_for(".show_attempt", attempt_id=attempt_id, saved=1) + anchor, 303)


def _save_one(attempt_id: int):
    sheet = queries.own_sheet(session, current_user, attempt_id)
    course = catalog.course_at(session, sheet.revision_id, sheet.digest)
    question_id = request.form.get("question", "")
    if all(item["question"] != question_id for item in sheet.drawn):
        abort(404)
    question = course.question(question_id)
    answer, counter = read_answer(request.form, question), _counter("counter")
    actions.save_answer(session, sheet, question, answer, counter, request.form.get("key", "")[:80], now())
    session.commit()
    return jsonify(saved=True, counter=counter, text=_saved_text(question, answer))


def _saved_text(question: Question, answer: Answer | None) -> str:
    if question.type is QuestionType.NUMBER and isinstance(answer, str) and number_with_unit(answer) is None:
        return _("Saved, but this is not a number. Write digits, for example 15.")
    return _("Saved")


def _counter(name: str) -> int:
    typed = request.form.get(name, "0")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


@bp.post("/attempts/<int:attempt_id>/submit")
@requires(Permission.TAKE_COURSES)
def submit_attempt(attempt_id):
    place = _own_attempt(attempt_id, lock="update")
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    lesson = course.quiz_of(QuizKind(place.attempt.kind))
    accepted = catalog.accepted_answers(session, place.shown, course, lesson.slug if lesson else "")
    actions.submit_attempt(session, place, course, accepted, now())
    standing = queries.place(session, current_user, place.slug, current_language().code)
    if standing is not None:
        actions.complete_if_due(session, place.attempt.enrolment_id, standing, now())
    session.commit()
    return redirect(url_for(".show_result", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>/result")
@requires(Permission.TAKE_COURSES)
def show_result(attempt_id):
    place = _own_attempt(attempt_id)
    if place.attempt.submitted_at is None:
        return redirect(url_for(".show_attempt", attempt_id=attempt_id), 303)
    edition, lesson, drawn = _drawn(place)
    standing = place_in(place.slug)
    done = standing.done
    if place.attempt.kind is not QuizKind.GRADED:
        return _test_result(place, edition, lesson, drawn, standing)
    result = result_of(place.attempt, edition, drawn, queries.answers(session, attempt_id), bool(place.attempt.passed))
    return render_template(
        "learning/result.html",
        place=place,
        attempt=place.attempt,
        edition=edition,
        lesson=lesson,
        result=result,
        questions=marked_questions(place, edition, result),
        standing=standing,
        steps_done=steps_done(standing.outline, done),
        go_on=go_on_with(standing.outline, done, None),
    )


def _keys_asked(place: AttemptPlace) -> set[str]:
    """The questions of an attempt by their keys, which are the same in every revision."""
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    return {course.question(item["question"]).key for item in place.attempt.drawn}


def _test_result(
    place: AttemptPlace, edition: Edition, lesson: LessonText, drawn: list[SimpleNamespace], standing: Place
):
    """What comes after a test. That before the course tells nothing: its questions may come again.

    After it, right answers are shown to those who have passed the quiz whose questions these are, or to all where there is none.
    """
    attempt = place.attempt
    answers = queries.answers(session, attempt.id)
    earlier = queries.attempts(session, attempt.enrolment_id, QuizKind.BEFORE)
    before = next((each for each in earlier if each.submitted_at), None)
    known = standing.passed or edition.course.quiz is None
    is_before = attempt.kind is QuizKind.BEFORE
    return render_template(
        "learning/test_before.html" if is_before else "learning/test_after.html",
        place=place,
        edition=edition,
        lesson=lesson,
        answered=sum(row.answer is not None for row in answers.values()),
        asked=len(drawn),
        before=before,
        same_questions=before is not None and _keys_asked(queries.pinned(session, before.id)) == _keys_asked(place),
        result=None if is_before else result_of(attempt, edition, drawn, answers, known),
        go_on=go_on_with(standing.outline, standing.done, None),
        standing=standing,
    )
