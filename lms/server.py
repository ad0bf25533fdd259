"""Running the product: what a first start sets up, and the web server."""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from time import sleep

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.authoring.actions import collect_media, load_glossary, load_library
from lms.authoring.library import library_glossary
from lms.batches.actions import add_missing_paths
from lms.config import Config
from lms.db import open_database
from lms.migrations import upgrade
from lms.people.actions import add_missing_agencies, forget_old_imports, invite_administrator
from lms.people.queries import has_administrator


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
        forget_old_imports(session, now)
        token = None if has_administrator(session) else invite_administrator(session, now)
        session.commit()
    return published, token


def run(config: Config, when_it_listens: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM. Settings reach the worker processes through the environment.

    `when_it_listens` is called once, in another process, when the server takes connections.
    """
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
        "lms.worker:application_from_environment",
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
    # a process and no thread: the server forks its workers, and whatever lock a thread holds at that moment (an import's) is
    # held in them for ever
    get_context("fork").Process(target=_watch, args=(config, os.getpid(), when_it_listens), daemon=True).start()
    server.serve()


def _watch(config: Config, server: int, when_it_listens: Callable[[], None]) -> None:
    for ends in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ends, signal.SIG_DFL)
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    address = (everywhere.get(config.host, config.host), config.port)
    while os.getppid() == server:
        with suppress(OSError), socket.create_connection(address, timeout=1):
            when_it_listens()
            return
        sleep(0.02)
