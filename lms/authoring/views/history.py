"""What was: the changes of a draft and the revisions of a course, each with its difference and a way back."""

from types import SimpleNamespace

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.authoring import actions, paths, queries
from lms.authoring.differences import Kind, compare, compare_files
from lms.authoring.views.course import served
from lms.authoring.views.workshop import bp
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, session
from lms.web.language import now


@bp.get("/<slug>/history")
@requires(Permission.WRITE_COURSES)
def show_history(slug):
    record = queries.to_read(session, slug)
    path = request.args.get("path") or None
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before <= LARGEST_KEY else None
    rows, older = queries.page_of_changes(session, record, path, before)
    return render_template(
        "authoring/history.html",
        record=record,
        path=path,
        rows=rows,
        older=older,
        before=before,
        revisions=[] if path or before else session.execute(queries.revisions(record)).all(),
    )


@bp.get("/<slug>/history/<int:change_id>")
@requires(Permission.WRITE_COURSES)
def show_change(slug, change_id):
    record = queries.to_read(session, slug)
    change = queries.change(session, record, change_id)
    before = queries.change_before(session, change)
    was = before.media_sha256 if before else None
    return render_template(
        "authoring/change.html",
        record=record,
        change=change,
        before=before if before and before.media_sha256 else None,
        is_text=paths.is_text(change.path),
        difference=_difference(was, change.media_sha256) if paths.is_text(change.path) else (),
        may_edit=queries.may_edit(session, current_user, record),
    )


def _difference(was, digest):
    bodies = queries.bodies(session, {each for each in (was, digest) if each})
    return compare(_text(bodies.get(was)), _text(bodies.get(digest)))


def _text(body):
    return (body or b"").decode("utf-8-sig", "replace")


@bp.get("/<slug>/history/<int:change_id>/file")
@requires(Permission.WRITE_COURSES)
def show_changed_file(slug, change_id):
    """The file as it was after a change."""
    change = queries.change(session, queries.to_read(session, slug), change_id)
    if change.media_sha256 is None:
        return Response(status=404)
    return served(queries.media_with_body(session, change.media_sha256))


@bp.post("/<slug>/history/<int:change_id>/restore")
@requires(Permission.WRITE_COURSES)
def restore_file(slug, change_id):
    record = queries.to_edit(session, current_user, slug)
    change = queries.change(session, record, change_id)
    row = actions.restore_file(session, record, change, current_user, now())
    path = row.path
    session.commit()
    flash(_("“%(path)s” is again what it was then.", path=path), "success")
    return redirect(url_for(".show_course", slug=slug), 303)


@bp.get("/<slug>/revisions/<int:number>")
@requires(Permission.WRITE_COURSES)
def show_revision(slug, number):
    record = queries.to_read(session, slug)
    revision = queries.revision(session, record, number)
    before = queries.revision_before(session, record, number)
    with_draft = request.args.get("with") == "draft"
    draft = {row.path: row.media_sha256 for row in session.scalars(queries.draft_files(record))}
    old, new = (revision.files, draft) if with_draft else (before.files if before else {}, revision.files)
    return render_template(
        "authoring/revision.html",
        record=record,
        revision=revision,
        before=before,
        with_draft=with_draft,
        is_draft=draft == revision.files,
        changes=_with_differences(compare_files(old, new)) if before or with_draft else [],
        may_edit=queries.may_edit(session, current_user, record),
    )


def _with_differences(changes):
    wanted = {digest for change in changes if change.is_text for digest in (change.before, change.after) if digest}
    bodies = queries.bodies(session, wanted)
    return [
        SimpleNamespace(
            change=change,
            difference=compare(_text(bodies.get(change.before)), _text(bodies.get(change.after)))
            if change.is_text and change.kind is not Kind.REMOVED
            else (),
        )
        for change in changes
    ]


@bp.post("/<slug>/revisions/<int:number>/restore")
@requires(Permission.WRITE_COURSES)
def restore_revision(slug, number):
    record = queries.to_edit(session, current_user, slug)
    revision = queries.revision(session, record, number)
    actions.restore_revision(session, record, revision, current_user, now())
    session.commit()
    flash(
        _("The draft is again what revision %(number)s was. What it was before stands in the history.", number=number),
        "success",
    )
    return redirect(url_for(".show_course", slug=slug), 303)
