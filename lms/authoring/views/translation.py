"""The bench of translators: which courses there are, and the texts of one."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup

from lms.authoring import queries
from lms.authoring.bench import Bench, Choice, Item, Show, State
from lms.catalog.addresses import Addresses, home_of
from lms.catalog.course import Unit
from lms.catalog.localise import inline_html
from lms.catalog.places import Kind, Place
from lms.i18n import LANGUAGES, N_
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.headers import keep_out_of_stores
from lms.web.language import current_language

bp = Blueprint("translation", __name__, url_prefix="/translation")

PAGE = 50
HEAD = "course.md"
"""What stands for the course's own text where a lesson's name is asked for."""


bp.after_request(keep_out_of_stores)


@bp.get("/")
@requires(Permission.TRANSLATE_COURSES)
def list_courses():
    words = request.args.get("q", "").strip()[:200]
    language = request.args.get("language", "")
    language = language if language in LANGUAGES else queries.translation_languages("en")[0]
    after = _key(request.args.get("after", ""))
    rows = queries.counted(session, current_language().code, language, words, after)
    shown = rows[: queries.COUNTED_PAGE]
    return render_template(
        "authoring/translation_courses.html",
        rows=shown,
        words=words,
        language=LANGUAGES[language],
        targets=[each for code, each in LANGUAGES.items() if code != "en" or queries.has_counted(session, code)],
        after=after,
        older="{}-{}".format(*shown[-1].key) if len(rows) > queries.COUNTED_PAGE else None,
    )


def _key(typed: str) -> tuple[int, int] | None:
    to_do, _sign, course = typed.partition("-")
    if not (to_do.isascii() and to_do.isdecimal() and course.isascii() and course.isdecimal()):
        return None
    return min(int(to_do[:10]), LARGEST_KEY), min(int(course[:10]), LARGEST_KEY)


@bp.get("/<slug>/")
@requires(Permission.TRANSLATE_COURSES)
def show_course(slug):
    record = session.scalars(queries.course(slug)).one()
    bench = queries.bench(session, record, request.args.get("language", ""))
    if bench is None:
        return render_template("authoring/translation_unreadable.html", record=record), 409
    choice = choice_of(request.args)
    items = bench.chosen(choice)
    page = min(request.args.get("page", 1, type=_page), max(1, -(-len(items) // PAGE)))
    desk = Desk(bench, record.slug, choice)
    return render_template(
        "authoring/translation_course.html",
        record=record,
        desk=desk,
        items=items[(page - 1) * PAGE : page * PAGE],
        found=len(items),
        page=page,
        pages=-(-len(items) // PAGE),
        shows=_shows(bench),
        Show=Show,
        State=State,
    )


def _page(typed: str) -> int:
    return max(1, min(int(typed), 10_000))


def _shows(bench: Bench) -> list[tuple[Show, str, int]]:
    """The choices of state with their names and how many texts each has."""
    count = bench.count
    old = sum(not item.in_draft for item in bench.items)
    names = [
        (Show.TO_DO, pgettext("texts", "To do"), count.to_do),
        (Show.MISSING, pgettext("texts", "Missing"), count.missing),
        (Show.CHANGED, pgettext("texts", "Changed"), count.changed),
        (Show.FAILING, pgettext("texts", "With a fault"), count.failing),
        (Show.ALL, pgettext("texts", "All"), count.units),
    ]
    return [*names, *([(Show.OLD, pgettext("texts", "Only in what officers read now"), old)] if old else [])]


def choice_of(values) -> Choice:
    """What somebody wants to see, from the values of an address or a form."""
    show = values.get("show", "")
    lesson = values.get("lesson", "")
    return Choice(
        Show(show) if show in list(Show) else Show.TO_DO,
        None if not lesson else "" if lesson == HEAD else lesson[:100],
        values.get("q", "").strip()[:200],
    )


@dataclass(frozen=True)
class Desk:
    """What the pages of one course need to show its texts: the bench, the choice, and addresses that keep the choice."""

    bench: Bench
    slug: str
    choice: Choice

    @property
    def language(self):
        return LANGUAGES[self.bench.language]

    @property
    def source(self):
        return LANGUAGES[self.bench.script.course.language]

    @property
    def targets(self):
        return [LANGUAGES[code] for code in queries.translation_languages(self.source.code)]

    def arguments(self, **others) -> dict[str, str]:
        """The choice as the query of an address; `others` take the place of what it holds."""
        choice = self.choice
        lesson = "" if choice.lesson is None else choice.lesson or HEAD
        first = self.targets[0].code
        values = {
            "language": "" if self.bench.language == first else self.bench.language,
            "show": "" if choice.show is Show.TO_DO else choice.show.value,
            "lesson": lesson,
            "q": choice.words,
        } | others
        return {name: str(value) for name, value in values.items() if value}

    def query(self, **others) -> str:
        return urlencode(self.arguments(**others))

    def course(self, **others) -> str:
        query = self.query(**others)
        return url_for("translation.show_course", slug=self.slug) + (f"?{query}" if query else "")

    def text(self, item: Item, endpoint: str = "show_unit", **others) -> str:
        query = self.query(**others)
        return url_for(f"translation.{endpoint}", slug=self.slug, unit=item.id) + (f"?{query}" if query else "")

    def title(self) -> Markup:
        return self.html(self.bench.script.course.title.text, self.source.code)

    def html(self, text: str, language: str, item: Item | None = None) -> Markup:
        """A text as it looks in the course."""
        return Markup(inline_html(text, language, self._addresses, item.places[0].file if item else HEAD))

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses.of(self.bench.script.course, home_of(self.slug))

    def lesson_title(self, slug: str) -> Unit | None:
        return next((lesson.title for lesson in self.bench.script.course.pages if lesson.slug == slug), None)

    def kind(self, place: Place) -> str:
        return kind_name(place)


_KINDS = {
    Kind.COURSE_TITLE: N_("Title of the course"),
    Kind.AUDIENCE: N_("For whom the course is"),
    Kind.SUMMARY: N_("Summary of the course"),
    Kind.OBJECTIVE: N_("What you will be able to do"),
    Kind.LESSON_TITLE: N_("Title of the lesson"),
    Kind.POOL: N_("Name of a group of questions"),
    Kind.HEADING: N_("Heading"),
    Kind.TEXT: N_("Paragraph"),
    Kind.ITEM: N_("Entry of a list"),
    Kind.CELL: N_("Cell of a table"),
    Kind.PICTURE: N_("What a picture shows, for people who cannot see it"),
    Kind.CAPTION: N_("Words under a picture or film"),
    Kind.PROMPT: N_("Question %(number)s: what is asked"),
    Kind.COLUMN: N_("Question %(number)s: head of a column"),
    Kind.OPTION: N_("Question %(number)s: an option"),
    Kind.PAIR: N_("Question %(number)s: something to be matched"),
    Kind.STEP: N_("Question %(number)s: a step to be put in order"),
    Kind.ANSWER: N_("Question %(number)s: an accepted answer"),
    Kind.FEEDBACK: N_("Question %(number)s: what is said about an option"),
    Kind.HINT: N_("Question %(number)s: hint"),
    Kind.EXPLANATION: N_("Question %(number)s: explanation"),
    Kind.GUIDE: N_("Question %(number)s: guide for marking"),
}


def kind_name(place: Place) -> str:
    """What a text is, in words."""
    name: str = _(_KINDS[place.kind], number=place.question)
    return name
