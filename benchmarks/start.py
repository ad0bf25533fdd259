"""How long a start takes, from the command to the first page, with a library of 57 courses that is imported already; and what
a worker's memory is after many requests. `python -m benchmarks.start [--rounds 5] [--requests 10000]`"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks.load import Script, get, run, same
from benchmarks.scene import Officer, add_readers, lesson_paths
from benchmarks.servers import Server, free_port, running
from lms.config import ROOT, Config
from lms.secret import with_secrets
from lms.server import prepare

COURSES = 57
START_BAR, MEMORY_BAR = 1.5, 150
STEPS = 5


def library(folder: Path) -> Path:
    """The shipped courses, and copies of them under other names until there are enough."""
    shipped = sorted(path for path in (ROOT / "courses").glob("*/*") if path.is_dir())
    for number, path in zip(range(COURSES), cycle(shipped), strict=False):
        name = path.name if number < len(shipped) else f"{path.name}-{number}"
        shutil.copytree(path, folder / path.parent.name / name)
    return folder


def started(config: Config, port: int) -> tuple[list[str], dict[str, str]]:
    """The command that starts the product, and its environment."""
    command = [sys.executable, "-c", "from lms.cli import main; main()", "serve", "--port", str(port)]
    return command, {"LMS_INSTANCE": str(config.instance), "LMS_COURSES": str(config.courses)}


def seconds_to_first_page(config: Config) -> float:
    port = free_port()
    command, environment = started(config, port)
    before = time.perf_counter()
    with running(command, port, environment):
        return time.perf_counter() - before


def reading(officers: list[Officer], paths: list[str]) -> Iterator[Script]:
    while True:
        for officer in officers:
            yield same(get(path, officer.token) for path in paths)


def memory_after(
    server: Server, officers: list[Officer], paths: list[str], requests: int
) -> Iterator[tuple[int, float]]:
    """How much the largest worker holds (MB), in steps until so many requests are answered."""
    done = 0
    for step in range(1, STEPS + 1):
        while done < requests * step / STEPS:
            done += run(server.port, reading(officers, paths), 8, 0.5).requests
        workers = [held for pid, held in server.memory().items() if pid != server.process.pid]
        yield done, max(workers)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--requests", type=int, default=10_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="lms-benchmark-") as name:
        courses = library(Path(name) / "courses")
        config = with_secrets(Config(instance=Path(name) / "instance", courses=courses))
        before = time.perf_counter()
        prepare(config)
        print(f"{COURSES} courses imported and published in {time.perf_counter() - before:.1f} s (once).")
        times = [seconds_to_first_page(config) for _ in range(given.rounds)]
        print(f"Start to first page: {statistics.median(times):.2f} s, at most {max(times):.2f} (bar: {START_BAR})")
        officers, paths = add_readers(config, 16), lesson_paths(config)
        port = free_port()
        command, environment = started(config, port)
        with running(command, port, environment) as server:
            for done, held in memory_after(server, officers, paths, given.requests):
                print(f"Memory of a worker after {done:>6,} requests: {held:.0f} MB (bar: {MEMORY_BAR})")


if __name__ == "__main__":
    main()
