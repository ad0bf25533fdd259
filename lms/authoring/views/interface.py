"""The words of the interface, for translators to read."""

import re

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup, escape

from lms.authoring.interface import messages
from lms.config import ROOT
from lms.i18n import LANGUAGES
from lms.people.roles import Permission
from lms.urdu import search
from lms.web.access import requires

bp = Blueprint("interface", __name__, url_prefix="/interface-words")

PAGE = 50
LANGUAGE = "ur"
_PLACEHOLDER = re.compile(r"(%\(\w+\)s)")
PATH = ROOT / "translations" / LANGUAGE / "LC_MESSAGES" / "messages.po"


@bp.get("/")
@requires(Permission.TRANSLATE_COURSES)
def list_messages():
    words = request.args.get("q", "").strip()[:200]
    wanted = search(words).split()
    found = [each for each in messages(PATH) if all(word in each.folded for word in wanted)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(request.args.get("page", 1, type=_page), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    language = LANGUAGES[LANGUAGE]
    return render_template(
        "authoring/interface.html",
        messages=shown,
        words=words,
        found=len(found),
        page=page,
        pages=pages,
        language=language,
        isolated=isolated,
    )


def isolated(text: str) -> Markup:
    """`text` with its placeholders kept in one piece: in Urdu `%(name)s` falls apart."""
    parts = (
        Markup('<bdi dir="ltr">{}</bdi>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(_PLACEHOLDER.split(text))
    )
    return Markup("").join(parts)


def _page(typed: str) -> int:
    return max(1, min(int(typed), 10_000))


@bp.get("/messages.po")
@requires(Permission.TRANSLATE_COURSES)
def download():
    disposition = f'attachment; filename="tarbiyat.{LANGUAGE}.po"'
    return Response(
        PATH.read_bytes(), mimetype="text/x-gettext-translation", headers={"Content-Disposition": disposition}
    )
