from datetime import date

import pytest

from lms.certificates.numbering import (
    CODE_LENGTH,
    CODE_LETTERS,
    fold_code,
    grouped,
    is_serial,
    months_later,
    new_code,
    serial,
    serial_of,
)


def test_a_serial_tells_year_and_number() -> None:
    assert serial(2026, 123) == "TRB-2026-000123"


def test_a_serial_is_known_however_it_is_typed() -> None:
    assert all(is_serial(typed) for typed in (serial(2026, 123), " trb 2026 000123", "TRB–2026–1000000"))
    assert not any(is_serial(typed) for typed in (new_code(), "TRB-2026", "2026-000123", ""))
    assert {serial_of(typed) for typed in ("trb2026000123", "TRB–2026 000123")} == {serial(2026, 123)}
    assert serial_of("pol2002") == serial_of("TRB-2026") == ""


def test_a_code_has_80_random_bits() -> None:
    assert len(CODE_LETTERS) ** CODE_LENGTH == 2**80
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert set("".join(codes)) == set(CODE_LETTERS)


@pytest.mark.parametrize(
    "typed", ["7K3M-9QWX-2FHT-C501", "7k3m9qwx2fhtc501", " 7K3M 9QWX 2FHT C5OI ", "7k3m–9qwx–2fht–c5ol"]
)
def test_a_code_is_known_again_however_it_is_typed(typed: str) -> None:
    assert grouped(fold_code(typed)) == "7K3M-9QWX-2FHT-C501"


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QWX-2FHT-C501-0000", "UUUU-UUUU-UUUU-UUUU", "منی لانڈرنگ کو سم"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert fold_code(typed) == ""


def test_months_end_where_the_month_ends() -> None:
    assert months_later(date(2026, 11, 23), 36) == date(2029, 11, 23)
    assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 31)
