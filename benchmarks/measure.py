"""Measuring in turns with the yardstick: rounds, medians, ratios, and the table that is printed."""

import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.load import Script, forever, get, run
from benchmarks.servers import Server

# When one of the two processes does more than this share of a run, the kernel gave it nearly all connections: run again.
LOPSIDED = 0.8
TRIES = 4
WARM_UP = 3.0


@dataclass(frozen=True)
class Subject:
    """Something to be measured. `scripts` makes what the connections do anew for every run; `bar` is the ratio to reach.

    `also` are servers behind it, for instance the database's, whose processor time counts too.
    """

    name: str
    server: Server
    scripts: Callable[[], Iterator[Script]]
    bar: float | None = None
    connections: int = 8
    also: Sequence[Server] = ()


@dataclass(frozen=True)
class Run:
    """One run. `cost` is processor time of the server's processes for one request, in ms; `busiest` the share of one process."""

    rate: float
    cost: float
    p95: float
    size: float
    busiest: float


@dataclass
class Measured:
    """All runs of a subject, each beside the run of the yardstick right before it."""

    subject: Subject
    runs: list[Run] = field(default_factory=list)
    yardsticks: list[Run] = field(default_factory=list)

    def median(self, name: str) -> float:
        values: list[float] = [getattr(each, name) for each in self.runs]
        return statistics.median(values)

    @property
    def rate_ratio(self) -> float:
        return statistics.median(a.rate / b.rate for a, b in zip(self.runs, self.yardsticks, strict=True))

    @property
    def cost_ratio(self) -> float:
        return statistics.median(b.cost / a.cost for a, b in zip(self.runs, self.yardsticks, strict=True))


def run_once(subject: Subject, seconds: float) -> Run:
    """Load a subject once; again if one process had nearly all the work."""
    for _ in range(TRIES):
        servers = (subject.server, *subject.also)
        before = [server.processor_times() for server in servers]
        result = run(subject.server.port, subject.scripts(), subject.connections, seconds)
        after = [server.processor_times() for server in servers]
        spent = [
            {pid: total - old.get(pid, 0.0) for pid, total in new.items()}
            for old, new in zip(before, after, strict=True)
        ]
        own = sorted(spent[0].values())
        busiest = own[-1] / sum(own)
        if len(own) < 3 or busiest <= LOPSIDED:
            break
    cost = 1000 * sum(sum(each.values()) for each in spent) / result.requests
    return Run(
        result.requests / result.seconds, cost, 1000 * result.quantile(0.95), result.sizes / result.requests, busiest
    )


def of_yardstick(server: Server) -> Subject:
    return Subject("yardstick", server, lambda: forever(get("/")))


def compare(yardstick: Server, subjects: Sequence[Subject], rounds: int, seconds: float) -> list[Measured]:
    """Measure subjects in turns, the yardstick right before each."""
    stick = of_yardstick(yardstick)
    found = [Measured(subject) for subject in subjects]
    for each in (stick, *subjects):
        run(each.server.port, each.scripts(), each.connections, WARM_UP)
    for _ in range(rounds):
        for measured in found:
            measured.yardsticks.append(run_once(stick, seconds))
            measured.runs.append(run_once(measured.subject, seconds))
    return found


def report(found: Sequence[Measured]) -> None:
    """Print the table."""
    print(f"{os.cpu_count()} cores, medians of {len(found[0].runs)} rounds.")
    print()
    print(
        "| what | requests/s | ms of processor | p95 ms | bytes | ratio: requests/s | ratio: processor | bar | busiest |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    sticks = [each for measured in found for each in measured.yardsticks]
    print(
        f"| yardstick | {statistics.median(s.rate for s in sticks):,.0f} | {statistics.median(s.cost for s in sticks):.2f} |"
        f" {statistics.median(s.p95 for s in sticks):.1f} | {statistics.median(s.size for s in sticks):,.0f} | 1 | 1 | |"
        f" {statistics.median(s.busiest for s in sticks):.2f} |"
    )
    for each in found:
        bar = f"{each.subject.bar:.2f}" if each.subject.bar else ""
        print(
            f"| {each.subject.name} | {each.median('rate'):,.0f} | {each.median('cost'):.2f} | {each.median('p95'):.1f} |"
            f" {each.median('size'):,.0f} | {each.rate_ratio:.2f} | {each.cost_ratio:.2f} | {bar} |"
            f" {each.median('busiest'):.2f} |"
        )
