"""How far the members of a batch are: the people behind each figure, what is done for them, and the table to take away."""

from dataclasses import astuple
from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from lms.batches import actions, queries
from lms.batches.forms import Act, ActForm
from lms.batches.models import Batch
from lms.batches.queries import Taught, Wanted
from lms.batches.standing import Standing
from lms.batches.table import COLUMNS, HEADINGS, Words, lines
from lms.batches.views.frame import bp, key, page, standing_word
from lms.days import day
from lms.people.actions import audit
from lms.people.roles import Permission
from lms.tables import Sheet, as_csv, write_xlsx
from lms.web.access import requires
from lms.web.database import reading, session
from lms.web.language import current_language, now, refusal_text


@bp.get("/batches/<int:batch_id>/progress")
@requires(Permission.TEACH_LIVE)
def show_progress(batch_id):
    return _progress_page(queries.batch(session, current_user, batch_id), ActForm())


@bp.post("/batches/<int:batch_id>/progress")
@requires(Permission.MANAGE_BATCHES)
def act(batch_id):
    """Do something for those who are ticked; what was typed stays if it cannot be done."""
    batch = queries.batch_to_change(session, current_user, batch_id)
    form = ActForm(request.form)
    valid = form.validate()
    chosen = queries.enrolments_to_change(session, current_user, batch, form.enrolment.data or [])
    if not chosen:
        form.act.errors = [*form.act.errors, _("Nobody was ticked.")]
    if not valid or not chosen:
        return _progress_page(batch, form), 422
    courses = queries.taught(session, batch_id, current_language().code)
    try:
        text, done = _do(batch, courses, chosen, form)
    except actions.DayOver as refused:
        form.due_on.errors = [refusal_text(refused)]
        return _progress_page(batch, form), 422
    session.commit()
    flash(text, "success" if done else "warning")
    return redirect(url_for(".show_progress", batch_id=batch_id, **_asked()), 303)


def _do(batch: Batch, courses: list[Taught], chosen: Any, form: ActForm) -> tuple[str, int]:
    """Returns what to say, and for how many courses of members it was done."""
    by, reason = current_user, form.reason.data
    match form.act.data:
        case Act.ATTEMPT:
            done = actions.allow_attempt(session, by, batch, courses, chosen, reason, now())
            text = ngettext("%(num)s further attempt is allowed.", "%(num)s further attempts are allowed.", done)
            none = _("Nobody who is ticked has used all attempts and failed.")
        case Act.TAKE_BACK:
            done = actions.take_back_attempt(session, by, batch, courses, chosen, reason, now())
            text = ngettext("%(num)s attempt is taken back.", "%(num)s attempts are taken back.", done)
            none = _("Nobody who is ticked has an allowed attempt that is not begun.")
        case Act.DAY:
            done = actions.set_due_day(session, by, batch, chosen, form.due_on.data, reason, now())
            text = ngettext("%(num)s day is set.", "%(num)s days are set.", done)
            none = _("Everybody who is ticked has this day already, or is done.")
        case _:
            reminded = actions.remind_now(session, by, batch, chosen, now())
            return _reminded_words(reminded), reminded.made
    return (text if done else none), done


def _reminded_words(reminded: actions.Reminded) -> str:
    """What was done, and each reason why somebody was left out, a sentence each."""
    made, already, completed, inactive = astuple(reminded)
    sentences = {
        ngettext("%(num)s reminder is made.", "%(num)s reminders are made.", made): made,
        ngettext("%(num)s was reminded today already.", "%(num)s were reminded today already.", already): already,
        ngettext("%(num)s is done already.", "%(num)s are done already.", completed): completed,
        ngettext(
            "%(num)s has an account that is not active.", "%(num)s have accounts that are not active.", inactive
        ): inactive,
    }
    return " ".join(sentence for sentence, number in sentences.items() if number)


def _asked() -> dict[str, Any]:
    """The filter of the list, as it stands in the address."""
    names = ("course", "standing", "late", "after")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _wanted(courses: list[Taught]) -> Wanted:
    asked = request.args.get("standing")
    return Wanted(
        course=next((each for each in courses if each.slug == request.args.get("course")), None),
        standing=Standing(asked) if asked in set(Standing) else None,
        late=bool(request.args.get("late")),
    )


def _progress_page(batch: Batch, form: ActForm):
    courses = queries.taught(session, batch.id, current_language().code)
    wanted, after = _wanted(courses), key("after") or 0
    figures = queries.figures(session, current_user, batch, courses, now())
    rows = queries.followed(session, current_user, batch, courses, wanted, now(), after)
    ticked = set(form.enrolment.data or ())
    if "all" in request.args:
        ticked |= {step.enrolment_id for row in rows[: queries.PAGE] for step in row.steps if not step.completed_at}
    return page(
        "batches/progress.html",
        batch,
        courses=courses,
        wanted=wanted,
        standings=list(Standing),
        figures=figures[wanted.course.id if wanted.course else None],
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        after=after,
        asked=_asked(),
        ticked=ticked,
        form=form,
        today=day(now()),
    )


@bp.post("/batches/<int:batch_id>/table")
@requires(Permission.MANAGE_BATCHES)
def take_table(batch_id):
    """The standing of every member in every course, as a spreadsheet. It leaves a mark in the audit."""
    # read before anything is written: on SQLite, one who writes keeps all others waiting
    batch = queries.kept_batch(reading, current_user, batch_id)
    language = current_language()
    courses = queries.taught(reading, batch_id, language.code)
    members = list(queries.every(reading, current_user, batch, courses, Wanted(), now()))
    form = "xlsx" if request.form.get("form") == "xlsx" else "csv"
    audit(session, current_user.id, "exported", f"batch {batch_id}", now(), form=form, people=len(members))
    session.commit()
    name = f"batch-{batch_id}-{day(now())}.{form}"
    if form == "csv":
        body, kind = as_csv(COLUMNS, lines(members)), "text/csv; charset=utf-8"
    else:
        headings = [_(heading) for heading in HEADINGS]
        words = Words(language.code, {each: standing_word(each) for each in Standing}, _("Yes"), _("No"))
        output = BytesIO()
        # all the rows at once: so columns are as wide, and rows as high, as what stands in them
        rows = list(lines(members, words))
        sheet = Sheet(_("Progress")[:31], headings, rows, notes=[f"{batch.name} – {day(now())}"])
        write_xlsx(output, [sheet], right_to_left=language.direction == "rtl")
        body, kind = output.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.post("/reminders/<int:reminder_id>/seen")
@requires(Permission.TAKE_COURSES)
def put_away(reminder_id):
    actions.put_away(session, current_user, reminder_id, now())
    session.commit()
    return redirect(url_for("home.show"), 303)
