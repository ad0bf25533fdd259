"""What the strict check measures: each measure fires where it should, and only there."""

import re
from dataclasses import replace

import pytest

from lms.catalog import measures, messages, readability, source
from lms.catalog.glossary import Domain, Glossary, Term
from tests.catalog.whole_course import (
    COURSE,
    QUIZ,
    SENTENCE,
    TRAILER,
    choose_one,
    files,
    lesson,
    measured,
    questions,
    quiz,
)

ASKED = list(questions())
PLAIN = [choose_one(number, number % 4) + TRAILER.format(objective=1 + number // 12) for number in range(24)]
LONG = ("Wait", "Walk", "Read", "Greet the person and listen")
ROOMS = ("desk", "cell", "yard", "gate")
LAW = "Notwithstanding anything contained hereinbefore, jurisdictional considerations determine admissibility. "


def first_on(text: str, number: int) -> int:
    """The line on which the question `number`, from 1, begins."""
    lines = [line for line, words in enumerate(text.split("\n"), start=1) if words.startswith("### Question")]
    return lines[number - 1]


def test_a_good_course_passes_every_measure() -> None:
    assert measured() == []


def test_a_good_course_has_nothing_to_be_advised_against() -> None:
    assert source.read("whole", files()).problems == ()


WITHOUT_LINK = [ASKED[0].replace(" See [lesson 1](01-receiving.md).", ""), *ASKED[1:]]
WITHOUT_EXPLANATION = [re.sub(r"Explanation: .*\n\n", "", ASKED[0]), *ASKED[1:]]
LINK_TO_QUIZ = [ASKED[0].replace("01-receiving.md", "03-quiz.md"), *ASKED[1:]]
ONE_PLACE = [choose_one(number, 2 if number < 9 else 1) + TRAILER.format(objective=1) for number in range(16)]
FIRST_PLACE = [choose_one(number, 0 if number < 9 else 1) + TRAILER.format(objective=1) for number in range(16)]
OTHERS = [*ASKED[16:], *(text.replace("case", "place") for text in ASKED[16:])]
LONGEST = [
    choose_one(number, 3, LONG) + TRAILER.format(objective=1) if number < 9 and number % 4 == 3 else question
    for number, question in enumerate(ASKED)
]
GIVEN_AWAY = [
    choose_one(number, 3, (*LONG[:3], "Greet the person")) + TRAILER.format(objective=1)
    if number % 2
    else choose_one(number, 0, ("Greet the person", *LONG[:3])) + TRAILER.format(objective=1)
    for number in range(16)
]
SPOILT = {
    "no sources": ({"course": re.sub("sources: .*\n", "", COURSE)}, "course.md", 1, "names no sources"),
    "no quiz": ({"quiz": ""}, "course.md", 0, "no graded quiz"),
    "one picture": ({"second": lesson("back", "a.svg", 2)}, "course.md", 0, "Different pictures in the lessons: 1."),
    "a short lesson": ({"second": lesson("back", "b.svg", 2, SENTENCE * 25)}, "02-writing.md", 0, "has 327 words"),
    "a hard lesson": (
        {"second": lesson("back", "b.svg", 2, SENTENCE * 12 + f"\n\n{LAW * 40}" * 2)},
        "02-writing.md",
        7,
        "begin with “Notwithstanding",
    ),
    "few asked": ({"quiz": quiz(ASKED, 11)}, "03-quiz.md", 0, "asks 11 questions"),
    "no pools": ({"quiz": QUIZ + "\n" + "\n".join(ASKED)}, "03-quiz.md", 0, "Write at least 48"),
    "three types": ({"quiz": quiz([*ASKED[:22], *ASKED[:2]])}, "03-quiz.md", 0, "(choose one, number, true or false)"),
    "one type": ({"quiz": quiz(PLAIN)}, "03-quiz.md", 0, "Types of question in the quiz: 1 (choose one)."),
    "an objective asked once": (
        {"quiz": quiz([text.replace("Objective: 2", "Objective: 1") for text in ASKED[:23]] + ASKED[23:])},
        "course.md",
        15,
        "on objective 2, “Write down a complaint”: 1.",
    ),
    "an objective never asked": (
        {"quiz": quiz([text.replace("Objective: 2", "Objective: 1") for text in ASKED])},
        "course.md",
        15,
        "on objective 2, “Write down a complaint”: 0.",
    ),
    "no explanation": ({"quiz": quiz(WITHOUT_EXPLANATION)}, "03-quiz.md", 8, "no explanation"),
    "no link": ({"quiz": quiz(WITHOUT_LINK)}, "03-quiz.md", 8, "leads to no lesson"),
    "a link to the quiz": ({"quiz": quiz(LINK_TO_QUIZ)}, "03-quiz.md", 8, "leads to no lesson"),
    "one place": ({"quiz": quiz([*ONE_PLACE, *ASKED[16:]])}, "03-quiz.md", 8, "In 9 of 16"),
    "the first place": ({"quiz": quiz([*FIRST_PLACE, *ASKED[16:]])}, "03-quiz.md", 8, "In 9 of 16"),
    "one place in eight": ({"quiz": quiz([*ONE_PLACE[4:12], *OTHERS])}, "03-quiz.md", 8, "In 5 of 8"),
    "some are always asked": (
        {"quiz": QUIZ + "\n" + "\n".join(ASKED[:14]) + "\n## Pool: More (ask 5)\n\n" + "\n".join(ASKED[14:])},
        "03-quiz.md",
        0,
        "Write at least 38",
    ),
    "the longest": ({"quiz": quiz([*GIVEN_AWAY, *ASKED[16:]])}, "03-quiz.md", 8, "is the longest"),
}


@pytest.mark.parametrize(("spoilt", "file", "line", "words"), SPOILT.values(), ids=SPOILT.keys())
def test_a_measure_tells_what_it_saw_and_where(spoilt: dict[str, str], file: str, line: int, words: str) -> None:
    found = measured(**spoilt)
    assert [(problem.file, problem.line) for problem in found if words in problem.text()] == [(file, line)], found
    assert not any(problem.is_error for problem in found)


@pytest.mark.parametrize("spoilt", [one for one in SPOILT if one not in {"one type", "no quiz"}])
def test_one_fault_is_one_message(spoilt: str) -> None:
    assert len(measured(**SPOILT[spoilt][0])) == 1


@pytest.mark.parametrize("spoilt", [spoilt for spoilt, *_ in SPOILT.values()], ids=SPOILT.keys())
def test_a_course_without_a_certificate_is_not_measured(spoilt: dict[str, str]) -> None:
    course = spoilt.get("course", COURSE).replace("certificate: yes", "certificate: no")
    assert measured(**(spoilt | {"course": course})) == []


WRONG = ("Wait", "Walk to the other door", "Read")
GOOD = {
    "seven at one place": quiz([*ONE_PLACE[:7], *OTHERS, ASKED[16].replace("case", "point")]),
    "as many longest as chance may give": quiz([*GIVEN_AWAY[:8], *ASKED[8:]]),
    "longer than the shortest": quiz(
        [
            choose_one(number, number % 4, [*WRONG[: number % 4], "Greet the person now", *WRONG[number % 4 :]])
            + TRAILER.format(objective=1)
            for number in range(16)
        ]
        + ASKED[16:]
    ),
    "two on an objective": quiz([text.replace("Objective: 2", "Objective: 1") for text in ASKED[:22]] + ASKED[22:]),
    "a right option longest now and then": quiz(LONGEST),
    "eight of sixteen at one place": quiz(
        [choose_one(number, 2 if number < 8 else 1) + TRAILER.format(objective=1) for number in range(16)] + ASKED[16:]
    ),
    "a letter longer": quiz(
        [
            choose_one(number, number % 4, [name * 8 + "n" * (place == number % 4) for place, name in enumerate(ROOMS)])
            + TRAILER.format(objective=1)
            for number in range(16)
        ]
        + ASKED[16:]
    ),
}


@pytest.mark.parametrize("written", GOOD.values(), ids=GOOD.keys())
def test_what_chance_gives_is_no_fault(written: str) -> None:
    assert measured(quiz=written) == []


def test_what_advice_has_said_is_not_said_again() -> None:
    """A tiny lesson, an untested objective, a small pool, and the right option always first."""
    untested = COURSE + "- Arrest\n"
    first = [choose_one(number, 0) + TRAILER.format(objective=1 + number % 2) for number in range(16)]
    small = {
        "course": untested,
        "second": lesson("back", "b.svg", 2, SENTENCE),
        "quiz": quiz([*first, *ASKED[16:]], 13),
    }
    advice = source.read("whole", files(**small)).problems
    assert len(advice) == 4
    assert measured(**small) == []


@pytest.mark.parametrize(("words", "is_short"), [(299, False), (300, True), (399, True), (400, False)])
def test_a_short_lesson_has_fewer_than_400_words(words: int, is_short: bool) -> None:
    """The description of the picture, “A desk”, is read too. With fewer than 300, advice has spoken."""
    found = measured(second=lesson("back", "b.svg", 2, "word " * (words - 2)))
    assert any(f"{words} words" in problem.text() for problem in found) is is_short


def test_objectives_are_missed_where_reading_let_them_pass() -> None:
    course = source.read("whole", files()).course
    assert course is not None
    found = measures.of(replace(course, objectives=()))
    assert any("objectives are missing" in problem.text() for problem in found)


def test_only_english_is_weighed() -> None:
    hard = lesson("back", "b.svg", 2, SENTENCE * 12 + "\n\n" + LAW * 40)
    assert measured(course=COURSE.replace("track:", "language: ur\ntrack:"), second=hard) == []


# --- readability -----------------------------------------------------------------------------------------


def test_lix_is_words_to_a_sentence_and_long_words_in_a_hundred() -> None:
    """Ten words in two sentences; two of them have more than six letters."""
    assert readability.lix(["The sergeant counts the notes. He writes down every figure."]) == 10 / 2 + 100 * 1 / 10
    assert readability.lix(["The sergeant counts the notes", "He writes: every banknote is there."]) == 6 / 2 + 100 / 6


def test_no_sentence_has_no_score() -> None:
    assert readability.lix([]) == readability.lix(["A title", "…", "۔"]) == 0


# --- the translation -------------------------------------------------------------------------------------

GLOSSARY = Glossary(
    (
        Term("court", "عدالت", Domain.LAW_ENFORCEMENT),
        Term("evidence", "شواہد؛ ثبوت", Domain.LAW_ENFORCEMENT),
        Term("home", "ہوم", Domain.SCREEN),
    )
)


def deviations(*entries: str) -> list[tuple[int, str]]:
    catalogue = messages.read("\n\n".join(entries).encode())
    return [(found.line, found.text()) for found in measures.of_translation(catalogue, GLOSSARY)]


def test_a_word_that_is_not_the_glossarys_is_told_with_its_line() -> None:
    good = 'msgid "The court is closed."\nmsgstr "عدالت بند ہے۔"'
    bad = 'msgid "The courts want evidence."\nmsgstr "کچہریاں گواہ مانگتی ہیں۔"'
    assert deviations(good) == []
    ((line, text),) = deviations(good, bad)
    assert line == 4
    assert "court = عدالت; evidence = شواہد / ثبوت" in text


def test_words_of_the_screen_mean_other_things_in_a_lesson() -> None:
    assert deviations('msgid "Go home."\nmsgstr "گھر جائیں۔"') == []


@pytest.mark.parametrize("mark", ["#, fuzzy\n", "#~ "])
def test_what_is_not_shown_is_not_compared(mark: str) -> None:
    entry = 'msgid "The court."\nmsgstr "کچہری۔"'
    entry = mark + (entry.replace("\n", "\n#~ ") if mark == "#~ " else entry)
    assert deviations(entry) == []
    assert deviations('msgid "The court."\nmsgstr ""') == []
