"""`lms certificates …`: issue what is due, export many at once, prove that the register is whole."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import click
from sqlalchemy.exc import NoResultFound

from lms.certificates import actions, queries
from lms.certificates.bundle import Entry, write_bundle
from lms.certificates.criteria import Criteria, State
from lms.certificates.shapes import ARRANGEMENTS, FORMS
from lms.days import day
from lms.db import open_database
from lms.migrations import open_current
from lms.people.actions import audit

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def certificates() -> None:
    """Certificates."""


@certificates.command()
@click.pass_obj
def issue(config):
    """Issue a certificate for every completed course that has none yet. Running it again issues nothing again."""
    count = 0
    with open_current(config) as session:
        while issued := actions.issue_due(session, datetime.now(UTC), limit=queries.BATCH):
            session.commit()
            count += len(issued)
    click.echo(f"Certificates issued: {count}")


@certificates.command()
@click.option("--language", type=click.Choice(FORMS), default="both", help="Language of the PDFs; the default is both.")
@click.option(
    "--form",
    "arrangement",
    type=click.Choice(ARRANGEMENTS),
    default="files",
    help="A PDF for each certificate, or one of all of them for printing; the default is files.",
)
@click.option("--batch", type=click.IntRange(1), help="Only of the batch with this number: its members in its courses.")
@click.option("--course", default="", help="Only of the course with this name, for example money-laundering.")
@click.option("--agency", default="", help="Only of the agency with this code and its units, for example ANF.")
@click.option("--holder", "words", default="", help="Only of holders with these words in name or service number.")
@click.option(
    "--state", type=click.Choice([state.value for state in State]), help="Only of those that are now in this state."
)
@click.option("--from", "start", type=DAY, help="Only issued on this day or later (2026-11-23).")
@click.option("--to", "end", type=DAY, help="Only issued on this day or earlier.")
@click.option("--output", type=click.File("wb"), required=True, help="The ZIP file to write; - for standard output.")
@click.option("--processes", type=click.IntRange(1), help="How many at once; the default is one per core.")
@click.pass_obj
def export(config, /, language, arrangement, output, processes, start, end, state, **chosen):
    """Write certificates as PDF with their register (CSV and XLSX) into one ZIP file.

    Revoked certificates stand in the register, but their PDFs are left out. Only what has been issued is written: `lms
    certificates issue` issues what is due.
    """
    now = datetime.now(UTC)
    criteria = Criteria(
        start=start and start.date(), end=end and end.date(), state=State(state) if state else None, **chosen
    )
    with open_current(config, read_only=True) as session:
        _refuse_unknown(session, criteria, now)
        found = queries.issued(session, None, criteria, day(now))
        entries = (Entry(each.face(config.address, pictures), slug, each.revoked_on) for each, slug, pictures in found)
        about = f"Certificates, written on {day(now)}\n{urlencode(criteria.as_address())}\n"
        count = write_bundle(entries, language, output, processes, arrangement, about)
        details = {"criteria": criteria.as_address(), "count": count, "form": language, "as": arrangement}
    with open_database(config.database) as session:
        audit(session, None, "exported", "certificates", now, "command line", **details)
        session.commit()
    click.echo(f"Certificates written: {count}", err=True)


def _refuse_unknown(session, criteria, now):
    for name, text in (
        ("agency", "There is no agency with the code “%s”."),
        ("course", "There is no course with the name “%s”."),
        ("batch", "There is no batch with the number %s."),
    ):
        value = getattr(criteria, name)
        try:
            queries.conditions(session, None, Criteria(**{name: value}), day(now))
        except NoResultFound as error:
            raise click.ClickException(text % value) from error


@certificates.command(name="audit")
@click.pass_obj
def check(config):
    """Prove that the register is whole: numbers without a gap, revocations, replacements, the chain of the audit.

    Ends with status 1 if something is wrong, and says what.
    """
    with open_current(config, read_only=True) as session:
        faults, told = queries.examine(session)
    for line in told:
        click.echo(line)
    for fault in faults:
        click.echo(f"Wrong: {fault}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo("The register is whole.")
