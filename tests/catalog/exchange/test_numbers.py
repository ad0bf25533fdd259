"""Numbers come in and go out as they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.exchange import numbers

READ = {"1": "1", " 1.50 ": "1.5", "-3": "-3", "1,500": "1500", "۲۴": "24", "2.5e2": "250", "1E-3": "0.001"}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_numbers_are_read(text: str, value: str) -> None:
    found = numbers.read_decimal(text)
    assert found is not None
    assert numbers.written(found) == value


@pytest.mark.parametrize("text", ["", "x", "1e99", "NaN", "Infinity", "1e-99", "9" * 50, "0x10", "--1"])
def test_what_is_none_is_not_guessed(text: str) -> None:
    assert numbers.read_decimal(text) is None


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_number_is_written_as_itself_or_not_at_all(value: Decimal) -> None:
    text = numbers.written(value)
    assert text is None or numbers.read_decimal(text) == value


@given(st.floats(-1e9, 1e9), st.floats(0, 1e6))
def test_ranges_are_given_by_their_middle(low: float, width: float) -> None:
    value, margin = map(float, numbers.range_of(low, low + width))
    assert value - margin == pytest.approx(low, abs=1e-6)
    assert value + margin == pytest.approx(low + width, abs=1e-6)


def test_shares_are_those_of_moodles_list() -> None:
    shares = [numbers.share_of(count) for count in range(1, 11)]
    assert shares == ["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10"]
