"""Writing into SQLite from many threads: in turns, and never acknowledged before it is on the disk."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from lms import sqlite
from lms.db import make_engine
from lms.sqlite import Connection, Writers, set_up

Connect = Callable[[], Connection]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    """`connect()`: one more connection to the same database, which has a table of words."""
    path, opened = tmp_path / "words.sqlite3", []
    writers = Writers(path)

    def do() -> Connection:
        connection = sqlite3.connect(path, factory=Connection, timeout=1, check_same_thread=False)
        set_up(connection, writers)
        opened.append(connection)
        return connection

    do().execute("CREATE TABLE word (word TEXT)")
    yield do
    for connection in opened:
        connection.close()


def write(connection: Connection, word: str) -> None:
    connection.begin(read_only=False)
    connection.execute("INSERT INTO word VALUES (?)", [word])
    connection.commit()


def words(connection: Connection) -> list[str]:
    return [word for (word,) in connection.execute("SELECT word FROM word ORDER BY rowid")]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were waited for, in order."""
    waited: list[str] = []
    to_disk = sqlite.to_disk

    def watched(number: int) -> None:
        waited.append(Path(os.readlink(f"/proc/self/fd/{number}")).name)
        to_disk(number)

    monkeypatch.setattr(sqlite, "to_disk", watched)
    return waited


def test_a_commit_waits_until_it_is_on_the_disk(connect: Connect, disk: list[str]) -> None:
    write(connect(), "saved")
    assert disk == ["words.sqlite3-wal"]


def test_reading_waits_for_nothing(connect: Connect, disk: list[str]) -> None:
    reader, writer = connect(), connect()
    writer.begin(read_only=False)
    reader.begin(read_only=True)
    assert words(reader) == []
    reader.commit()
    assert disk == []


def test_what_is_taken_back_is_not_waited_for(connect: Connect, disk: list[str]) -> None:
    connection = connect()
    connection.begin(read_only=False)
    connection.execute("INSERT INTO word VALUES ('lost')")
    connection.rollback()
    assert disk == []
    write(connection, "kept")
    assert words(connection) == ["kept"]


def test_those_who_commit_together_wait_together(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    first_is_writing, disk_is_slow, calls = Event(), Event(), []

    def slow(number: int) -> None:
        calls.append(number)
        first_is_writing.set()
        assert disk_is_slow.wait(10)

    monkeypatch.setattr(sqlite, "to_disk", slow)
    reader = connect()
    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(write, connect(), "first")]
        assert first_is_writing.wait(10)
        done += [threads.submit(write, connect(), "other") for _ in range(3)]
        while len(words(reader)) < 4:  # they are committed, though the disk is still busy with the first one
            pass
        assert not any(each.done() for each in done)
        disk_is_slow.set()
        for each in done:
            each.result(10)
    assert len(calls) == 2


def test_a_disk_that_fails_is_told(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_number: int) -> None:
        raise OSError("the disk is full of holes")

    monkeypatch.setattr(sqlite, "to_disk", broken)
    with pytest.raises(OSError, match="holes"):
        write(connect(), "lost")
    monkeypatch.undo()
    write(connect(), "found")  # and nobody keeps the turn


def test_the_next_writer_begins_when_the_one_before_has_committed(connect: Connect) -> None:
    first = connect()
    first.begin(read_only=False)
    with ThreadPoolExecutor(1) as threads:
        second = threads.submit(write, connect(), "second")
        first.execute("INSERT INTO word VALUES ('first')")
        assert not second.done()
        first.commit()
        second.result(10)
    assert words(first) == ["first", "second"]


def test_a_writer_whose_turn_does_not_come_gives_up(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.01)
    first, second = connect(), connect()
    first.begin(read_only=False)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.begin(read_only=False)
    first.rollback()
    write(second, "after all")


def test_a_connection_that_is_closed_gives_its_turn_away(connect: Connect) -> None:
    first = connect()
    first.begin(read_only=False)
    first.close()
    write(connect(), "next")


def test_another_program_that_writes_is_waited_for_and_takes_no_turn(connect: Connect, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "words.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    mine = connect()
    mine.execute("PRAGMA busy_timeout=10")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        mine.begin(read_only=False)
    other.execute("ROLLBACK")
    other.close()
    write(mine, "now")


def test_the_products_own_engine_waits_for_the_disk(tmp_path: Path, disk: list[str]) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'lms.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (word TEXT)"))
    assert disk == ["lms.sqlite3-wal"]
    engine.dispose()
