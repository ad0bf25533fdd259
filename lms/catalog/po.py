"""PO files of courses, read without ever failing and written so that the same content is the same bytes.

Babel's own reader and writer serve the interface. For courses they lose what is needed here: the previous msgid, the fuzzy
flag of an obsolete entry (its revival would show Urdu of other English), and the lines of mistakes. There are no plurals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lms.i18n import N_

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_KEYWORD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+"(.*)"\s*')
_STRING = re.compile(r'"(.*)"\s*')


@dataclass(frozen=True)
class Entry:
    """One message. `previous` is the English that a fuzzy translation was made for; `line` is where it stood."""

    text: str
    translation: str = ""
    context: str = ""
    fuzzy: bool = False
    previous: str = ""
    obsolete: bool = False
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Document:
    """A whole file. `header` holds its `Name: value` lines, `comments` what stands above them."""

    entries: tuple[Entry, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        return next((value for key, value in self.header if key.lower() == name.lower()), "")


@dataclass(frozen=True)
class Mistake:
    """A line that is not PO. `message` is a msgid as in `Problem`."""

    line: int
    message: str
    seen: str = ""


# Whoever keeps a catalogue reads it, counts it and shows it, one after the other.
@lru_cache(4)
def read(body: bytes) -> tuple[Document, tuple[Mistake, ...]]:
    """What can be read of a PO file, and the lines that cannot."""
    mistakes: list[Mistake] = []
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        at = body[: reason.start].count(b"\n") + 1
        mistakes.append(Mistake(at, N_("This file is not saved as UTF-8. Save it again with the encoding UTF-8.")))
        text = body.decode("utf-8", "replace")
    entries = list(_Parser(mistakes).entries(text.replace("\r\n", "\n").split("\n")))
    head = next((entry for entry in entries if not entry.text and not entry.context), None)
    header: tuple[tuple[str, str], ...] = ()
    if head:
        pairs = (line.partition(":") for line in head.translation.split("\n") if ":" in line)
        header = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    found = tuple(entry for entry in entries if entry.text)
    return Document(found, header, head.comments if head else ()), tuple(mistakes)


class _Parser:
    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        self.start()

    # Lists, and joined at the end: a file of a hundred thousand lines for one entry must not take an hour.
    def start(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.current = ""
        self.line = 0
        self.fuzzy = self.obsolete = False
        self.previous: list[str] = []
        self.comments: list[str] = []
        self.notes: list[str] = []
        self.references: list[str] = []
        self.is_spoilt = False

    def entries(self, lines: list[str]) -> Iterator[Entry]:
        for number, line in enumerate([*lines, ""], start=1):
            line = line.strip()
            if (not line or (line[0] == "#" and not line.startswith("#~"))) and self.texts:
                yield from self.finished(number)
            if not line:
                self.is_spoilt = False
                continue
            if line[0] == "#" and not line.startswith("#~"):
                self.comment(line)
                continue
            if line.startswith("#~"):
                self.obsolete = True
                line = line[2:].strip()
                if line.startswith("|"):
                    self.comment("#" + line)
                    continue
            found = _KEYWORD.fullmatch(line)
            if found and found[1] in ("msgid", "msgctxt") and "msgstr" in self.texts:
                obsolete = self.obsolete
                yield from self.finished(number)
                self.obsolete = obsolete
            self.string(line, found, number)

    def string(self, line: str, found: "re.Match[str] | None", number: int) -> None:
        more = _STRING.fullmatch(line)
        if found:
            self.current = found[1]
            self.texts[self.current] = [_unescaped(found[2])]
            if self.current == "msgid":
                self.line = number
        elif more and self.current:
            self.texts[self.current].append(_unescaped(more[1]))
        else:
            message = N_('“%(seen)s” is not a line of a PO file. Write msgid "…" or msgstr "…", or begin it with #.')
            self.mistakes.append(Mistake(number, message, line))
            self.is_spoilt = True

    def comment(self, line: str) -> None:
        kind, rest = line[:2], line[2:].strip()
        if kind == "#.":
            self.notes.append(rest)
        elif kind == "#:":
            self.references += rest.split()
        elif kind == "#,":
            # Flags about placeholders are wrong here ("80% of" is no placeholder) and would stop msgfmt.
            self.fuzzy = "fuzzy" in [flag.strip() for flag in rest.split(",")]
        elif kind == "#|":
            found = _KEYWORD.fullmatch(rest)
            more = _STRING.fullmatch(rest)
            if found and found[1] == "msgid":
                self.previous = [_unescaped(found[2])]
            elif more:
                self.previous.append(_unescaped(more[1]))
        else:
            self.comments.append(line[1:].strip())

    def finished(self, number: int) -> Iterator[Entry]:
        texts = {name: "".join(parts) for name, parts in self.texts.items()}
        line, is_spoilt = self.line, self.is_spoilt
        entry = Entry(
            text=texts.get("msgid", ""),
            translation=texts.get("msgstr", ""),
            context=texts.get("msgctxt", ""),
            fuzzy=self.fuzzy,
            previous="".join(self.previous),
            obsolete=self.obsolete,
            comments=tuple(self.comments),
            notes=tuple(self.notes),
            references=tuple(self.references),
            line=line,
        )
        self.start()
        if "msgid_plural" in texts:
            message = N_("“%(seen)s” has a plural form, which a course has not. Write one msgid and one msgstr.")
            self.mistakes.append(Mistake(line or number, message, texts.get("msgid", "")))
        elif "msgid" not in texts or "msgstr" not in texts:
            if is_spoilt:
                return
            message = N_('An entry is not whole here. It has one line msgid "…" and under it one line msgstr "…".')
            self.mistakes.append(Mistake(line or number - 1, message))
        else:
            yield entry


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


def write(document: Document) -> bytes:
    """The file. Long texts stay on one line, so that a change in one word is a change in one line."""
    lines = [f"# {comment}".rstrip() for comment in document.comments]
    lines += ['msgid ""', 'msgstr ""', *(_quoted(f"{name}: {value}\n") for name, value in document.header), ""]
    for entry in document.entries:
        lines += _lines(entry)
    return "\n".join(lines).encode()


def _lines(entry: Entry) -> list[str]:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {note}" for note in entry.notes]
    if entry.references and not entry.obsolete:
        lines.append("#: " + " ".join(entry.references))
    if entry.fuzzy:
        lines.append("#, fuzzy")
    mark = "#~ " if entry.obsolete else ""
    if entry.previous:
        lines += _keyword("msgid", entry.previous, "#~| " if entry.obsolete else "#| ")
    if entry.context:
        lines += _keyword("msgctxt", entry.context, mark)
    return [*lines, *_keyword("msgid", entry.text, mark), *_keyword("msgstr", entry.translation, mark), ""]


def _keyword(name: str, text: str, mark: str) -> list[str]:
    parts = text.splitlines(keepends=True) if "\n" in text[:-1] else [text]
    if len(parts) == 1:
        return [f"{mark}{name} {_quoted(text)}"]
    return [f'{mark}{name} ""', *(f"{mark}{_quoted(part)}" for part in parts)]


def _quoted(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(sign, escaped)
    return f'"{text}"'
