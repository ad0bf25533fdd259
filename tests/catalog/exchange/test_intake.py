"""What an import gathers: pictures under safe names, and reports that are not repeated."""

import pytest

from lms.catalog.exchange.intake import MAX_PICTURES, MAX_REPORTS, Intake
from lms.catalog.source import MEDIA
from tests.catalog.small_course import SVG


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Desk 1.SVG", "images/desk-1.svg"),
        ("../../etc/passwd", "images/picture.svg"),
        ("a/b/C_d.png", "images/c-d.svg"),
        ("تصویر.svg", "images/picture.svg"),
        ("", "images/picture.svg"),
        ("x" * 300 + ".svg", f"images/{'x' * 60}.svg"),
    ],
)
def test_names_are_safe_and_endings_true(name: str, path: str) -> None:
    assert Intake("x").picture(name, SVG, 1) == path
    assert path.endswith(MEDIA)


def test_there_is_an_end_to_pictures() -> None:
    intake = Intake("x")
    paths = [intake.picture("a", SVG + b" " * number, 1) for number in range(MAX_PICTURES + 5)]
    assert paths.count(None) == 5
    assert len(set(paths)) == MAX_PICTURES + 1
    assert len(intake.problems) == 1


def test_once_is_once_for_a_file_and_other_reports_once_for_a_line() -> None:
    intake = Intake("x")
    for line in (2, 1):
        intake.once(line, "%(seen)s", seen="a")
        intake.warn(line, "%(seen)s", seen="b")
        intake.warn(line, "%(seen)s", seen="b")
    assert [(problem.line, problem.text()) for problem in intake.problems] == [(1, "b"), (2, "a"), (2, "b")]


def test_there_is_an_end_to_reports() -> None:
    intake = Intake("x")
    for line in range(1, 2 * MAX_REPORTS):
        intake.warn(line, "%(seen)s", seen="a")
    assert len(intake.problems) == MAX_REPORTS + 1
    assert "more than 1000 remarks" in intake.problems[0].text()
