"""The `lms` command: `serve`, `demo`, and the parts' own commands."""

import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from lms import demo as demonstration
from lms.config import from_environment
from lms.crowd.filling import fill
from lms.db import open_database
from lms.errors import Refused
from lms.secret import with_secrets
from lms.server import prepare, run

PARTS = {
    "batches": "lms.batches.commands",
    "certificates": "lms.certificates.commands",
    "courses": "lms.authoring.commands",
    "people": "lms.people.commands",
    "reports": "lms.reports.commands",
}
"""The parts' own commands and where they are. Each is loaded when it is asked for: to start the server takes none of them."""


class Commands(click.Group):
    """What goes wrong around the product (a folder, a port, a database) is said in a sentence, not with a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *PARTS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in PARTS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(PARTS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (OSError, Refused) as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            raise click.ClickException(f"The database does not answer: {error.orig}") from error


@click.group(cls=Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Tarbiyat: the training portal of Pakistan's law enforcement agencies."""
    # people's records and the secrets are nobody else's on this machine
    os.umask(0o077)
    try:
        context.obj = from_environment()
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 to be reached from other machines.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=int, help="Server processes.")
@click.option("--instance", type=click.Path(path_type=Path), help="Folder for the database and the secrets.")
@click.option("--demo", is_flag=True, help="Add agencies, people of each role and some history, to look around.")
@click.pass_obj
def serve(config, host, port, workers, instance, demo):
    """Set up what is missing, then serve until stopped."""
    given = {"host": host, "port": port, "workers": workers, "instance": instance}
    config = with_secrets(replace(config, **{name: value for name, value in given.items() if value is not None}))
    _refuse_taken_port(config.host, config.port)
    published, token = prepare(config)
    if published:
        click.echo(f"Courses published: {', '.join(published)}")
    if demo:
        click.echo(demonstration.as_text(demonstration.add(config)))
    if token and not demo:
        click.echo("There is no administrator yet. Open this link once, within seven days, to become the first:")
        click.echo(f"  {config.address}/setup/{token}")
    sys.stdout.flush()
    run(config, lambda: click.echo(f"Tarbiyat is running at {config.address}  (stop it with Ctrl+C)"))


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --port."
            ) from error


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option("--instance", type=click.Path(path_type=Path), help="Folder for the database and the secrets.")
@click.option(
    "--size",
    type=click.IntRange(1, 1_000_000),
    help="Add so many invented officers too, with eleven courses each, to see the product at its size.",
)
@click.option("--seed", type=int, default=1, help="The same seed makes the same crowd on the same day.")
@click.pass_obj
def demo(config, as_json, instance, size, seed):
    """Add the demonstration's people (once) and print how to sign in as each."""
    config = with_secrets(replace(config, instance=instance) if instance else config)
    prepare(config)
    accounts = demonstration.add(config)
    if size:
        _add_crowd(config, size, seed)
    if as_json:
        click.echo(json.dumps(demonstration.as_data(config, accounts), ensure_ascii=False, indent=2))
    else:
        click.echo(demonstration.as_text(accounts))


def _add_crowd(config, size, seed):
    """All of it in one transaction: what is interrupted leaves nothing."""
    with (
        open_database(config.database) as session,
        click.progressbar(length=size, label="Officers", file=sys.stderr) as bar,
    ):
        password_hash = demonstration.password_hash(session)
        enrolments = fill(
            session, size, seed, datetime.now(UTC), password_hash, lambda done: bar.update(done - bar.pos)
        )
        session.commit()
    click.echo(f"Invented: {size} officers with {enrolments} enrolments.", err=True)
