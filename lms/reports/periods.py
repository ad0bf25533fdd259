"""Periods of reports: quarters, calendar years, Pakistan's fiscal years (July to June), or any days from and to."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.i18n import N_

EVER, LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""Before the first enrolment that there can be, and after the last."""
QUARTERS = (
    N_("Quarter 1 of %(year)s"), N_("Quarter 2 of %(year)s"), N_("Quarter 3 of %(year)s"), N_("Quarter 4 of %(year)s"),
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """Both days included. `key` is how the period is written in an address: `2026-q4`, `2026`, `fy2026`, `all`; "" for any days."""

    key: str
    first: date
    last: date

    @property
    def words(self) -> tuple[str, dict[str, Any]]:
        """What it is called, as a message with its values; "" for days without a name of their own."""
        if found := re.fullmatch(r"(\d{4})-q([1-4])", self.key):
            return QUARTERS[int(found[2]) - 1], {"year": found[1]}
        if found := re.fullmatch(r"fy(\d{4})", self.key):
            end = int(found[1])
            return N_("Fiscal year %(start)s–%(end)s (July to June)"), {"start": end - 1, "end": end}
        if self.key == "all":
            return N_("From the beginning until today"), {}
        return (N_("Year %(year)s"), {"year": self.key}) if self.key else ("", {})


def quarter(year: int, number: int) -> Period:
    last = 3 * number
    return Period(f"{year}-q{number}", date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))


def quarter_of(day: date) -> Period:
    """The quarter in which a day lies."""
    return quarter(day.year, (day.month + 2) // 3)


def quarter_number(day: date) -> int:
    """The quarter of the year in which a day lies, counted on from year 0, four a year."""
    return day.year * 4 + (day.month - 1) // 3


def before(period: Period) -> Period:
    """The quarter before a quarter."""
    year, month = period.first.year, period.first.month
    return quarter(year - 1, 4) if month == 1 else quarter(year, (month - 1) // 3)


def fiscal_year(end: int) -> Period:
    """The fiscal year that ends in June of the year `end`."""
    return Period(f"fy{end}", date(end - 1, 7, 1), date(end, 6, 30))


def year(number: int) -> Period:
    return Period(str(number), date(number, 1, 1), date(number, 12, 31))


def all_time(today: date) -> Period:
    return Period("all", EVER, today)


def offered(today: date) -> tuple[Period, ...]:
    """The periods that a report is asked for most: eight quarters, three fiscal years, three years, everything."""
    quarters = [quarter_of(today)]
    while len(quarters) < 8:
        quarters.append(before(quarters[-1]))
    ends = today.year + (today.month > 6)
    fiscal = [fiscal_year(ends - back) for back in range(3)]
    years = [year(today.year - back) for back in range(3)]
    return (*quarters, *fiscal, *years, all_time(today))


def parse(key: str, today: date) -> Period | None:
    """The period that is written so in an address; None if it is none."""
    if found := re.fullmatch(r"(20\d\d)-q([1-4])", key):
        return quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"fy(20\d\d)", key):
        return fiscal_year(int(found[1]))
    if re.fullmatch(r"20\d\d", key):
        return year(int(key))
    return all_time(today) if key == "all" else None


def any_days(first: date | None, last: date | None, today: date) -> Period:
    """From one day to another, in either order; an end that is not given is the beginning, or today. Before and after all that
    there can be is nothing to look for, and near the ends of the calendar no moment to compare with."""
    ends = [min(max(each, EVER), LATEST) for each in (first or EVER, last or today)]
    return Period("", min(ends), max(ends))
