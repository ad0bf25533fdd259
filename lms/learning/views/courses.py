"""The catalogue of courses, a course, its lessons and their checks."""

from collections.abc import Hashable
from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from lms.catalog import queries as catalog
from lms.catalog.course import Level, QuizKind, Track
from lms.catalog.edition import Edition, LessonText, QuestionText
from lms.catalog.quiz import draw
from lms.learning import actions, queries
from lms.learning.forms import read_answer
from lms.learning.progress import go_on_with, lesson_state, steps_done, test_due
from lms.learning.queries import CheckRow, Place
from lms.learning.views.place import bp, closed_for, enrolled_in, kept, lesson_of, place_in
from lms.learning.views.quiz import quiz_page, test_page
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.errors import wants_json
from lms.web.language import current_language, now, refusal_text


@bp.get("/courses")
@requires(Permission.TAKE_COURSES)
def list_courses():
    words = request.args.get("q", "").strip()[:200]
    track = _choice(Track, request.args.get("track"))
    level = _choice(Level, request.args.get("level"))
    rows = session.execute(catalog.cards(current_language().code, words, track, level)).all()
    by_track = [(each, [row for row in rows if row.CourseRecord.track is each]) for each in Track]
    enrolled = queries.enrolled_course_ids(session, current_user)
    return render_template(
        "learning/courses.html",
        by_track=[group for group in by_track if group[1]],
        found=len(rows),
        enrolled=enrolled,
        words=words,
        track=track,
        level=level,
        tracks=list(Track),
        levels=list(Level),
    )


def _choice(options, value):
    return options(value) if value in set(options) else None


@bp.get("/courses/<slug>")
@requires(Permission.TAKE_COURSES)
def show_course(slug):
    place = place_in(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    done = place.done
    closed = closed_for(place) if place.enrolment_id else None
    tests = {kind.value: attempt.submitted_at is not None for kind, attempt in queries.tests(session, place).items()}
    return render_template(
        "learning/course.html",
        tests=tests,
        test_due=test_due(place.outline, done, [QuizKind(kind) for kind, is_over in tests.items() if is_over]),
        closed=closed,
        open_first=closed.slugs if isinstance(closed, actions.RequirementsOpen) else (),
        place=place,
        edition=edition,
        contents=_contents(place, edition, tests, is_open=place.enrolment_id is not None and closed is None),
        steps_done=steps_done(place.outline, done),
        go_on=go_on_with(place.outline, done, place.last_lesson),
        required=queries.titles(session, edition.course.requires, current_language().code),
    )


@bp.post("/courses/<slug>/enrol")
@requires(Permission.TAKE_COURSES)
def enrol(slug):
    place = place_in(slug)
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    actions.enrol(session, current_user, place, course.requires, now())
    session.commit()
    return redirect(url_for(".show_lesson", slug=slug, lesson=place.outline.before or course.lessons[0].slug), 303)


@bp.get("/courses/<slug>/<lesson>")
@requires(Permission.TAKE_COURSES)
def show_lesson(slug, lesson):
    place = enrolled_in(slug)[0]
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = lesson_of(edition, lesson)
    if shown.lesson.quiz:
        page = quiz_page if shown.lesson.is_graded else test_page
        return page(place, edition, shown, shown.lesson.quiz)
    return render_template(
        "learning/lesson.html",
        place=place,
        edition=edition,
        lesson=shown,
        steps_done=steps_done(place.outline, place.done),
        content=_content(place, edition, shown),
    )


def _content(place: Place, edition: Edition, lesson: LessonText) -> Markup:
    """The text of a lesson and its checks, each in the state in which the viewer has it."""
    checks = {question.id: place.checks.get(question.question.key) for question in lesson.questions}
    state = lesson_state(place.outline, place.done, lesson.slug)

    def given() -> dict[str, Any]:
        lessons = place.outline.lessons
        at = lessons.index(lesson.slug)
        following = next(iter((*lessons[at + 1 :], *filter(None, (place.outline.after, place.outline.quiz)))), None)
        return {
            "lesson": lesson,
            "number": at + 1,
            "previous": edition.lesson(lessons[at - 1]) if at else None,
            "following": edition.lesson(following) if following else None,
            "state": state,
            "parts": [
                part if isinstance(part, str) else _check_html(place, edition, lesson, part, checks[part.id])
                for part in lesson.parts
            ],
        }

    states = (part for check in checks.values() for part in _state_of(check))
    return kept("learning/_lesson.html", place, edition, (lesson.slug, state, *states), given)


def _state_of(check: CheckRow | None) -> tuple[Hashable, ...]:
    """What the look of a check depends on, besides the question."""
    return (repr(check.answer), check.share, check.tries > 1) if check else (None,)


def _check_html(
    place: Place, edition: Edition, lesson: LessonText, question: QuestionText, check: CheckRow | None
) -> Markup:
    """A check in a lesson: its form, and the feedback if it was answered."""

    def given() -> dict[str, Any]:
        order = next(drawn.order for drawn in draw(lesson.lesson, seed=0) if drawn.question == question.id)
        number = lesson.questions.index(question) + 1
        action = url_for(".answer_check", slug=place.slug, lesson=lesson.slug, number=number)
        return {"action": action, "question": question, "number": number, "check": check, "order": order}

    return kept("learning/_check.html", place, edition, (question.id, *_state_of(check)), given)


def _contents(place: Place, edition: Edition, tests: dict[str, bool], is_open: bool) -> Markup:
    """What a course teaches, its lessons with the state of each, and what else is to be known about it."""
    done = place.done
    states = {lesson: lesson_state(place.outline, done, lesson) for lesson in place.outline.lessons}

    def given() -> dict[str, Any]:
        return {"states": states, "is_open": is_open, "passed": place.passed, "slug": place.slug, "tests": tests}

    taken = tuple(sorted(tests.items()))
    return kept("learning/_contents.html", place, edition, (*states.values(), is_open, place.passed, taken), given)


@bp.post("/courses/<slug>/<lesson>/read")
@requires(Permission.TAKE_COURSES)
def mark_read(slug, lesson):
    place, enrolment_id = enrolled_in(slug)
    if lesson not in place.outline.lessons:
        abort(404)
    actions.mark_read(session, enrolment_id, place.outline, lesson, now())
    completed = actions.complete_if_due(session, enrolment_id, place, now())
    session.commit()
    slugs = [*place.outline.lessons, *filter(None, (place.outline.after, place.outline.quiz))]
    following = slugs.index(lesson) + 1
    if following < len(slugs) and not (completed and place.completed_at is None):
        return redirect(url_for(".show_lesson", slug=slug, lesson=slugs[following]), 303)
    return redirect(url_for(".show_course", slug=slug), 303)


@bp.post("/courses/<slug>/<lesson>/position")
@requires(Permission.TAKE_COURSES)
def save_position(slug, lesson):
    place, enrolment_id = enrolled_in(slug)
    position = request.form.get("position", "")
    if lesson not in place.outline.lessons or not actions.position_is_valid(position):
        abort(400)
    actions.save_position(session, enrolment_id, lesson, position, now())
    session.commit()
    return Response(status=204)


@bp.post("/courses/<slug>/<lesson>/checks/<int:number>")
@requires(Permission.TAKE_COURSES)
def answer_check(slug, lesson, number):
    place, enrolment_id = enrolled_in(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = lesson_of(edition, lesson)
    if shown.lesson.quiz or not 1 <= number <= len(shown.questions):
        abort(404)
    question = shown.questions[number - 1]
    answer = read_answer(request.form, question.question)
    accepted = catalog.accepted_answers(session, place.shown, edition.course, lesson).get(question.id, ())
    try:
        actions.answer_check(session, enrolment_id, lesson, question.question, answer or "", accepted, now())
    except actions.AnswerMisshapen as refused:
        if wants_json():
            return jsonify(error=refusal_text(refused)), 422
        raise
    actions.complete_if_due(session, enrolment_id, place, now())
    session.commit()
    if wants_json():
        check = queries.check(session, enrolment_id, question.question.key)
        return _check_html(place, edition, shown, question, check)
    return redirect(url_for(".show_lesson", slug=slug, lesson=lesson) + f"#q{number}", 303)
