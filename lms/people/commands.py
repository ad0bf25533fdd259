"""`lms people …`: what an administrator does about accounts at the machine itself."""

from datetime import UTC, datetime

import click

from lms.db import open_database
from lms.people import actions, queries


@click.group()
def people() -> None:
    """Accounts."""


@people.command()
@click.argument("sign_in_name")
@click.pass_obj
def code(config, sign_in_name):
    """Print a new one-time code for the person with this service number or user name."""
    with open_database(config.database) as session:
        person = queries.person_signing_in(session, sign_in_name)
        if person is None:
            raise click.ClickException(f"Nobody signs in with “{sign_in_name}”.")
        printed = actions.make_sign_in_code(session, person, datetime.now(UTC))
        actions.audit(session, None, "made a one-time code", f"person {person.id}", datetime.now(UTC))
        session.commit()
    click.echo(f"{person.name_en}: {printed}  (works once, for {actions.CODE_LIFE.days} days)")
