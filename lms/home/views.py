"""The first page after signing in."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask_babel import pgettext
from flask_login import current_user

from lms.certificates import queries as certificates
from lms.learning import queries as learning
from lms.learning.progress import go_on_with, steps_done
from lms.people.roles import Permission
from lms.web.access import public, requires
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation, or of the menu under the person's name."""

    label: str
    url: str
    is_current: bool


@bp.app_context_processor
def navigation():
    if not current_user.is_authenticated:
        return {}
    entries = [
        (Permission.TAKE_COURSES, "home.show", pgettext("navigation", "Home")),
        (Permission.TAKE_COURSES, "learning.list_courses", pgettext("navigation", "Courses")),
        (Permission.TAKE_COURSES, "certificates.list_own", pgettext("navigation", "Certificates")),
        (Permission.MARK_ANSWERS, "learning.list_waiting", pgettext("navigation", "Marking")),
        (Permission.SEE_CERTIFICATES, "certificates.list_issued", pgettext("navigation", "Register")),
    ]
    account = NavigationItem(
        pgettext("navigation", "Account"), url_for("people.show_account"), request.endpoint == "people.show_account"
    )
    return {
        "navigation": [
            NavigationItem(label, url_for(endpoint), request.endpoint == endpoint)
            for permission, endpoint, label in entries
            if current_user.may(permission)
        ],
        "account_links": [account],
    }


@bp.get("/")
@requires(Permission.TAKE_COURSES)
def show():
    courses = learning.own_courses(session, current_user, current_language().code)
    under_way = [course for course in courses if course.enrolment.completed_at is None]
    today = now().date()
    return render_template(
        "home/home.html",
        under_way=[
            {
                "course": course,
                "steps_done": steps_done(course.outline, course.done),
                "steps": course.outline.steps,
                "go_on": go_on_with(course.outline, course.done, course.enrolment.last_lesson),
                "is_late": course.enrolment.due_on is not None and course.enrolment.due_on < today,
            }
            for course in under_way
        ],
        completed=[course for course in courses if course.enrolment.completed_at is not None],
        certificates=certificates.own(session, current_user),
    )


@bp.get("/health")
@public
def health():
    """For load balancers: the process answers."""
    return {"ok": True}
