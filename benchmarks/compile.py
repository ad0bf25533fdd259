"""How long a course takes from its files to pages in both languages: reading, checking, and making both editions.
`python -m benchmarks.compile [--rounds 7]`"""

import argparse
import statistics
import time
from pathlib import Path

from lms.catalog import folder, messages, source
from lms.catalog.localise import localise
from lms.config import ROOT

BAR = 0.5


def compile_course(slug: str, files: dict[str, bytes]) -> int:
    """Everything that happens to a course before it is shown; returns how many lessons it has."""
    course = source.read(slug, files).course
    assert course is not None
    localise(course, course.language, None)
    for path, body in files.items():
        if path.startswith("locale/"):
            translations = messages.read(body, path)
            localise(course, translations.catalogue.language, translations.catalogue)
    return len(course.lessons)


def seconds(slug: str, files: dict[str, bytes]) -> float:
    before = time.perf_counter()
    compile_course(slug, files)
    return time.perf_counter() - before


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    rounds = asked.parse_args().rounds
    print(f"Medians of {rounds} rounds; bar {BAR} s for a course of 8 lessons.\n")
    print("| course | lessons | KB of text | seconds |\n|---|--:|--:|--:|")
    for path in sorted(Path(ROOT / "courses").glob("*/*")):
        files = folder.read(path)
        text = sum(len(body) for name, body in files.items() if name.endswith((".md", ".po")))
        lessons = compile_course(path.name, files)
        middle = statistics.median(seconds(path.name, files) for _ in range(rounds))
        print(f"| {path.name} | {lessons} | {text / 1024:.0f} | {middle:.2f} |")


if __name__ == "__main__":
    main()
