"""Words, dates and names in the language of the page."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from lms.errors import Refused
from lms.web.language import (
    bdi,
    date_text,
    moment_text,
    number_text,
    opening,
    percent_text,
    read_catalogue,
    refusal_text,
)

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Yes"
msgstr "%s"
"""


def test_what_is_made_of_a_catalogue_is_kept_for_the_next_start(tmp_path: Path) -> None:
    source, folder = tmp_path / "messages.po", tmp_path / "instance"
    source.write_text(PO % "جی ہاں")
    assert read_catalogue(source, folder).gettext("Yes") == "جی ہاں"
    assert not folder.exists()
    folder.mkdir()
    for _ in range(2):
        assert read_catalogue(source, folder).gettext("Yes") == "جی ہاں"
    [first] = folder.iterdir()
    source.write_text(PO % "ہاں")
    assert read_catalogue(source, folder).gettext("Yes") == "ہاں"
    [second] = folder.iterdir()
    assert second != first
    for broken in (b"", b"\xde\x12\x04\x95", b"nonsense"):
        second.write_bytes(broken)
        assert read_catalogue(source, folder).gettext("Yes") == "ہاں"


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "23 November 2026", "24 November 2026, <bdi>02:20</bdi>"),
        ("ur", "23 نومبر 2026", '24 نومبر 2026، <bdi dir="ltr">02:20</bdi>'),
    ],
)
def test_dates_are_written_as_people_write_them_in_pakistan(app: Flask, language: str, day: str, moment: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        assert date_text(date(2026, 11, 23)) == day
        # twenty past nine in the evening in Greenwich is the next morning in Karachi
        assert moment_text(datetime(2026, 11, 23, 21, 20, tzinfo=UTC)) == moment


def test_a_moment_falls_on_the_day_that_it_is_in_pakistan(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert date_text(datetime(2026, 11, 23, 18, 59, tzinfo=UTC)) == "23 November 2026"
        assert date_text(datetime(2026, 11, 23, 19, 0, tzinfo=UTC)) == "24 November 2026"


def test_what_people_typed_is_kept_apart_and_harmless() -> None:
    assert bdi("154(1)") == "<bdi>154(1)</bdi>"
    assert bdi("<script>") == "<bdi>&lt;script&gt;</bdi>"
    assert bdi('x"y', "en") == '<bdi lang="en">x&#34;y</bdi>'


def test_a_refusal_is_said_in_the_language_of_the_page(app: Flask) -> None:
    refused = Refused(
        "You can try again after %(until)s. Use the time to read the lessons once more.",
        until=datetime(2026, 11, 23, 21, 20, tzinfo=UTC),
    )
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert refusal_text(refused).startswith("You can try again after 24 November 2026, 02:20. ")
    with app.test_request_context("/", headers={"Cookie": "language=ur"}):
        assert "24 نومبر 2026، 02:20 کے بعد" in refusal_text(refused)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1_345_000.0, "1,345,000"), (8.4, "8.4"), (0.5, "0.5"), (24.0, "24"), (-3.0, "-3"), (1e-6, "0.000001")],
)
def test_a_number_is_never_a_power_of_ten(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(("language", "unit"), [("en", "%"), ("ur", "فیصد")])
def test_a_score_below_the_pass_mark_never_reads_like_it(app: Flask, language: str, unit: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        assert [percent_text(score) for score in (0, 79.96, 80, 100 * 11 / 12, 100)] == [
            f"{number} {unit}" for number in ("0", "79.9", "80", "91.6", "100")
        ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Short. " + "long " * 12 + "end. Never read.", "Short. " + "long " * 12 + "end."),
        ("مختصر۔ " + "لمبا " * 15 + "جملہ۔ یہ نہیں۔", "مختصر۔ " + "لمبا " * 15 + "جملہ۔"),
        ("a word " * 20 + "and a figure of 3.5 or ... no end", "a word " * 20 + "and a figure of 3.5 or ..."),
        ("All of it.", "All of it."),
        ("", ""),
    ],
)
def test_an_opening_is_whole_sentences(text: str, first: str) -> None:
    assert opening(text) == first
