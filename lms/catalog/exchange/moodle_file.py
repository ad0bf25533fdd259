"""Questions as a Moodle XML file, with their pictures. (Moodle documentation, “Moodle XML format”.)"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lms.catalog.course import QuestionType
from lms.catalog.edition import Choice
from lms.catalog.exchange.escaping import squeeze
from lms.catalog.exchange.leaving import Group, Hypertext, Leaving, category
from lms.catalog.exchange.numbers import range_of, share_of, written

_TYPES = {
    QuestionType.CHOOSE_ONE: "multichoice",
    QuestionType.CHOOSE_ALL: "multichoice",
    QuestionType.TRUE_OR_FALSE: "truefalse",
    QuestionType.SHORT_ANSWER: "shortanswer",
    QuestionType.NUMBER: "numerical",
    QuestionType.MATCH: "matching",
    QuestionType.ORDER: "ordering",
    QuestionType.WRITTEN: "essay",
}


def write(groups: Iterable[Group], texts: Hypertext) -> tuple[bytes, int]:
    """The file, and how many questions are in it."""
    root = Element("quiz")
    count = 0
    for group in groups:
        heading = SubElement(root, "question", type="category")
        SubElement(SubElement(heading, "category"), "text").text = category(group.path)
        for leaving in group.questions:
            _Writer(root, leaving, texts).write()
            count += 1
    ElementTree.indent(root)
    return ElementTree.tostring(root, "utf-8", xml_declaration=True) + b"\n", count


class _Writer:
    def __init__(self, root: Element, leaving: Leaving, texts: Hypertext) -> None:
        self.leaving = leaving
        self.texts = texts
        self.question = leaving.text.question
        self.node = SubElement(root, "question", type=_TYPES[self.question.type])

    def write(self) -> None:
        text, question = self.leaving.text, self.question
        SubElement(SubElement(self.node, "name"), "text").text = squeeze(self.leaving.name)
        self.html("questiontext", self.texts.blocks(text.prompt, self.leaving))
        self.html("generalfeedback", self.texts.phrase(text.explanation, self.leaving))
        values = {"defaultgrade": written(Decimal(repr(question.points))) or "1", "penalty": "0", "hidden": "0"}
        self.values(**values)
        _WRITERS[question.type](self)
        if text.hint:
            self.html("hint", self.texts.phrase(text.hint, self.leaving))

    def values(self, **values: str) -> None:
        for name, value in values.items():
            SubElement(self.node, name).text = value

    def html(self, tag: str, html: str, parent: Element | None = None, **attributes: str) -> Element:
        """An element with a text and the pictures that it shows; `html` must have been written last."""
        element = SubElement(self.node if parent is None else parent, tag, attributes, format="html")
        SubElement(element, "text").text = html
        for name, body in self.texts.embedded() if html else ():
            SubElement(element, "file", name=name, path="/", encoding="base64").text = body
        return element

    def answer(self, text: str, fraction: str = "100", feedback: str = "") -> Element:
        """An answer that is typed or chosen by its word."""
        element = SubElement(self.node, "answer", fraction=fraction, format="moodle_auto_format")
        SubElement(element, "text").text = text
        self.html("feedback", feedback, element)
        return element

    @property
    def right(self) -> list[str]:
        return self.question.solution if isinstance(self.question.solution, list) else []

    def feedback(self, choice: Choice) -> str:
        return self.texts.phrase(choice.feedback, self.leaving)

    def choices(self) -> None:
        is_single = self.question.type is QuestionType.CHOOSE_ONE
        self.values(single=str(is_single).lower(), shuffleanswers="true", answernumbering="none")
        share = share_of(len(self.right))
        shares = ("100", "0") if is_single else (share, f"-{share}")
        for choice in self.leaving.text.choices:
            html = self.texts.phrase(choice.phrase, self.leaving)
            element = self.html("answer", html, fraction=shares[choice.id not in self.right])
            self.html("feedback", self.feedback(choice), element)

    def truth(self) -> None:
        for option, choice in zip(self.question.options, self.leaving.text.choices, strict=True):
            share = "100" if option.id in self.right else "0"
            self.answer(option.unit.text.lower(), share, self.feedback(choice))

    def typed(self) -> None:
        self.values(usecase="0")
        for text in self.leaving.text.accepted:
            self.answer(squeeze(text).replace("*", "\\*"))

    def numbers(self) -> None:
        for low, high in self.question.ranges:
            value, margin = range_of(low, high)
            SubElement(self.answer(value), "tolerance").text = margin

    def pairs(self) -> None:
        self.values(shuffleanswers="true")
        solution = self.question.solution if isinstance(self.question.solution, dict) else {}
        rights = {choice.id: squeeze(choice.phrase.text) for choice in self.leaving.text.choices}
        pairs = [
            (self.texts.phrase(left.phrase, self.leaving), rights[solution[left.id]])
            for left in self.leaving.text.lefts
        ]
        pairs += [("", text) for place, text in rights.items() if place not in solution.values()]
        for left, right in pairs:
            element = self.html("subquestion", left)
            SubElement(SubElement(element, "answer"), "text").text = right

    def steps(self) -> None:
        self.values(
            layouttype="VERTICAL",
            selecttype="ALL",
            selectcount="0",
            gradingtype="ABSOLUTE_POSITION",
            showgrading="HIDE",
        )
        for place, choice in enumerate(self.leaving.text.choices, start=1):
            self.html("answer", self.texts.phrase(choice.phrase, self.leaving), fraction=str(place))

    def written(self) -> None:
        self.values(responseformat="editor", responserequired="1", responsefieldlines="15", attachments="0")
        self.html("graderinfo", self.texts.phrase(self.leaving.text.guide, self.leaving))


_WRITERS: dict[QuestionType, Callable[[_Writer], None]] = {
    QuestionType.CHOOSE_ONE: _Writer.choices,
    QuestionType.CHOOSE_ALL: _Writer.choices,
    QuestionType.TRUE_OR_FALSE: _Writer.truth,
    QuestionType.SHORT_ANSWER: _Writer.typed,
    QuestionType.NUMBER: _Writer.numbers,
    QuestionType.MATCH: _Writer.pairs,
    QuestionType.ORDER: _Writer.steps,
    QuestionType.WRITTEN: _Writer.written,
}
