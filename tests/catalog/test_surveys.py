"""`evaluation.md`: scales, choices and free texts, without anything being right or wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.catalog import compiled, messages
from lms.catalog.course import Lesson, QuestionType, Unit
from lms.catalog.localise import localise
from lms.catalog.places import Kind, places
from tests.catalog.small_course import COURSE, errors, read

HEAD = "---\nsurvey: evaluation\n---\n# What do you think?\n\nYour answers are kept apart from your name.\n\n"
SCALE = "### Question 1 (scale)\n\nIt was useful.\n\n- 1: Not at all\n- 5: Very much\n\n"
WORDS = "### Question 2 (scale)\n\nIt was clear.\n\n- No\n- Partly\n- Yes\n\n"
ONE = "### Question 3 (choose one)\n\nHow long was it?\n\n- [ ] Too short\n- [ ] Too long\n\n"
ALL = "### Question 4 (choose all)\n\nWhat helped?\n\n- [ ] Pictures\n- [ ] Examples\n\n"
FREE = "### Question 5 (free text)\n\nWhat is missing?\n\n"
WHOLE = HEAD + SCALE + WORDS + ONE + ALL + FREE


def survey_of(text: str) -> Lesson:
    found = read("# T\n", **{"evaluation.md": text})
    assert found.course is not None, errors(found)
    assert found.course.survey is not None
    return found.course.survey


def test_every_kind_of_question_is_read() -> None:
    survey = survey_of(WHOLE)
    assert survey.title == Unit("What do you think?")
    assert [question.type for question in survey.questions] == [
        QuestionType.SCALE,
        QuestionType.SCALE,
        QuestionType.CHOOSE_ONE,
        QuestionType.CHOOSE_ALL,
        QuestionType.FREE_TEXT,
    ]
    numbers, words, one, *_ = survey.questions
    assert [option.unit.text for option in numbers.options] == ["Not at all", "2", "3", "4", "Very much"]
    assert [option.unit.text for option in words.options] == ["No", "Partly", "Yes"]
    assert [option.id for option in one.options] == ["1", "2"]


def test_a_survey_is_no_lesson() -> None:
    course = read("# T\n", **{"evaluation.md": WHOLE}).course
    assert course is not None
    assert [lesson.slug for lesson in course.lessons] == ["first", "next"]
    assert [page.slug for page in course.pages] == ["first", "next", "evaluation.md"]
    assert compiled.load(compiled.dump(course)) == course


def test_a_question_has_the_same_key_as_long_as_it_asks_the_same() -> None:
    keys = [question.key for question in survey_of(WHOLE).questions]
    moved = survey_of(HEAD + FREE + SCALE.replace("Question 1", "Question on use"))
    assert [question.key for question in moved.questions] == [keys[4], keys[0]]
    # an answer is kept as the place of an option: other options make another question
    other = survey_of(HEAD + SCALE.replace("5:", "7:") + ONE.replace("short", "brief"))
    assert not {question.key for question in other.questions} & set(keys)


def test_it_is_translated_like_everything() -> None:
    found = read("# T\n", **{"evaluation.md": WHOLE})
    assert found.course is not None
    units = {place.unit for place in found.occurrences if place.file == "evaluation.md"}
    assert {Unit("Not at all"), Unit("It was useful."), Unit("Pictures")} <= units
    assert Unit("2") not in units
    stands = [place for place in places(found.course) if place.lesson == "evaluation.md"]
    assert {place.unit for place in stands} == units
    assert [place.unit.text for place in stands if place.kind is Kind.OPTION][:2] == ["Not at all", "Very much"]
    po = "".join(f'msgid "{unit.text}"\nmsgstr "اردو"\n\n' for unit in units)
    catalogue = messages.read(f'msgid ""\nmsgstr "Language: ur\\n"\n\n{po}'.encode()).catalogue
    survey = localise(found.course, "ur", catalogue).survey
    assert survey is not None
    assert survey.complete
    assert [choice.phrase.text for choice in survey.questions[0].choices] == ["اردو", "2", "3", "4", "اردو"]
    english = localise(found.course, "ur", None).survey
    assert english is not None
    assert not english.complete


# (what is written, line of the message, words that must be in it)
MISTAKES = {
    "no setting": ("# T\n\n" + FREE, 1, "survey: evaluation"),
    "another setting": (HEAD.replace("survey: evaluation", "survey: quiz") + FREE, 2, "survey: evaluation"),
    "no question": (HEAD, 1, "no questions"),
    "no type": (HEAD + "### Question\n\nWhat?\n", 8, "(scale), (choose one), (choose all), (free text)"),
    "a type of the quiz": (HEAD + "### Question (number)\n\nHow many?\n", 8, "nothing is right or wrong"),
    "a type nearly right": (HEAD + "### Question (free txt)\n\nWhat?\n", 8, "Did you mean (free text)?"),
    "a tick": (HEAD + ONE.replace("[ ] Too short", "[x] Too short"), 12, "Write [ ] instead of [x]"),
    "no box": (HEAD + ONE.replace("[ ] Too short", "Too short"), 12, "Write: - [ ] Too short"),
    "boxes of a scale": (HEAD + WORDS.replace("- No", "- [ ] No"), 12, "A scale has no boxes"),
    "a scale that begins at 0": (HEAD + SCALE.replace("1: ", "0: "), 12, "go up from 1"),
    "a scale that goes down": (HEAD + SCALE.replace("5: ", "1: "), 13, "go up from 1"),
    "a scale up to 100": (HEAD + SCALE.replace("5: ", "100: "), 13, "to 10 at most"),
    "a scale of two": (HEAD + WORDS.replace("- Partly\n", ""), 8, "from 3 to 10 steps"),
    "a scale without steps": (HEAD + "### Question (scale)\n\nUseful?\n", 8, "from 3 to 10 steps"),
    "one option": (HEAD + ONE.replace("- [ ] Too long\n", ""), 8, "at least two"),
    "the same option twice": (HEAD + ONE.replace("long", "short"), 13, "twice"),
    "feedback": (HEAD + ONE.replace("short\n", "short\n  - Sorry.\n"), 13, "without feedback"),
    "points": (HEAD + FREE + "Points: 2\n", 12, "Delete “Points: 2”"),
    "text after the answers": (HEAD + ONE + "More.\n", 15, "after the answers"),
    "no prompt": (HEAD + "### Question (free text)\n", 8, "asks nothing"),
    "a heading of the wrong level": (HEAD + FREE + "## Question (scale)\n", 12, "has three #"),
    "two titles": (HEAD + FREE + "# Again\n", 12, "only one title"),
    "no title": (HEAD.replace("# What do you think?", "What?") + FREE, 4, "begin with its title"),
}


@pytest.mark.parametrize(("written", "line", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_once_and_in_its_place(written: str, line: int, words: str) -> None:
    told = [str(problem) for problem in errors(read("# T\n", **{"evaluation.md": written}))]
    assert len(told) == 1, told
    assert told[0].startswith(f"evaluation.md, line {line}:"), told
    assert words in told[0]


def test_an_opinion_is_not_asked_for_in_a_lesson() -> None:
    (told,) = map(str, errors(read("# T\n\n" + SCALE)))
    assert "Put it into evaluation.md" in told


def test_a_file_nearly_called_evaluation_is_named() -> None:
    (told,) = map(str, errors(read("# T\n", **{"Evaluation.md": WHOLE})))
    assert "Did you mean evaluation.md?" in told


PIECES = st.sampled_from(
    [
        *("---\n", "survey: evaluation\n", "# T\n", "### Question (scale)\n", "### Question (choose all)\n", "\n", "\n\n"),
        *("### Question (free text)\n", "- 1: a\n", "- 5: b\n", "- 99999: c\n", "- [ ] a\n", "- [x] b\n", "- a\n", "  - f\n"),
        *("Points: 2\n", "What?\n", "<!-- x -->\n", "<b>", "**", "1: ", "\0", "\ufeff", "آپ", "## h\n", "> [!NOTE]\n"),
    ]
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(PIECES, max_size=40).map("".join) | st.binary().map(lambda body: body.decode("latin-1")), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_an_author_writes_reading_never_fails(text: str, is_bytes: bool) -> None:
    body = text.encode("latin-1", "replace") if is_bytes else text.encode()
    found = read("# T\n", **{"evaluation.md": body, "course.md": COURSE})
    assert all(str(problem) for problem in found.problems)
    for course in filter(None, (found.course, found.sketch)):
        assert compiled.load(compiled.dump(course)) == course
        localise(course, "ur", None)
        assert all(
            question.can_be_answered or question.solution is None
            for page in course.pages
            for question in page.questions
        )
