"""The first page after signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from lms.batches import queries as batches
from lms.days import day
from lms.learning import queries as learning
from lms.learning.progress import go_on_with, steps_done, test_due
from lms.learning.queries import OwnCourse
from lms.live import queries as live
from lms.people.roles import Permission, Role, permissions
from lms.surveys import queries as surveys
from lms.web.access import public, requires, signed_in
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation, or of the menu under the person's name. `current` is `page` on its own page, `true` on
    those below it (as `aria-current` has it), and empty elsewhere."""

    label: str
    url: str
    current: str


@bp.app_context_processor
def navigation():
    person = signed_in()
    if person is None:
        return _everywhere(current_language().code, _rule(), request.script_root)
    return _navigation(person.roles, current_language().code, _rule(), request.script_root)


def _rule() -> str:
    """The address of the page as it is written in the code, `/people/<int:person_id>`: the same for all people."""
    rule = request.url_rule.rule if request.url_rule else ""
    return (
        f"/people{rule}" if rule.startswith("/agencies") else rule
    )  # found from the page of people, and below it here


@lru_cache(1024)
def _everywhere(_language: str, rule: str, root: str) -> dict[str, list[NavigationItem]]:
    """What anybody may open. Whoever is handed a certificate and knows only the product's address finds the way here."""
    return {"footer_links": _items([(_("Verify a certificate"), "certificates.ask_code")], root + rule)}


@lru_cache(1024)
def _navigation(roles: frozenset[Role], language: str, rule: str, root: str) -> dict[str, list[NavigationItem]]:
    """The same for everybody with these roles on the same page in the same language, so made only once."""
    entries = [
        (Permission.TAKE_COURSES, "home.show", pgettext("navigation", "Home")),
        (Permission.TAKE_COURSES, "learning.list_courses", pgettext("navigation", "Courses")),
        (Permission.TAKE_COURSES, "certificates.list_own", pgettext("navigation", "Certificates")),
        (Permission.WRITE_COURSES, "workshop.list_courses", pgettext("navigation", "Workshop")),
        (Permission.TRANSLATE_COURSES, "translation.list_courses", pgettext("navigation", "Translation")),
        (Permission.MARK_ANSWERS, "learning.list_waiting", pgettext("navigation", "Marking")),
        (Permission.MANAGE_PEOPLE, "directory.list_people", pgettext("navigation", "People")),
        (Permission.TEACH_LIVE, "batches.list_batches", pgettext("navigation", "Batches")),
        (Permission.SEE_CERTIFICATES, "certificates.list_issued", pgettext("navigation", "Certificate register")),
        (Permission.SEE_REPORTS, "figures.show_overview", pgettext("navigation", "Reports")),
    ]
    allowed = permissions(roles)
    account = (pgettext("navigation", "Account"), "people.show_account")
    shown = [(label, endpoint) for permission, endpoint, label in entries if permission in allowed]
    return {
        "navigation": _items(shown, root + rule),
        "account_links": _items([account], root + rule),
        **_everywhere(language, rule, root),
    }


def _items(entries: Sequence[tuple[str, str]], page: str) -> list[NavigationItem]:
    urls = [url_for(endpoint) for _label, endpoint in entries]
    # every page is below the first; below one's own certificates are the pages of other people's too
    alone = {url_for("home.show"), url_for("certificates.list_own")}
    above = max(
        (url for url in urls if url not in alone and page.startswith(url.rstrip("/") + "/")), key=len, default=""
    )
    return [
        NavigationItem(label, url, "page" if url == page else "true" if url == above else "")
        for (label, _endpoint), url in zip(entries, urls, strict=True)
    ]


@bp.get("/")
@requires(Permission.TAKE_COURSES)
def show():
    courses = learning.own_courses(session, current_user, current_language().code)
    under_way = [course for course in courses if course.completed_at is None]
    today = day(now())
    any_completed = len(under_way) < len(courses)
    closed = learning.kept_closed(session, current_user, under_way)
    return render_template(
        "home/home.html",
        work=_work(current_user.roles, current_language().code, request.script_root),
        batches=batches.own_batches(session, current_user),
        reminders=batches.own_reminders(session, current_user, current_language().code),
        today=today,
        under_way=[
            {
                "course": course,
                "steps_done": steps_done(course.outline, course.done),
                "steps": course.outline.steps,
                "go_on": _go_on(course),
                "opens_on": course.opens_on
                if course.opens_on and course.opens_on > today and not course.last_lesson
                else None,
                "is_closed": course.slug in closed,
                "is_late": course.due_on is not None and course.due_on < today,
            }
            for course in under_way
        ],
        completed=[course for course in courses if course.completed_at is not None],
        surveys=surveys.offers(session, current_user, current_language().code, now()) if any_completed else [],
        coming=live.coming(session, current_user, now()),
    )


def _go_on(course: OwnCourse) -> str | None:
    """Where the button of a course leads: to the test before it for those who have not begun to read. Whoever should take the
    test after the lessons is led to the course's page (None), which offers it beside the quiz."""
    outline = course.outline
    following = go_on_with(outline, course.done, course.last_lesson)
    due = test_due(outline, course.done, course.handed_in)
    if due and due == outline.before:
        return following if course.last_lesson in outline.lessons else due
    return None if due and following == outline.quiz else following


@lru_cache(1024)
def _work(roles: frozenset[Role], _language: str, _root: str) -> list[tuple[str, str, str]]:
    """What a person of the staff does here besides taking courses: address, name, and what it is for. Made once, as above."""
    entries = [
        (
            Permission.WRITE_COURSES,
            url_for("workshop.list_courses"),
            _("Courses to write"),
            _("Make courses, change and publish them, read those of colleagues."),
        ),
        (
            Permission.TRANSLATE_COURSES,
            url_for("translation.list_courses"),
            _("Courses to translate"),
            _("What is missing or has changed, the glossary, files for other programs."),
        ),
        (
            Permission.MARK_ANSWERS,
            url_for("learning.list_waiting"),
            _("Answers to mark"),
            _("Written answers that officers have handed in."),
        ),
        (
            Permission.MANAGE_PEOPLE,
            url_for("importing.show_form"),
            _("Bring people in from a spreadsheet"),
            _("Hundreds of officers at once, with a look at what would happen before anything does."),
        ),
        (
            Permission.TEACH_LIVE,
            url_for("batches.list_batches"),
            pgettext("page", "Batches"),
            _("Groups that take courses together: who is in them, and how far they are."),
        ),
        (
            Permission.MANAGE_PEOPLE,
            url_for("directory.list_people"),
            _("People"),
            _("Find, add and change officers, see how far each is, correct names, look after units."),
        ),
        (
            Permission.SEE_CERTIFICATES,
            url_for("certificates.list_issued"),
            _("Register of certificates"),
            _("Find a certificate by name or number, correct it or revoke it."),
        ),
        (
            Permission.SEE_REPORTS,
            url_for("figures.show_overview"),
            _("Reports"),
            _("Figures of a quarter or a year for donors and superiors, as tables, charts and files."),
        ),
    ]
    allowed = permissions(roles)
    return [(url, name, purpose) for permission, url, name, purpose in entries if permission in allowed]


@bp.get("/health")
@public
def health():
    """For load balancers: the process answers."""
    return {"ok": True}
