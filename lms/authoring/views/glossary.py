"""The glossary: looked through, added to, changed, terms removed and brought back, taken along as a file."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from lms.authoring import actions, queries
from lms.authoring.forms import RemoveTermForm, TermForm
from lms.authoring.models import GlossaryTerm
from lms.catalog.glossary import FILE, Domain, Glossary, Term, write
from lms.errors import Refused
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.headers import keep_out_of_stores
from lms.web.language import now, refusal_text

bp = Blueprint("glossary", __name__, url_prefix="/glossary")

PAGE = 50


bp.after_request(keep_out_of_stores)


@bp.get("/")
@requires(Permission.TRANSLATE_COURSES)
def list_terms():
    words = request.args.get("q", "").strip()[:200]
    domain = request.args.get("domain", "")
    domain = domain if domain in list(Domain) else ""
    after = request.args.get("after", 0, type=_key)
    rows = session.execute(queries.terms(words, domain, after).limit(PAGE + 1)).all()
    return render_template(
        "authoring/glossary.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        words=words,
        domain=domain,
        after=after,
        form=TermForm(),
    )


def _key(typed: str) -> int:
    return max(0, min(int(typed), LARGEST_KEY))


@bp.get("/glossary.csv")
@requires(Permission.TRANSLATE_COURSES)
def download():
    terms = tuple(_as_text(term) for term in queries.glossary(session).terms)
    disposition = f'attachment; filename="{FILE}"'
    # with a byte order mark, or spreadsheets take Urdu for something else
    body = "\ufeff".encode() + write(Glossary(terms))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": disposition})


def _as_text(term: Term) -> Term:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    english, urdu, note = (
        f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in (term.english, term.urdu, term.note)
    )
    return Term(english, urdu, term.domain, note)


@bp.get("/new")
@requires(Permission.TRANSLATE_COURSES)
def ask_term():
    return render_template("authoring/glossary_term.html", form=TermForm(data={"domain": Domain.LAW_ENFORCEMENT}))


@bp.post("/new")
@requires(Permission.TRANSLATE_COURSES)
def add_term():
    form = TermForm(request.form)
    if not form.validate():
        return render_template("authoring/glossary_term.html", form=form), 422
    try:
        term = actions.add_term(session, _term(form), current_user, now())
    except Refused as refused:
        return _again(form, None, refused)
    session.commit()
    flash(_("“%(term)s” is in the glossary.", term=term.english), "success")
    return redirect(url_for(".list_terms", q=term.english), 303)


@bp.get("/<int:term_id>")
@requires(Permission.TRANSLATE_COURSES)
def show_term(term_id):
    term, person = queries.term(session, term_id)
    if term.removed_at is not None:
        return redirect(url_for(".list_removed"), 303)
    form = TermForm(obj=term, base=actions.base_of_term(term))
    return render_template("authoring/glossary_term.html", form=form, term=term, person=person)


@bp.post("/<int:term_id>")
@requires(Permission.TRANSLATE_COURSES)
def save_term(term_id):
    term, person = queries.term(session, term_id)
    form = TermForm(request.form)
    if not form.validate():
        return render_template("authoring/glossary_term.html", form=form, term=term, person=person), 422
    try:
        actions.change_term(session, term, _term(form), form.base.data or "", current_user, now())
    except Refused as refused:
        return _again(form, term_id, refused)
    session.commit()
    flash(_("The term is saved."), "success")
    return redirect(url_for(".list_terms", q=form.english.data), 303)


@bp.get("/<int:term_id>/remove")
@requires(Permission.TRANSLATE_COURSES)
def ask_remove(term_id):
    term, _person = queries.term(session, term_id)
    if term.removed_at is not None:
        return redirect(url_for(".list_removed"), 303)
    return _remove_page(term)


def _remove_page(term: GlossaryTerm, refused: Refused | None = None):
    form = RemoveTermForm(base=actions.base_of_term(term))
    if refused:
        form.form_errors.append(refusal_text(refused))
    page = render_template("authoring/glossary_remove.html", form=form, term=term)
    return page, refused.status if refused else 200


@bp.post("/<int:term_id>/remove")
@requires(Permission.TRANSLATE_COURSES)
def remove_term(term_id):
    term, _person = queries.term(session, term_id)
    try:
        actions.remove_term(session, term, request.form.get("base", ""), current_user, now())
    except actions.TermConflict as refused:
        session.rollback()
        return _remove_page(queries.term(session, term_id)[0], refused)
    session.commit()
    back = Markup('<a href="{}">{}</a>').format(url_for(".list_removed"), _("Bring it back"))
    flash(Markup("{} {}").format(_("“%(term)s” is removed from the glossary.", term=term.english), back), "success")
    return redirect(url_for(".list_terms"), 303)


@bp.get("/removed")
@requires(Permission.TRANSLATE_COURSES)
def list_removed():
    before = request.args.get("before", type=_key)
    return _removed_page(before)


def _removed_page(before: int | None = None, refused: Refused | None = None):
    rows = session.execute(queries.removed_terms(before).limit(PAGE + 1)).all()
    error = refusal_text(refused) if refused else None
    page = render_template(
        "authoring/glossary_removed.html", rows=rows[:PAGE], more=len(rows) > PAGE, before=before, error=error
    )
    return page, refused.status if refused else 200


@bp.post("/<int:term_id>/restore")
@requires(Permission.TRANSLATE_COURSES)
def restore_term(term_id):
    term, _person = queries.term(session, term_id)
    try:
        actions.restore_term(session, term, current_user, now())
    except Refused as refused:
        session.rollback()
        return _removed_page(refused=refused)
    session.commit()
    flash(_("“%(term)s” is in the glossary again.", term=term.english), "success")
    return redirect(url_for(".list_terms", q=term.english), 303)


def _term(form: TermForm) -> Term:
    return Term(form.english.data or "", form.urdu.data or "", Domain(form.domain.data), form.note.data or "")


def _again(form: TermForm, term_id: int | None, refused: Refused):
    """The form again with what was typed, and what somebody else has written meanwhile."""
    session.rollback()
    form.form_errors.append(refusal_text(refused))
    term, person = queries.term(session, term_id) if term_id else (None, None)
    theirs = term if isinstance(refused, actions.TermConflict) else None
    if theirs is not None:
        form.base.data = form.base.raw_data = None
        form.base.process_data(actions.base_of_term(theirs))
    page = render_template("authoring/glossary_term.html", form=form, term=term, person=person, theirs=theirs)
    return page, refused.status
