"""Many certificates at once."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from click.testing import CliRunner

from lms.certificates.bundle import COLUMNS, HEADINGS, Entry, file_name, write_bundle
from lms.certificates.commands import certificates
from lms.certificates.pdf import render
from lms.config import Config
from tests.certificates.conftest import FACE

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Pipe(io.RawIOBase):
    """What standard output is when it is piped: it can only be written to, onwards."""

    def __init__(self) -> None:
        self.written = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:
        return self.written.write(piece)


def register(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archive.read("register.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(archive: zipfile.ZipFile) -> list[list[str]]:
    """The rows of register.xlsx; every text in it is in its cell."""
    with zipfile.ZipFile(io.BytesIO(archive.read("register.xlsx"))) as book:
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert page.find(f".//{SPREADSHEET}f") is None, "a formula"
    return [["".join(cell.itertext()) for cell in row] for row in page.iter(f"{SPREADSHEET}row")]


def test_a_bundle_holds_every_pdf_and_the_register() -> None:
    entries = [
        Entry(replace(FACE, serial=f"TRB-2026-{n:06d}"), "money-laundering", date(2026, 12, 1) if n == 2 else None)
        for n in range(1, 4)
    ]
    pipe = Pipe()
    assert write_bundle(iter(entries), "both", pipe, processes=2) == 2
    archive = zipfile.ZipFile(pipe.written)
    assert archive.testzip() is None
    name = "TRB-2026-00000{}-Muhammad-Naeem-ul-Hassan-both.pdf"
    assert archive.namelist() == ["about.txt", name.format(1), name.format(3), "register.csv", "register.xlsx"]
    assert archive.read(name.format(1)) == render(entries[0].face, "both")
    assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
    rows = register(archive)
    assert [row["serial"] for row in rows] == ["TRB-2026-000001", "TRB-2026-000002", "TRB-2026-000003"]
    assert [row["revoked_on"] for row in rows] == ["", "2026-12-01", ""]
    assert [row["file"] for row in rows] == [name.format(1), "", name.format(3)]
    assert rows[0]["holder_ur"] == "محمد نعیم الحسن"
    assert rows[0]["completed_on"] == "2026-11-20"
    assert rows[0]["verification_address"] == FACE.verification_address
    assert [row[0] for row in sheet(archive)] == ["Number", "TRB-2026-000001", "TRB-2026-000002", "TRB-2026-000003"]


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    pipe = Pipe()
    write_bundle(
        [Entry(replace(FACE, course_en="x" * 40), "x", date(2026, 12, 1)), Entry(FACE, "x", date(2026, 12, 1))],
        "en",
        pipe,
        1,
    )
    columns = openpyxl.load_workbook(
        io.BytesIO(zipfile.ZipFile(pipe.written).read("register.xlsx"))
    ).active.column_dimensions
    assert columns["B"].width > len(FACE.holder_en)
    assert columns["H"].width > 40


def test_a_cell_is_never_a_formula() -> None:
    pipe = Pipe()
    write_bundle(
        [Entry(replace(FACE, holder_en='=HYPERLINK("x")', rank_en="@x"), "x", date(2026, 12, 1))], "en", pipe, 1
    )
    archive = zipfile.ZipFile(pipe.written)
    assert register(archive)[0]["holder"] == '\'=HYPERLINK("x")'
    assert register(archive)[0]["rank"] == "'@x"
    assert sheet(archive)[1][1] == '=HYPERLINK("x")'


def test_an_empty_bundle_has_an_empty_register() -> None:
    pipe = Pipe()
    assert write_bundle([], "en", pipe, 1) == 0
    archive = zipfile.ZipFile(pipe.written)
    assert register(archive) == []
    assert sheet(archive) == [list(HEADINGS)]
    assert len(HEADINGS) == len(COLUMNS)


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("Ğulām Ṣāḥibzāda", "TRB-2026-000123-Gulam-Sahibzada-ur.pdf"),
        ("../../etc/passwd", "TRB-2026-000123-etc-passwd-ur.pdf"),
        ("محمد", "TRB-2026-000123-ur.pdf"),
        ('a\\b:c*d?"<>|\n', "TRB-2026-000123-a-b-c-d-ur.pdf"),
        ("x" * 300, f"TRB-2026-000123-{'x' * 60}-ur.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(holder: str, name: str) -> None:
    assert file_name(replace(FACE, holder_en=holder), "ur") == name


@pytest.fixture
def run(database_url, tmp_path):
    def run(*arguments):
        config = Config(instance=tmp_path, database_url=database_url, public_url="https://example.gov.pk/")
        return CliRunner().invoke(certificates, arguments, obj=config)

    return run


@pytest.mark.slow
def test_the_commands_issue_and_export(run, tmp_path, front_desk, make_person, make_agency, complete) -> None:
    agency = make_agency("ANF")
    complete(make_person(name_en="Naeem", agency=make_agency("ANF-Q", parent=agency)), front_desk)
    complete(make_person(name_en="Tariq", agency=make_agency("FIA")), front_desk)
    done = run("issue")
    assert done.output == "Certificates issued: 2\n", done.exception
    assert run("issue").output == "Certificates issued: 0\n"

    def exported(*arguments):
        path = tmp_path / "certificates.zip"
        done = run("export", "--processes", "1", "--output", str(path), *arguments)
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile(path) as archive:
            return [row["holder"] for row in register(archive)]

    assert exported() == ["Naeem", "Tariq"]
    assert exported("--agency", "ANF", "--language", "en") == ["Naeem"]
    assert exported("--course", "front-desk") == ["Naeem", "Tariq"]
    assert exported("--holder", "tar") == ["Tariq"]
    assert exported("--state", "revoked") == []
    assert exported("--from", "2999-01-01") == []
    assert exported("--to", "2000-01-01") == []
    for option, value, words in (
        ("--agency", "NOBODY", "There is no agency with the code “NOBODY”."),
        ("--course", "another", "There is no course with the name “another”."),
        ("--batch", "7", "There is no batch with the number 7."),
    ):
        refused = run("export", option, value, "--output", "-")
        assert refused.exit_code == 1
        assert words in refused.output
