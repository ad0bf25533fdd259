"""`evaluation.md`: what participants are asked to say of a course. No answer is right or wrong here, and none gives marks."""

import re
from hashlib import sha256

from lms.catalog import near_misses, questions, settings
from lms.catalog.answers import BOX, TRAILER, Draft, first_text
from lms.catalog.course import Block, Lesson, Option, Question, QuestionType, Unit
from lms.catalog.lessons import MAX_QUESTIONS, read_title
from lms.catalog.markdown import Node, Writer, comments_of, line, parse, text_of, units_of
from lms.catalog.page import Notes, Page, notes_of
from lms.catalog.problems import shorten
from lms.i18n import N_

SHORTEST, LONGEST = 3, 10
_NUMBERED = re.compile(r"(\d{1,4})\s*[:=]\s*(.*)", re.DOTALL)
_LISTED = (QuestionType.SCALE, QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL)


def read(text: str, page: Page, kind: str = "evaluation") -> Lesson | None:
    """The survey in `text`, as a lesson of blocks and questions; None if it has no title. Problems are in the page's report."""
    lines = near_misses.mend(text.split("\n"), page.file, page.report)
    found, lines = settings.split(lines, page.file, settings.SURVEY_SETTINGS, page.report)
    entry = found.entry("survey")
    if entry is None or entry.value.lower() != kind:
        message = N_("This file does not say what it is. Write at the top, between two lines of ---: survey: %(kind)s")
        page.error(entry.line if entry else 1, message, kind=kind)
    title, nodes = read_title(parse("\n".join(lines), page), page)
    parts = _Reader(page).read(nodes)
    return Lesson(page.slug, page.file, title, tuple(parts)) if title else None


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.writer = Writer(page)
        self.parts: list[Block | Question] = []
        self.count = 0

    def read(self, nodes: list[Node]) -> list[Block | Question]:
        place, notes = 0, Notes()
        while place < len(nodes):
            node = nodes[place]
            place += 1
            comments = comments_of(node, self.page)
            if comments is not None:
                notes += notes_of(comments)
                continue
            self.page.notes = notes
            if node.type == "heading" and node.tag == "h3" and questions.is_question(text_of(node)):
                end = next((n for n in range(place, len(nodes)) if nodes[n].type in ("heading", "hr")), len(nodes))
                self._question(node, nodes[place:end])
                place = end + 1 if end < len(nodes) and nodes[end].type == "hr" else end
            else:
                self._block(node)
            self.page.notes = notes = Notes()
        if not self.count:
            message = N_("The evaluation has no questions. Write each under a heading ### Question (scale).")
            self.page.error(1, message)
        return self.parts

    def _block(self, node: Node) -> None:
        if node.type == "heading" and (questions.is_question(text_of(node)) or questions.type_in(text_of(node))):
            message = N_(
                "The heading of a question has three # and begins with the word Question: ### Question (scale)"
            )
            self.page.error(line(node), message)
            return
        if node.type == "heading" and node.tag == "h1":
            message = N_("A file has only one title. Write ## %(seen)s for a heading inside the lesson.")
            self.page.error(line(node), message, seen=shorten(text_of(node)))
            return
        name = f"b{sum(isinstance(part, Block) for part in self.parts) + 1}"
        pieces = self.writer.block(node, name)
        if pieces:
            self.parts.append(Block(name, pieces))

    def _question(self, heading: Node, body: list[Node]) -> None:
        self.count += 1
        if self.count == MAX_QUESTIONS + 1:
            message = N_("This file has more than %(limit)s questions. Divide it, or leave some out.")
            self.page.error(line(heading), message, limit=MAX_QUESTIONS)
        kind = questions.read_type(text_of(heading), line(heading), self.page, questions.SURVEY_TYPES)
        draft = Draft(kind, self.page, self.writer, line(heading), len(self.page.report))
        _read_body(body, draft)
        if kind in _LISTED:
            _read_options(draft)
        if not draft.prompt:
            draft.lacks(N_("This question asks nothing. Write the question in a paragraph under its heading."))
        if kind and draft.prompt and (kind is QuestionType.FREE_TEXT or draft.options):
            self.parts.append(self._finished(draft, kind))

    def _finished(self, draft: Draft, kind: QuestionType) -> Question:
        """The key tells questions apart by what is asked and by what can be answered: answers are kept as places in the list."""
        asked = [unit.text for block in draft.prompt for unit in units_of(block.pieces)]
        told = "\n".join([kind.value, *asked, "", *(option.unit.text for option in draft.options)])
        key = f"survey:{sha256(told.encode()).hexdigest()[:12]}"
        same = sum(isinstance(part, Question) and part.prompt_key == key for part in self.parts)
        return Question(
            id=f"{self.page.slug}.{self.count}",
            key=f"{key}~{same + 1}" if same else key,
            type=kind,
            prompt=tuple(draft.prompt),
            options=tuple(draft.options),
            line=draft.line,
        )


def _read_body(nodes: list[Node], draft: Draft) -> None:
    page, notes = draft.page, Notes()
    lists = [place for place, node in enumerate(nodes) if node.type == "bullet_list"]
    answers = lists[-1] if lists and draft.type in _LISTED else len(nodes)
    page.in_question = True
    for place, node in enumerate(nodes):
        comments = comments_of(node, page)
        if comments is not None:
            notes += notes_of(comments)
            continue
        page.notes = notes
        if place == answers:
            draft.answers.append((node, notes))
        elif node.type == "paragraph" and TRAILER.match(text_of(node).strip()):
            message = N_("In an evaluation nothing is right or wrong. Delete “%(seen)s”.")
            page.error(line(node), message, seen=shorten(text_of(node)))
        elif place > answers:
            message = N_(
                "This stands after the answers. Put it above them, or end the question with a line --- before it."
            )
            page.error(line(node), message)
        elif draft.type is not None or node.type != "bullet_list":
            pieces = draft.writer.block(node)
            if pieces:
                draft.prompt.append(Block(f"p{len(draft.prompt) + 1}", pieces))
        page.notes = notes = Notes()
    page.in_question = False


def _read_options(draft: Draft) -> None:
    for item, notes in draft.items:
        for more in item.children[1:]:
            message = N_("An option in an evaluation is one line, without feedback. Delete what stands under it.")
            draft.error(message, line(more))
        text = first_text(item)
        box = BOX.match(text)
        if draft.type is QuestionType.SCALE:
            if not _read_step(draft, item, text, notes):
                break
        elif box is None:
            message = N_("This option has no [ ]. Write: - [ ] %(seen)s")
            draft.error(message, line(item), seen=shorten(text))
        else:
            if box[1] in "xX":
                draft.error(N_("In an evaluation no answer is right. Write [ ] instead of [x]."), line(item))
            _add(draft, draft.unit(text[box.end() :], line(item), notes), line(item))
    if draft.type is QuestionType.SCALE:
        _check_scale(draft)
    elif len(draft.options) < 2:
        draft.lacks(N_("This question has no options. Write at least two, each on a line of its own: - [ ] …"))


def _read_step(draft: Draft, item: Node, text: str, notes: Notes) -> bool:
    """A step of a scale: `- 1: Not at all` with its number, or words alone. Steps between two numbers have no words.

    Returns whether the steps below it can be told from it.
    """
    if BOX.match(text):
        message = N_(
            "A scale has no boxes. Write its ends with their numbers (- 1: …), or the words of each step (- …)."
        )
        draft.error(message, line(item))
        return False
    numbered = _NUMBERED.fullmatch(text)
    content = numbered[2] if numbered else text
    if numbered:
        number = int(numbered[1])
        if number <= len(draft.options) or number > LONGEST or (not draft.options and number != 1):
            message = N_(
                "The numbers of a scale go up from 1, to %(limit)s at most. Write for instance - 1: … and - 5: …"
            )
            draft.error(message, line(item), limit=LONGEST)
            return False
        while len(draft.options) < number - 1:
            place = str(len(draft.options) + 1)
            draft.options.append(Option(place, Unit(place)))
    _add(draft, draft.unit(content, line(item), notes), line(item))
    return True


def _add(draft: Draft, unit: Unit | None, at: int) -> None:
    if unit is None:
        draft.error(N_("This option is empty. Write its text after the bracket, or delete the line."), at)
    elif unit in [option.unit for option in draft.options]:
        draft.error(N_("The option “%(seen)s” stands here twice. Change or delete one."), at, seen=shorten(unit.text))
    else:
        draft.options.append(Option(str(len(draft.options) + 1), unit))


def _check_scale(draft: Draft) -> None:
    if not SHORTEST <= len(draft.options) <= LONGEST:
        message = N_(
            "A scale has from %(shortest)s to %(longest)s steps."
            " Write the words of its ends, - 1: … and - 5: …, or the words of each step."
        )
        draft.lacks(message, shortest=SHORTEST, longest=LONGEST)
