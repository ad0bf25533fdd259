"""How well and how fast a catalogue follows its English: 2,000 texts of which 200 were changed.
`python -m benchmarks.merge [--rounds 7]`

The texts are those of the shipped courses. Among them stand those of `edits.txt`, which say what became of each: from them is
counted how many changed texts were offered the translation of the text that they were, and no new one that of another. The
other changed texts, for the time only, have a word replaced by another one.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lms.catalog import folder, messages, source
from lms.catalog.course import Unit
from lms.catalog.page import Occurrence
from lms.config import ROOT

UNITS, CHANGED = 2_000, 200
TIME_BAR, RIGHT_BAR = 1.0, 0.95
EDITS = Path(__file__).with_name("edits.txt")


@dataclass(frozen=True)
class Edit:
    """One place: the texts before and after, and for each text after, which one before it was ("" for a new one)."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    was: dict[str, str]


def edits() -> Iterator[Edit]:
    """The edits of the file."""
    for block in EDITS.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line[:1] in ("-", "+")]
        parted = [(line[0], line[1:].partition(" ")[0], line.partition(" ")[2]) for line in lines]
        numbered = {number: text for sign, number, text in parted if sign == "-"}
        after = {text: numbered.get(number, "") for sign, number, text in parted if sign == "+"}
        if lines:
            yield Edit(tuple(numbered.values()), tuple(after), after)


def shipped() -> list[Occurrence]:
    """Texts of the shipped courses, each once, in their lessons."""
    found: dict[Unit, Occurrence] = {}
    for path in sorted(path for path in (ROOT / "courses").glob("*/*") if path.is_dir()):
        for number, each in enumerate(source.read(path.name, folder.read(path)).occurrences):
            name = f"{path.name}-{each.file}" if each.file != "course.md" else f"{path.name}.md"
            found.setdefault(each.unit, replace(each, file=name, line=number))
    return list(found.values())


def scene(chance: random.Random) -> tuple[list[Occurrence], list[Occurrence], dict[str, str]]:
    """The texts before and after, and what each changed or new text of the file was."""
    written = list(edits())
    texts = shipped()[: UNITS - sum(len(edit.before) for edit in written)]
    places = chance.sample(range(1, len(texts)), len(written))
    at = dict(zip(places, written, strict=True))
    more = CHANGED - sum(len(edit.after) for edit in written)
    reworded = set(
        chance.sample([place for place in range(len(texts)) if len(texts[place].unit.text.split()) > 3], more)
    )
    before: list[Occurrence] = []
    after: list[Occurrence] = []
    for place, each in enumerate(texts):
        edit = at.get(place)
        for put, lines in ((before, edit.before), (after, edit.after)) if edit else ():
            put += [replace(each, unit=Unit(text)) for text in lines]
        before.append(each)
        after.append(replace(each, unit=reworded_unit(each.unit, chance)) if place in reworded else each)
    truth = {text: was for edit in written for text, was in edit.was.items()}
    return renumbered(before), renumbered(after), truth


def reworded_unit(unit: Unit, chance: random.Random) -> Unit:
    words = unit.text.split(" ")
    words[chance.randrange(len(words))] = "otherwise"
    return replace(unit, text=" ".join(words))


def renumbered(occurrences: list[Occurrence]) -> list[Occurrence]:
    return [replace(each, line=line) for line, each in enumerate(occurrences, start=1)]


def measure(seed: int) -> tuple[float, int, int, list[str]]:
    """Seconds, how many of the written texts were rightly paired or rightly left alone, of how many, and which were not."""
    before, after, truth = scene(random.Random(seed))
    template = messages.template("merged", before)
    document = replace(
        template, entries=tuple(replace(entry, translation=f"«{entry.text}»") for entry in template.entries)
    )
    begun = time.perf_counter()
    merged = messages.merge(document, after, "merged", "ur")
    seconds = time.perf_counter() - begun
    offered = {entry.text: entry.previous for entry in merged.entries if not entry.obsolete}
    wrong = [text for text, was in truth.items() if offered[text] != was]
    return seconds, len(truth) - len(wrong), len(truth), wrong


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    rounds = [measure(seed) for seed in range(asked.parse_args().rounds)]
    seconds = statistics.median(each[0] for each in rounds)
    right, written = sum(each[1] for each in rounds), sum(each[2] for each in rounds)
    print(f"{UNITS} texts, {CHANGED} changed or new, {len(rounds)} rounds with the edits in other places\n")
    print("| | measured | bar |\n|---|--:|--:|")
    print(f"| seconds (median) | {seconds:.2f} | {TIME_BAR:.2f} |")
    print(f"| rightly paired | {right / written:.1%} | {RIGHT_BAR:.0%} |")
    for text in sorted({text for each in rounds for text in each[3]}):
        print(f"\nnot right: {text}")


if __name__ == "__main__":
    main()
