"""Reading lists of people: every kind of file, of header and of value that real offices send."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lms.people.models import Province, Sex
from lms.people.roster import Unreadable, read
from lms.people.roster.columns import COLUMNS, EXAMPLE_NUMBER, recognised
from lms.people.roster.dates import birthday, day
from lms.people.roster.reading import Roster, Written
from lms.people.roster.remarks import Wrong
from lms.people.roster.values import email, extra_time, name, number_or_name, phone, province, sex
from tests.people.messy import ALL, HEADERS_MENDED, MENDED, messy_book

TODAY = date(2026, 11, 25)
HEAD = "Service number,Name,Date of birth\n"


def only(body: bytes | str) -> Written:
    """What the one row of a list says, with nothing wrong in it."""
    [row] = read(body if isinstance(body, bytes) else body.encode(), TODAY).rows
    assert row.errors == ()
    return row.written


def book(*rows: list[object]) -> bytes:
    made, output = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(output)
    return output.getvalue()


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "5/3/1990", "05-03-1990", "5.3.1990", "5 3 1990", "1990-03-05", "1990-03-05 00:00:00", "5 March 1990", "5-Mar-90",
        "05-Mar-1990",
        "5th March, 1990", "March 5, 1990", "5/3/90", "۵ مارچ ۱۹۹۰", "۵/۳/۱۹۹۰", "٥ مارچ ١٩٩٠ء", "32937", "32937.0",
    ],
)  # fmt: skip
def test_dates_as_people_type_them(typed):
    assert day(typed, TODAY) == date(1990, 3, 5)


def test_month_before_day_only_where_it_cannot_be_otherwise():
    assert day("3/25/1990", TODAY) == date(1990, 3, 25)
    assert day("4/3/1990", TODAY) == date(1990, 3, 4)


def test_every_urdu_month_is_known():
    months = ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر")
    assert [day(f"1 {month} 1990", TODAY).month for month in months] == list(range(1, 13))


@pytest.mark.parametrize("typed", ["31/2/1990", "29/2/1991", "0/1/1990", "1990-13-01"])
def test_a_day_that_never_was_is_told(typed):
    with pytest.raises(Wrong, match="There is no such day"):
        day(typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["1990", "March 1990", "yesterday", "5/1990", "12", "5 Foo 1990", "1/2/3/4", "9" * 80]
)
def test_what_is_no_date_is_told(typed):
    with pytest.raises(Wrong, match="not understood as a date"):
        day(typed, TODAY)


@pytest.mark.parametrize("typed", ["1/1/2020", "1/1/1880", "1/1/2030"])
def test_nobody_at_work_is_a_child_or_a_hundred(typed):
    with pytest.raises(Wrong, match="cannot be the date of birth"):
        birthday(typed, TODAY)


# --- other values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0300-1234567", "03001234567"), ("3001234567", "03001234567"), ("+92 300 1234567", "03001234567"),
        ("0092-300-1234567", "03001234567"), ("923001234567", "03001234567"), ("۰۳۰۰۱۲۳۴۵۶۷", "03001234567"),
        ("'03001234567", "03001234567"), ("042-99212345", "04299212345"), ("+44 20 7946 0018", "+442079460018"),
    ],
)  # fmt: skip
def test_phones(typed, kept):
    assert phone(typed) == kept


def test_provinces_and_sexes_in_both_languages():
    assert {province(typed) for typed in ("KPK", "kp", "خیبر پختونخوا", "N.W.F.P.")} == {Province.KHYBER_PAKHTUNKHWA}
    assert {province(typed) for typed in ("Punjab Province", "صوبہ پنجاب", "پنجاب")} == {Province.PUNJAB}
    assert {sex(typed) for typed in ("F", "female", "عورت", "Ms.")} == {Sex.FEMALE}
    assert {sex(typed) for typed in ("M", " Male ", "مرد")} == {Sex.MALE}


def test_extra_time_is_per_cent():
    assert [extra_time(typed) for typed in ("25", "25 %", "۲۵٪", "0")] == [25, 25, 25, 0]


@pytest.mark.parametrize(
    ("reader", "typed"),
    [
        (phone, "none"), (phone, "0300-1234567 / 0301-7654321"), (province, "Atlantis"), (sex, "X"), (email, "a@b"),
        (email, "a b@c.pk"), (email, "علی@c.pk"),
        (extra_time, "a lot"), (extra_time, "301"), (extra_time, "12.5"), (name, "12345"), (name, "x" * 201),
        (number_or_name, "1.00E+11"), (number_or_name, "--"), (number_or_name, "9" * 61),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told(reader, typed):
    with pytest.raises(Wrong):
        reader(typed)


# --- headers -----------------------------------------------------------------------------------------------------


def test_every_title_and_other_header_leads_to_its_column():
    for column in COLUMNS:
        for header in (column.title_en, column.title_ur, *column.also, f"{column.title_en} / {column.title_ur}"):
            assert recognised(header) == column.key, header


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("DATE OF BIRTH (DD/MM/YYYY)", "born_on"), ("Emp. No.", "service_number"), ("نام", "name"), ("Officer’s Name", "name"),
        ("Name (Urdu)", "name_ur"), ("عہدہ", "rank"), ("Mobile\nNo.", "phone"), ("Rank*", "rank"), ("Gender [M/F]", "sex"),
        ("C.N.I.C. No", "not kept"), ("S. No.", "passed over"), ("#", "passed over"), ("Father's Name", None), ("", None),
        ("x" * 200, None), ("NAME OF OFFICIAL", "name"), ("Names", "name"), ("نام اہلکار", "name"), ("نام افسر", "name"),
        ("Name of Participants", "name"), ("Name & Rank", None), ("Name / Rank", None),
    ],
)  # fmt: skip
def test_headers_as_people_write_them(header, key):
    assert recognised(header) == key


def test_a_list_without_service_numbers_says_what_headers_are_understood():
    with pytest.raises(Unreadable, match=r"row 1.*Belt number.*سروس نمبر"):
        read(b"Name,Rank,Age\nAli,ASI,30\n", TODAY)


def test_a_list_without_headers_says_so():
    with pytest.raises(Unreadable, match="No row with headers"):
        read(b"ANF-1,Ali Khan,Constable\n", TODAY)


def test_headers_without_people_are_told():
    with pytest.raises(Unreadable, match="nobody under the headers in row 1"):
        read(HEAD.encode(), TODAY)


# --- files -------------------------------------------------------------------------------------------------------

URDU_CSV = "سروس نمبر;نام\nANF-1;علي خان\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_in_every_encoding_and_with_every_separator(encoding, separator):
    text = "Service number;نام;عہدہ\nANF-1;جمال;کانسٹیبل\n".replace(";", separator)
    if encoding == "cp1256":
        text = text.replace("کانسٹیبل", "ASI").replace("عہدہ", "Rank")
    written = only(text.encode(encoding))
    assert (written.service_number, written.name_ur) == ("ANF-1", "جمال")


def test_csv_of_western_windows():
    assert only("Service number;Name\nX1;José Müller\n".encode("cp1252")).name_en == "José Müller"


def test_arabic_letters_in_names_become_urdu_ones():
    assert only("Service number,Name\n1,علي كمال الهي\n").name_ur == "علی کمال الہی"


def test_names_are_told_apart_by_their_letters_whatever_the_column():
    written = only("Service number,Name (English),Name (Urdu)\n1,علی خان,Ali Khan\n")
    assert (written.name_en, written.name_ur) == ("Ali Khan", "علی خان")


def test_numbers_of_identity_cards_are_not_kept_and_unknown_columns_named():
    roster = read(b"Emp No,Name,CNIC,Father's name\n1,Ali,35202-1234567-1,Akbar\n", TODAY)
    assert roster.not_kept
    assert roster.unknown == ("Father's name",)
    assert "35202" not in repr(roster)


def test_rows_keep_their_numbers_and_titles_above_are_skipped():
    roster = read(b"Punjab Police\n\n,,\nName,Emp No\n\nAli,1\nName,Emp No\nSara,2\n", TODAY)
    assert (roster.header_row, [row.number for row in roster.rows]) == (4, [6, 8])


def test_the_example_of_the_template_is_left_out():
    roster = read(f"Service number,Name\n{EXAMPLE_NUMBER},Ayesha\n7,Ali\n".encode(), TODAY)
    assert [row.written.service_number for row in roster.rows] == ["7"]


def test_dashes_and_nil_say_nothing():
    written = only("Service number,Name,Phone,Sex,Date of birth\n1,Ali,N/A,-,nil\n")
    assert (written.phone, written.sex, written.born_on) == (None, None, None)


def test_numbers_of_a_workbook_are_read_as_they_were_typed():
    written = only(
        book(["Emp No", "Name", "Mobile", "DOB", "Extra time"], [1001.0, "Ali", 3001234567, date(1990, 3, 5), 25])
    )
    assert (written.service_number, written.phone) == ("1001", "03001234567")
    assert (written.born_on, written.extra_time) == (date(1990, 3, 5), 25)


def test_a_messy_workbook_is_read_from_the_sheet_that_has_the_list():
    roster = read(messy_book(60, HEADERS_MENDED), TODAY)
    assert (roster.sheet, roster.header_row, len(roster.rows)) == ("Nominations", 4, 60)
    assert roster.unknown == ("Father's Name",)
    wrong = {row.number: row.errors[0].message for row in roster.rows if row.errors}
    assert "no such day" in wrong[11]
    assert "formula" in wrong[15]
    assert "missing" in wrong[27]
    assert not any(row.errors for row in read(messy_book(60, MENDED), TODAY).rows)
    with pytest.raises(Unreadable, match="No column with service numbers"):
        read(messy_book(60, ALL), TODAY)


def test_a_hidden_sheet_is_not_read():
    made, output = Workbook(), io.BytesIO()
    made.active.append(["nothing"])
    hidden = made.create_sheet("hidden")
    hidden.append(["Emp No", "Name"])
    hidden.append([1, "Ali"])
    hidden.sheet_state = "hidden"
    made.save(output)
    with pytest.raises(Unreadable, match="No row with headers"):
        read(output.getvalue(), TODAY)


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"), (b"  \r\n ", "empty"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel file"),
        (b"%PDF-1.7 ...", "not a spreadsheet"), (b"\x89PNG\r\n\x1a\n\0\0", "not a spreadsheet"),
        (b"<html><table><tr><td>Emp No</td></tr></table>", "web page"), (b"PK\x03\x04 and no more", "damaged"),
        (b"Emp No\0Name", "not a spreadsheet"), (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_other_files_are_refused_with_a_reason(body, why):
    with pytest.raises(Unreadable, match=why):
        read(body, TODAY)


def packed(entries: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in entries.items():
            archive.writestr(path, body)
    return output.getvalue()


def repacked(body: bytes, path: str, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return packed(entries | {path: change(entries[path])})


SMALL = book(["Emp No", "Name"], [1, "Ali"])
SHEET = "xl/worksheets/sheet1.xml"


def test_a_document_is_no_workbook():
    with pytest.raises(Unreadable, match="not an Excel workbook"):
        read(packed({"word/document.xml": b"<w/>"}), TODAY)


def test_a_bomb_is_not_unpacked():
    with pytest.raises(Unreadable, match="far too large"):
        read(packed({"xl/workbook.xml": b"<x/>", "xl/sheet.xml": b" " * 20_000_000}), TODAY)


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;">]>'
    spoilt = repacked(
        SMALL, SHEET, lambda xml: bomb + xml.split(b"?>", 1)[-1].replace(b"<sheetData>", b"<sheetData>&c;")
    )
    with pytest.raises(Unreadable, match="damaged"):
        read(spoilt, TODAY)


@pytest.mark.slow
def test_rows_without_end_are_refused():
    far = repacked(SMALL, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999"'))
    with pytest.raises(Unreadable, match="damaged"):
        read(far, TODAY)


@pytest.mark.slow
def test_more_people_than_can_be_are_refused():
    body = b"Emp No,Name\n" + b"".join(b"%d,Ali\n" % number for number in range(20_001))
    with pytest.raises(Unreadable, match=r"more than 20000 rows"):
        read(body, TODAY)


def outcome(body: bytes) -> Roster | str:
    try:
        return read(body, TODAY)
    except Unreadable as refused:
        return str(refused)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda end: HEAD.encode() + end))
def test_any_bytes_give_a_list_or_a_reason(body):
    assert outcome(body)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_any_damage_to_a_workbook_gives_a_list_or_a_reason(data):
    body = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(body[: data.draw(st.integers(1, len(body)))]))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8), st.text(max_size=300))
def test_any_text_in_cells_gives_a_list_or_a_reason(cells, text):
    assert outcome(
        ("Emp No;Name;DOB;Phone;Province;Extra time\n" + ";".join(cells) + "\n" + text).encode("utf-8", "replace")
    )


def test_name_and_naam_are_two_columns():
    written = only("سروس نمبر,Name,نام\n1,Ali Khan,علی خان\n")
    assert (written.name_en, written.name_ur) == ("Ali Khan", "علی خان")


def test_a_third_column_of_names_is_left_and_told():
    roster = read("Emp No,Name,نام,Full name\n1,Ali,علی,Ali Khan\n".encode(), TODAY)
    assert roster.twice == ("Full name",)


def test_name_and_code_of_an_agency_are_one_thing_but_two_names_of_one_are_told():
    ours = read(b"Service number,Name,Agency code,Agency\n1,Ali,ANF,Anti Narcotics Force\n", TODAY)
    assert ours.twice == ()
    assert ours.rows[0].written.agency == "ANF"
    assert read(b"Service number,Name,Agency code,Unit\n1,Ali,ANF,Karachi\n", TODAY).twice == ("Unit",)
    assert read(b"Service number,Name,Department,Agency\n1,Ali,ANF,Karachi\n", TODAY).twice == ("Agency",)


def test_the_name_of_an_agency_counts_where_a_row_has_no_code():
    lines = "1,Ali,,ANF Karachi", "2,Asma,-,ANF Karachi", "3,Gul,ANF,ANF Karachi", "4,Noor,,", ",,,ANF Karachi"
    roster = read("\n".join(("Service number,Name,Agency code,Agency", *lines)).encode(), TODAY)
    assert [row.written.agency for row in roster.rows] == ["ANF Karachi", "ANF Karachi", "ANF", None]
    assert [row.typed[-1] for row in roster.rows] == ["ANF Karachi", "ANF Karachi", "ANF", ""]
