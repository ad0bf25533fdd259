"""A foreign question as a question of ours, in Markdown; what our format cannot carry is reported."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from lms.catalog.course import QuestionType
from lms.catalog.exchange import prose
from lms.catalog.exchange.escaping import escape, guard, squeeze
from lms.catalog.exchange.foreign import MAX_ANSWERS, ForeignAnswer, ForeignQuestion, Kind, Passage
from lms.catalog.exchange.intake import Intake
from lms.catalog.exchange.numbers import read_decimal, written, written_range
from lms.catalog.exchange.options import WHOLE, Answers, read_choice, read_truth, short_share
from lms.catalog.exchange.phrases import BREAK
from lms.catalog.problems import shorten
from lms.catalog.source import MAX_TEXT_FILE
from lms.i18n import N_

COLUMNS = ("Item", "Match")
_MOST_POINTS = 100


def write(question: ForeignQuestion, intake: Intake) -> str | None:
    """The Markdown of `question`, or None, with a report, if it cannot be asked here."""
    if _is_too_large(question, intake):
        return None
    asked = prose.blocks(question.prompt, intake) or guard(escape(squeeze(question.name)))
    if not asked:
        intake.error(question.line, N_("Nothing is asked here. The question is left out."))
        return None
    if question.kind is Kind.TEXT:
        return f"---\n\n{asked}"
    answers = _READERS[question.kind](question, intake)
    if answers is None:
        return None
    parts = [_heading(question, answers.type), asked, "\n".join(answers.lines), *_trailers(question, answers, intake)]
    return "\n\n".join(part for part in parts if part)


def _is_too_large(question: ForeignQuestion, intake: Intake) -> bool:
    if len(question.answers) > MAX_ANSWERS:
        message = N_("This question has more than %(limit)s answers and is left out.")
        intake.error(question.line, message, limit=MAX_ANSWERS)
    elif question.length > MAX_TEXT_FILE:
        message = N_("This question is longer than %(limit)s KB and is left out.")
        intake.error(question.line, message, limit=MAX_TEXT_FILE // 1024)
    else:
        return False
    return True


def _heading(question: ForeignQuestion, kind: QuestionType) -> str:
    """With the question's name there, unless that is only the beginning of what it asks."""
    name = shorten(squeeze(question.name))
    is_echo = squeeze(question.prompt.text).lower().find(name.rstrip("….").lower(), 0, 100) >= 0
    return f"### Question ({kind})" if is_echo else f"### Question: {escape(name)} ({kind})"


# What is typed


def _accepted(question: ForeignQuestion, answers: Answers, intake: Intake) -> list[ForeignAnswer]:
    """The wholly right answers. The feedback of others is reported, and their share if they have one."""
    accepted = []
    for answer in question.answers:
        at = answer.passage.line or question.line
        if answer.share >= WHOLE:
            accepted.append(answer)
            answers.remarks += [answer.feedback] if answer.feedback else []
            continue
        if answer.share:
            message = N_(
                "The answer “%(seen)s” was worth only a part of the points (%(share)s). Here an answer is right or wrong;"
                " it is left out."
            )
            intake.warn(at, message, seen=shorten(answer.passage.text), share=f"{short_share(answer.share)} %")
        if answer.feedback:
            message = N_(
                "The feedback “%(seen)s” on the answer “%(answer)s” is left out: only options have feedback here."
            )
            intake.warn(at, message, seen=shorten(answer.feedback.text), answer=shorten(answer.passage.text))
    return accepted


def _read_short(question: ForeignQuestion, intake: Intake) -> Answers | None:
    answers = Answers(QuestionType.SHORT_ANSWER)
    for answer in _accepted(question, answers, intake):
        text = answer.passage.text
        if "*" in text.replace("\\*", ""):
            message = N_(
                "“%(seen)s” stood for every answer that has something at its *. It is left out; write the answers singly."
            )
            intake.warn(answer.passage.line or question.line, message, seen=shorten(text))
            continue
        text = escape(squeeze(text.replace("\\*", "*")))
        if text:
            answers.lines.append(f"- Answer: {text}")
    return _with_answer(answers, question, intake)


def _read_number(question: ForeignQuestion, intake: Intake) -> Answers | None:
    answers = Answers(QuestionType.NUMBER)
    for answer in _accepted(question, answers, intake):
        text = written_range(answer.passage.text, answer.margin)
        if text is None:
            message = N_("“%(seen)s” is not a number. This answer is left out.")
            seen = shorten(f"{answer.passage.text} {answer.margin}")
            intake.error(answer.passage.line or question.line, message, seen=seen)
        else:
            answers.lines.append(f"- Answer: {text}")
    return _with_answer(answers, question, intake)


def _with_answer(answers: Answers, question: ForeignQuestion, intake: Intake) -> Answers | None:
    answers.lines = list(dict.fromkeys(answers.lines))
    if answers.lines:
        return answers
    intake.error(question.line, N_("No right answer of this question can be kept. It is left out."))
    return None


def _read_written(question: ForeignQuestion, intake: Intake) -> Answers | None:
    return Answers(QuestionType.WRITTEN)


# What is arranged


def _read_match(question: ForeignQuestion, intake: Intake) -> Answers | None:
    rows: list[str] = []
    lefts: set[str] = set()
    for answer in question.answers:
        at = answer.passage.line or question.line
        left, right = (prose.phrase(side, intake, " ") for side in (answer.passage, answer.partner))
        if not right:
            intake.error(at, N_("“%(seen)s” has nothing to be matched with. It is left out."), seen=shorten(left))
        elif left in lefts:
            intake.error(
                at, N_("“%(seen)s” stands in this question twice. One of the two is left out."), seen=shorten(left)
            )
        else:
            lefts |= {left} if left else set()
            rows.append(prose.row([guard(left), right]))
    if len(lefts) < 2:
        intake.error(question.line, N_("This question has fewer than two pairs and is left out."))
        return None
    message = N_(
        "The columns of a matching question are called “%(left)s” and “%(right)s” now. Give them better names."
    )
    intake.warn(question.line, message, left=COLUMNS[0], right=COLUMNS[1])
    return Answers(QuestionType.MATCH, [prose.row([*COLUMNS]), "|---|---|", *rows])


def _read_order(question: ForeignQuestion, intake: Intake) -> Answers | None:
    steps: list[str] = []
    for answer in question.answers:
        at = answer.passage.line or question.line
        text = prose.line(answer.passage, intake)
        if not text:
            intake.error(at, N_("There is a step without text. It is left out."))
        elif text in steps:
            intake.error(
                at, N_("“%(seen)s” stands in this question twice. One of the two is left out."), seen=shorten(text)
            )
        else:
            steps.append(text)
    if len(steps) < 2:
        intake.error(question.line, N_("This question has fewer than two steps and is left out."))
        return None
    indented = [step.replace("\n", "\n    ") for step in steps]
    return Answers(QuestionType.ORDER, [f"{place}. {step}" for place, step in enumerate(indented, start=1)])


_READERS: dict[Kind, Callable[[ForeignQuestion, Intake], Answers | None]] = {
    Kind.CHOICE: read_choice,
    Kind.TRUE_OR_FALSE: read_truth,
    Kind.SHORT: _read_short,
    Kind.NUMBER: _read_number,
    Kind.MATCH: _read_match,
    Kind.ORDER: _read_order,
    Kind.WRITTEN: _read_written,
}

# After the answers


def _trailers(question: ForeignQuestion, answers: Answers, intake: Intake) -> list[str]:
    if sum(map(bool, question.hints)) > 1:
        intake.warn(question.line, N_("This question had several hints. They are one now."))
    if answers.remarks:
        intake.warn(question.line, N_("Feedback on a right answer has become part of the explanation."))
    texts = {
        "Hint": _joined(question.hints, intake),
        "Explanation": _joined([question.explanation, *answers.remarks], intake),
        "Guide": prose.phrase(question.guide, intake) if question.kind is Kind.WRITTEN else "",
        "Points": _points(question, intake),
    }
    return [f"{word}: {text}" for word, text in texts.items() if text]


def _joined(passages: Sequence[Passage], intake: Intake) -> str:
    """Several passages as one paragraph, with a new line for each."""
    lines = dict.fromkeys(text for passage in passages if (text := prose.phrase(passage, intake)))
    first, *rest = [*lines, ""]
    return BREAK.join([first, *(guard(line) for line in rest if line)])


def _points(question: ForeignQuestion, intake: Intake) -> str:
    value = read_decimal(question.points) if question.points.strip() else Decimal(1)
    if value is None or not 0 < value <= _MOST_POINTS:
        message = N_(
            "This question was worth “%(seen)s” points. Here it is worth one, as questions without Points: are."
        )
        intake.warn(question.line, message, seen=shorten(question.points))
        return ""
    text = written(value) or "1"
    if value != int(value):
        message = N_("This question is worth %(seen)s points. Whole numbers are easier to understand.")
        intake.warn(question.line, message, seen=text)
    return "" if value == 1 else text
