"""Questions as a GIFT file. (Moodle documentation, “GIFT format”.)"""

import re
from collections.abc import Callable, Iterable

from lms.catalog.course import QuestionType
from lms.catalog.exchange.escaping import squeeze
from lms.catalog.exchange.leaving import Group, Hypertext, Leaving, category
from lms.catalog.exchange.numbers import range_of, share_of
from lms.i18n import N_

_SIGN = re.compile(r"[\\~=#{}:]")
# In a list of steps Moodle reads no escaped signs.
_NO_STEP = re.compile(r"[{}\\]|^\s*//|####")


def write(groups: Iterable[Group], texts: Hypertext) -> tuple[bytes, int]:
    """The file, and how many questions are in it."""
    blocks: list[str] = []
    count = 0
    for group in groups:
        blocks.append(f"$CATEGORY: {category(group.path)}")
        for leaving in group.questions:
            block = _question(leaving, texts)
            blocks += [block] if block else []
            count += block is not None
    return ("\n\n".join(blocks) + "\n").encode(), count


def escape(text: str) -> str:
    """`text` with GIFT's own signs escaped, on one line."""
    return _SIGN.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _html(text: str) -> str:
    """HTML as an answer: what stands first must not be taken for a format or a weight."""
    return escape(f"&#{ord(text[0])};{text[1:]}" if text[:1] in ("[", "%") else text)


def _plain(text: str) -> str:
    return ("[plain]" if text.startswith("[") else "") + escape(text)


def _question(leaving: Leaving, texts: Hypertext) -> str | None:
    question = leaving.text.question
    answers = _WRITERS[question.type](leaving, texts)
    if answers is None:
        message = N_("The answers hold signs that GIFT cannot write. The question is left out; export as Moodle XML.")
        leaving.warn(message)
        return None
    _report_losses(leaving)
    explanation = texts.phrase(leaving.text.explanation, leaving)
    if explanation:
        answers = f"{answers.rstrip()}\n\t####{_html(explanation)}\n"
    return f"::{escape(squeeze(leaving.name))}::[html]{escape(texts.blocks(leaving.text.prompt, leaving))}{{{answers}}}"


def _report_losses(leaving: Leaving) -> None:
    question = leaving.text.question
    lost = {"Points": question.points != 1, "Hint": question.hint, "Guide": question.guide}
    words = [f"{word}:" for word, is_lost in lost.items() if is_lost]
    if words:
        message = N_("GIFT has no place for %(seen)s, so it is left out. Moodle XML has.")
        leaving.warn(message, seen=", ".join(words))


def _list(lines: Iterable[str]) -> str:
    return "".join(f"\n\t{line}" for line in lines) + "\n"


def _choices(leaving: Leaving, texts: Hypertext) -> str:
    question = leaving.text.question
    right = question.solution if isinstance(question.solution, list) else []
    share = share_of(len(right))
    signs = ("=", "~") if question.type is QuestionType.CHOOSE_ONE else (f"~%{share}%", f"~%-{share}%")
    lines = []
    for choice in leaving.text.choices:
        feedback = texts.phrase(choice.feedback, leaving)
        line = signs[choice.id not in right] + _html(texts.phrase(choice.phrase, leaving))
        lines.append(line + (f"#{_html(feedback)}" if feedback else ""))
    return _list(lines)


def _truth(leaving: Leaving, texts: Hypertext) -> str:
    question = leaving.text.question
    right = question.solution if isinstance(question.solution, list) else []
    word = "".join(option.unit.text.upper() for option in question.options if option.id in right)
    said = {choice.id in right: _html(texts.phrase(choice.feedback, leaving)) for choice in leaving.text.choices}
    feedback = [said.get(False, ""), said.get(True, "")]
    if not feedback[1]:
        feedback.pop()
    return "#".join([word, *feedback]) if any(feedback) else word


def _typed(leaving: Leaving, texts: Hypertext) -> str | None:
    accepted = leaving.text.accepted
    if any("->" in text for text in accepted):
        return None
    return _list("=%100%" + _plain(text.replace("*", "\\*")) for text in map(squeeze, accepted))


def _numbers(leaving: Leaving, texts: Hypertext) -> str:
    ranges = (range_of(low, high) for low, high in leaving.text.question.ranges)
    return "#" + _list(f"=%100%{value}:{margin}" for value, margin in ranges)


def _pairs(leaving: Leaving, texts: Hypertext) -> str:
    question = leaving.text.question
    solution = question.solution if isinstance(question.solution, dict) else {}
    rights = {choice.id: escape(squeeze(choice.phrase.text)) for choice in leaving.text.choices}
    lines = [
        f"={_html(texts.phrase(left.phrase, leaving))} -> {rights[solution[left.id]]}" for left in leaving.text.lefts
    ]
    lines += [f"= -> {text}" for place, text in rights.items() if place not in solution.values()]
    return _list(lines)


def _steps(leaving: Leaving, texts: Hypertext) -> str | None:
    steps = [" ".join(texts.phrase(choice.phrase, leaving).split("\n")) for choice in leaving.text.choices]
    if any(_NO_STEP.search(step) for step in steps):
        return None
    return f">{len(steps)} ALL VERTICAL ABSOLUTE_POSITION HIDE" + _list(steps)


def _written(leaving: Leaving, texts: Hypertext) -> str:
    return ""


_WRITERS: dict[QuestionType, Callable[[Leaving, Hypertext], str | None]] = {
    QuestionType.CHOOSE_ONE: _choices,
    QuestionType.CHOOSE_ALL: _choices,
    QuestionType.TRUE_OR_FALSE: _truth,
    QuestionType.SHORT_ANSWER: _typed,
    QuestionType.NUMBER: _numbers,
    QuestionType.MATCH: _pairs,
    QuestionType.ORDER: _steps,
    QuestionType.WRITTEN: _written,
}
