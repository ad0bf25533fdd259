"""Everything that the editor's menu inserts is right as it stands, in a course of either language."""

import pytest

from lms.authoring.snippets import SNIPPETS, Snippet, appended, fitting, snippet
from lms.catalog.course import QuizKind
from lms.catalog.source import read
from tests.sample_course import FILES

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
SURVEY = b"---\nsurvey: evaluation\n---\n# What do you think?\n\n### Question (free text)\n\nWhat is missing here?\n"
IN_EACH = FILES | {"images/name.svg": PICTURE}


def problems(files: dict[str, bytes]) -> list[str]:
    return [str(problem) for problem in read("front-desk", files).problems]


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("each", SNIPPETS, ids=lambda each: each.name)
def test_a_snippet_has_no_mistake_in_it(each: Snippet, language: str) -> None:
    place = (
        "03-final-quiz.md"
        if each.quiz_only or each.graded_only
        else "evaluation.md"
        if each.survey_only
        else "01-receiving.md"
    )
    about = FILES["course.md"].replace(b"level:", f"language: {language}\nlevel:".encode())
    before = IN_EACH | {"evaluation.md": SURVEY, "course.md": about}
    after = before | {place: appended(before[place].decode(), each.text(language)).encode()}
    # a pool at the end of a lesson that is short: what was advised before is advised still, and nothing else
    told = [line for line in problems(after) if line not in problems(before) and "words" not in line]
    assert [line for line in told if "twice" not in line or each.name != "pool"] == []


def test_each_file_is_offered_what_fits() -> None:
    names = {each.name for each in fitting(is_survey=True, quiz=None)}
    assert {"scale", "free-text", "heading"} <= names
    assert not {"choose-one", "pool"} & names
    assert {"pool", "written-answer"} <= {each.name for each in fitting(is_survey=False, quiz=QuizKind.GRADED)}
    assert not {"scale", "pool", "written-answer"} & {each.name for each in fitting(is_survey=False, quiz=None)}


@pytest.mark.parametrize("kind", [QuizKind.BEFORE, QuizKind.AFTER])
def test_a_test_is_offered_nothing_that_the_checker_refuses_there(kind: QuizKind) -> None:
    offered = fitting(is_survey=False, quiz=kind)
    assert "pool" in {each.name for each in offered}
    test = f"---\nquiz: {kind}\n---\n# A test\n\n### Question (number)\n\nHow many minutes?\n\n- Answer: 2\n"
    for each in offered:
        files = IN_EACH | {"00-test.md": appended(test, each.text("en")).encode()}
        assert not [str(problem) for problem in read("front-desk", files).problems if problem.is_error], each.name


def test_a_snippet_with_a_mistake_is_noticed() -> None:
    text = appended(FILES["01-receiving.md"].decode(), "### Question (choose one)\n\nWhat?\n\n- [ ] A\n- [ ] B")
    assert any("No option" in line for line in problems(FILES | {"01-receiving.md": text.encode()}))


@pytest.mark.parametrize("name", [each.name for each in SNIPPETS])
def test_the_languages_differ_only_in_their_words(name: str) -> None:
    found = snippet(name)
    assert found is not None
    marks = [[line[:2] for line in found.text(language).split("\n")] for language in ("en", "ur")]
    assert len(marks[0]) == len(marks[1])


def test_what_is_not_there_is_no_snippet() -> None:
    assert snippet("nonsense") is None
