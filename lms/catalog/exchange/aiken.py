"""Aiken: a question, its options with a letter each, and `ANSWER: B`. (Moodle documentation, “Aiken format”.)"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lms.catalog.exchange.escaping import squeeze
from lms.catalog.exchange.foreign import ALL, ForeignAnswer, ForeignQuestion, Format, Kind, Passage
from lms.catalog.exchange.intake import Intake
from lms.catalog.problems import shorten
from lms.i18n import N_

_OPTION = re.compile(r"([A-Z])[.)][ \t]+(.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z](?: ?(?:[,;&]|and)? ?[A-Z])*[.)]?")
_FEEDBACK = re.compile(r"FEEDBACK\s*:\s*(.*)", re.IGNORECASE)


def read(text: str, intake: Intake) -> Iterator[ForeignQuestion]:
    """The questions in `text`. Several lines before the options are one question; Moodle would keep only the last."""
    draft = _Draft(intake)
    done: ForeignQuestion | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        option, answer, feedback = _OPTION.match(line), _ANSWER.match(line), _FEEDBACK.match(line)
        if answer:
            if done:
                yield done
            done = draft.finish(squeeze(answer[1]), number)
            draft = _Draft(intake)
        elif feedback and done:
            done = replace(done, explanation=Passage(feedback[1], line=number))
        elif option:
            draft.options.append((option[1], Passage(option[2], line=number)))
        elif line:
            draft.asked(line, number)
    if done:
        yield done
    draft.give_up()


class _Draft:
    """What has been read since the last `ANSWER:` line."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.prompt: list[str] = []
        self.line = 0
        self.options: list[tuple[str, Passage]] = []

    def asked(self, line: str, number: int) -> None:
        if self.options:
            # The question above has ended without its answer.
            self.give_up()
            self.prompt, self.options = [], []
        self.line = number if not self.prompt else self.line
        self.prompt.append(line)

    def give_up(self) -> None:
        if self.prompt or self.options:
            at = self.line or self.options[0][1].line
            message = N_("This question has no line “ANSWER:” under its options, or no options. It is left out.")
            self.intake.error(at, message)

    def finish(self, answer: str, number: int) -> ForeignQuestion | None:
        letters = re.findall("[A-Z]", answer) if _LETTERS.fullmatch(answer) else []
        known = [letter for letter, _ in self.options]
        if not letters or not set(letters) <= set(known):
            message = N_("“ANSWER: %(seen)s” does not name one of the options above. The question is left out.")
            self.intake.error(number, message, seen=shorten(answer))
            return None
        answers = tuple(ForeignAnswer(text, ALL if letter in letters else Decimal(0)) for letter, text in self.options)
        prompt = Passage("\n".join(self.prompt), Format.PLAIN, self.line)
        return ForeignQuestion(Kind.CHOICE, self.line or number, prompt, answers=answers, single=len(set(letters)) == 1)
