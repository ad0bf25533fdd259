"""What officers think of a course, for those who write it."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from flask import Response, abort, render_template, request
from flask_login import current_user
from markupsafe import Markup

from lms.catalog import queries as catalog
from lms.catalog.course import QuestionType
from lms.catalog.edition import QuestionText
from lms.catalog.models import CourseRecord
from lms.days import day
from lms.learning import queries as learning
from lms.people.roles import Permission
from lms.surveys import queries
from lms.surveys.models import SurveyKind
from lms.surveys.queries import Part
from lms.surveys.tally import FEWEST, Tally
from lms.surveys.views.answering import bp, survey_in
from lms.tables import Share, as_csv
from lms.web.access import requires
from lms.web.database import session
from lms.web.language import current_language, now

COLUMNS = ("question", "type", "text", "option", "answered", "chosen", "share", "mean", "free_text")
TEXTS_SHOWN = 5
MOST_TEXTS = 10_000


@bp.get("/workshop/<slug>/evaluation")
@requires(Permission.WRITE_COURSES)
def show_results(slug):
    record, kind, part = _asked(slug)
    tally = queries.tally(session, part, day(now()))
    return render_template(
        "surveys/results.html",
        record=record,
        edition=_edition(slug),
        kind=kind,
        tally=tally,
        rows=_rows(record, part, tally, TEXTS_SHOWN) if tally.is_shown else [],
        fewest=FEWEST,
    )


@bp.get("/workshop/<slug>/evaluation/<int:number>")
@requires(Permission.WRITE_COURSES)
def show_texts(slug, number):
    """All that was written to one question, page by page, in no order that means anything."""
    record, kind, part = _asked(slug)
    tally = queries.tally(session, part, day(now()))
    asked = list(_questions(record, kind, tally).values())
    if not tally.is_shown or tally.week is None or not 1 <= number <= len(asked):
        abort(404)
    text = asked[number - 1]
    found = queries.texts(session, part, text.question.key, tally.week, request.args.get("after", "")[:32], 51)
    if not found:
        abort(404)
    return render_template(
        "surveys/texts.html",
        record=record,
        kind=kind,
        number=number,
        text=text,
        texts=[said for _id, said in found[:50]],
        after=found[49][0] if len(found) > 50 else None,
    )


@bp.get("/workshop/<slug>/evaluation.csv")
@requires(Permission.WRITE_COURSES)
def download_results(slug):
    record, kind, part = _asked(slug)
    tally = queries.tally(session, part, day(now()))
    rows = _rows(record, part, tally, MOST_TEXTS) if tally.is_shown else []
    body = as_csv(COLUMNS, (line for row in rows for line in _lines(row)))
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{kind}.csv"'}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


def _asked(slug: str) -> tuple[CourseRecord, SurveyKind, Part]:
    kind = SurveyKind.FOLLOW_UP if request.args.get("kind") == "follow-up" else SurveyKind.EVALUATION
    record = queries.course(session, slug)
    return record, kind, Part(kind, courses=[record.id])


def _edition(slug: str):
    place = learning.place(session, current_user, slug, current_language().code)
    return catalog.edition(session, place.shown, current_language().code) if place else None


def _questions(record: CourseRecord, kind: SurveyKind, tally: Tally) -> dict[str, QuestionText]:
    """The questions of today's survey by key, then those of earlier ones to which there are answers or texts."""
    found: dict[str, QuestionText] = {}
    current = True
    for shown in queries.answered_revisions(session, record, kind, current_language().code):
        edition = survey_in(catalog.edition(session, shown, current_language().code), kind)
        for text in edition.survey.questions if edition.survey else ():
            if current or text.question.key in tally.questions or text.question.type is QuestionType.FREE_TEXT:
                found.setdefault(text.question.key, text)
        current = False
    return found


def _rows(record: CourseRecord, part: Part, tally: Tally, most: int) -> list[SimpleNamespace]:
    """Each question with its figures, or with what was written."""
    rows = []
    for number, text in enumerate(_questions(record, part.kind, tally).values(), 1):
        key, is_free = text.question.key, text.question.type is QuestionType.FREE_TEXT
        assert tally.week is not None
        texts = queries.texts(session, part, key, tally.week, limit=most + 1) if is_free else []
        rows.append(
            SimpleNamespace(
                number=number,
                text=text,
                type=text.question.type,
                tally=tally.question(key),
                texts=[said for _id, said in texts[:most]],
                has_more=len(texts) > most,
            )
        )
    return rows


def _lines(row: SimpleNamespace) -> Iterator[tuple[Any, ...]]:
    question, prompt = row.tally, " ".join(Markup(row.text.prompt).striptags().split())
    for said in row.texts:
        yield row.number, row.type.value, prompt, "", "", "", "", "", said
    if question.is_shown:
        mean = question.mean if row.type is QuestionType.SCALE else ""
        for choice in row.text.choices:
            share, chosen = Share(question.share(choice.id)), question.chosen.get(choice.id, 0)
            label = choice.phrase.text if choice.phrase.text == choice.id else f"{choice.id}: {choice.phrase.text}"
            yield row.number, row.type.value, prompt, label, question.answered, chosen, share, mean, ""
