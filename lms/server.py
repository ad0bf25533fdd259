"""Running the product: what a first start sets up, and the web server."""

import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.app import create_app
from lms.authoring.actions import collect_media, load_glossary, load_library
from lms.authoring.library import library_glossary
from lms.batches.actions import add_missing_paths
from lms.config import Config, from_environment
from lms.db import open_database
from lms.migrations import upgrade
from lms.people.actions import add_missing_agencies, invite_administrator
from lms.people.queries import has_administrator


def with_secrets(config: Config) -> Config:
    """`config` with a secret key: from the environment, or generated once into the instance folder (mode 600)."""
    if config.secret_key:
        return config
    config.instance.mkdir(parents=True, exist_ok=True)
    path = config.instance / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return replace(config, secret_key=path.read_text().strip())


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def application_from_environment() -> Flask:
    """The application with the settings in the environment, for any WSGI server."""
    return create_app(with_secrets(from_environment()))


def prepare(config: Config) -> tuple[list[str], str | None]:
    """Bring the database up to date, load the shipped library, and drop bytes that nothing refers to any more.

    Returns the courses that were published, and the token of a new one-time link if there is no administrator yet.
    """
    config.instance.mkdir(parents=True, exist_ok=True)
    upgrade(config.database)
    now = datetime.now(UTC)
    with open_database(config.database) as session:
        add_missing_agencies(session)
        load_glossary(session, library_glossary(config.courses), now)
        published = load_library(session, config.courses, now)
        add_missing_paths(session)
        collect_media(session, now)
        token = None if has_administrator(session) else invite_administrator(session, now)
        session.commit()
    return published, token


def run(config: Config) -> None:
    """Serve until SIGINT or SIGTERM. Settings reach the worker processes through the environment."""
    os.environ |= {
        "LMS_INSTANCE": str(config.instance.resolve()),
        "LMS_DATABASE_URL": config.database,
        "LMS_HOST": config.host,
        "LMS_PORT": str(config.port),
        "LMS_PUBLIC_URL": config.address,
        "LMS_SECRET_KEY": config.secret_key,
        "LMS_TRUSTED_PROXIES": str(config.trusted_proxies),
    }
    server = Granian(
        "lms.server:application_from_environment",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=4,
        backlog=1024,
        workers_kill_timeout=5,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()
