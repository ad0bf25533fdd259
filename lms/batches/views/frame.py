"""What the pages of a batch share: the blueprint, and the batch as the viewer may see or change it."""

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from lms.batches import queries
from lms.batches.models import Batch
from lms.web.database import LARGEST_KEY, session

bp = Blueprint("batches", __name__)


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


def page(template: str, batch: Batch, **given):
    """A page of one batch, in the frame `batches/page.html`."""
    may_change = queries.may_change(session, current_user, batch)
    return render_template(template, batch=batch, may_change=may_change, **given)
