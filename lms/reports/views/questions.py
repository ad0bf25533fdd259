"""Pages of reports: what a quiz tells its author."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from lms.catalog import queries as catalog
from lms.catalog.edition import Edition
from lms.catalog.models import CourseRecord
from lms.people.roles import Permission
from lms.reports import queries
from lms.reports.items import FEWEST, KINDS, Finding, Item, Sums, difference, findings
from lms.reports.tallies import Tallies
from lms.tables import as_csv
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

bp = Blueprint("reports", __name__)

LANGUAGES = ("en", "ur")
COLUMNS = (
    "question", "pool", "prompt", "n", "facility", "discrimination", "left_out", "n_en", "facility_en", "n_ur",
    "facility_ur", "difference_en_ur", "t", "looked_at_for",
)  # fmt: skip


@bp.get("/workshop/<slug>/statistics")
@requires(Permission.WRITE_COURSES)
def show_questions(slug):
    record = queries.course(session, slug)
    edition = _edition(record)
    tallies, made_at = _tallies(record)
    rows = _rows(edition, tallies.items()) if edition and edition.quiz else []
    return render_template(
        "reports/questions.html",
        record=record,
        edition=edition,
        rows=rows,
        looked_at=_by_finding(rows),
        people=tallies.people(),
        fewest=FEWEST,
        kept_at=None if queries.gathered_live(session) else made_at,
    )


@bp.get("/workshop/<slug>/statistics.csv")
@requires(Permission.WRITE_COURSES)
def download_questions(slug):
    record = queries.course(session, slug)
    edition = _edition(record)
    rows = _rows(edition, _tallies(record)[0].items()) if edition and edition.quiz else []
    body = as_csv(COLUMNS, (_line(row) for row in rows if row.item.is_shown))
    headers = {"Content-Disposition": f'attachment; filename="{slug}-statistics.csv"', "Cache-Control": "no-store"}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


def _edition(record: CourseRecord) -> Edition | None:
    """The published course in the language of the page, or None while it is not published."""
    shown = queries.published(session, record, current_language().code)
    return catalog.edition(session, shown, current_language().code) if shown else None


def _tallies(record: CourseRecord) -> tuple[Tallies, datetime]:
    """What first attempts add up to, and when that was. Where it was never kept, it is added up now: trainers cannot make it."""
    found = queries.current_tallies(session, record.id, now())
    return found or (queries.gather_tallies(session, record.id), now())


def _rows(edition: Edition, figures: dict[str, Item]) -> list[Any]:
    """The questions of the published quiz in their order, each with its figures (of nobody, if nobody was asked yet)."""
    items = [(text, figures.get(text.question.key, Item(text.question.key))) for text in edition.graded.questions]
    compared = sum(_difference(item) is not None for _, item in items)
    return [
        SimpleNamespace(
            number=number,
            text=text,
            pool=None if text.question.pool is None else edition.graded.pools[text.question.pool],
            item=item,
            difference=_difference(item),
            findings=findings(item, compared, LANGUAGES),
        )
        for number, (text, item) in enumerate(items, 1)
    ]


def _by_finding(rows: list[Any]) -> list[tuple[Finding, list[Any]]]:
    """The questions to look at, by what there is to look for, the worst first."""
    found: dict[Finding, list[Any]] = {}
    for row in rows:
        for finding in row.findings:
            found.setdefault(finding, []).append(row)
    return sorted(found.items(), key=lambda each: KINDS.index(each[0].kind))


def _difference(item: Item):
    english, urdu = (item.sums.get(code, Sums()) for code in LANGUAGES)
    return difference(english, urdu)


def _line(row: Any) -> list[object]:
    of_language = [value for code in LANGUAGES for value in _of_language(row.item, code)]
    tells = row.item.all.discrimination
    between = (row.difference.gap, row.difference.t) if row.difference else ("", "")
    return [
        row.number,
        row.pool.text if row.pool else "",
        _plain(row.text.prompt),
        row.item.all.n,
        row.item.all.facility,
        "" if tells is None else tells,
        row.item.left_out,
        *of_language,
        *between,
        " ".join(finding.kind for finding in row.findings),
    ]


def _of_language(item: Item, code: str) -> tuple[object, object]:
    """How many were asked in a language, and its facility; that of a small group is not shown."""
    sums = item.sums.get(code)
    if sums is None or sums.n < FEWEST:
        return "", ""
    return sums.n, sums.facility


def _plain(html: str) -> str:
    return " ".join(Markup(html).striptags().split())
