"""`lms people …`: what an administrator does about accounts at the machine itself."""

from datetime import UTC, datetime
from pathlib import Path

import click

from lms.days import day
from lms.migrations import open_current
from lms.people import actions, queries
from lms.people.roster import Plan, Remark, State, read
from lms.people.roster.columns import BY_KEY


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


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", "code", help="Code of the agency of new people, where a row names none.")
@click.option("--apply", "do", is_flag=True, help="Do it. Without this, only say what would be done.")
@click.pass_obj
def import_people(config, file, code, do):
    """Bring in the people of a spreadsheet (XLSX or CSV): new ones are added as officers, known ones changed."""
    now = datetime.now(UTC)
    roster = read(file.read_bytes(), day(now))
    with open_current(config) as session:
        agencies = {agency.code: agency.id for agency in queries.agencies_kept(session, None)}
        if code is not None and code not in agencies:
            raise click.ClickException(f"There is no agency with the code “{code}”.")
        plan = actions.plan_for(session, None, roster, agencies.get(code))
        _tell(plan)
        if do:
            actions.carry_out(session, None, plan, f"file {file.name}", file.name, now)
            session.commit()
    click.echo("Done." if do else "Nothing was done. Add --apply to do it.")


def _tell(plan: Plan) -> None:
    if plan.unknown:
        click.echo(f"Columns that are left: {', '.join(plan.unknown)}")
    for row in plan.rows:
        for remark in row.errors:
            click.echo(f"Row {row.row}, wrong: {_in_english(remark)}")
        for remark in row.warnings:
            click.echo(f"Row {row.row}, to be looked at: {_in_english(remark)}")
        for change in row.changes:
            click.echo(f"Row {row.row}: {BY_KEY[change.column].title_en}: {change.old or '–'} → {change.new}")
    counts = plan.counts()
    click.echo(", ".join(f"{counts[state]} {word}" for state, word in _STATES.items()))


_STATES = {
    State.CREATE: "new",
    State.CHANGE: "changed",
    State.UNCHANGED: "unchanged",
    State.WRONG: "wrong and left out",
}


def _in_english(remark: Remark) -> str:
    title = f"{BY_KEY[remark.column].title_en}: " if remark.column in BY_KEY else ""
    return title + (remark.message % remark.values if remark.values else remark.message)
