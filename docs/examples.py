"""The examples of format.md as courses: for the test that reads them all, and for the pictures that are made of them.

What stands after ```` ```markdown ```` says what an example is: a file of the course `front-desk`, a `part` of a lesson, a
`quiz` part, the `quiz settings`, a `test` before or after the course, an `evaluation`, or a `mistake`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "format.md"
EXCHANGE = HERE / "exchange.md"
SLUG = "front-desk"
_FENCE = re.compile(r"^```(?P<mark>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A fenced block of a page. `mark` is what stands after the three backticks, `line` the line of the fence."""

    mark: str
    text: str
    line: int


def examples(page: Path = PAGE) -> list[Example]:
    """All of them, in order."""
    text = page.read_text("utf-8")
    return [
        Example(found["mark"], found["text"], text[: found.start()].count("\n") + 1) for found in _FENCE.finditer(text)
    ]


def marked(mark: str) -> list[Example]:
    return [example for example in examples() if example.mark == f"markdown {mark}"]


def front_desk() -> dict[str, bytes]:
    """The files of the course that format.md shows whole, with what its other examples point to."""
    files = {path.relative_to(HERE / "example").as_posix(): path.read_bytes() for path in HERE.glob("example/images/*")}
    files |= {f"videos/greeting.{ending}": b"-" for ending in ("mp4", "en.vtt", "ur.vtt")}
    files |= {"files/form.pdf": b"-"}
    for example in examples():
        name = example.mark.removeprefix("markdown ")
        if name.endswith(".md"):
            files[name] = example.text.encode()
    return files


def every_construct() -> dict[str, bytes]:
    """A course whose first lesson holds every part that format.md shows, and whose quiz every question for a quiz."""
    files = front_desk()
    lesson = "\n---\n\n".join(example.text for example in marked("part"))
    quiz = "\n".join(example.text for example in sorted(marked("quiz"), key=lambda each: "## Pool" in each.text))
    settings = marked("quiz settings")[0].text
    return files | {
        "01-receiving-a-complainant.md": f"# Every construct\n\n{lesson}".encode(),
        "03-final-quiz.md": f"{settings}\n# Final quiz\n\n{quiz}".encode(),
    }
