"""Where a course's texts stand, as translators are told: every text has a place, and no place tells the key."""

import pytest

from lms.catalog import folder, source
from lms.catalog.places import Kind, Place, places
from lms.config import ROOT
from tests.catalog.small_course import read
from tests.sample_course import FILES

SHIPPED = sorted(path for path in (ROOT / "courses").glob("*/*") if path.is_dir())
ORDER = """# Quiz

### Question (put in order)

Put them in order.

1. {}
2. {}
3. {}
"""
MATCH = """# Quiz

### Question (match)

Who is who?

| Word | Meaning |
|---|---|
| Witness | {} |
| Complainant | {} |
|  | A third one |
"""
CHOICE = """# Quiz

### Question (choose one)

What first?

- [{}] Greet
  - {}
- [{}] Leave
  - {}

Explanation: People first.
"""


def found(lesson: str) -> list[Place]:
    course = read(lesson).course
    assert course is not None
    return [place for place in places(course) if place.lesson == "first"]


def told(lesson: str) -> list[tuple[str, Kind]]:
    return [(place.unit.text, place.kind) for place in found(lesson)]


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_text_of_a_shipped_course_has_its_place(path) -> None:
    reading = source.read(path.name, folder.read(path))
    assert reading.course
    assert {place.unit for place in places(reading.course)} == {each.unit for each in reading.occurrences}


def test_every_text_of_the_sample_has_its_place() -> None:
    reading = source.read("front-desk", FILES)
    assert reading.course
    assert {place.unit for place in places(reading.course)} == {each.unit for each in reading.occurrences}


def test_a_place_says_what_the_text_is() -> None:
    lesson = (
        "# Title\n\nText.\n\n## A heading\n\n- Entry\n\n> [!NOTE]\n> Heed.\n\n| Head | Other |\n|---|---|\n| Cell | Last |\n\n"
        '![What it shows](images/desk.svg "Under it")\n\n### Question 1 (short answer)\n\nWhat?\n\n- Answer: This\n\n'
        "Hint: Think.\n\nExplanation: Because.\n"
    )
    assert told(lesson) == [
        ("Title", Kind.LESSON_TITLE),
        ("Text.", Kind.TEXT),
        ("A heading", Kind.HEADING),
        ("Entry", Kind.ITEM),
        ("Heed.", Kind.TEXT),
        ("Head", Kind.CELL),
        ("Other", Kind.CELL),
        ("Cell", Kind.CELL),
        ("Last", Kind.CELL),
        ("What it shows", Kind.PICTURE),
        ("Under it", Kind.CAPTION),
        ("What?", Kind.PROMPT),
        ("This", Kind.ANSWER),
        ("Think.", Kind.HINT),
        ("Because.", Kind.EXPLANATION),
    ]


def test_a_place_knows_its_heading_and_its_question() -> None:
    by_text = {
        place.unit.text: place
        for place in found("# T\n\nText.\n\n## H\n\nMore.\n\n" + CHOICE[8:].format("x", "A", " ", "B"))
    }
    assert by_text["Text."].heading is None
    assert by_text["More."].heading == by_text["H"].unit
    assert (by_text["Leave"].question, by_text["More."].question) == (1, 0)


def test_steps_stand_in_an_order_that_is_not_the_right_one_by_their_places() -> None:
    steps = ("Greet the person", "Listen to her", "Write it down")
    orders = [told(ORDER.format(*(steps[place] for place in order))) for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0))]
    assert orders[0] == orders[1] == orders[2]


def test_the_sides_of_a_match_do_not_stand_in_pairs() -> None:
    sides = ("The person who saw", "The person who reports")
    assert told(MATCH.format(*sides)) == told(MATCH.format(*reversed(sides)))


def test_which_option_is_right_cannot_be_seen_from_the_feedback_beside_it() -> None:
    one = told(CHOICE.format("x", "Yes.", " ", "No, never."))
    other = told(CHOICE.format(" ", "No, never.", "x", "Yes."))
    assert one == other
    kinds = [kind for _, kind in one]
    assert kinds.index(Kind.FEEDBACK) > max(place for place, kind in enumerate(kinds) if kind is Kind.OPTION)
