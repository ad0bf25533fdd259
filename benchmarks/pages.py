"""How fast pages are: a lesson, a course, the officer's home page, each for many officers who are signed in, in turns with
the yardstick. `python -m benchmarks.pages [--rounds 5] [--seconds 2] [--database URL]`"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks import yardstick
from benchmarks.load import Script, get, same
from benchmarks.measure import Subject, compare, report
from benchmarks.scene import COURSE, Officer, add_readers, install, lesson_paths, serving
from benchmarks.servers import free_port, running

OFFICERS = 64


def visits(officers: list[Officer], paths: list[str]) -> Iterator[Script]:
    """Each connection asks for these pages as one officer after another, in an order of its own."""
    chance = random.Random(2)
    pages = [get(path, officer.token) for officer in officers for path in paths]

    while True:
        yield same(cycle(chance.sample(pages, len(pages))))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seconds", type=float, default=2.0)
    asked.add_argument("--database", default="", help="a database of your own; SQLite if not given")
    given = asked.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lms-benchmark-") as folder:
        config = install(Path(folder), given.database)
        officers = add_readers(config, OFFICERS)
        lessons = lesson_paths(config)
        with running(yardstick.command(port), port) as stick, serving(config) as product:
            subjects = [
                Subject("a lesson", product, lambda: visits(officers, lessons), 0.40),
                Subject("the course page", product, lambda: visits(officers, [f"/courses/{COURSE}"]), 0.35),
                Subject("the home page", product, lambda: visits(officers, ["/"]), 0.35),
            ]
            report(compare(stick, subjects, given.rounds, given.seconds))


if __name__ == "__main__":
    main()
