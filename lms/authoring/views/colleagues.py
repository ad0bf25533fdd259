"""Who works on a course: authors, colleagues who are asked to read it, and their remarks."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.authoring import actions, paths, queries
from lms.authoring.forms import AnswerForm, AskForm, ColleagueForm, RemarkForm
from lms.authoring.headings import title_of
from lms.authoring.remarks import line_now, quoted
from lms.authoring.views.workshop import bp
from lms.errors import Refused
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.language import now, refusal_text


@bp.get("/<slug>/colleagues")
@requires(Permission.WRITE_COURSES)
def show_colleagues(slug):
    return _page(queries.to_read(session, slug))


def _page(record, status=200, found=None, **forms):
    """The page, with the forms as they were sent, and the colleagues that were `found` for one of them."""
    bodies = queries.text_bodies(session, record)
    files = [path for path in ("course.md", *paths.in_order(bodies)) if path in bodies]
    remark_form = forms.get("remark") or RemarkForm()
    remark_form.path.choices = files
    lines = {path: body.decode("utf-8", "replace").splitlines() for path, body in bodies.items()}
    remarks = session.scalars(queries.open_remarks(record)).all()
    return render_template(
        "authoring/colleagues.html",
        record=record,
        name=title_of(bodies.get("course.md", b"")) or record.slug,
        may_edit=queries.may_edit(session, current_user, record),
        authors=queries.authors(session, record),
        reviews=session.scalars(queries.reviews(record)).all(),
        own_review=queries.open_review(session, current_user, record),
        remarks=[(each, line_now(lines.get(each.path, ()), each.line, each.quote)) for each in remarks],
        author_form=forms.get("author") or ColleagueForm(prefix="author-"),
        ask_form=forms.get("ask") or AskForm(prefix="ask-"),
        answer_form=forms.get("answer") or AnswerForm(),
        remark_form=remark_form,
        found=found or [],
    ), status


def _colleague(form):
    """The one colleague that is meant by a form; else all that might be. A button of the page names the person by key."""
    chosen = request.form.get("person", type=int)
    if chosen is not None and 0 < chosen <= LARGEST_KEY:
        return [queries.colleague(session, current_user, chosen)]
    return queries.colleagues(session, current_user, form.who.data)


def _with_colleague(slug, name, form, do):
    """Do something with the colleague that was named; ask which one if several have the name."""
    record = queries.to_edit(session, current_user, slug)
    if not form.validate():
        return _page(record, 422, **{name: form})
    found = _colleague(form)
    if len(found) != 1:
        said = (
            _("Several colleagues have this name. Choose one below.")
            if found
            else _("No other trainer has this name or number.")
        )
        form.who.errors = [said]
        return _page(record, 422, found, **{name: form})
    try:
        do(record, found[0])
    except Refused as refused:
        form.who.errors = [refusal_text(refused)]
        return _page(record, 422, **{name: form})
    session.commit()
    return redirect(url_for(".show_colleagues", slug=slug), 303)


# --- authors ---------------------------------------------------------------------------------------------


@bp.post("/<slug>/authors")
@requires(Permission.WRITE_COURSES)
def add_author(slug):
    def add(record, person):
        actions.add_author(session, record, person, current_user, now())
        flash(_("Your colleague is an author of the course."), "success")

    return _with_colleague(slug, "author", ColleagueForm(request.form, prefix="author-"), add)


@bp.post("/<slug>/authors/own")
@requires(Permission.WRITE_COURSES)
def become_author(slug):
    """Take a course that has no author."""
    record = queries.to_edit(session, current_user, slug)
    actions.become_author(session, record, current_user, now())
    session.commit()
    flash(_("You are the author of the course now. Other trainers may read and copy it."), "success")
    return redirect(url_for(".show_colleagues", slug=slug), 303)


@bp.post("/<slug>/authors/<int:person_id>/remove")
@requires(Permission.WRITE_COURSES)
def remove_author(slug, person_id):
    record = queries.to_edit(session, current_user, slug)
    actions.remove_author(session, record, person_id, current_user, now())
    session.commit()
    return redirect(url_for(".show_colleagues", slug=slug), 303)


# --- reviews ---------------------------------------------------------------------------------------------


@bp.post("/<slug>/reviews")
@requires(Permission.WRITE_COURSES)
def ask_review(slug):
    form = AskForm(request.form, prefix="ask-")

    def ask(record, person):
        actions.ask_review(session, record, person, form.question.data or "", current_user, now())
        flash(_("Your colleague is asked. The answer will stand here."), "success")

    return _with_colleague(slug, "ask", form, ask)


@bp.post("/<slug>/reviews/answer")
@requires(Permission.WRITE_COURSES)
def answer_review(slug):
    record = queries.to_read(session, slug)
    review = queries.open_review(session, current_user, record)
    if review is None:
        abort(404)
    form = AnswerForm(request.form)
    if not form.validate():
        return _page(record, 422, answer=form)
    actions.answer_review(session, review, form.is_ready.data == "yes", form.answer.data or "", now())
    session.commit()
    flash(_("Your answer is with the authors."), "success")
    return redirect(url_for(".show_colleagues", slug=slug), 303)


# --- remarks ---------------------------------------------------------------------------------------------


@bp.post("/<slug>/remarks")
@requires(Permission.WRITE_COURSES)
def add_remark(slug):
    record = queries.to_read(session, slug)
    form = RemarkForm(request.form)
    bodies = queries.text_bodies(session, record)
    form.path.choices = sorted(bodies)
    if not form.validate():
        return _page(record, 422, remark=form)
    path, line = form.path.data, form.line.data
    quote = quoted(bodies[path].decode("utf-8", "replace"), line)
    actions.add_remark(session, record, path, line, quote, form.text.data, current_user, now())
    session.commit()
    return redirect(url_for(".show_colleagues", slug=slug) + "#remarks", 303)


@bp.post("/<slug>/remarks/<int:remark_id>/settle")
@requires(Permission.WRITE_COURSES)
def settle_remark(slug, remark_id):
    """Who wrote a remark, or may change the course, says that it is dealt with."""
    record = queries.to_read(session, slug)
    remark = queries.remark(session, record, remark_id)
    if remark.by_id != current_user.id and not queries.may_edit(session, current_user, record):
        abort(404)
    actions.settle_remark(session, remark, current_user, now())
    session.commit()
    return redirect(url_for(".show_colleagues", slug=slug) + "#remarks", 303)
