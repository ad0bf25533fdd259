"""How fast certificates are made in bulk: the loop of `lms certificates export` without the database, into a pipe's end.

`python -m benchmarks.certificates [--most 10000] [--form both]`. Bars: 60 a second on two cores, the first byte within a second,
memory flat from 100 to `--most`. The yardstick is a page with one line of Latin text and the same standards, made by the same
typesetter in one process: what remains above it is the certificate's own.
"""

import argparse
import io
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import typst

from lms.catalog.course import Level
from lms.certificates.bundle import Entry, write_bundle
from lms.certificates.face import CertificateFace
from lms.certificates.numbering import grouped, new_code, serial
from lms.certificates.pdf import render
from lms.certificates.shapes import FORMS, Form
from lms.printing.typeset import FONTS

GIVEN = (
    ("Muhammad", "محمد"),
    ("Fatima", "فاطمہ"),
    ("Abdul Rahman", "عبدالرحمٰن"),
    ("Shagufta", "شگفتہ"),
    ("Naeem", "نعیم"),
)
FAMILY = (("Khan", "خان"), ("Chattha", "چٹھہ"), ("ul Hassan", "الحسن"), ("Durrani", "درانی"), ("Brohi", "بروہی"))
COURSES = (
    ("Understanding Money Laundering", "منی لانڈرنگ کو سمجھنا"),
    (
        "Application of Human Rights by Law Enforcement Officers",
        "قانون نافذ کرنے والے افسران کی جانب سے انسانی حقوق کا اطلاق",
    ),
    ("Information Gathering and Analysis (Junior Officers)", "معلومات کا حصول اور تجزیہ (جونیئر افسران)"),
)
FACE = CertificateFace(
    serial="",
    holder_en="",
    holder_ur="",
    rank_en="Inspector",
    rank_ur="",
    agency_en="Anti Narcotics Force",
    agency_ur="اینٹی نارکوٹکس فورس",
    course_en="",
    course_ur="",
    hours=1.5,
    level=Level.JUNIOR,
    completed_on=date(2026, 11, 20),
    valid_until=date(2029, 11, 20),
    issued_on=date(2026, 11, 23),
    verification_address="",
    revision_number=3,
    revision_digest="5f2a9c01d4e7" + "0" * 52,
    awaits_review=True,
)


def faces(count: int) -> Iterator[CertificateFace]:
    """`count` certificates of invented people, all different."""
    chance = random.Random(count)
    for number in range(1, count + 1):
        given, middle, family = chance.choice(GIVEN), chance.choice(GIVEN), chance.choice(FAMILY)
        course = chance.choice(COURSES)
        yield replace(
            FACE,
            serial=serial(2026, number),
            holder_en=f"{given[0]} {middle[0]} {family[0]}",
            holder_ur=f"{given[1]} {middle[1]} {family[1]}",
            course_en=course[0],
            course_ur=course[1],
            verification_address=f"https://training.example.gov.pk/verify/{grouped(new_code())}",
        )


class Sink(io.RawIOBase):
    """Takes what is written and forgets it; knows when the first byte came."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.first_after: float | None = None
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        if self.first_after is None:
            self.first_after = time.perf_counter() - self.began
        self.size += len(piece)
        return len(piece)


def resident() -> int:
    """Bytes of memory that this process and its children hold (shared pages counted in each)."""
    processes = [str(os.getpid())]
    for thread in Path("/proc/self/task").iterdir():
        processes += text_of(thread / "children").split()
    pages = sum(int((text_of(Path("/proc", process, "statm")) or "0 0").split()[1]) for process in processes)
    return pages * os.sysconf("SC_PAGE_SIZE")


def text_of(path: Path) -> str:
    """What the kernel says in a file; "" if the thread or process has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


class Watch(threading.Thread):
    """Looks at the memory ten times a second; knows the most of it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, resident())


def export(count: int, form: Form) -> tuple[float, float, float, float, float]:
    """Certificates a second, seconds to the first byte, processor milliseconds for each, peak MB, KB for each."""
    watch, sink = Watch(), Sink()
    watch.start()
    before = processor_time()
    write_bundle((Entry(face, "a-course", None) for face in faces(count)), form, sink)
    seconds, cost = time.perf_counter() - sink.began, processor_time() - before
    watch.over.set()
    watch.join()
    assert sink.first_after is not None
    return count / seconds, sink.first_after, cost / count * 1000, watch.most / 2**20, sink.size / count / 1024


def processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def in_turns(form: Form, rounds: int = 40) -> tuple[float, float]:
    """Medians of processor milliseconds for a certificate and for the yardstick, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "yardstick.typ")
        source.write_text('#set document(title: "T")\n#set text(font: "Noto Serif")\n#sys.inputs.line\n')
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        bare = typst.Compiler(source, root=folder, font_paths=fonts)
        return _in_turns(bare, form, rounds)


def _in_turns(bare: typst.Compiler, form: Form, rounds: int) -> tuple[float, float]:
    subject, yardstick = [], []
    for number, face in enumerate(faces(rounds)):
        began = time.process_time()
        bare.compile(
            format="pdf", sys_inputs={"line": face.holder_en}, pdf_standards=["a-3a", "ua-1"], timestamp=number
        )
        between = time.process_time()
        render(face, form)
        yardstick.append(between - began)
        subject.append(time.process_time() - between)
    return statistics.median(subject) * 1000, statistics.median(yardstick) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=10_000, help="size of the largest export")
    parser.add_argument("--form", choices=FORMS, help="only this form")
    given = parser.parse_args()
    forms = (given.form,) if given.form else FORMS
    print(f"cores: {os.cpu_count()}, load before: {os.getloadavg()[0]:.1f}\n")
    print("one process        certificate   yardstick   ratio   (processor time)")
    for form in forms:
        subject, yardstick = in_turns(form)
        print(f"{form:18} {subject:8.1f} ms {yardstick:8.1f} ms {subject / yardstick:7.1f}")
    print("\nexport        count   a second   first byte   processor time   peak memory   size of each")
    for form in forms:
        for count in dict.fromkeys((100, min(1000, given.most), given.most if form == forms[-1] else 100)):
            rate, first, cost, memory, size = export(count, form)
            print(f"{form:8} {count:10} {rate:10.1f} {first:10.2f} s {cost:13.1f} ms {memory:10.0f} MB {size:11.1f} KB")
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
