"""One text on the translators' bench: shown, checked while it is typed, saved, brought back."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms.authoring import actions, differences, queries
from lms.authoring.bench import Bench, Item, State, base_of, id_of, tidy
from lms.authoring.judgement import Remarks, remarks
from lms.authoring.views.translation import Desk, bp, choice_of
from lms.catalog import translation
from lms.catalog.course import Unit
from lms.catalog.glossary import Glossary, Term
from lms.catalog.models import CourseRecord
from lms.catalog.places import Kind
from lms.errors import Refused
from lms.people.roles import Permission
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, reading, session
from lms.web.errors import wants_json
from lms.web.language import current_language, now, refusal_text


def _desk(opened: Session, slug: str) -> tuple[CourseRecord, Desk | None]:
    record = opened.scalars(queries.course(slug)).one()
    bench = queries.bench(opened, record, request.args.get("language", ""))
    return record, Desk(bench, slug, choice_of(request.args)) if bench else None


def _gone(desk: Desk | None, slug: str):
    flash(_("This text is not in the course any more: its authors have changed it."), "warning")
    return redirect(desk.course() if desk else f"/translation/{slug}/", 303)


@bp.get("/<slug>/texts/<unit>")
@requires(Permission.TRANSLATE_COURSES)
def show_unit(slug, unit):
    record, desk = _desk(session, slug)
    item = desk.bench.by_id.get(unit) if desk else None
    if desk is None or item is None:
        return _gone(desk, slug)
    return _page(session, record, desk, item, item.entry.translation)


@bp.post("/<slug>/texts/<unit>")
@requires(Permission.TRANSLATE_COURSES)
def save_unit(slug, unit):
    record, desk = _desk(session, slug)
    item = desk.bench.by_id.get(unit) if desk else None
    source = item.unit if item else _sent_unit()
    if desk is None or id_of(source) != unit:
        return _gone(desk, slug)
    typed, base = request.form.get("translation", ""), request.form.get("base", "")
    try:
        actions.save_translation(session, record, desk.bench.language, source, typed, base, current_user, now())
    except Refused as refused:
        return _refused(record, desk, unit, typed, refused)
    session.commit()
    return _saved(record, desk, item, typed)


def _sent_unit() -> Unit:
    """The text itself as the page had it: what was typed is kept even if the text has gone meanwhile."""
    text, context = (request.form.get(name, "").replace("\r\n", "\n") for name in ("text", "context"))
    return Unit(text, context)


def _refused(record: CourseRecord, desk: Desk, unit: str, typed: str, refused: Refused):
    """The page again with what was typed, and with what somebody else has written meanwhile."""
    session.rollback()
    bench = queries.bench(session, record, desk.bench.language)
    item = bench.by_id.get(unit) if bench else None
    if bench is None or item is None:
        raise refused
    desk = Desk(bench, desk.slug, desk.choice)
    theirs = item.entry if isinstance(refused, actions.TranslationConflict) else None
    return _page(session, record, desk, item, typed, refused=refusal_text(refused), theirs=theirs), refused.status


def _saved(record: CourseRecord, desk: Desk, item: Item | None, typed: str):
    if item is None:
        flash(
            _("The text has changed meanwhile. Your translation is kept and comes back together with that text."),
            "warning",
        )
        return redirect(desk.course(), 303)
    bench = queries.bench(session, record, desk.bench.language)
    desk = Desk(bench, desk.slug, desk.choice) if bench else desk
    saved = desk.bench.by_id.get(item.id, item)
    if translation.faults(item.unit.text, saved.entry.translation):
        flash(_("Saved, but officers do not see this translation: it has a fault."), "warning")
        return redirect(desk.text(saved), 303)
    if request.form.get("then") == "stay":
        flash(_("Saved."), "success")
        return redirect(desk.text(saved), 303)
    following = desk.bench.next_after(item.id, desk.choice)
    if following is None:
        flash(_("Saved. That was the last text of this list."), "success")
        return redirect(desk.course(), 303)
    flash(_("Saved."), "success")
    return redirect(desk.text(following), 303)


@bp.post("/<slug>/texts/<unit>/check")
@requires(Permission.TRANSLATE_COURSES)
def check_unit(slug, unit):
    """What there is to say about what is typed, and how it will look. Nothing is saved, so no writer is kept waiting."""
    record, desk = _desk(reading, slug)
    item = desk.bench.by_id.get(unit) if desk else None
    if desk is None or item is None:
        return _gone(desk, slug)
    typed = request.form.get("translation", "")
    if not wants_json():
        return _page(reading, record, desk, item, typed)
    look = Look.of(desk, item, typed, queries.glossary(reading))
    return render_template("authoring/_translation_look.html", desk=desk, item=item, look=look)


@bp.post("/<slug>/texts/<unit>/restore")
@requires(Permission.TRANSLATE_COURSES)
def restore_unit(slug, unit):
    record, desk = _desk(session, slug)
    if desk is None or unit not in desk.bench.by_id:
        return _gone(desk, slug)
    number = request.form.get("change", 0, type=int)
    change = queries.translation_change(session, record, desk.bench.language, max(0, min(number, LARGEST_KEY)))
    is_before = request.form.get("state") == "before"
    actions.restore_translation(session, record, change, is_before, current_user, now())
    session.commit()
    flash(_("The earlier translation is back."), "success")
    return redirect(desk.text(desk.bench.by_id[unit]), 303)


@dataclass(frozen=True)
class Look:
    """What a translation looks like and what there is to say about it. `answers` are those that it gives as accepted ones."""

    text: str
    remarks: Remarks
    answers: tuple[str, ...]

    @classmethod
    def of(cls, desk: Desk, item: Item, typed: str, glossary: Glossary) -> "Look":
        text = tidy(typed, desk.bench.language)[:20_000]
        # what is typed is judged as it is typed: an Arabic letter is told, and mended when it is saved
        spoken = typed.strip().replace("\r\n", "\n")[:20_000]
        told = remarks(item.unit, spoken if len(spoken.split("\n")) == 1 else text, desk.bench.language, glossary)
        return cls(text, told, translation.accepted(text) if item.is_answer else ())


@dataclass(frozen=True)
class Segment:
    """A part of the English, with the term of the glossary that it is."""

    text: str
    term: Term | None = None


def _segments(text: str, glossary: Glossary) -> list[Segment]:
    parts = []
    end = 0
    for found in glossary.find(text):
        parts += [Segment(text[end : found.start]), Segment(text[found.start : found.end], found.term)]
        end = found.end
    return [part for part in (*parts, Segment(text[end:])) if part.text]


def _page(opened: Session, record: CourseRecord, desk: Desk, item: Item, typed: str, refused="", theirs=None):
    bench: Bench = desk.bench
    glossary = queries.glossary(opened)
    uses_glossary = (desk.source.code, bench.language) == ("en", "ur")
    segments = _segments(item.unit.text, glossary.for_lessons) if uses_glossary else [Segment(item.unit.text)]
    previous = item.entry.previous if item.state is State.CHANGED else ""
    chosen = bench.chosen(desk.choice)
    return render_template(
        "authoring/translation_unit.html",
        record=record,
        desk=desk,
        item=item,
        typed=typed,
        base=base_of(theirs) if theirs else item.base,
        refused=refused,
        theirs=theirs,
        segments=segments,
        terms=list(dict.fromkeys(part.term for part in segments if part.term)),
        look=Look.of(desk, item, typed, glossary if uses_glossary else Glossary()),
        difference=differences.words(previous, item.unit.text) if previous else (),
        elsewhere=queries.elsewhere(opened, record, bench.language, item.unit, current_language().code),
        history=queries.history_of_unit(opened, record, bench.language, item.unit),
        following=bench.next_after(item.id, desk.choice),
        preceding=bench.last_before(item.id, desk.choice),
        place=chosen.index(item) + 1 if item in chosen else None,
        found=len(chosen),
        State=State,
        Kind=Kind,
    )
