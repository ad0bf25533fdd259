"""One lesson file: its settings, its title, its blocks, its questions and, in the graded quiz, its pools."""

import re
from dataclasses import dataclass, field, replace

from lms.catalog import near_misses, questions, settings
from lms.catalog.addresses import Addresses
from lms.catalog.course import Block, Lesson, Pool, Question, QuestionType, Quiz, QuizKind, Unit
from lms.catalog.inline import plain
from lms.catalog.markdown import Node, Writer, comments_of, line, parse, text_of
from lms.catalog.page import Notes, Page, notes_of
from lms.catalog.problems import Report, shorten
from lms.i18n import N_

MAX_QUESTIONS = 200
_POOL = re.compile(r"\s*pool\s*:\s*(?P<name>.*?)\s*\(\s*ask\s+(?P<ask>[^()]*)\)\s*", re.IGNORECASE)
_POOL_LIKE = re.compile(r"\s*pool\b\s*[:(]|.*\(\s*ask\b[^()]*\)\s*$", re.IGNORECASE)


def anchor(heading: str) -> str:
    """What GitHub calls a heading in links: small letters, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", plain(heading).strip().lower()).replace(" ", "-")


def read(text: str, page: Page, slug: str) -> Lesson | None:
    """The lesson in `text`; None if it has no title. Problems are in the page's report."""
    lines = near_misses.mend(text.split("\n"), page.file, page.report)
    found, lines = settings.split(lines, page.file, settings.QUIZ_SETTINGS, page.report)
    return _Reader(page, slug, found).read(parse("\n".join(lines), page))


def how_many_questions(text: str) -> int:
    """How many questions are read in a lesson or a quiz, those with mistakes too."""
    report = Report()
    lines = near_misses.mend(text.split("\n"), "", report)
    found, lines = settings.split(lines, "", settings.QUIZ_SETTINGS, report)
    page = Page("", "", Addresses("", {}, {}), report)
    reader = _Reader(page, "", found)
    reader.read(parse("\n".join(lines), page))
    return reader.count


@dataclass(frozen=True)
class PoolPlace:
    """A pool in the text of a quiz: the line of its heading, and the line of what follows it (None: it is the last)."""

    name: str
    begins: int
    ends: int | None


def pool_places(text: str) -> tuple[PoolPlace, ...]:
    """The pools of a quiz, in the order of `Quiz.pools`. Whatever else is wrong with the text, they are found."""
    report = Report()
    page = Page("", "", Addresses("", {}, {}), report)
    _settings, lines = settings.split(
        near_misses.mend(text.split("\n"), "", report), "", settings.QUIZ_SETTINGS, report
    )
    headings = [node for node in parse("\n".join(lines), page) if node.type == "heading" and node.tag == "h2"]
    ends = [*(line(node) for node in headings[1:]), None]
    found = [(_POOL.fullmatch(text_of(node)), line(node), end) for node, end in zip(headings, ends, strict=False)]
    return tuple(PoolPlace(plain(match["name"]), begins, end) for match, begins, end in found if match)


def read_title(nodes: list[Node], page: Page) -> tuple[Unit | None, list[Node]]:
    """The title, which is the first heading of a file, and what follows it."""
    notes = Notes()
    for place, node in enumerate(nodes):
        comments = comments_of(node, page)
        if comments is not None:
            notes += notes_of(comments)
        elif node.type == "heading" and node.tag == "h1":
            page.notes = notes
            title = page.unit(text_of(node), line(node))
            page.notes = Notes()
            if title is None:
                page.error(line(node), N_("The title is empty. Write it after the #."))
            return title, nodes[place + 1 :]
        else:
            break
    at = line(nodes[0]) if nodes else 1
    page.error(at, N_("This file does not begin with its title. Write it as the first line of the text: # Title"))
    titles = [node for node in nodes if node.type == "heading" and node.tag == "h1"]
    return None, [node for node in nodes if node not in titles[:1]]


@dataclass
class _Reader:
    page: Page
    slug: str
    settings: settings.Settings
    parts: list[Block | Question] = field(default_factory=list)
    pools: list[tuple[Pool, int]] = field(default_factory=list)
    pool: int | None = None
    blocks: int = 0
    count: int = 0
    anchors: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.writer = Writer(self.page)
        kind = self.settings.read("quiz", settings.quiz_kind, None)
        self.is_quiz, self.kind = kind is not None, kind or QuizKind.GRADED
        for entry in self.settings.entries:
            if not self.settings.entry("quiz"):
                message = N_(
                    "“%(seen)s” is a setting of the graded quiz. If this file is the quiz, add a line quiz: graded."
                )
                self.page.error(entry.line, message, seen=entry.key)
                break

    def read(self, nodes: list[Node]) -> Lesson | None:
        title, nodes = read_title(nodes, self.page)
        place = 0
        notes = Notes()
        while place < len(nodes):
            node = nodes[place]
            place += 1
            comments = comments_of(node, self.page)
            if comments is not None:
                notes += notes_of(comments)
                continue
            self.page.notes = notes
            if node.type == "heading" and self._begins_question(node):
                end = next((n for n in range(place, len(nodes)) if nodes[n].type in ("heading", "hr")), len(nodes))
                self._question(node, nodes[place:end])
                place = end + 1 if end < len(nodes) and nodes[end].type == "hr" else end
            elif node.type == "heading" and self._begins_pool(node):
                self._pool(node)
            else:
                self._block(node)
            self.page.notes = notes = Notes()
        quiz = self._quiz() if self.is_quiz else None
        return Lesson(self.slug, self.page.file, title, tuple(self.parts), quiz) if title else None

    def _begins_question(self, node: Node) -> bool:
        heading = text_of(node)
        if questions.is_question(heading):
            if node.tag == "h3":
                return True
            if questions.type_in(heading):
                self.page.error(
                    line(node), N_("The heading of a question has three #. Write ### %(seen)s"), seen=shorten(heading)
                )
                return True
        elif questions.type_in(heading):
            message = N_("The heading of a question begins with the word Question. Write ### Question (%(type)s)")
            self.page.error(line(node), message, type=str(questions.type_in(heading)))
            return True
        return False

    def _question(self, node: Node, body: list[Node]) -> None:
        self.count += 1
        self._misread_rule(node)
        heading = text_of(node)
        kind: QuestionType | None = questions.read_type(heading, line(node), self.page)
        place = f"{self.slug}.{self.count}"
        question = questions.read(body, kind, line(node), place, self.pool, self.writer)
        if question:
            same = sum(isinstance(part, Question) and part.prompt_key == question.key for part in self.parts)
            self.parts.append(replace(question, key=f"{question.key}~{same + 1}") if same else question)
        if self.count == MAX_QUESTIONS + 1:
            message = N_("This file has more than %(limit)s questions. Divide it, or leave some out.")
            self.page.error(line(node), message, limit=MAX_QUESTIONS)

    def _begins_pool(self, node: Node) -> bool:
        if node.tag == "h2":
            self.pool = None
        return _POOL_LIKE.match(text_of(node)) is not None

    def _pool(self, node: Node) -> None:
        heading = text_of(node)
        if node.tag != "h2":
            self.page.error(line(node), N_("The heading of a pool has two #. Write ## %(seen)s"), seen=shorten(heading))
        found = _POOL.fullmatch(heading)
        ask = found["ask"].strip() if found else ""
        if not found or not found["name"] or not ask.isdecimal() or not 1 <= int(ask) <= MAX_QUESTIONS:
            message = N_("“%(seen)s” does not say how many questions to ask. Write ## Pool: name (ask 2)")
            self.page.error(line(node), message, seen=shorten(heading))
            return
        if not self.is_quiz:
            message = N_(
                "Pools belong in the graded quiz."
                " Write quiz: graded in the settings of this file, or delete this heading."
            )
            self.page.error(line(node), message)
            return
        name = self.page.unit(found["name"], line(node))
        if name:
            self.pool = len(self.pools)
            self.pools.append((Pool(name, int(ask)), line(node)))

    def _misread_rule(self, node: Node) -> None:
        if node.type == "heading" and node.markup == "-":
            message = N_("The line of dashes right under this text makes it a heading. Put an empty line between them.")
            self.page.error(line(node), message)

    def _block(self, node: Node) -> None:
        if node.type == "heading" and node.tag == "h1":
            message = N_("A file has only one title. Write ## %(seen)s for a heading inside the lesson.")
            self.page.error(line(node), message, seen=shorten(text_of(node)))
            return
        self._misread_rule(node)
        name = self._anchor(text_of(node)) if node.type == "heading" else ""
        pieces = self.writer.block(node, f"b{self.blocks + 1}")
        if pieces:
            self.blocks += 1
            self.parts.append(Block(f"b{self.blocks}", pieces, name))

    def _anchor(self, heading: str) -> str:
        name = anchor(heading)
        self.anchors[name] = self.anchors.get(name, -1) + 1
        return f"{name}-{self.anchors[name]}" if self.anchors[name] else name

    def _quiz(self) -> Quiz:
        asked = [part for part in self.parts if isinstance(part, Question)]
        draw = self.settings.read("draw", settings.count, None)
        self._check_pools(asked, draw)
        if self.kind is not QuizKind.GRADED:
            return self._test(asked, draw)
        if not self.count:
            self.page.error(
                1, N_("The graded quiz has no questions. Write each under a heading ### Question (choose one).")
            )
        return Quiz(
            pass_mark=self.settings.read("pass mark", settings.percent, 0.8),
            attempts=self.settings.read("attempts", settings.attempts, None),
            wait=self.settings.read("wait", settings.duration, None),
            time_limit=self.settings.read("time limit", settings.duration, None),
            shuffle=self.settings.read("shuffle", settings.yes_or_no, True),
            draw=draw,
            pools=tuple(pool for pool, _ in self.pools),
        )

    def _test(self, asked: list[Question], draw: int | None) -> Quiz:
        """The settings of a test before or after the course. One without questions borrows those of the graded quiz."""
        for key in settings.GRADED_SETTINGS:
            if self.settings.entry(key):
                message = N_("Nobody passes or fails a test before or after the course. Delete “%(key)s”.")
                self.page.error(self.settings.line(key), message, key=key)
        for question in asked:
            if question.type is QuestionType.WRITTEN:
                message = N_("Nobody marks a test before or after the course. Ask for no written answer here.")
                self.page.error(question.line, message)
        shuffle = self.settings.read("shuffle", settings.yes_or_no, True)
        return Quiz(shuffle=shuffle, draw=draw, pools=tuple(pool for pool, _ in self.pools), kind=self.kind)

    def _check_pools(self, asked: list[Question], draw: int | None) -> None:
        for place, (pool, at) in enumerate(self.pools):
            size = sum(question.pool == place for question in asked)
            if not self.count and self.kind is not QuizKind.GRADED:
                message = N_(
                    "A test without questions of its own asks those of the graded quiz. Delete this heading,"
                    " and say in the settings how many to ask, for instance draw: 6"
                )
                self.page.error(at, message)
            elif size < pool.ask and size + self.count - len(asked) < pool.ask:
                message = N_(
                    "This pool asks %(ask)s questions but has only %(size)s. Write more questions, or ask fewer."
                )
                self.page.error(at, message, ask=pool.ask, size=size)
        if draw and self.pools and (self.count or self.kind is QuizKind.GRADED):
            message = N_("A quiz with pools has no draw: each pool says how many to ask. Delete this line.")
            self.page.error(self.settings.line("draw"), message)
        elif draw and draw > self.count and (self.count or self.kind is QuizKind.GRADED):
            message = N_("The quiz draws %(ask)s questions but has only %(size)s. Write more questions, or draw fewer.")
            self.page.error(self.settings.line("draw"), message, ask=draw, size=self.count)
