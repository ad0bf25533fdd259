"""What the pages of a batch share: the blueprint, and the batch as the viewer may see or change it."""

from datetime import time
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user
from wtforms import Form

from lms.batches import queries
from lms.batches.models import Batch
from lms.batches.standing import Standing
from lms.people.edits import settle
from lms.web.database import LARGEST_KEY, session

bp = Blueprint("batches", __name__)


@bp.app_template_filter("standing")
def standing_word(standing: Standing) -> str:
    """A standing in the language of the page."""
    words = {
        Standing.NOT_STARTED: _("Not started"),
        Standing.UNDER_WAY: _("Under way"),
        Standing.STUCK: _("Stuck"),
        Standing.DONE: pgettext("course", "Done"),
    }
    return words[standing]


@bp.after_request
def keep_out_of_stores(response: Response) -> Response:
    """Names of people: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def key(name: str) -> int | None:
    """A number in the address by which a list is paged; None if there is none."""
    typed = request.args.get(name, "")
    return min(int(typed), LARGEST_KEY) if typed.isdecimal() and len(typed) < 12 else None


def words() -> str:
    return request.args.get("q", "").strip()[:200]


def settled(form: Form, seen: Form, kept: Form) -> bool:
    """Whether what was typed may be saved: nobody else has changed the same since the page was opened (`seen`). What was left as
    it was gets the value that is kept now; where both changed the same, the field says so."""
    values = {field.short_name: _plain(field.data) for field in kept}
    typed, before = ({each: _plain(given[each].data) for each in values} for given in (form, seen))
    found = settle(before, typed, values)
    for name in values:
        if name in found.clashes:
            text = _("Somebody else has changed this meanwhile. Look at it again, then save again.")
            form[name].errors = [*form[name].errors, text]
        elif name not in found.changes:
            form[name].data, form[name].raw_data = kept[name].data, None
    return not found.clashes


def hidden(shown: Form) -> list[tuple[str, str]]:
    """What a page shows, as hidden fields for `settled`."""
    return [
        (f"seen-{field.short_name}", _typed(value))
        for field in shown
        for value in (field.data if isinstance(field.data, list) else [field.data])
    ]


def _typed(value: Any) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """A value as it is compared: browsers end lines in their own way, and what is empty is nothing."""
    if isinstance(value, str):
        value = "\n".join(line.rstrip() for line in value.strip().splitlines())
    return value or None


def page(template: str, batch: Batch, **given):
    """A page of one batch, in the frame `batches/page.html`."""
    may_change = queries.may_change(session, current_user, batch)
    return render_template(template, batch=batch, may_change=may_change, **given)
