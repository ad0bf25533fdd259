"""SQLite for many writers at once: they take turns, and those who commit at the same moment wait for the disk together."""

import os
import sqlite3
from pathlib import Path
from threading import Lock

PATIENCE = 10
"""Seconds that a writer waits for its turn before it gives up with "database is locked"."""


def to_disk(number: int) -> None:
    """Return when an open file is on the disk; with its times only where the system cannot leave them out."""
    getattr(os, "fdatasync", os.fsync)(number)


class Writers:
    """All who write into one database from this process.

    SQLite lets one transaction write at a time. Left to itself, whoever finds it taken sleeps, longer and longer, and looks
    again; at its end it waits for the disk while all others wait for it. Here the next one begins the moment that the one
    before has committed, and a commit is acknowledged when a write to the disk that began after it has ended: one for all
    who have committed meanwhile.
    """

    def __init__(self, database: Path) -> None:
        self.turn = Lock()
        self._journal = database.with_name(f"{database.name}-wal")
        self._counting, self._writing = Lock(), Lock()
        self._committed = self._on_disk = 0

    def wait_for_the_disk(self) -> None:
        """Return when all that was committed before is on the disk. The caller's connection to the database is still open."""
        with self._counting:
            self._committed += 1
            own = self._committed
        with self._writing:
            if self._on_disk >= own:
                return
            newest = self._committed
            # opened anew: another process may have put another file in its place while nobody here had the database open
            number = os.open(self._journal, os.O_RDONLY)
            try:
                to_disk(number)
            finally:
                os.close(number)
            self._on_disk = newest


class Connection(sqlite3.Connection):
    """A connection whose writing transactions take turns. `writers` is set for every connection of an engine."""

    writers: Writers
    _has_turn = False

    def begin(self, read_only: bool) -> None:
        """Begin a transaction. One that may write does so at once, so that two of them queue and do not fail half-way."""
        if read_only:
            self.execute("BEGIN DEFERRED").close()
            return
        if not self.writers.turn.acquire(timeout=PATIENCE):
            raise sqlite3.OperationalError("database is locked")
        self._has_turn = True
        try:
            self.execute("BEGIN IMMEDIATE").close()
        except sqlite3.Error:
            self._give_turn()
            raise

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT").close()
        if self._has_turn:
            self._give_turn()
            self.writers.wait_for_the_disk()

    def rollback(self) -> None:
        super().rollback()
        self._give_turn()

    def close(self) -> None:
        super().close()
        self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.writers.turn.release()


def set_up(connection: Connection, writers: Writers) -> None:
    """A new connection, as all of this product are: WAL, so that readers and a writer do not wait for each other."""
    connection.writers = writers
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",  # the rest of FULL is in `Writers`
        "foreign_keys=ON",
        "cache_size=-8000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
