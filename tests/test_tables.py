"""Tables for spreadsheets."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest

from lms.tables import Sentence, Sheet, Word, as_csv, csv_pieces, write_xlsx


def test_numbers_stay_numbers_and_nothing_becomes_a_formula():
    body = as_csv(["a", "b", "c", "d"], [["=1+1", -2, 0.5, "نام, “x”"], ["@x", 1 / 3, float("inf"), "-1"]])
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig").split("\r\n") == [
        "a,b,c,d",
        '\'=1+1,-2,0.5,"نام, “x”"',
        "'@x,0.3333,,'-1",
        "",
    ]


def test_csv_comes_in_pieces_as_rows_are_read() -> None:
    read = []

    def rows() -> Iterator[tuple[int]]:
        for number in range(1200):
            read.append(number)
            yield (number,)

    pieces = csv_pieces(["n"], rows())
    next(pieces)
    next(pieces)
    assert len(read) < 600
    rest = b"".join(pieces).decode()
    assert rest.splitlines()[-1] == "1199"


@pytest.mark.parametrize("right_to_left", [False, True])
def test_a_word_in_the_place_of_a_number_stands_under_it(right_to_left: bool) -> None:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("figures", ["of", "n"], [["Women", 42], ["Men", Word("hidden")]])], right_to_left)
    _head, number, word = openpyxl.load_workbook(file).worksheets[0].rows
    assert (number[1].value, word[1].value) == (42, "hidden")
    assert number[1].alignment.horizontal == word[1].alignment.horizontal == "right"
    assert word[0].alignment.horizontal != "right"


@pytest.mark.parametrize(("right_to_left", "order"), [(False, 1), (True, 2)])
def test_a_sentence_is_read_whole_and_in_the_direction_of_its_sheet(right_to_left: bool, order: int) -> None:
    file = io.BytesIO()
    rows = [["یہ", Sentence("“پوشیدہ”: پانچ سے کم افراد، " * 10)]]
    write_xlsx(file, [Sheet("words", ["a", "b"], rows, notes=["“پوشیدہ”"])], right_to_left)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    for cell in (sheet["A1"], sheet["B4"]):
        assert cell.alignment.wrap_text
        assert cell.alignment.readingOrder == order
    height = sheet.row_dimensions[4].height
    assert height is not None
    assert height > 60


def test_a_workbook_has_numbers_days_and_no_formula() -> None:
    file = io.BytesIO()
    rows = [["=1+1", 2.5, date(2026, 11, 25), "نوید", None, float("nan")]]
    write_xlsx(file, [Sheet("people", ["a", "b", "c", "d", "e", "f"], rows, notes=["n = 1"])], right_to_left=True)
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="1"' in sheet
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert re.search(r'<c r="B4"[^>]*><v>2.5</v>', sheet)
    assert re.search(r'<c r="C4"[^>]*><v>46351</v>', sheet)  # the day's number, counted from 1900
    assert "n = 1" in sheet
