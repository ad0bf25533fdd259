"""Moodle XML: Moodle's whole question bank as a file. (Moodle documentation, “Moodle XML format”.)"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from html import escape
from itertools import islice

from lms.catalog.exchange import tree
from lms.catalog.exchange.foreign import (
    ALL,
    MAX_ANSWERS,
    NOTHING,
    ForeignAnswer,
    ForeignQuestion,
    Format,
    Kind,
    Passage,
)
from lms.catalog.exchange.gift import UNKNOWN_TYPE, path
from lms.catalog.exchange.intake import Intake
from lms.catalog.exchange.numbers import read_decimal
from lms.catalog.exchange.prose import decoded
from lms.catalog.exchange.tree import Node
from lms.catalog.problems import shorten
from lms.i18n import N_

KINDS = {
    "multichoice": Kind.CHOICE,
    "truefalse": Kind.TRUE_OR_FALSE,
    "shortanswer": Kind.SHORT,
    "numerical": Kind.NUMBER,
    "matching": Kind.MATCH,
    "match": Kind.MATCH,
    "ordering": Kind.ORDER,
    "essay": Kind.WRITTEN,
    "description": Kind.TEXT,
}
_FORMATS = {
    "html": Format.HTML,
    "markdown": Format.MARKDOWN,
    "plain_text": Format.PLAIN,
    "plain": Format.PLAIN,
    "moodle_auto_format": Format.MOODLE,
}
# Moodle writes these into every question; they say nothing.
_STOCK_FEEDBACK = {
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}


def read(text: str, intake: Intake) -> Iterator[ForeignQuestion | None]:
    """The questions in `text`; None stands for one that cannot be asked here, which is reported."""
    root = tree.read(text)
    if isinstance(root, tree.Fault):
        intake.error(root.line, root.message, **root.values)
        return
    if root.tag != "quiz":
        message = N_(
            "This XML is not Moodle’s, it begins with <%(seen)s>. In the question bank of Moodle, export as Moodle XML."
        )
        intake.error(root.line, message, seen=shorten(root.tag))
        return
    category: tuple[str, ...] = ()
    for node in root.all("question"):
        if node.attributes.get("type") == "category":
            category = path(node.value("category"))
            continue
        question = _question(node, intake)
        yield replace(question, category=category) if question else None


def _question(node: Node, intake: Intake) -> ForeignQuestion | None:
    name = node.attributes.get("type", "")
    kind = KINDS.get(name)
    if kind is None:
        intake.error(node.line, UNKNOWN_TYPE, seen=shorten(name))
        return None
    _report_settings(node, kind, intake)
    read_answers = _ANSWERS.get(kind, _plain_answers)
    return ForeignQuestion(
        kind,
        node.line,
        _with_old_picture(passage(node.first("questiontext"), intake), node),
        name=node.value("name"),
        answers=tuple(islice(read_answers(node, intake), MAX_ANSWERS + 1)),
        single=node.value("single", "true").lower() in ("true", "1"),
        explanation=passage(node.first("generalfeedback"), intake),
        hints=tuple(passage(hint, intake) for hint in node.all("hint")[:MAX_ANSWERS]),
        guide=passage(node.first("graderinfo"), intake),
        points=node.value("defaultgrade"),
    )


def passage(node: Node | None, intake: Intake, default: Format = Format.HTML) -> Passage:
    """The text in `node`, with the files beside it."""
    if node is None:
        return NOTHING
    inner = node.first("text")
    text = (inner or node).text
    files = {_file_path(file): decoded(file.text) for file in node.all("file")}
    for file in files:
        if file.rpartition("/")[2] not in text and escape(file) not in text and "%" not in text:
            message = N_("The file “%(seen)s” is not shown by the text that it came with, and is left out.")
            intake.warn(node.line, message, seen=shorten(file))
    line = inner.line if inner else node.line
    return Passage(text.strip(), _FORMATS.get(node.attributes.get("format", ""), default), line, files)


def _file_path(file: Node) -> str:
    return f"{file.attributes.get('path', '/').strip('/')}/{file.attributes.get('name', '')}".lstrip("/")


def _with_old_picture(asked: Passage, node: Node) -> Passage:
    """Before Moodle 2 a question had one picture, which stood under its text."""
    name, body = node.value("image"), node.first("image_base64")
    if not name or body is None:
        return asked
    text = f'{asked.text}<p><img src="@@PLUGINFILE@@/{escape(name)}"></p>'
    return replace(asked, text=text, format=Format.HTML, files={**asked.files, name.lstrip("/"): decoded(body.text)})


# Answers


def _share(node: Node) -> Decimal:
    return read_decimal(node.attributes.get("fraction", "0")) or Decimal(0)


def _options(node: Node, intake: Intake) -> Iterator[ForeignAnswer]:
    for answer in node.all("answer"):
        feedback = passage(answer.first("feedback"), intake)
        yield ForeignAnswer(passage(answer, intake), _share(answer), feedback)


def _plain_answers(node: Node, intake: Intake) -> Iterator[ForeignAnswer]:
    """What is typed is no HTML."""
    for answer in node.all("answer"):
        text = Passage(answer.value("text", answer.text.strip()), line=answer.line)
        feedback = passage(answer.first("feedback"), intake)
        yield ForeignAnswer(text, _share(answer), feedback, margin=answer.value("tolerance"))


def _truths(node: Node, intake: Intake) -> Iterator[ForeignAnswer]:
    """True and False, in this order; in old files the words are in any language, and the first is True."""
    given = list(_plain_answers(node, intake))[:2]
    named = {answer.passage.text.lower(): answer for answer in given}
    if "true" not in named and "false" not in named:
        named = dict(zip(("true", "false"), given, strict=False))
    is_true = "true" in named and named["true"].share > 0
    if "true" not in named:
        is_true = "false" in named and named["false"].share <= 0
    for word, is_right in (("True", is_true), ("False", not is_true)):
        answer = named.get(word.lower())
        yield ForeignAnswer(Passage(word), ALL if is_right else Decimal(0), answer.feedback if answer else NOTHING)


def _pairs(node: Node, intake: Intake) -> Iterator[ForeignAnswer]:
    for pair in node.all("subquestion"):
        answer = pair.first("answer")
        partner = Passage(answer.value("text", answer.text.strip()), line=answer.line) if answer else NOTHING
        yield ForeignAnswer(passage(pair, intake), partner=partner)


_ANSWERS: dict[Kind, Callable[[Node, Intake], Iterator[ForeignAnswer]]] = {
    Kind.CHOICE: _options,
    Kind.ORDER: _options,
    Kind.TRUE_OR_FALSE: _truths,
    Kind.MATCH: _pairs,
}

# What is said of a question beside its words


def _report_settings(node: Node, kind: Kind, intake: Intake) -> None:
    at = node.line
    if node.value("hidden") == "1":
        intake.warn(at, N_("This question was hidden in Moodle, perhaps because it had been deleted. It has come in."))
    if kind is Kind.CHOICE and node.value("shuffleanswers", "1").lower() in ("0", "false"):
        message = N_(
            "The options of this question were never mixed. Here the setting shuffle decides that for the whole quiz."
        )
        intake.warn(at, message)
    if kind is Kind.SHORT and node.value("usecase") == "1":
        intake.warn(at, N_("Small and capital letters made a difference in this answer. Here they make none."))
    if kind is Kind.NUMBER and node.first("units"):
        intake.warn(at, N_("The units of this answer are left out. Say in the question which unit is wanted."))
    if kind is Kind.WRITTEN and (node.value("responsetemplate") or node.value("attachments", "0") != "0"):
        message = N_("An answer could be a file, or began with a given text. Here it is typed into an empty field.")
        intake.warn(at, message)
    if kind is Kind.ORDER and node.value("selecttype", "ALL") not in ("ALL", "0"):
        intake.warn(at, N_("Only some of these steps were shown at a time. Here all of them are."))
    _report_once(node, intake)


def _report_once(node: Node, intake: Intake) -> None:
    """What is true of many questions of a file is said of the first."""
    at = node.line
    if read_decimal(node.value("penalty") or "0"):
        intake.once(at, N_("Points that were taken off for another try are left out: a quiz has attempts here."))
    if node.first("tags") or node.value("idnumber"):
        intake.once(at, N_("Tags and ID numbers of questions are left out."))
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        text = passage(node.first(name), intake)
        if text and " ".join(text.text.split()) not in _STOCK_FEEDBACK:
            message = N_("The feedback “%(seen)s” on the whole answer is left out. Write it as an explanation.")
            intake.once(at, message, seen=shorten(text.text))
