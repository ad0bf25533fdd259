"""Bringing in a list and printing slips, in the browser and at the command line: words that a person would see."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.cli import main
from lms.people.models import AuditEntry, PeopleImport, Person, SignInCode
from lms.people.passwords import fold_code, token_hash
from lms.people.roles import Role
from tests.conftest import PASSWORD
from tests.people.messy import ALL, HEADERS_MENDED, MENDED, messy_book

pytestmark = pytest.mark.slow

LIST = "Service number,Name,Rank,Date of birth\nL-1,Ali Khan,ASI,5/3/1990\nL-2,Sara,Inspector,31/2/1990\n"


@pytest.fixture
def agency(make_agency):
    return make_agency("POLICE-PB", "Punjab Police", "پنجاب پولیس")


@pytest.fixture
def coordinator(client, sign_in, make_person, agency):
    person = make_person(
        roles=[Role.COORDINATOR], agency=agency, service_number="C-1", name_en="Saima Noor", password=PASSWORD
    )
    sign_in(client, person)
    return person


@pytest.fixture
def send(client, coordinator, agency):
    """`send(text)` chooses a file and looks it through; returns the page after it."""

    def choose(body, name="list.csv", agency_id=None):
        body = body if isinstance(body, bytes) else body.encode()
        fields = {"file": (io.BytesIO(body), name), "agency_id": str(agency.id if agency_id is None else agency_id)}
        return client.post("/people/import", data=fields, content_type="multipart/form-data", follow_redirects=True)

    return choose


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.get_data(as_text=True)))


def confirm(client, page):
    found = re.search(
        r'action="(/people/import/\d+/apply)".*?name="version" value="(\w+)"', page.get_data(as_text=True), re.S
    )
    assert found
    return client.post(found[1], data={"version": found[2]}, follow_redirects=True)


def workbook(page):
    assert page.status_code == 200
    return load_workbook(io.BytesIO(page.data))


# --- bringing in -------------------------------------------------------------------------------------------------


def test_a_list_is_looked_through_and_then_brought_in(client, send, stored):
    page = send(LIST)
    shown = text_of(page)
    assert "1 person is new" in shown
    assert "1 row is wrong" in shown
    assert "Date of birth : There is no such day as “ 31/2/1990 ”" in shown.replace("birth:", "birth :")
    assert stored(select(Person.name_en)) == ["Saima Noor"]
    done = text_of(confirm(client, page))
    assert "1 person was added" in done
    assert "Ali Khan" in done
    assert "Print slips for the new ones" in done
    assert stored(select(Person.name_en).order_by(Person.id)) == ["Saima Noor", "Ali Khan"]


def test_the_same_list_again_says_that_nothing_changes(client, send):
    right, wrong = "Service number,Name\nL-1,Ali Khan\n", "L-2,\n"
    confirm(client, send(right))
    assert "Nothing changes: all rows are in already" in text_of(send(right))
    assert "Nothing changes: the rows that are not wrong are in already" in text_of(send(right + wrong))
    assert "No row can be brought in as it is" in text_of(send("Service number,Name\n" + wrong))


def test_a_row_that_seems_to_be_of_somebody_else_stands_under_remarks(client, send, make_person, agency):
    make_person(service_number="L-1", name_en="Ali Raza", agency=agency)
    page = send("Service number,Name,Weight\nL-1,Sara Javed,70\nL-2,Omar,80\nL-3,,90\n")
    assert "1 row has a remark" in text_of(page)
    assert "Columns that are not understood are not kept and so are not in that file." in text_of(page)
    shown = text_of(client.get(page.request.path + "?show=warnings"))
    assert re.search(r"The number belongs to\s+Ali Raza\s*: is it the same person\?", shown)
    assert "Omar" not in shown.partition("With remarks")[2]


def test_what_is_shown_of_a_change(client, send, make_person, agency):
    make_person(service_number="L-1", name_en="Ali", rank="Constable", agency=agency)
    page = send("Service number,Name,Rank\nL-1,Ali Khan,HC\n")
    assert "1 person is changed" in text_of(page)
    assert re.search(r"Rank:.*Constable.*Head Constable", page.get_data(as_text=True), re.S)


def test_the_page_speaks_urdu_to_who_speaks_it(client, send, coordinator, engine):
    with Session(engine) as session:
        session.execute(update(Person).where(Person.id == coordinator.id).values(language="ur"))
        session.commit()
    shown = text_of(send(LIST))
    assert "جیسی کوئی تاریخ نہیں ہوتی" in shown
    assert "تاریخ پیدائش" in shown


def test_rows_are_paged_and_chosen(client, send):
    body = "Service number,Name\n" + "".join(f"{number},Officer {chr(65 + number % 26)}\n" for number in range(1, 121))
    page = send(body)
    first = page.get_data(as_text=True)
    assert first.count('<li id="row-') == 50
    second = client.get(re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")).get_data(as_text=True)
    assert 'id="row-52"' in second
    assert 'id="row-51"' not in second
    third = client.get(re.search(r'rel="next" href="([^"]+)"', second)[1].replace("&amp;", "&")).get_data(as_text=True)
    assert third.count('<li id="row-') == 20
    back = client.get(re.search(r'rel="prev" href="([^"]+)"', third)[1].replace("&amp;", "&")).get_data(as_text=True)
    assert 'id="row-52"' in back
    address = page.request.path
    assert "There is no such row" in text_of(client.get(f"{address}?show=wrong"))
    assert client.get(f"{address}?show=nonsense&after=x").status_code == 200


def test_a_long_list_asks_no_more_than_a_short_one(client, send, count_queries):
    counts = []
    for people in (10, 1000):
        page = send("Service number,Name\n" + "".join(f"{number},Ali\n" for number in range(people)))
        with count_queries() as queries:
            client.get(page.request.path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Choose a file first"),
        (b"%PDF-1.4", "not a spreadsheet"),
        (messy_book(5, ALL), "No column with service numbers"),
    ],
    ids=["nothing", "pdf", "wrong header"],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(send, body, why):
    page = send(body, "list.xlsx")
    assert page.status_code == 422
    assert why in text_of(page)
    assert 'id="file-error"' in page.get_data(as_text=True)


def test_an_agency_of_others_cannot_be_chosen(send, make_agency):
    page = send(LIST, agency_id=make_agency("ANF").id)
    assert page.status_code == 422


def test_people_who_changed_meanwhile_are_shown_anew(client, send, make_person, agency, stored):
    page = send("Service number,Name\nL-1,Ali Khan\n")
    make_person(service_number="L-1", name_en="Ali", agency=agency)
    again = confirm(client, page)
    assert "People have changed" in text_of(again)
    assert "1 person is changed" in text_of(again)
    assert stored(select(Person.name_en).where(Person.service_number == "L-1")) == ["Ali"]
    confirm(client, again)
    assert stored(select(Person.name_en).where(Person.service_number == "L-1")) == ["Ali Khan"]


def test_a_name_is_never_html(client, send):
    page = send("Service number,Name,Rank\nL-1,<b>Ali</b>,<i>x\n<script>,Sara,\n")
    assert "<b>Ali" not in page.get_data(as_text=True)
    assert "<script>," not in page.get_data(as_text=True)
    assert "<i>x" not in page.get_data(as_text=True)


def test_the_wrong_rows_come_back_as_a_spreadsheet_and_can_be_mended_in_it(client, send):
    page = send(messy_book(40, HEADERS_MENDED), "messy.xlsx")
    book = workbook(client.get(f"{page.request.path}/wrong.xlsx"))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Row", "Name", "Service number")
    messages = " ".join(row[-1] for row in rows[1:])
    assert {int(number) for number in re.findall(r"in row (\d+)", messages)} <= {row[0] for row in rows[1:]}
    assert "in row" in messages
    assert rows[0][-1] == "What is wrong"
    assert len(rows) == 6
    assert "There is no such day" in rows[1][-1]
    birth = [cell.value for cell in book.active[1]].index("Date of birth")
    book.active.cell(2, birth + 1).value = "28/2/1990"
    output = io.BytesIO()
    book.save(output)
    again = text_of(send(output.getvalue(), "mended.xlsx"))
    assert "3 rows are wrong" in again
    assert "not understood" not in again


def test_the_template_is_understood_and_its_example_left_out(client, send):
    book = workbook(client.get("/people/import/template.xlsx"))
    assert len(book.worksheets) == 2
    output = io.BytesIO()
    book.save(output)
    assert "nobody under the headers" in text_of(send(output.getvalue(), "people.xlsx"))
    book.worksheets[0].append(["L-1", None, "Ali Khan", "علی خان", "ASI"])
    output = io.BytesIO()
    book.save(output)
    assert "1 person is new" in text_of(send(output.getvalue(), "people.xlsx"))


def test_urdu_spreadsheets_run_from_the_right(client, send, coordinator, engine):
    page = send(LIST)
    with Session(engine) as session:
        session.execute(update(Person).where(Person.id == coordinator.id).values(language="ur"))
        session.commit()
    for address in (f"{page.request.path}/wrong.xlsx", "/people/import/template.xlsx"):
        assert workbook(client.get(address)).active.sheet_view.rightToLeft


def test_a_list_of_somebody_else_is_not_found(client, send, sign_in, make_person, agency):
    address = send(LIST).request.path
    sign_in(client, make_person(roles=[Role.COORDINATOR], agency=agency))
    for path in (address, f"{address}/wrong.xlsx", f"/people/slips?import={address.rsplit('/', 1)[1]}"):
        assert client.get(path).status_code == 404
    assert client.post(f"{address}/apply").status_code == 404


def test_a_list_that_is_over_says_so(client, send, engine):
    address = send(LIST).request.path
    with Session(engine) as session:
        session.execute(update(PeopleImport).values(content=None))
        session.commit()
    assert "kept for a day" in text_of(client.get(address))
    assert client.post(f"{address}/apply").status_code == 410
    assert client.get(f"{address}/wrong.xlsx").status_code == 410


def test_officers_bring_nobody_in(client, sign_in, make_person):
    sign_in(client, make_person())
    for path in ("/people/import", "/people/slips", "/people/import/template.xlsx"):
        assert client.get(path).status_code == 403


def test_browsers_do_not_keep_the_pages(client, send):
    for path in ("/people/import", send(LIST).request.path, "/people/slips"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


# --- slips -------------------------------------------------------------------------------------------------------


def codes_of(pdf):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return re.findall(r"[2-9A-Z]{4}\u2011[2-9A-Z]{4}\u2011[2-9A-Z]{4}", text)


def test_slips_for_the_new_people_of_a_list(client, send, stored):
    page = confirm(client, send("Service number,Name\n" + "".join(f"L-{n},Ali\n" for n in range(1, 11))))
    asked = client.get(re.search(r'href="(/people/slips\?import=\d+)"', page.get_data(as_text=True))[1])
    assert "10 people here have no password yet" in text_of(asked)
    assert "Make 10 slips" in text_of(asked)
    number = re.search(r'name="import" value="(\d+)"', asked.get_data(as_text=True))[1]
    answer = client.post("/people/slips", data={"import": number})
    assert answer.mimetype == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(answer.data)).pages) == 2
    codes = codes_of(answer.data)
    assert len(set(codes)) == 10
    assert {token_hash(fold_code(code)) for code in codes} == set(stored(select(SignInCode.code_hash)))
    assert len(stored(select(AuditEntry).where(AuditEntry.action == "made a one-time code"))) == 10


def test_printing_again_says_that_earlier_slips_stop_working(client, coordinator, make_person, agency, stored):
    person = make_person(agency=agency)
    client.post("/people/slips", data={"ids": person.id})
    assert "1 of these people holds a slip already" in text_of(client.get(f"/people/slips?ids={person.id}"))
    client.post("/people/slips", data={"ids": person.id})
    lives = [code.expires_at - code.made_at for code in stored(select(SignInCode).order_by(SignInCode.id))]
    assert lives[0] < timedelta(hours=1)
    assert lives[1] == timedelta(days=30)


def test_people_with_a_password_only_if_they_are_ticked(client, coordinator, make_person, agency, stored):
    first, second = make_person(agency=agency), make_person(agency=agency, password=PASSWORD)
    ids = {"ids": [first.id, second.id]}
    assert "1 has one already" in text_of(client.get(f"/people/slips?ids={first.id}&ids={second.id}"))
    client.post("/people/slips", data=ids)
    assert stored(select(SignInCode.person_id)) == [first.id]
    client.post("/people/slips", data=ids | {"with_password": "1"})
    assert set(stored(select(SignInCode.person_id))) == {first.id, second.id}


def test_a_slip_for_one_who_forgot_leaves_the_password_until_it_is_used(client, coordinator, make_person, agency, app):
    person = make_person(agency=agency, password=PASSWORD)
    assert f'action="/people/{person.id}/slip"' in client.get(f"/people/{person.id}").get_data(as_text=True)
    [code] = codes_of(client.post(f"/people/{person.id}/slip").data)
    other = app.test_client()
    fields = {"sign_in_name": person.service_number, "password": PASSWORD}
    assert other.post("/sign-in", data=fields).status_code == 303
    fields = {"sign_in_name": person.service_number, "code": code, "new_password": "twelve green rickshaws"}
    assert app.test_client().post("/first-sign-in", data=fields).status_code == 303
    fields = {"sign_in_name": person.service_number, "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=fields).status_code == 422


def test_no_slip_for_people_of_others_or_for_those_who_may_do_more(
    client, coordinator, make_person, make_agency, agency, stored
):
    strangers = [make_person(agency=make_agency("ANF")), make_person(agency=agency, roles=[Role.ADMINISTRATOR])]
    for person in strangers:
        assert client.post(f"/people/{person.id}/slip").status_code == 404
        assert "Nobody needs a slip" in text_of(client.get(f"/people/slips?ids={person.id}"))
        client.post("/people/slips", data={"ids": person.id})
    assert stored(select(SignInCode)) == []


def test_the_qr_code_opens_the_page_with_the_number_filled_in(client):
    page = client.get("/first-sign-in?name=LHR-1%2F%22x").get_data(as_text=True)
    assert 'value="LHR-1/&#34;x"' in page


# --- at the command line ------------------------------------------------------------------------------------------


@pytest.fixture
def run(app, tmp_path, database_url):
    def call(*arguments):
        environment = {"LMS_DATABASE_URL": database_url, "LMS_INSTANCE": str(tmp_path)}
        return CliRunner().invoke(main, ["people", "import", *arguments], env=environment)

    return call


def test_the_command_line_says_first_and_does_then(run, agency, tmp_path, stored):
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    said = run(str(path), "--agency", "POLICE-PB")
    assert said.exit_code == 0, said.output
    assert "Row 3, wrong: Date of birth: There is no such day as “31/2/1990”." in said.output
    assert "1 new, 0 changed, 0 unchanged, 1 wrong and left out" in said.output
    assert stored(select(Person)) == []
    assert "Done." in run(str(path), "--agency", "POLICE-PB", "--apply").output
    assert stored(select(Person.name_en)) == ["Ali Khan"]
    path.write_text("Service number,Name\nL-1,Sara Javed\n", "utf-8")
    asked = "Row 2, to be looked at: Service number: The number belongs to Ali Khan: is it the same person?"
    assert asked in run(str(path)).output


def test_the_command_line_knows_its_agencies(run, agency, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    assert "no agency with the code “NASA”" in run(str(path), "--agency", "NASA").output
    path.write_bytes(b"%PDF")
    said = run(str(path))
    assert said.exit_code == 1
    assert "not a spreadsheet" in said.output


def test_messy_books_differ_only_in_their_faults():
    assert messy_book(10, MENDED) != messy_book(10, HEADERS_MENDED)


def test_a_list_is_over_after_a_day_on_every_page(client, send, engine):
    page = send(LIST)
    address = page.request.path
    with Session(engine) as session:
        session.scalars(select(PeopleImport)).one().made_at -= timedelta(hours=25)
        session.commit()
    assert "This list is not kept any more" in text_of(client.get(address))
    assert client.get(f"{address}/wrong.xlsx").status_code == 410
    assert confirm(client, page).status_code == 410
    assert "Not brought in" in text_of(client.get("/people/import"))
