"""`lms people …`: what an administrator does about accounts at the machine itself."""

from datetime import UTC, datetime

import click

from lms.migrations import open_current
from lms.people import actions, queries


@click.group()
def people() -> None:
    """Accounts."""


def _person(session, sign_in_name):
    person = queries.person_signing_in(session, sign_in_name)
    if person is None:
        raise click.ClickException(f"Nobody signs in with “{sign_in_name}”.")
    return person


@people.command()
@click.argument("sign_in_name")
@click.pass_obj
def code(config, sign_in_name):
    """Print a new one-time code for the person with this service number or user name."""
    with open_current(config) as session:
        person = _person(session, sign_in_name)
        printed = actions.make_sign_in_code(session, person, datetime.now(UTC))
        actions.audit(session, None, "made a one-time code", f"person {person.id}", datetime.now(UTC))
        session.commit()
    click.echo(f"{person.name_en}: {printed}  (works once, for {actions.CODE_LIFE.days} days)")


@people.command("extra-time")
@click.argument("sign_in_name")
@click.argument("percent", type=click.IntRange(0, 300))
@click.pass_obj
def extra_time(config, sign_in_name, percent):
    """Give a person PERCENT more time in every quiz that has a time limit, from the next attempt on; 0 takes it back."""
    with open_current(config) as session:
        person = _person(session, sign_in_name)
        actions.give_extra_time(session, None, person, percent, datetime.now(UTC))
        session.commit()
    click.echo(f"{person.name_en}: {percent} % more time")
