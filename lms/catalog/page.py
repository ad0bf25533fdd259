"""One file while it is being read: where its problems and its units go, and what its links may lead to."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from lms.catalog import inline
from lms.catalog.addresses import Addresses, inside, is_outside
from lms.catalog.course import Unit
from lms.catalog.problems import Report, shorten
from lms.i18n import N_

_NOTE = re.compile(r"<!--\s*(translators?|meaning)\s*:\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
# What stands on a line of its own in a question; swallowed by the text above when the empty line between is missing.
KEYWORD = re.compile(r"\s*(Points|Hint|Explanation|Objective|Guide|Answer)\s*:", re.IGNORECASE)


@dataclass(frozen=True)
class Occurrence:
    """A unit where it stands, for catalogues: `lesson` is the slug ("" for course.md), `notes` are for the"
    " translator."""

    unit: Unit
    file: str
    line: int
    lesson: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notes:
    """What the comments before a block say about it."""

    translators: tuple[str, ...] = ()
    meaning: str = ""

    def __add__(self, other: "Notes") -> "Notes":
        return Notes(self.translators + other.translators, other.meaning or self.meaning)


def notes_of(comments: list[str]) -> Notes:
    notes = Notes()
    for comment in comments:
        found = _NOTE.fullmatch(comment.strip())
        if found:
            text = " ".join(found[2].split())
            notes += Notes(meaning=text) if found[1].lower() == "meaning" else Notes((text,))
    return notes


@dataclass
class Page:
    file: str
    slug: str
    addresses: Addresses
    report: Report
    notes: Notes = field(default_factory=Notes)
    in_question: bool = False
    occurrences: list[Occurrence] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    headings: list[tuple[str, str, int]] = field(default_factory=list)
    """Links to headings: the file, the heading's name, the line of the link."""

    def error(self, line: int, message: str, /, **values: object) -> None:
        self.report.error(self.file, line, message, **values)

    def warn(self, line: int, message: str, /, **values: object) -> None:
        self.report.warn(self.file, line, message, **values)

    def in_order(self) -> list[Occurrence]:
        """The units from the first line to the last; a question's answers are read after what follows them."""
        return sorted(self.occurrences, key=lambda occurrence: occurrence.line)

    def unit(self, content: str, line: int) -> Unit | None:
        """The unit of a block's running text, checked and noted for the catalogue; None if nothing is shown."""
        if len(content) > inline.MAX_TEXT:
            message = N_("This text is longer than %(limit)s characters. Divide it into paragraphs with empty lines.")
            self.error(line, message, limit=inline.MAX_TEXT)
            return None
        self._check(content, line)
        content, comments = inline.without_comments(content)
        notes = self.notes + notes_of(comments)
        text = inline.msgid(content).strip()
        if not text:
            return None
        unit = Unit(text, notes.meaning)
        if not inline.is_plain(text):
            self.occurrences.append(Occurrence(unit, self.file, line, self.slug, notes.translators))
        return unit

    def _check(self, content: str, line: int) -> None:
        for number, text in enumerate(content.split("\n")[1:], start=line + 1):
            keyword = KEYWORD.match(text)
            if keyword and self.in_question:
                message = N_("“%(seen)s” belongs to the text above it. Put an empty line before it.")
                self.error(number, message, seen=f"{keyword[1]}:")
        for token in inline.parse(content):
            if token.type == "html_inline":
                if not inline.is_comment(token.content):
                    self.html(token.content, line)
                line += token.content.count("\n")
            elif token.type == "link_open":
                self.link(str(token.attrs.get("href", "")), line)
            elif token.type == "image":
                message = N_("This picture stands inside running text. Put it into a paragraph of its own.")
                self.error(line, message)
            elif token.type == "text" and "**" in token.content:
                message = N_(
                    "The ** here did not make bold. Write **words** without a space inside the stars,"
                    " and with one on each side of them."
                )
                self.warn(line, message)
            elif token.type in ("softbreak", "hardbreak"):
                line += 1

    def html(self, seen: str, line: int) -> None:
        message = N_(
            "“%(seen)s” is HTML, which is not allowed here. Delete it and write Markdown;"
            " to show the sign < itself, write \\<."
        )
        self.error(line, message, seen=shorten(seen.strip().split("\n")[0]))

    def link(self, target: str, line: int) -> None:
        """Check what a link leads to."""
        if is_outside(target):
            return
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", target, re.IGNORECASE)
        if scheme:
            message = N_(
                "A link cannot begin with “%(seen)s”. Write https://…, mailto:… or tel:…, or a file of this course."
            )
            self.error(line, message, seen=scheme[0])
            return
        path, heading = inside(target)
        if not path and not heading:
            self.error(line, N_("This link leads nowhere. Write the address between the round brackets."))
        elif path.startswith(("/", "../")) or path == "..":
            message = N_(
                "“%(seen)s” leads out of this course’s folder."
                " Write a file of this course, or a whole https:// address."
            )
            self.error(line, message, seen=shorten(target))
        elif path in self.addresses.media:
            self.media.add(path)
        elif path == "course.md" and not heading:
            return
        elif path in self.addresses.lessons or not path:
            if heading:
                self.headings.append((path or self.file, heading, line))
        else:
            self._missing(path, line)

    def _missing(self, path: str, line: int) -> None:
        near = get_close_matches(path, [*self.addresses.lessons, *self.addresses.media], n=1, cutoff=0.6)
        is_lesson = path.endswith(".md")
        if is_lesson and near:
            message = N_("There is no lesson “%(seen)s” in this course. Did you mean “%(near)s”?")
        elif is_lesson:
            message = N_(
                "There is no lesson “%(seen)s” in this course."
                " Write the name of a lesson’s file, for instance %(near)s."
            )
            near = list(self.addresses.lessons)[:1] or ["01-name.md"]
        elif near:
            message = N_("There is no file “%(seen)s” in this course. Did you mean “%(near)s”?")
        else:
            message = N_("There is no file “%(seen)s” in this course. Add the file, or write a whole https:// address.")
        self.error(line, message, seen=shorten(path), near=near[0] if near else "")

    def picture(self, target: str, description: str, line: int) -> str | None:
        """The path of a local picture, checked; None if it cannot be shown."""
        path = inside(target)[0]
        shown = path if path in self.addresses.media and is_picture(path) else None
        if shown:
            self.media.add(path)
        elif is_outside(target) or ":" in target:
            message = N_(
                "The picture “%(seen)s” is not in this course."
                " Put its file into the folder images and write images/name.svg."
            )
            self.error(line, message, seen=shorten(target))
        elif path in self.addresses.media:
            message = N_("“%(seen)s” is not a picture. Pictures end in %(known)s.")
            self.error(line, message, seen=shorten(path), known=", ".join(PICTURES))
        else:
            pictures = [name for name in self.addresses.media if is_picture(name)]
            near = get_close_matches(path, pictures, n=1, cutoff=0.6)
            if near:
                message = N_("There is no picture “%(seen)s”. Did you mean “%(near)s”?")
            else:
                message = N_(
                    "There is no picture “%(seen)s”. Put the file into the folder images, or mend its name here."
                )
            self.error(line, message, seen=shorten(target), near=near[0] if near else "")
        if not description.strip():
            message = N_(
                "This picture has no description."
                " Say between the square brackets what it shows: ![what it shows](%(seen)s)"
            )
            self.error(line, message, seen=shorten(target))
        return shown


PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
FILMS = (".mp4", ".webm")
RECORDINGS = (".mp3", ".m4a")


def is_picture(path: str) -> bool:
    return path.lower().endswith(PICTURES)
