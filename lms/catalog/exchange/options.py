"""The options of a foreign question, and what each of them was worth.

Moodle gives each option a share of the points, which may be negative. Here an option is right or wrong, and several are worth
the right ones chosen minus the wrong ones chosen (`quiz.mark`).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from lms.catalog.course import QuestionType
from lms.catalog.exchange import prose
from lms.catalog.exchange.foreign import ForeignAnswer, ForeignQuestion, Passage
from lms.catalog.exchange.intake import Intake
from lms.catalog.exchange.numbers import written
from lms.catalog.problems import shorten
from lms.i18n import N_

WHOLE = Decimal("99.9")
"""From this share on an answer is wholly right; old files were rounded."""
_ROUNDING = Decimal("0.01")


@dataclass
class Answers:
    """The block under a prompt. `remarks` are feedback that has no other place than the explanation."""

    type: QuestionType
    lines: list[str] = field(default_factory=list)
    remarks: list[Passage] = field(default_factory=list)


@dataclass
class _Option:
    text: str
    answer: ForeignAnswer
    is_right: bool = False


def read_choice(question: ForeignQuestion, intake: Intake) -> Answers | None:
    """One right option, or several; None, with a report, if there is nothing to choose."""
    options = _options(question, intake)
    for option in options:
        option.is_right = option.answer.share >= WHOLE if question.single else option.answer.share > 0
    right = [option for option in options if option.is_right]
    if len(options) < 2:
        intake.error(question.line, N_("This question has fewer than two options and is left out."))
        return None
    if not right:
        intake.error(question.line, N_("No option of this question is wholly right. It is left out."))
        return None
    _check_shares(question, options, intake)
    if question.single and len(right) > 1:
        message = N_("%(count)s options of this question were each right. Now all of them have to be chosen.")
        intake.warn(question.line, message, count=len(right))
    answers = Answers(QuestionType.CHOOSE_ONE if question.single and len(right) == 1 else QuestionType.CHOOSE_ALL)
    for option in options:
        answers.lines += _option(option.text, option.is_right, option.answer.feedback, intake)
    return answers


def _options(question: ForeignQuestion, intake: Intake) -> list[_Option]:
    options: dict[str, _Option] = {}
    for answer in question.answers:
        at = answer.passage.line or question.line
        text = prose.phrase(answer.passage, intake)
        known = options.get(text)
        if not text:
            intake.error(at, N_("There is an option without text. It is left out."))
        elif known:
            intake.error(
                at, N_("“%(seen)s” stands in this question twice. One of the two is left out."), seen=shorten(text)
            )
            known.answer = max(known.answer, answer, key=lambda each: each.share)
        else:
            options[text] = _Option(text, answer)
    return list(options.values())


def _option(text: str, is_right: bool, feedback: Passage, intake: Intake) -> list[str]:
    lines = [f"- [{'x' if is_right else ' '}] " + text.replace("\n", "\n  ")]
    said = prose.line(feedback, intake)
    return [*lines, "  - " + said.replace("\n", "\n    ")] if said else lines


def _check_shares(question: ForeignQuestion, options: list[_Option], intake: Intake) -> None:
    """Report shares that make another mark than our rule."""
    right = {option.answer.share for option in options if option.is_right}
    wrong = {option.answer.share for option in options if not option.is_right}
    if question.single:
        is_ours = not any(wrong)
    else:
        share = max(right)
        is_ours = share - min(right) < _ROUNDING and (
            not any(wrong) or all(abs(share + each) < _ROUNDING for each in wrong)
        )
    if not is_ours:
        seen = ", ".join(f"{short_share(option.answer.share)} %" for option in options)
        message = N_(
            "The options were worth %(seen)s. Such weights are left out: an option is right or wrong,"
            " and of several the wrong ones chosen are taken off the right ones."
        )
        intake.warn(question.line, message, seen=seen)


def short_share(share: Decimal) -> str:
    """A share as people read it, in per cent."""
    return written(Decimal(f"{share:.2f}")) or f"{share:.0e}"


def read_truth(question: ForeignQuestion, intake: Intake) -> Answers | None:
    """True and False, which are the same in every language there."""
    answers = Answers(QuestionType.TRUE_OR_FALSE)
    for answer in question.answers:
        answers.lines += _option(answer.passage.text, answer.share >= WHOLE, answer.feedback, intake)
    return answers
