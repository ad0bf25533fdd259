"""Publishing a course, and taking it out again: where what authors wrote meets those who are reading it."""

from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.authoring import actions as authoring
from lms.authoring import beginnings
from lms.authoring import queries as drafts
from lms.authoring.headings import title_of
from lms.catalog import outline
from lms.catalog.models import CourseRecord, Revision, RevisionKind
from lms.catalog.outline import Outline, OutlineChange
from lms.catalog.problems import Problem
from lms.i18n import LANGUAGES
from lms.learning import queries
from lms.learning.forms import PublishForm
from lms.learning.queries import Readers
from lms.learning.views.place import bp
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import now


@dataclass(frozen=True)
class Prospect:
    """What publishing a draft would mean. `updated_for` is how many people would see a lesson as updated since they read it;
    `untranslated` are the languages of which the quiz has only a part, with what is there and what there is in all;
    `not_replaced` the places at which words of the template stand; `remarks` and `waiting` how many remarks of colleagues are open,
    and how many written answers nobody has marked."""

    record: CourseRecord
    published: Revision | None
    title: str
    digest: str
    errors: tuple[Problem, ...]
    change: OutlineChange | None
    titles: dict[str, str]
    readers: Readers
    updated_for: int
    untranslated: dict[str, tuple[int, int]]
    not_replaced: tuple[tuple[str, int], ...]
    remarks: int
    waiting: int

    @property
    def is_same(self) -> bool:
        return self.published is not None and self.published.digest == self.digest


@bp.get("/workshop/<slug>/publish")
@requires(Permission.WRITE_COURSES)
def ask_publish(slug):
    prospect = _prospect(drafts.to_edit(session, current_user, slug))
    kind = RevisionKind.CONTENT_CHANGE if _changes_something(prospect.change) else RevisionKind.CORRECTION
    return _page(prospect, PublishForm(kind=kind.value, seen=prospect.digest))


def _changes_something(change: OutlineChange | None) -> bool:
    return change is None or bool(change.changed or change.added or change.removed or change.checks_added)


def _prospect(record: CourseRecord) -> Prospect:
    reading = drafts.draft_reading(session, record)
    course, published = reading.course, drafts.published(session, record)
    bodies = drafts.text_bodies(session, record)
    before = outline.Before(outline.load(published.outline), published.files) if published else None
    new = outline.outline_of(course, bodies, before) if course and before else None
    change = outline.compare(before.outline, new) if before and new else None
    return Prospect(
        record=record,
        published=published,
        title=title_of(bodies.get("course.md", b"")) or record.slug,
        digest=drafts.draft_of(session, record).digest,
        errors=tuple(problem for problem in reading.problems if problem.is_error),
        change=change,
        titles={lesson.slug: title_of(bodies[lesson.file]) for lesson in course.lessons} if course else {},
        readers=queries.readers(session, record.id),
        updated_for=_updated_for(record, change, new),
        untranslated=_untranslated(record, course.quiz.slug, course.language) if course and course.quiz else {},
        not_replaced=tuple(beginnings.not_replaced(bodies)),
        remarks=len(session.scalars(drafts.open_remarks(record)).all()),
        waiting=queries.answers_waiting(session, record.id),
    )


def _updated_for(record: CourseRecord, change: OutlineChange | None, new: Outline | None) -> int:
    if change is None or new is None:
        return 0
    return queries.readers_of(session, record.id, {lesson: new.digests[lesson] for lesson in change.changed})


def _untranslated(record: CourseRecord, quiz: str, source: str) -> dict[str, tuple[int, int]]:
    """A quiz that is translated in part is taken in the language in which it was written (decision 11)."""
    found = {}
    for code in LANGUAGES:
        if code == source:
            continue
        parts = {each.lesson: each for each in drafts.coverage(session, record, code)}
        if quiz in parts and not parts[quiz].is_complete and any(each.translated for each in parts.values()):
            found[code] = (parts[quiz].translated, parts[quiz].units)
    return found


def _page(prospect: Prospect, form: PublishForm, status: int = 200) -> Response:
    page = render_template("learning/publish.html", prospect=prospect, form=form)
    return Response(page, status, {"Cache-Control": "no-store"})


@bp.post("/workshop/<slug>/publish")
@requires(Permission.WRITE_COURSES)
def publish(slug):
    record = drafts.to_edit(session, current_user, slug)
    drafts.hold_draft(session, record)
    prospect = _prospect(record)
    form = PublishForm(request.form)
    if prospect.published is None:
        form.kind.data, form.kind.validate_choice = RevisionKind.FIRST.value, False
    if not form.validate() or prospect.errors:
        return _page(prospect, form, 422)
    if form.seen.data != prospect.digest:
        form.form_errors.append(_("The draft has been changed since you opened this page. Look at it again."))
        form.seen.data = prospect.digest
        return _page(prospect, form, 409)
    revision = authoring.publish(
        session,
        record,
        kind=RevisionKind(form.kind.data),
        note=(form.note.data or "").strip(),
        by_id=current_user.id,
        now=now(),
    )
    number = revision.number
    session.commit()
    flash(_("Revision %(number)s is published. Officers see it now.", number=number), "success")
    return redirect(url_for("workshop.show_course", slug=slug), 303)


@bp.get("/workshop/<slug>/unpublish")
@requires(Permission.WRITE_COURSES)
def ask_unpublish(slug):
    record = drafts.to_edit(session, current_user, slug)
    title = drafts.draft_of(session, record).title or record.slug
    page = render_template(
        "learning/unpublish.html", record=record, title=title, readers=queries.readers(session, record.id)
    )
    return Response(page, 200, {"Cache-Control": "no-store"})


@bp.post("/workshop/<slug>/unpublish")
@requires(Permission.WRITE_COURSES)
def unpublish(slug):
    record = drafts.to_edit(session, current_user, slug)
    authoring.unpublish(session, record, current_user, now())
    session.commit()
    flash(_("The course is out of the catalogue. You can publish it again at any time."), "success")
    return redirect(url_for("workshop.show_course", slug=slug), 303)
