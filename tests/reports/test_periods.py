"""Quarters, years and fiscal years, and how they are written in addresses."""

from datetime import date

import pytest

from lms.config import ROOT
from lms.reports.periods import any_days, before, offered, parse, quarter, quarter_of
from lms.reports.spoken import period_name, words_of
from lms.web.language import read_catalogue

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("fy2026", date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_a_period_by_its_name(key: str, first: date, last: date) -> None:
    period = parse(key, TODAY)
    assert period is not None
    assert (period.key, period.first, period.last) == (key, first, last)


@pytest.mark.parametrize("key", ["", "2026-q5", "26", "fy26", "1999", "yesterday", "2026-q1 "])
def test_what_is_no_period(key: str) -> None:
    assert parse(key, TODAY) is None


def test_a_quarter_is_called_as_people_say_it() -> None:
    for language, wanted in (("en", "Quarter 4 of 2026"), ("ur", "2026 کی چوتھی سہ ماہی")):
        words = words_of(read_catalogue(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))
        assert period_name(quarter(2026, 4), language, words).startswith(wanted)


def test_quarters_follow_one_another_without_a_gap() -> None:
    assert quarter_of(TODAY) == quarter(2026, 4)
    assert before(quarter(2026, 1)) == quarter(2025, 4)
    for each in offered(TODAY):
        assert each.key == "all" or parse(each.key, TODAY) == each


def test_days_of_ones_own_in_either_order() -> None:
    days = (date(2026, 2, 3), date(2026, 5, 1))
    assert any_days(*days, TODAY) == any_days(*reversed(days), TODAY)
    assert any_days(days[0], None, TODAY).last == TODAY
