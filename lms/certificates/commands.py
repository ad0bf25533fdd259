"""`lms certificates …`: issue what is due, export many at once."""

from datetime import UTC, datetime

import click
from sqlalchemy.exc import NoResultFound

from lms.certificates import actions, queries
from lms.certificates.bundle import Entry, write_bundle
from lms.certificates.pdf import FORMS
from lms.migrations import open_current

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
@click.option("--course", help="Only of the course with this name, for example money-laundering.")
@click.option("--agency", help="Only of the agency with this code and its units, for example ANF.")
@click.option("--from", "start", type=DAY, help="Only issued on this day or later (2026-11-23).")
@click.option("--to", "end", type=DAY, help="Only issued on this day or earlier.")
@click.option("--output", type=click.File("wb"), required=True, help="The ZIP file to write; - for standard output.")
@click.option("--processes", type=click.IntRange(1), help="How many at once; the default is one per core.")
@click.pass_obj
def export(config, language, course, agency, start, end, output, processes):
    """Write certificates as PDF with their register (CSV and XLSX) into one ZIP file.

    Revoked certificates stand in the register, but their PDFs are left out.
    """
    with open_current(config) as session:
        try:
            found = queries.issued(session, course, agency, start and start.date(), end and end.date())
        except NoResultFound as error:
            raise click.ClickException(f"There is no agency with the code “{agency}”.") from error
        entries = (
            Entry(
                certificate.face(config.address),
                slug,
                actions.day(certificate.revocation.at) if certificate.revocation else None,
            )
            for certificate, slug in found
        )
        count = write_bundle(entries, language, output, processes)
    click.echo(f"Certificates written: {count}", err=True)
