"""The preview of a draft: what officers would get, made by the code that makes it for them, of files that are not published.

It stands here because drafts stand below learning and learning's pages above them (decision 16). Nothing is stored: the text as
it is typed and answers that are tried come with each request and go with it.
"""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from lms.authoring import paths, queries, texts
from lms.authoring.views.editor import bp
from lms.catalog.course import Course
from lms.catalog.edition import Edition, LessonText, QuestionText
from lms.catalog.models import CourseRecord
from lms.catalog.quiz import Mark, mark, number_asked, shown_order
from lms.catalog.settings import SURVEY_FILE
from lms.catalog.source import Reading
from lms.catalog.views import asked_version, file_response
from lms.i18n import LANGUAGES
from lms.learning.forms import read_answer
from lms.learning.progress import LessonState
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import reading
from lms.web.errors import wants_json
from lms.web.headers import policy
from lms.web.language import current_language, speak
from lms.web.uploads import LARGEST_TEXT, accepts

MOST_TRIES = 99


@dataclass(frozen=True)
class Tried:
    """An answer that was tried in the preview: what `_check.html` shows of an officer's answer in a lesson."""

    answer: Any
    mark: Mark
    tries: int


@dataclass(frozen=True)
class Draft:
    """A draft as it was read for this request."""

    record: CourseRecord
    reading: Reading
    edition: Edition | None


@bp.get("/<slug>/preview")
@requires(Permission.WRITE_COURSES)
def show_course_preview(slug):
    return _page(_draft(slug, {}), "")


@bp.post("/<slug>/preview")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST_TEXT)
def show_typed_course(slug):
    return _page(_draft(slug, _typed()), "")


@bp.get("/<slug>/preview/<lesson>")
@requires(Permission.WRITE_COURSES)
def show_preview(slug, lesson):
    return _page(_draft(slug, {}), lesson)


@bp.post("/<slug>/preview/<lesson>")
@requires(Permission.WRITE_COURSES)
@accepts(LARGEST_TEXT)
def show_typed(slug, lesson):
    return _page(_draft(slug, _typed()), lesson)


@bp.get("/<slug>/preview/files/<path:path>")
@requires(Permission.WRITE_COURSES)
def show_draft_file(slug, path):
    media = reading.scalars(queries.draft_media(queries.to_read(reading, slug), path)).one()
    if not media.sha256.startswith(asked_version()):
        abort(404)
    return file_response(media)


@bp.post("/<slug>/preview/<lesson>/checks/<int:number>")
@requires(Permission.WRITE_COURSES)
def try_check(slug, lesson, number):
    draft = _draft(slug, {})
    shown = draft.edition.lesson(lesson) if draft.edition else None
    if draft.edition is None or shown is None or not 1 <= number <= len(shown.questions):
        abort(404)
    question = shown.questions[number - 1]
    if request.form.get("key") != question.question.key:
        return jsonify(error=_("The text has changed meanwhile. Wait until it is saved, then try again.")), 409
    answer = read_answer(request.form, question.question)
    tries = request.form.get("tries", "0")
    made = int(tries) + 1 if tries.isdecimal() and len(tries) < 3 else 1
    tried = Tried(answer, mark(question.question, answer, question.accepted), min(made, MOST_TRIES))
    if wants_json():
        return _check_html(draft.edition, shown, question, tried)
    return _page(draft, lesson, {question.id: tried})


def _typed() -> dict[str, bytes]:
    """The file that is being edited, as it stands in the text field."""
    path = request.form.get("path", "")
    return {path: texts.body_of(request.form.get("text", ""))} if paths.is_text(path) else {}


def _draft(slug: str, typed: dict[str, bytes]) -> Draft:
    """The draft in the language that was asked for, which the page around it then speaks too, as it does for an officer."""
    speak(LANGUAGES.get(request.args.get("language", ""), current_language()))
    record = queries.to_read(reading, slug)
    read = queries.typed_reading(reading, record, typed) if typed else queries.draft_reading(reading, record)
    home = url_for(".show_course_preview", slug=slug)
    return Draft(record, read, queries.draft_edition(reading, record, read, current_language().code, home))


def _page(draft: Draft, lesson: str, tried: dict[str, Tried] | None = None) -> Response:
    edition = draft.edition
    shown = edition.page(lesson) if edition and lesson else None
    file = shown.lesson.file if shown else _file_of(draft, lesson)
    page = render_template(
        "authoring/preview.html",
        slug=draft.record.slug,
        file=file,
        edition=edition if shown or not lesson else None,
        lesson=shown,
        errors=[problem for problem in draft.reading.problems if problem.is_error],
        is_framed="framed" in request.args,
        **(_lesson(edition, shown, tried or {}) if edition and shown else _front(edition) if edition else {}),
    )
    guarded = {"Content-Security-Policy": policy(frame_ancestors="'self'"), "Cache-Control": "no-store"}
    return Response(page, 200, guarded)


def _file_of(draft: Draft, lesson: str) -> str:
    """The file of a lesson that cannot be read, or course.md; 404 if the draft has no such lesson."""
    if not lesson:
        return "course.md"
    rows = reading.scalars(queries.draft_files(draft.record))
    return next((row.path for row in rows if paths.lesson_slug(row.path) == lesson), "") or abort(404)


def _lesson(edition: Edition, lesson: LessonText, tried: dict[str, Tried]) -> dict[str, Any]:
    if lesson.slug == SURVEY_FILE:
        return {"is_survey": True}
    at = edition.lessons.index(lesson)
    checks = {each.id: _check_html(edition, lesson, each, tried.get(each.id)) for each in lesson.questions}
    quiz = lesson.lesson.quiz
    return {
        "number": at + 1,
        "lessons": len(edition.course.reading),
        "following": edition.lessons[at + 1] if at + 1 < len(edition.lessons) else None,
        "parts": [part if isinstance(part, str) else checks[part.id] for part in lesson.parts],
        "asked": number_asked(lesson.lesson, edition.course.stock_of(lesson.lesson)) if quiz else 0,
        "stock": edition.stock_of(lesson),
        "pools": _by_pool(lesson, checks) if quiz else [],
    }


def _by_pool(lesson: LessonText, checks: dict[str, Markup]) -> list[tuple[Any, int, list[Markup]]]:
    """The questions of a quiz: those outside pools, then each pool with its name and how many of it are asked; none is left out."""
    quiz = lesson.lesson.quiz
    groups: list[tuple[Any, int, list[Markup]]] = [(None, 0, [])]
    groups += [(name, pool.ask, []) for name, pool in zip(lesson.pools, quiz.pools if quiz else (), strict=False)]
    for each in lesson.questions:
        pool = each.question.pool
        groups[0 if pool is None or pool + 1 >= len(groups) else pool + 1][2].append(checks[each.id])
    return [group for group in groups if group[2]]


def _check_html(edition: Edition, lesson: LessonText, question: QuestionText, tried: Tried | None) -> Markup:
    number = lesson.questions.index(question) + 1
    action = url_for(
        ".try_check", slug=edition.course.slug, lesson=lesson.slug, number=number, language=current_language().code
    )
    return Markup(
        render_template(
            "learning/_check.html",
            edition=edition,
            question=question,
            number=number,
            order=shown_order(question.question, shuffle=False, seed=0),
            action=action,
            check=tried,
            tries=tried.tries if tried else 0,
            graded=lesson.lesson.quiz is not None,
        )
    )


def _front(edition: Edition) -> dict[str, Any]:
    course: Course = edition.course
    return {"states": {lesson.slug: LessonState.NOT_STARTED for lesson in course.lessons}}
