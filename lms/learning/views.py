"""Pages of learning: the catalogue of courses, a course, its lessons and checks, the quiz and its result, and marking."""

import secrets
from types import SimpleNamespace

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from lms.catalog import queries as catalog
from lms.catalog.cache import Cache
from lms.catalog.course import Course, Level, QuestionType, Quiz, Track
from lms.catalog.edition import Edition, LessonText, QuestionText
from lms.catalog.quiz import draw
from lms.errors import Refused
from lms.learning import actions, queries
from lms.learning.attempts import Past, check_may_start
from lms.learning.forms import MarkForm, read_answer
from lms.learning.progress import go_on_with, lesson_state, steps_done
from lms.learning.queries import AttemptPlace, CheckRow, Place
from lms.learning.result import result_of
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.errors import wants_json
from lms.web.language import current_language, now, refusal_text

bp = Blueprint("learning", __name__)

# Checks as they are shown: a question has few states, and making its form takes longer than all the rest of a lesson.
_checks_shown: Cache[Markup] = Cache(4_000)


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


def _place(slug: str) -> Place:
    place = queries.place(session, current_user, slug, current_language().code)
    if place is None:
        abort(404)
    return place


def _enrolled(slug: str) -> tuple[Place, int]:
    """The viewer's place in a course and the enrolment; who is not enrolled is sent to the course's own page."""
    place = _place(slug)
    if place.enrolment_id is None:
        abort(redirect(url_for(".show_course", slug=slug), 303))
    return place, place.enrolment_id


def _lesson(edition: Edition, slug: str) -> LessonText:
    lesson = edition.lesson(slug)
    if lesson is None:
        abort(404)
    return lesson


@bp.get("/courses/<slug>")
@requires(Permission.TAKE_COURSES)
def show_course(slug):
    place = _place(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    done = place.done
    return render_template(
        "learning/course.html",
        place=place,
        edition=edition,
        states={lesson: lesson_state(place.outline, done, lesson) for lesson in place.outline.lessons},
        steps_done=steps_done(place.outline, done),
        go_on=go_on_with(place.outline, done, place.last_lesson),
        required=queries.titles(session, edition.course.requires, current_language().code),
    )


@bp.post("/courses/<slug>/enrol")
@requires(Permission.TAKE_COURSES)
def enrol(slug):
    place = _place(slug)
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    actions.enrol(session, current_user, place, course.requires, now())
    session.commit()
    return redirect(url_for(".show_lesson", slug=slug, lesson=course.lessons[0].slug), 303)


@bp.get("/courses/<slug>/<lesson>")
@requires(Permission.TAKE_COURSES)
def show_lesson(slug, lesson):
    place = _enrolled(slug)[0]
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = _lesson(edition, lesson)
    if shown.lesson.quiz:
        return _quiz_page(place, edition, shown, shown.lesson.quiz)
    done = place.done
    slugs = [each.slug for each in edition.lessons]
    at = slugs.index(lesson)
    return render_template(
        "learning/lesson.html",
        place=place,
        edition=edition,
        lesson=shown,
        number=at + 1,
        parts=[
            part
            if isinstance(part, str)
            else _check_html(place, edition, shown, part, place.checks.get(part.question.key))
            for part in shown.parts
        ],
        state=lesson_state(place.outline, done, lesson),
        steps_done=steps_done(place.outline, done),
        previous=edition.lessons[at - 1] if at else None,
        following=edition.lessons[at + 1] if at + 1 < len(slugs) else None,
    )


def _check_html(
    place: Place, edition: Edition, lesson: LessonText, question: QuestionText, check: CheckRow | None
) -> Markup:
    """A check in a lesson: its form, and the feedback if it was answered."""
    number = lesson.questions.index(question) + 1
    state = (repr(check.answer), check.share, check.tries > 1) if check else None
    shown = (place.shown.digest, place.shown.catalogue_digest, edition.language, current_language().code)

    def render() -> Markup:
        order = next(drawn.order for drawn in draw(lesson.lesson, seed=0) if drawn.question == question.id)
        return Markup(
            render_template(
                "learning/_check.html", place=place, edition=edition, lesson=lesson,
                question=question, number=number, check=check, order=order,
            )
        )  # fmt: skip

    return _checks_shown.get((*shown, question.id, state), render)


@bp.post("/courses/<slug>/<lesson>/read")
@requires(Permission.TAKE_COURSES)
def mark_read(slug, lesson):
    place, enrolment_id = _enrolled(slug)
    if lesson not in place.outline.lessons:
        abort(404)
    actions.mark_read(session, enrolment_id, place.outline, lesson, now())
    completed = actions.complete_if_due(session, enrolment_id, place, now())
    session.commit()
    slugs = [*place.outline.lessons, *([place.outline.quiz] if place.outline.quiz else [])]
    following = slugs.index(lesson) + 1
    if following < len(slugs) and not (completed and place.completed_at is None):
        return redirect(url_for(".show_lesson", slug=slug, lesson=slugs[following]), 303)
    return redirect(url_for(".show_course", slug=slug), 303)


@bp.post("/courses/<slug>/<lesson>/position")
@requires(Permission.TAKE_COURSES)
def save_position(slug, lesson):
    place, enrolment_id = _enrolled(slug)
    position = request.form.get("position", "")
    if lesson not in place.outline.lessons or not actions.position_is_valid(position):
        abort(400)
    actions.save_position(session, enrolment_id, lesson, position, now())
    session.commit()
    return Response(status=204)


@bp.post("/courses/<slug>/<lesson>/checks/<int:number>")
@requires(Permission.TAKE_COURSES)
def answer_check(slug, lesson, number):
    place, enrolment_id = _enrolled(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = _lesson(edition, lesson)
    if shown.lesson.quiz or not 1 <= number <= len(shown.questions):
        abort(404)
    question = shown.questions[number - 1]
    answer = read_answer(request.form, question.question)
    accepted = _accepted(place, edition.course, question)
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


def _accepted(place: Place, course: Course, question: QuestionText) -> tuple[str, ...]:
    """The accepted short answers in every language, so that an officer may answer in either."""
    if question.question.type is not QuestionType.SHORT_ANSWER:
        return ()
    return _accepted_by_question(place.shown, course, question.question.id.rpartition(".")[0]).get(question.id, ())


def _accepted_by_question(shown, course: Course, lesson: str) -> dict[str, tuple[str, ...]]:
    if not any(
        question.type is QuestionType.SHORT_ANSWER
        for each in course.lessons
        if each.slug == lesson
        for question in each.questions
    ):
        return {}
    accepted: dict[str, tuple[str, ...]] = {}
    for edition in catalog.editions(session, shown.course_id, shown.revision_id, shown.digest):
        for question in _lesson(edition, lesson).questions:
            accepted[question.id] = accepted.get(question.id, ()) + question.accepted
    return accepted


def _quiz_page(place: Place, edition: Edition, lesson: LessonText, quiz: Quiz):
    attempts = queries.attempts(session, place.enrolment_id)
    opened = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    refused = None
    if opened is None:
        try:
            past = [Past(a.submitted_at, a.passed) for a in attempts if a.submitted_at]
            check_may_start(quiz, past, now())
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
        asked=_number_asked(lesson, quiz),
        steps_done=steps_done(place.outline, done),
        unread=[each for each in edition.lessons if each.slug in place.outline.lessons and each.slug not in place.read],
        previous=edition.lessons[-2] if len(edition.lessons) > 1 else None,
    )


def _number_asked(lesson: LessonText, quiz: Quiz) -> int:
    """How many questions an attempt will ask."""
    always = [question for question in lesson.questions if question.question.pool is None]
    return (quiz.draw or len(always)) + sum(pool.ask for pool in quiz.pools)


@bp.post("/courses/<slug>/<lesson>/attempts")
@requires(Permission.TAKE_COURSES)
def start_attempt(slug, lesson):
    place, enrolment_id = _enrolled(slug)
    edition = catalog.edition(session, place.shown, current_language().code)
    shown = _lesson(edition, lesson)
    if not shown.lesson.quiz:
        abort(404)
    if not shown.complete:
        # a graded quiz is offered in a language only when every word of it is there; else in the course's own language
        edition = catalog.edition(session, place.shown, edition.course.language)
    accepted = _accepted_by_question(place.shown, edition.course, lesson)
    attempt = actions.start_attempt(
        session, enrolment_id, place, edition.course, edition.language,
        queries.extra_time(session, current_user), accepted, secrets.randbits(31), now(),
    )  # fmt: skip
    session.commit()
    return redirect(url_for(".show_attempt", attempt_id=attempt.id), 303)


def _drawn(place: AttemptPlace) -> tuple[Edition, LessonText, list[SimpleNamespace]]:
    """The attempt's edition, its quiz, and its questions in the order drawn, each with the order of its options."""
    language = place.attempt.language
    edition = catalog.edition(session, place.shown, language)
    lesson = edition.graded
    by_id = {question.id: question for question in lesson.questions}
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
    moment = now()
    deadline = place.attempt.deadline
    return render_template(
        template,
        place=place,
        attempt=place.attempt,
        edition=edition,
        lesson=lesson,
        drawn=drawn,
        answers=queries.answers(session, attempt_id),
        seconds_left=max(0, int((deadline - moment).total_seconds())) if deadline else None,
        is_over=deadline is not None and moment > deadline,
    )


@bp.post("/attempts/<int:attempt_id>/answers")
@requires(Permission.TAKE_COURSES)
def save_answer(attempt_id):
    """Save one answer (from the page's script, which names the question) or all answers of the form (without a script)."""
    place = _own_attempt(attempt_id, lock="share")
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    questions = {question.id: question for question in course.graded.questions}
    drawn = [item["question"] for item in place.attempt.drawn]
    moment = now()
    if wants_json():
        question_id = request.form.get("question", "")
        if question_id not in drawn:
            abort(404)
        counter = _counter("counter")
        actions.save_answer(
            session, place.attempt, questions[question_id], read_answer(request.form, questions[question_id]),
            counter, request.form.get("key", "")[:80], moment,
        )  # fmt: skip
        session.commit()
        return jsonify(saved=True, counter=counter, text=_("Saved"))
    stored = queries.answers(session, attempt_id)
    actions.check_open(place.attempt, moment)
    for question_id in drawn:
        answer = read_answer(request.form, questions[question_id])
        known = stored.get(question_id)
        if answer != (known.answer if known else None):
            counter = _counter(f"{question_id}:counter") + 1
            actions.save_answer(
                session, place.attempt, questions[question_id], answer, counter, secrets.token_hex(8), moment
            )
    session.commit()
    wanted = request.form.get("go", "")
    if wanted == "review":
        return redirect(url_for(".review_attempt", attempt_id=attempt_id), 303)
    anchor = f"#q{wanted}" if wanted.isdecimal() else ""
    return redirect(url_for(".show_attempt", attempt_id=attempt_id, saved=1) + anchor, 303)


def _counter(name: str) -> int:
    typed = request.form.get(name, "0")
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0


@bp.post("/attempts/<int:attempt_id>/submit")
@requires(Permission.TAKE_COURSES)
def submit_attempt(attempt_id):
    place = _own_attempt(attempt_id, lock="update")
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    accepted = _accepted_by_question(place.shown, course, course.graded.slug)
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
    standing = _place(place.slug)
    done = standing.done
    return render_template(
        "learning/result.html",
        place=place,
        attempt=place.attempt,
        edition=edition,
        lesson=lesson,
        result=result_of(place.attempt, edition, drawn, queries.answers(session, attempt_id)),
        standing=standing,
        steps_done=steps_done(standing.outline, done),
        go_on=go_on_with(standing.outline, done, None),
    )


@bp.get("/marking")
@requires(Permission.MARK_ANSWERS)
def list_waiting():
    return render_template("learning/marking.html", rows=_waiting(), form=MarkForm())


def _waiting():
    rows = []
    for row, attempt, slug in session.execute(queries.waiting_answers()):
        place = queries.pinned(session, attempt.id)
        edition = catalog.edition(session, place.shown, attempt.language)
        text = next(question for question in edition.graded.questions if question.id == row.question_id)
        rows.append(SimpleNamespace(answer=row, attempt=attempt, slug=slug, edition=edition, text=text))
    return rows


@bp.post("/marking/<int:answer_id>")
@requires(Permission.MARK_ANSWERS)
def mark_answer(answer_id):
    form = MarkForm(request.form)
    if not form.validate():
        return render_template("learning/marking.html", rows=_waiting(), form=form, refused=answer_id), 422
    row = queries.waiting_answer(session, answer_id)
    place = queries.pinned(session, row.attempt_id)
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    actions.mark_written(session, current_user, row, course, float(form.points.data), form.remark.data or "", now())
    standing = queries.place_of(session, row.attempt.enrolment.person_id, place.slug, current_language().code)
    if standing is not None:
        actions.complete_if_due(session, row.attempt.enrolment_id, standing, now())
    session.commit()
    return redirect(url_for(".list_waiting"), 303)
