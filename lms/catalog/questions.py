"""A question: its heading, its prompt, which blocks hold its answers, and what follows them."""

import re
from difflib import get_close_matches
from hashlib import sha256

from lms.catalog.answers import ANSWER, BOX, READERS, TRAILER, Draft, first_text
from lms.catalog.course import Block, Question, QuestionType
from lms.catalog.markdown import Node, Writer, comments_of, line, text_of, units_of
from lms.catalog.page import Notes, Page, notes_of
from lms.catalog.problems import shorten
from lms.i18n import N_
from lms.urdu import number

_HEADING = re.compile(r"\s*question\b", re.IGNORECASE)
_TYPE = re.compile(r"\(([^()]*)\)[\s.:*]*$")
QUIZ_TYPES = tuple(kind for kind in QuestionType if kind not in (QuestionType.SCALE, QuestionType.FREE_TEXT))
SURVEY_TYPES = (QuestionType.SCALE, QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.FREE_TEXT)
_STARRED = re.compile(r"\*{1,2}\s*(Points|Hint|Explanation|Objective|Guide)\s*:?\s*\*{1,2}\s*:?", re.IGNORECASE)
_TRAILERS = ("points", "hint", "explanation", "objective", "guide")
_SYNONYMS = {
    "single choice": QuestionType.CHOOSE_ONE,
    "choose 1": QuestionType.CHOOSE_ONE,
    "multiple choice": QuestionType.CHOOSE_ONE,
    "mcq": QuestionType.CHOOSE_ONE,
    "choose many": QuestionType.CHOOSE_ALL,
    "choose all that apply": QuestionType.CHOOSE_ALL,
    "multiple answers": QuestionType.CHOOSE_ALL,
    "true/false": QuestionType.TRUE_OR_FALSE,
    "true false": QuestionType.TRUE_OR_FALSE,
    "yes or no": QuestionType.TRUE_OR_FALSE,
    "numeric": QuestionType.NUMBER,
    "matching": QuestionType.MATCH,
    "order": QuestionType.ORDER,
    "ordering": QuestionType.ORDER,
    "essay": QuestionType.WRITTEN,
    "long answer": QuestionType.WRITTEN,
    "fill in the blank": QuestionType.SHORT_ANSWER,
}
_CHOICES = (QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.TRUE_OR_FALSE)
# The kind of block that holds the answers of each type.
_ANSWER_BLOCK = {
    QuestionType.CHOOSE_ONE: "bullet_list",
    QuestionType.CHOOSE_ALL: "bullet_list",
    QuestionType.TRUE_OR_FALSE: "bullet_list",
    QuestionType.SHORT_ANSWER: "bullet_list",
    QuestionType.NUMBER: "bullet_list",
    QuestionType.MATCH: "table",
    QuestionType.ORDER: "ordered_list",
}


def is_question(heading: str) -> bool:
    """Whether a heading of the third level begins a question."""
    return _HEADING.match(heading.replace("*", "")) is not None


def type_in(heading: str) -> QuestionType | None:
    """The type that a heading names in brackets at its end, if it is one."""
    found = _TYPE.search(heading)
    name = " ".join(found[1].lower().split()) if found else ""
    return QuestionType(name) if name in list(QuestionType) else None


def read_type(heading: str, at: int, page: Page, types: tuple[QuestionType, ...] = QUIZ_TYPES) -> QuestionType | None:
    """The type of a question, one of `types`; a missing or unknown one is reported, and guessed where that is safe."""
    found = _TYPE.search(heading)
    known = ", ".join(f"({name})" for name in types)
    if not found:
        message = N_(
            "This question has no type. Write one in brackets at the end of the heading: %(known)s."
            " If this is no question, begin the heading with another word."
        )
        page.error(at, message, known=known)
        return None
    name = " ".join(found[1].lower().replace("-", " ").split())
    if name in list(types):
        return QuestionType(name)
    if name in list(QuestionType):
        _misplaced(found[1], at, page, types, known)
        return None
    meant_here = [synonym for synonym, kind in _SYNONYMS.items() if kind in types]
    near = get_close_matches(name, [*types, *meant_here], n=1, cutoff=0.7)
    if near:
        meant = _SYNONYMS.get(near[0]) or QuestionType(near[0])
        message = N_("“(%(seen)s)” is not a type of question. Did you mean (%(near)s)?")
        page.error(at, message, seen=shorten(found[1]), near=str(meant))
        return meant
    page.error(
        at, N_("“(%(seen)s)” is not a type of question. Write one of: %(known)s."), seen=shorten(found[1]), known=known
    )
    return None


def _misplaced(seen: str, at: int, page: Page, types: tuple[QuestionType, ...], known: str) -> None:
    """A type of the evaluation in a quiz, or the other way round."""
    message = N_(
        "“(%(seen)s)” asks what is right, and in an evaluation nothing is right or wrong. Write one of: %(known)s."
    )
    if types is QUIZ_TYPES:
        message = N_("“(%(seen)s)” asks for an opinion. Put it into evaluation.md, or write here one of: %(known)s.")
    page.error(at, message, seen=shorten(seen), known=known)


def read(
    nodes: list[Node], kind: QuestionType | None, at: int, place: str, pool: int | None, writer: Writer
) -> Question | None:
    """The question made of the blocks under its heading on line `at`; `place` is its id.

    Without a type it is only checked.
    """
    page = writer.page
    draft = Draft(kind, page, writer, at, len(page.report))
    answers = _answer_places(nodes, kind)
    notes = Notes()
    page.in_question = True
    for number_, node in enumerate(nodes):
        comments = comments_of(node, page)
        if comments is not None:
            notes += notes_of(comments)
            continue
        page.notes = notes
        if number_ in answers:
            draft.answers.append((node, notes))
        elif node.type == "paragraph" and _read_trailers(node, draft):
            pass
        elif answers and number_ > max(answers):
            _stray(node, draft)
        elif kind is not None or node.type != "bullet_list":
            _prompt(node, draft)
        page.notes = notes = Notes()
    if kind is not None:
        READERS[kind](draft)
        if not draft.prompt:
            draft.lacks(N_("This question asks nothing. Write the question in a paragraph under its heading."))
    page.in_question = False
    return _finished(draft, kind, place, pool) if kind else None


def _finished(draft: Draft, kind: QuestionType, place: str, pool: int | None) -> Question:
    prompt = "\n".join(unit.text for block in draft.prompt for unit in units_of(block.pieces))
    return Question(
        id=place,
        key=f"{draft.page.slug}:{sha256(prompt.encode()).hexdigest()[:12]}",
        type=kind,
        prompt=tuple(draft.prompt),
        options=tuple(draft.options),
        lefts=tuple(draft.lefts),
        columns=tuple(draft.columns),
        solution=draft.solution,
        accepted=tuple(draft.accepted),
        ranges=tuple(draft.ranges),
        points=draft.points,
        hint=draft.texts.get("hint"),
        explanation=draft.texts.get("explanation"),
        guide=draft.texts.get("guide"),
        objective=draft.objective,
        pool=pool,
        line=draft.line,
    )


def _answer_places(nodes: list[Node], kind: QuestionType | None) -> set[int]:
    """Which blocks hold the answers: lists with marks in them, else the last block of the right kind."""
    if kind is None or kind is QuestionType.WRITTEN:
        return set()
    wanted = [place for place, node in enumerate(nodes) if node.type == _ANSWER_BLOCK[kind]]
    if _ANSWER_BLOCK[kind] != "bullet_list":
        return set(wanted[-1:])
    mark = BOX if kind in _CHOICES else ANSWER
    marked = {place for place in wanted if any(mark.match(first_text(item)) for item in nodes[place].children)}
    if not marked:
        return set(wanted[-1:])
    # A list right after the answers, parted from them only by a comment or another bullet sign, belongs to them.
    return {place for place in wanted if place >= min(marked)}


def _prompt(node: Node, draft: Draft) -> None:
    pieces = draft.writer.block(node)
    if pieces:
        draft.prompt.append(Block(f"p{len(draft.prompt) + 1}", pieces))


def _stray(node: Node, draft: Draft) -> None:
    message = N_("This stands after the answers. Put it above them, or end the question with a line --- before it.")
    values: dict[str, str] = {}
    if node.type == "paragraph":
        text = text_of(node)
        word = re.match(r"\W*(\w+)\W*:", text)
        near = get_close_matches(word[1].lower(), _TRAILERS, n=1, cutoff=0.6) if word else []
        if near and word:
            message = N_("“%(seen)s” is not a word that I know here. Did you mean “%(near)s:”?")
            values = {"seen": f"{word[1]}:", "near": near[0].capitalize()}
        elif ANSWER.match(text):
            message = N_("There is no dash before “%(seen)s”. Write: - %(seen)s")
            values = {"seen": shorten(text.split("\n")[0])}
    draft.page.error(line(node), message, **values)


def _read_trailers(node: Node, draft: Draft) -> bool:
    """Read `Points:`, `Hint:` and so on, each at the beginning of a line; whether the paragraph was such lines."""
    lines = text_of(node).split("\n")
    starred = _STARRED.match(lines[0].strip())
    if starred:
        message = N_("“%(seen)s” is written without stars. Write: %(word)s: …")
        draft.page.error(line(node), message, seen=starred[0].strip(), word=starred[1].capitalize())
        return True
    if not TRAILER.match(lines[0].strip()):
        return False
    found: list[tuple[str, int, list[str]]] = []
    for place, text in enumerate(lines, start=line(node)):
        trailer = TRAILER.match(text.strip())
        if trailer:
            found.append((trailer[1].lower(), place, [text.strip()[trailer.end() :]]))
        else:
            found[-1][2].append(text)
    for name, place, rest in found:
        _trailer(name, "\n".join(rest).strip(), place, draft)
    return True


def _trailer(name: str, text: str, at: int, draft: Draft) -> None:
    page = draft.page
    if name in draft.trailers:
        page.error(
            at, N_("This question already has “%(seen)s:”. Join the two, or delete one."), seen=name.capitalize()
        )
        return
    draft.trailers.add(name)
    if not text:
        page.error(
            at,
            N_("Nothing stands after “%(seen)s:”. Write it on the same line, or delete the line."),
            seen=name.capitalize(),
        )
    elif name == "points":
        value = number(text)
        if value is None or not 0 < value <= 100:
            page.error(
                at, N_("“%(seen)s” is not a number of points. Write for instance Points: 2."), seen=shorten(text)
            )
        else:
            draft.points = float(value)
    elif name == "objective":
        value = number(text)
        if value is None or value != int(value) or value < 1:
            message = N_(
                "“%(seen)s” is not the number of an objective."
                " Write for instance Objective: 2 for the second in course.md."
            )
            page.error(at, message, seen=shorten(text))
        else:
            draft.objective = int(value)
    elif name == "guide" and draft.type not in (QuestionType.WRITTEN, None):
        page.error(at, N_("Only a (written answer) has a Guide: line. Write Explanation: instead."))
    else:
        unit = page.unit(text, at)
        if unit:
            draft.texts[name] = unit
