"""`lms reports …`: the same files as in the browser, and the figures that are kept."""

from datetime import UTC, datetime

import click

from lms.config import ROOT
from lms.days import day
from lms.db import open_database
from lms.i18n import LANGUAGES
from lms.migrations import open_current
from lms.reports import actions, queries
from lms.reports.files import csv_columns, csv_rows, quiz_rows, quiz_sheets, sheets
from lms.reports.pdf import part_of, summary
from lms.reports.periods import any_days, parse, quarter_of
from lms.reports.quiz_table import speak_quiz
from lms.reports.report import DIMENSIONS, FORMS
from lms.reports.spoken import speak, words_of
from lms.tables import csv_pieces, write_xlsx
from lms.web.language import read_catalogue

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def reports() -> None:
    """Figures for coordinators and donors."""


def _options(command):
    """What every report can be asked for."""
    for option in (
        click.option(
            "--output", type=click.File("wb"), required=True, help="The file to write; - for standard output."
        ),
        click.option("--language", type=click.Choice(["en", "ur", "both"]), default="both", help="Of the words in it."),
        click.option("--agency", default="", help="Only of the agency with this code and its units, for example ANF."),
        click.option("--to", "end", type=DAY, help="The last day (2026-12-31)."),
        click.option("--from", "start", type=DAY, help="The first day (2026-10-01)."),
        click.option("--period", default="", help="2026-q4, 2026, fy2026 (July 2025 to June 2026) or all."),
    ):
        command = option(command)
    return command


@reports.command("summary")
@_options
@click.option("--format", "form", type=click.Choice(["pdf", "xlsx"]), default="pdf")
@click.pass_obj
def write_summary(config, period, start, end, agency, language, output, form):
    """Write the summary of a period: by default, of the present quarter."""
    now = datetime.now(UTC)
    with open_current(config, read_only=True) as session:
        on = _ground(session, agency, now)
        asked = queries.Asked(_period(period, start, end, now), agency=agency)
        answers = queries.summary(session, on, asked)
    if form == "pdf":
        codes = [code for code in LANGUAGES if language in {code, "both"}]
        output.write(summary([part_of(answers, code, _words(code)) for code in codes], day(now)))
        return
    code = "en" if language == "both" else language
    write_xlsx(output, sheets([speak(each, code, _words(code)) for each in answers], _words(code)), code == "ur")


@click.pass_obj
def _write_report(config, period, start, end, agency, language, output, form, by):
    now = datetime.now(UTC)
    name = click.get_current_context().command.name or ""
    with open_current(config, read_only=True) as session:
        on = _ground(session, agency, now)
        asked = queries.Asked(_period(period, start, end, now), by, agency)
        answer = queries.answer(session, on, FORMS[name], asked, most=queries.MOST_BATCHES)
    if answer.asked.period != asked.period:
        raise click.ClickException("Answers are told of a quarter, a year, or all time, never of days of your own.")
    if answer.asked != asked and name == "evaluation":
        raise click.ClickException(f"Answers can be told apart by {', '.join(FORMS[name].dimensions)} only.")
    if answer.asked != asked:
        raise click.ClickException("Disability is told of all agencies together, for a quarter, a year, or all time.")
    code = "en" if language == "both" or form == "csv" else language
    report = speak(answer, code, _words(code))
    if form == "xlsx":
        write_xlsx(output, sheets([report], _words(code)), code == "ur")
        return
    days = (answer.asked.period.first.isoformat(), answer.asked.period.last.isoformat())
    for piece in csv_pieces(csv_columns(report), csv_rows(report, *days, answer.made_at)):
        output.write(piece)


for each in FORMS.values():
    made = click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="csv")(_write_report)
    made = click.option("--by", type=click.Choice(list(DIMENSIONS)), default="agency", help="Told apart by.")(made)
    reports.command(each.name, help=f"{each.about} As CSV or XLSX.")(_options(made))


@reports.command("questions")
@click.option("--course", required=True, help="The course with this name, for example money-laundering.")
@click.option("--agency", default="", help="Only of the agency with this code and its units, for example ANF.")
@click.option("--period", default="all", help="2026-q4, 2026, fy2026 (July 2025 to June 2026) or all.")
@click.option("--language", type=click.Choice(["en", "ur"]), default="en", help="Of the words in a workbook.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option("--output", type=click.File("wb"), required=True, help="The file to write; - for standard output.")
@click.pass_obj
def write_questions(config, course, agency, period, language, output, form):
    """What first attempts tell of the questions of a quiz. As CSV or XLSX."""
    now = datetime.now(UTC)
    code = "en" if form == "csv" else language
    with open_current(config, read_only=True) as session:
        scope = queries.agencies_in_scope(session, queries.whole_scope())
        _agency(scope, agency)
        course_id = _course(session, course)
        if course_id is None:
            raise click.ClickException("Name a course: --course money-laundering.")
        found = (queries.gather_tallies(session, course_id), now)
        asked = queries.Asked(_period(period, None, None, now), agency=agency, course=course)
        answer = queries.quiz_answer(session, scope, asked, code, found)
    if answer.edition is None or answer.edition.quiz is None:
        raise click.ClickException(f"“{course}” has no quiz that is published.")
    table = speak_quiz(answer, code, _words(code))
    if form == "xlsx":
        write_xlsx(output, quiz_sheets(table, _words(code)), code == "ur")
        return
    for piece in csv_pieces(*quiz_rows(table)):
        output.write(piece)


@reports.command("records")
@click.option("--agency", default="", help="Only of the agency with this code and its units, for example ANF.")
@click.option("--course", default="", help="Only of the course with this name, for example money-laundering.")
@click.option(
    "--state", type=click.Choice(["completed", "open"]), default=None, help="Only what is completed, or is not."
)
@click.option("--from", "start", type=DAY, help="The first day of enrolment; of completion with --state completed.")
@click.option("--to", "end", type=DAY, help="The last day.")
@click.option("--output", type=click.File("wb"), required=True, help="The CSV file to write; - for standard output.")
@click.pass_obj
def write_records(config, agency, course, state, start, end, output):
    """Write a row for each person and course. There are names in it: the audit notes that the file was made."""
    now = datetime.now(UTC)
    with open_current(config, read_only=True) as session:
        scope = queries.agencies_in_scope(session, queries.whole_scope())
        course_id = _course(session, course)
        agencies = _agency(scope, agency)
        period = any_days(start and start.date(), end and end.date(), day(now)) if start or end else None
        chosen = {
            "agency": agency,
            "course": course,
            "state": state or "",
            "from": str(start or ""),
            "to": str(end or ""),
        }
        subject = f"agency {agency}" if agency else "all agencies"
        with open_database(config.database) as writing:
            actions.note_export(writing, None, subject, now, **{key: value for key, value in chosen.items() if value})
            writing.commit()
        wanted = queries.Wanted(agencies, course_id, state or "", period)
        count = 0
        for piece in csv_pieces(queries.RECORD_COLUMNS, queries.records(session, wanted)):
            count += output.write(piece)
    click.echo(f"Bytes written: {count}", err=True)


@reports.command()
@click.pass_obj
def refresh(config):
    """Make the figures anew that pages show of a large installation. For cron, once a night."""
    with open_current(config, read_only=True) as session:
        facts, tallies = queries.gather(session, datetime.now(UTC)), queries.gather_all_tallies(session)
    with open_database(config.database) as session:
        actions.keep_facts(session, facts, tallies)
        session.commit()
    click.echo(f"Figures are made of {len(facts.people)} people.")


def _ground(session, agency, now):
    """The facts of this moment over all agencies, or a sentence that says what is wrong."""
    scope = queries.agencies_in_scope(session, queries.whole_scope())
    _agency(scope, agency)
    return queries.ground(session, queries.gather(session, now), scope)


def _agency(scope, code):
    if not code:
        return None
    place = scope.with_code(code)
    if place is None:
        raise click.ClickException(f"There is no agency with the code “{code}”.")
    return scope.under(place.id)


def _course(session, slug):
    if not slug:
        return None
    courses = {each.slug: each.id for each in queries.known_courses(session).values()}
    if slug not in courses:
        raise click.ClickException(f"There is no course with the name “{slug}”.")
    return courses[slug]


def _period(key, start, end, now):
    if key and (start or end):
        raise click.ClickException("Name a period, or days of your own (--from, --to): not both.")
    if start or end:
        return any_days(start and start.date(), end and end.date(), day(now))
    period = parse(key, day(now)) if key else quarter_of(day(now))
    if period is None:
        raise click.ClickException(f"“{key}” is no period. Write 2026-q4, 2026, fy2026 or all.")
    return period


def _words(code: str):
    return words_of(read_catalogue(ROOT / "translations" / code / "LC_MESSAGES" / "messages.po"))
