"""What calendar programs read of live sessions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from lms.live.calendar import LONGEST_LINE, Event, calendar

MOMENT = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)


def read(written: bytes) -> Calendar:
    found = Calendar.from_ical(written)
    assert isinstance(found, Calendar)
    return found


def event(**other: object) -> Event:
    return Event(
        **(
            {"uid": "1@x", "sequence": 0, "changed_at": MOMENT, "starts_at": MOMENT, "minutes": 90, "summary": "a"}
            | other
        )
    )  # type: ignore[arg-type]


def test_a_session_stands_at_its_time_with_its_words() -> None:
    summary = "انٹرویو کی تکنیکیں؛ پہلا سبق، سوالات\nاور جوابات \\ end, and; more"
    found = read(
        calendar(
            [event(summary=summary, location="Police Lines, Rohri", url="https://zoom.us/j/1?pwd=a;b")], "Tarbiyat"
        )
    )
    (one,) = found.walk("VEVENT")
    assert one["SUMMARY"] == summary
    assert one["LOCATION"] == "Police Lines, Rohri"
    assert one["URL"] == "https://zoom.us/j/1?pwd=a;b"
    assert one.decoded("DTSTART") == MOMENT
    assert (one.decoded("DTEND") - one.decoded("DTSTART")).total_seconds() == 90 * 60
    assert one["STATUS"] == "CONFIRMED"
    assert len(one.walk("VALARM")) == 1


def test_a_cancelled_session_is_told_and_rings_no_bell() -> None:
    (one,) = read(calendar([event(cancelled=True, sequence=3)], "x")).walk("VEVENT")
    assert (one["STATUS"], one["SEQUENCE"]) == ("CANCELLED", 3)
    assert one.walk("VALARM") == []


def test_an_empty_calendar_is_one() -> None:
    assert read(calendar([], "نام")).walk("VEVENT") == []


@pytest.mark.slow
@given(st.text(), st.text())
def test_no_text_breaks_out_of_its_line(words: str, link: str) -> None:
    written = calendar([event(summary=words, description=words, location=words, url=link)], words)
    for line in written.split(b"\r\n"):
        assert len(line) <= LONGEST_LINE
        line.decode()
    assert written.count(b"\r\nUID:") == 1
    assert b"\n" not in written.replace(b"\r\n", b"")
    (one,) = read(written).walk("VEVENT")
    assert one["UID"] == "1@x"
