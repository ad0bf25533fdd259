"""The list of people: found, filtered, downloaded."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms.i18n import N_
from lms.people import actions, queries
from lms.people.models import Agency, Person, Sex
from lms.people.queries import State, Wanted
from lms.people.ranks import rank_name
from lms.people.roles import Permission
from lms.people.tree import tree_of
from lms.people.words import LANGUAGES, PROVINCES, RANK_BANDS, SEXES
from lms.tables import Sheet, csv_pieces, write_xlsx
from lms.web.access import requires
from lms.web.database import LARGEST_KEY, reading_engine, session
from lms.web.language import current_language, now

bp = Blueprint("directory", __name__, url_prefix="/people")

PIECE = 64 * 1024
COLUMNS = {
    "name_en": N_("Name in Latin letters"),
    "name_ur": N_("Name in Urdu letters"),
    "service_number": N_("Service number"),
    "user_name": N_("User name"),
    "rank": N_("Rank"),
    "rank_band": N_("Level of the rank"),
    "agency": N_("Agency code"),
    "agency_name": N_("Agency"),
    "province": N_("Province"),
    "sex": N_("Sex"),
    "birth_date": N_("Birth date"),
    "phone": N_("Telephone number"),
    "email": N_("E-mail address"),
    "language": N_("Language"),
    "active": N_("Active"),
    "has_signed_in": N_("Has signed in"),
}
FOR_PROGRAMS: dict[object, str] = {True: "yes", False: "no"}


@bp.app_template_filter("rank")
def show_rank(rank: str) -> str:
    """A rank in the language of the page."""
    return rank_name(rank, current_language().code)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Names and data of people: neither browsers, proxies nor search engines keep these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _wanted(asked: Any) -> Wanted:
    """What is looked for, from an address or a form; what makes no sense there is left out."""
    agency = asked.get("agency", type=int)
    state = asked.get("state", "")
    return Wanted(
        words=asked.get("q", "").strip()[:200],
        agency_id=agency if agency is not None and 0 < agency <= LARGEST_KEY else None,
        state=State(state) if state in set(State) else State.ACTIVE,
    )


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def list_people():
    wanted = _wanted(request.args)
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before <= LARGEST_KEY:
        before = None
    rows = queries.people(session, current_user, wanted, now(), before)
    shown = rows[: queries.PAGE]
    return render_template(
        "people/list.html",
        people=shown,
        with_slip=queries.with_open_code(session, shown, now()),
        older=shown[-1].id if len(rows) > queries.PAGE else None,
        before=before,
        wanted=wanted,
        states=list(State),
        counts=queries.counts(session, current_user, wanted, now()),
        most=queries.MOST_COUNTED,
        agencies=tree_of(queries.agencies_in_scope(session, current_user)),
        corrections=queries.open_corrections(session, current_user),
    )


@bp.post("/download")
@requires(Permission.MANAGE_PEOPLE)
def download_people():
    """The whole of a list as a file. It is a POST, since the audit notes it."""
    wanted, form = _wanted(request.form), request.form.get("form")
    if form not in ("csv", "xlsx"):
        abort(400)
    asked: dict[str, Any] = {"words": wanted.words, "agency": wanted.agency_id, "list": wanted.state, "form": form}
    actions.audit(session, current_user.id, "downloaded people", "people", now(), **asked)
    session.commit()
    viewer, language, moment, engine = current_user._get_current_object(), current_language(), now(), reading_engine()
    words = FOR_PROGRAMS if form == "csv" else _spoken()

    def rows() -> Iterator[list[object]]:
        with Session(engine, expire_on_commit=False) as opened:
            for person, agency in queries.every(opened, viewer, wanted, moment):
                yield _line(person, agency, language.code, words)

    headers = {"Content-Disposition": f'attachment; filename="people-{moment:%Y-%m-%d}.{form}"'}
    if form == "csv":
        return Response(csv_pieces(tuple(COLUMNS), rows()), content_type="text/csv; charset=utf-8", headers=headers)
    sheet = Sheet(_("People"), [_(word) for word in COLUMNS.values()], rows())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(_workbook(sheet, language.direction == "rtl"), content_type=kind, headers=headers)


def _spoken() -> dict[object, str]:
    """What tables for people say in the language of the page, by what is kept. Asked for before the rows are read: by then the
    request is over."""
    kept: dict[Any, str] = RANK_BANDS | PROVINCES | SEXES | LANGUAGES
    return {value: _(word) for value, word in kept.items()} | {True: _("Yes"), False: _("No")}


def _line(person: Person, agency: Agency | None, language: str, words: Mapping[object, str]) -> list[object]:
    """What is kept of a person; what has no word is told as it is."""
    sex = None if person.sex is Sex.NOT_STATED else person.sex
    active, signed_in = words[person.is_active], words[person.password_hash is not None]
    band, province, sex_word, speaks = (
        words.get(each, each) for each in (person.rank_band, person.province, sex, person.language)
    )
    return [
        person.name_en, person.name_ur, person.service_number, person.user_name, rank_name(person.rank, language),
        band, agency.code if agency else None, agency.name(language) if agency else None, province, sex_word,
        person.born_on, person.phone, person.email, speaks, active, signed_in,
    ]  # fmt: skip


def _workbook(sheet: Sheet, right_to_left: bool) -> Iterator[bytes]:
    """Written to a file on disk first, since a workbook is a ZIP whose parts refer to each other; then sent piece by piece."""
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, [sheet], right_to_left)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
