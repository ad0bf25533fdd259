"""A survey as an officer meets it: read, answered or declined, once."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.catalog import queries as catalog
from lms.catalog.edition import Edition, LessonText
from lms.days import day
from lms.learning import queries as learning
from lms.learning.forms import read_answer
from lms.people.roles import Permission
from lms.surveys import actions, queries, shipped
from lms.surveys.models import SurveyKind
from lms.surveys.queries import Invitation
from lms.web.access import requires
from lms.web.database import session
from lms.web.headers import keep_out_of_stores
from lms.web.language import current_language, now, refusal_text

bp = Blueprint("surveys", __name__)
bp.after_request(keep_out_of_stores)
ADDRESS = '/surveys/<slug>/<any("evaluation", "follow-up"):kind>'


@dataclass(frozen=True)
class Asked:
    """A survey of a course that the viewer completed: `edition` holds it in the language of the page, as `survey`."""

    slug: str
    course: Edition
    edition: Edition
    survey: LessonText
    invitation: Invitation


def survey_in(course: Edition, kind: SurveyKind) -> Edition:
    """What is asked about a course: its own evaluation, or what comes with the product."""
    if kind is SurveyKind.EVALUATION and course.survey is not None:
        return course
    return shipped.edition(kind, current_language().code)


def _asked(slug: str, kind: str) -> Asked:
    """The survey; who has not completed the course, or is asked too early, is sent to the course's page."""
    place = learning.place(session, current_user, slug, current_language().code)
    if place is None:
        abort(404)
    invitation = queries.invitation(session, current_user, slug, SurveyKind(kind))
    if invitation is None or not invitation.is_due(now()):
        abort(redirect(url_for("learning.show_course", slug=slug), 303))
    course = catalog.edition(session, place.shown, current_language().code)
    edition = survey_in(course, invitation.kind)
    assert edition.survey is not None
    return Asked(slug, course, edition, edition.survey, invitation)


@bp.app_template_global()
def may_evaluate(enrolment_id: int) -> bool:
    """Whether who completed a course has yet to say what they think of it, for the page of the course, whose part is below."""
    return not queries.is_done(session, enrolment_id, SurveyKind.EVALUATION)


@bp.get(ADDRESS)
@requires(Permission.TAKE_COURSES)
def show(slug, kind):
    return _page(_asked(slug, kind), {})


def _page(asked: Asked, answers, errors=None, refused=None, status=200):
    page = render_template(
        "surveys/survey.html",
        asked=asked,
        edition=asked.edition,
        lesson=asked.survey,
        answers=answers,
        errors=errors or {},
        refused=refused,
    )
    return page, status


@bp.post(ADDRESS)
@requires(Permission.TAKE_COURSES)
def answer(slug, kind):
    asked = _asked(slug, kind)
    questions = [text.question for text in asked.survey.questions]
    answers = {question.key: read_answer(request.form, question) for question in questions}
    chance = secrets.SystemRandom()
    language = asked.edition.language
    try:
        actions.answer(session, asked.invitation, questions, answers, language, chance, day(now()))
    except actions.Unreadable as refused:
        return _page(asked, answers, errors={refused.key: refusal_text(refused)}, status=refused.status)
    except actions.NothingAnswered as refused:
        return _page(asked, answers, refused=refused, status=refused.status)
    session.commit()
    flash(_("Thank you. Your answers are kept, apart from your name."), "success")
    return redirect(url_for("learning.show_course", slug=slug), 303)


@bp.post(f"{ADDRESS}/decline")
@requires(Permission.TAKE_COURSES)
def decline(slug, kind):
    asked = _asked(slug, kind)
    actions.decline(session, asked.invitation)
    session.commit()
    flash(_("You will not be asked about this again."), "success")
    return redirect(url_for("home.show"), 303)
