"""The answers of a question, by its type: what is marked right, what is accepted, what belongs together."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lms.catalog.course import Block, Option, QuestionType, Unit
from lms.catalog.markdown import Node, Writer, comments_of, line, text_of
from lms.catalog.page import Notes, Page
from lms.catalog.problems import shorten
from lms.i18n import N_
from lms.urdu import number

BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
ANSWER = re.compile(r"answers?\s*:[ \t]*", re.IGNORECASE)
TRAILER = re.compile(r"(Points|Hint|Explanation|Objective|Guide)\s*:[ \t]*", re.IGNORECASE)


@dataclass
class Draft:
    """What has been read of a question so far."""

    type: QuestionType | None
    page: Page
    writer: Writer
    line: int
    start: int = 0
    """How many problems there were before it."""
    answers: list[tuple[Node, Notes]] = field(default_factory=list)
    """The blocks that hold the answers, and what comments say about each."""
    prompt: list[Block] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    lefts: list[Option] = field(default_factory=list)
    columns: list[Unit] = field(default_factory=list)
    solution: list[str] | dict[str, str] | None = None
    accepted: list[Unit] = field(default_factory=list)
    ranges: list[tuple[float, float]] = field(default_factory=list)
    points: float = 1.0
    objective: int | None = None
    texts: dict[str, Unit] = field(default_factory=dict)
    trailers: set[str] = field(default_factory=set)

    @property
    def items(self) -> list[tuple[Node, Notes]]:
        """The items of the lists. A comment between two of them makes two lists of what the author means as one."""
        return [(item, notes) for answers, notes in self.answers for item in answers.children]

    def error(self, message: str, at: int = 0, **values: object) -> None:
        """A mistake of the question as a whole."""
        self.page.error(at or self.line, message, **values)

    def lacks(self, message: str, **values: object) -> None:
        """Something is not there; not said if it may be only because of another mistake in this question."""
        if len(self.page.report) == self.start:
            self.page.error(self.line, message, **values)

    def unit(self, content: str, at: int, notes: Notes | None = None) -> Unit | None:
        self.page.notes = notes or Notes()
        unit = self.page.unit(content, at)
        self.page.notes = Notes()
        return unit


def first_text(item: Node) -> str:
    """The running text at the beginning of a list item."""
    first = item.children[0] if item.children else None
    return text_of(first) if first and first.type == "paragraph" else ""


def _read_choice(draft: Draft) -> None:
    right = []
    for item, notes in draft.items:
        found = BOX.match(first_text(item))
        if not found:
            message = N_(
                "This bullet has no [ ] or [x]. If it is feedback on the option above, put two spaces before the dash."
            )
            draft.error(message, line(item))
            continue
        content = first_text(item)[found.end() :]
        unit = draft.unit(content, line(item), notes)
        feedback = _feedback(item, content, draft, notes)
        if unit is None:
            draft.error(N_("This option is empty. Write its text after the bracket, or delete the line."), line(item))
            continue
        option = Option(str(len(draft.options) + 1), unit, feedback)
        if unit in [other.unit for other in draft.options]:
            message = N_("The option “%(seen)s” stands here twice. Change or delete one.")
            draft.error(message, line(item), seen=shorten(unit.text))
        draft.options.append(option)
        if found[1] in "xX":
            right.append(option.id)
    draft.solution = right
    if draft.options:
        _check_choice(draft, right)
    else:
        message = N_(
            "This question has no options."
            " Write each on a line of its own: - [x] for a right one, - [ ] for a wrong one."
        )
        draft.lacks(message)


def _check_choice(draft: Draft, right: list[str]) -> None:
    if not right:
        draft.error(N_("No option is marked as right. Write [x] instead of [ ] before the right one."))
    elif draft.type is QuestionType.CHOOSE_ONE and len(right) > 1:
        message = N_(
            "This is a “choose one” question but %(count)s options are marked [x]."
            " Mark exactly one, or write (choose all) in the heading."
        )
        draft.error(message, count=len(right))
    elif draft.type is QuestionType.TRUE_OR_FALSE and len(right) > 1:
        draft.error(N_("Both True and False are marked [x]. Mark exactly one."))
    if draft.type is QuestionType.TRUE_OR_FALSE:
        if sorted(option.unit.text.lower() for option in draft.options) != ["false", "true"]:
            message = N_(
                "The options of a “true or false” question are exactly True and False."
                " Write - [x] True and - [ ] False."
            )
            draft.lacks(message)
    elif len(draft.options) < 2:
        draft.lacks(N_("This question has only one option. Write at least two."))


def _feedback(item: Node, content: str, draft: Draft, notes: Notes) -> Unit | None:
    """What stands under an option: nothing, or one sub-bullet with one paragraph."""
    for place, text in enumerate(content.split("\n")[1:], start=line(item) + 1):
        if re.match(r"\s*[-*+] ", text):
            draft.error(N_("This feedback has too many spaces before its dash. Write exactly two."), place)
    bullets = []
    for node in item.children[1:]:
        if node.type == "bullet_list":
            bullets += node.children
        elif comments_of(node, draft.page) is None:
            message = N_(
                "This text under an option is neither an option nor feedback."
                " Write feedback as one bullet: two spaces, a dash, the text."
            )
            draft.error(message, line(node))
    if not bullets:
        return None
    if len(bullets) > 1:
        draft.error(N_("This option has more than one feedback. Write it as one bullet."), line(bullets[1]))
    for node in bullets[0].children[1:]:
        draft.error(N_("Feedback is one paragraph. Write it in one bullet without empty lines."), line(node))
    feedback = first_text(bullets[0])
    if BOX.match(feedback):
        draft.error(
            N_("This option is indented like feedback. Take away the spaces before its dash."), line(bullets[0])
        )
        return None
    return draft.unit(feedback, line(bullets[0]), notes)


def _answers(draft: Draft) -> list[tuple[str, int, Notes]]:
    """The texts after `- Answer:`."""
    found = []
    for item, notes in draft.items:
        text = first_text(item)
        answer = ANSWER.match(text)
        if answer and text[answer.end() :].strip():
            found.append((text[answer.end() :].strip(), line(item), notes))
        elif answer:
            message = N_("Nothing stands after “Answer:”. Write the answer there, or delete the line.")
            draft.error(message, line(item))
        else:
            draft.error(N_("This bullet is not an answer. Write: - Answer: %(seen)s"), line(item), seen=shorten(text))
        for node in item.children[1:]:
            message = N_("An answer here has no feedback of its own. Write it after the answers: Explanation: …")
            draft.error(message, line(node))
    if not draft.items:
        message = N_("This “%(type)s” question has no answer. Write under it: - Answer: …")
        draft.lacks(message, type=str(draft.type))
    return found


def _read_short(draft: Draft) -> None:
    for text, at, notes in _answers(draft):
        unit = draft.unit(text, at, notes)
        if unit:
            draft.accepted.append(unit)


def _read_number(draft: Draft) -> None:
    for text, at, _notes in _answers(draft):
        found = _range(text)
        if found:
            draft.ranges.append(found)
        else:
            message = N_("“%(seen)s” is not a number. Write 15, or 8.5 ± 0.1, or 8 to 9.")
            draft.error(message, at, seen=shorten(text))


def _range(text: str) -> tuple[float, float] | None:
    """`15`, `8.5 ± 0.1` (also `+-`, `+/-`) or `8 to 9` as the lowest and the highest accepted number."""
    middle, sign, margin = re.sub(r"\+/?-", "±", text).partition("±")
    if sign:
        value, around = number(middle.strip()), number(margin.strip())
        return None if value is None or around is None else (float(value - abs(around)), float(value + abs(around)))
    numbers = [number(part.strip()) for part in re.split(r"\s+to\s+", text)]
    lowest, highest = numbers[0], numbers[-1]
    if lowest is None or highest is None or len(numbers) > 2 or lowest > highest:
        return None
    return float(lowest), float(highest)


def _read_match(draft: Draft) -> None:
    if not draft.answers:
        message = N_(
            "This “match” question has no table."
            " Write one with two columns: | Term | Meaning |, under it |---|---|, and a row for each pair."
        )
        draft.lacks(message)
        return
    table, notes = draft.answers[0]
    head, *rows = [row for part in table.children for row in part.children]
    if len(head.children) != 2:
        message = N_("The table of a “match” question has two columns; this one has %(count)s.")
        draft.error(message, line(table), count=len(head.children))
        return
    columns = [draft.unit(text_of(cell), line(cell), notes) for cell in head.children]
    draft.columns = [unit for unit in columns if unit]
    draft.solution = {}
    for row in rows:
        _read_pair([text_of(cell).strip() for cell in row.children], line(row), draft, notes)
    if len(draft.columns) < 2:
        message = N_("The first row of a “match” question’s table names its two columns. Write both names.")
        draft.error(message, line(table))
    if len(draft.lefts) < 2:
        draft.lacks(N_("A “match” question needs at least two pairs. Write a row for each."))


def _read_pair(cells: list[str], at: int, draft: Draft, notes: Notes) -> None:
    left, right = cells
    trailer = TRAILER.match(left)
    if trailer:
        draft.error(
            N_("“%(seen)s” has become a row of the table. Put an empty line before it."), at, seen=trailer[0].strip()
        )
        return
    if not right:
        message = N_(
            "The right cell of this row is empty. Write what belongs to “%(seen)s”; only the left cell may be empty."
        )
        draft.error(message, at, seen=shorten(left))
        return
    left_unit = draft.unit(left, at, notes) if left else None
    right_unit = draft.unit(right, at, notes)
    if right_unit is None:
        return
    choice = next((option for option in draft.options if option.unit == right_unit), None)
    if choice is None:
        choice = Option(str(len(draft.options) + 1), right_unit)
        draft.options.append(choice)
    if left_unit and left_unit in [other.unit for other in draft.lefts]:
        draft.error(N_("“%(seen)s” stands in the left column twice. Change or delete one."), at, seen=shorten(left))
    elif left_unit and isinstance(draft.solution, dict):
        draft.lefts.append(Option(str(len(draft.lefts) + 1), left_unit))
        draft.solution[draft.lefts[-1].id] = choice.id


def _read_order(draft: Draft) -> None:
    for item, notes in draft.items:
        for node in item.children[1:]:
            message = N_("A step is one paragraph. Write it after its number without empty lines or bullets.")
            draft.error(message, line(node))
        unit = draft.unit(first_text(item), line(item), notes)
        if unit is None:
            draft.error(N_("This step is empty. Write its text after the number, or delete the line."), line(item))
        elif unit in [option.unit for option in draft.options]:
            draft.error(
                N_("The step “%(seen)s” stands here twice. Change or delete one."), line(item), seen=shorten(unit.text)
            )
        else:
            draft.options.append(Option(str(len(draft.options) + 1), unit))
    draft.solution = [option.id for option in draft.options]
    if len(draft.options) < 2:
        message = N_(
            "This “put in order” question has no steps. Write at least two as a numbered list in the right order: 1. …"
        )
        draft.lacks(message)


def _read_written(draft: Draft) -> None:
    if "guide" not in draft.texts:
        message = N_(
            "This “written answer” question has no Guide: line. Write one for the trainer who marks the answers."
        )
        draft.page.warn(draft.line, message)


READERS: dict[QuestionType, Callable[[Draft], None]] = {
    QuestionType.CHOOSE_ONE: _read_choice,
    QuestionType.CHOOSE_ALL: _read_choice,
    QuestionType.TRUE_OR_FALSE: _read_choice,
    QuestionType.SHORT_ANSWER: _read_short,
    QuestionType.NUMBER: _read_number,
    QuestionType.MATCH: _read_match,
    QuestionType.ORDER: _read_order,
    QuestionType.WRITTEN: _read_written,
}
