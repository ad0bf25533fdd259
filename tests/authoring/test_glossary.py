"""The glossary in the database: filled from what is shipped, changed here, never lost to an upgrade."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from lms.authoring import actions, queries
from lms.authoring.models import GlossaryTerm
from lms.catalog import glossary as csv_file
from lms.catalog.glossary import Domain, Glossary, Term
from lms.config import ROOT
from lms.people.models import AuditEntry
from lms.people.roles import Role
from tests.authoring.test_translation_pages import words

LAW = Domain.LAW_ENFORCEMENT
SEIZURE, BAIL = Term("seizure", "ضبطی", LAW, "P"), Term("bail", "ضمانت", LAW)


@pytest.fixture
def sana(make_person, viewer_of):
    return viewer_of(make_person(roles=[Role.TRANSLATOR], name_en="Sana Mir"))


@pytest.fixture
def translator(client, make_person, sign_in):
    sign_in(client, make_person(roles=[Role.TRANSLATOR], name_en="Sana Mir"))
    return client


def load(session, now, *terms: Term) -> None:
    actions.load_glossary(session, Glossary(terms), now)
    session.commit()


def stored_terms(stored) -> dict[str, str]:
    return {row.english: row.urdu for row in stored(select(GlossaryTerm).order_by(GlossaryTerm.sort_key))}


def row_of(session, english: str) -> GlossaryTerm:
    return session.scalars(select(GlossaryTerm).where(GlossaryTerm.english == english)).one()


def test_the_shipped_glossary_is_there_after_a_start_and_looks_the_same(session, now):
    shipped = csv_file.read((ROOT / "courses" / csv_file.FILE).read_bytes())
    actions.load_glossary(session, shipped, now)
    session.commit()
    assert queries.glossary(session) == Glossary(shipped.terms)


def test_an_upgrade_adds_and_mends_terms_but_leaves_those_that_were_changed_here(session, now, sana, stored):
    load(session, now, SEIZURE, BAIL)
    row = row_of(session, "seizure")
    actions.change_term(session, row, Term("seizure", "قبضہ", LAW), actions.base_of_term(row), sana, now)
    session.commit()
    load(
        session, now, Term("seizure", "ضبطی؛ برآمدگی", LAW), Term("bail", "ضمانت؛ بیل", LAW), Term("raid", "چھاپہ", LAW)
    )
    assert stored_terms(stored) == {"bail": "ضمانت؛ بیل", "raid": "چھاپہ", "seizure": "قبضہ"}


def test_a_term_that_was_added_here_is_not_doubled_by_an_upgrade(session, now, sana, stored):
    actions.add_term(session, Term("hawala / hundi", "حوالہ", LAW), sana, now)
    load(session, now, Term("Hundi", "ہنڈی", LAW))
    assert stored_terms(stored) == {"hawala / hundi": "حوالہ"}


def test_a_term_is_added_and_used_at_once(session, now, sana, stored):
    assert queries.glossary(session).find("A seizure.") == ()
    actions.add_term(session, Term(" seizure ", "ضبطي", LAW), sana, now)
    session.commit()
    assert [found.term.preferred for found in queries.glossary(session).find("Two seizures.")] == ["ضبطی"]
    assert [entry.action for entry in stored(select(AuditEntry))] == ["added term"]


@pytest.mark.parametrize(
    "term",
    [Term("", "ضبطی", LAW), Term("raid", " ؛ ", LAW), Term("Seizure", "قبضہ", LAW), Term("x" * 300, "قبضہ", LAW)],
)
def test_a_term_needs_both_languages_and_is_there_only_once(session, now, sana, term, stored):
    load(session, now, SEIZURE)
    with pytest.raises(actions.NotATerm):
        actions.add_term(session, term, sana, now)
    session.rollback()
    assert stored_terms(stored) == {"seizure": "ضبطی"}


def test_who_began_from_another_state_of_a_term_is_told(session, now, sana, stored):
    load(session, now, SEIZURE)
    row = row_of(session, "seizure")
    begun = actions.base_of_term(row)
    actions.change_term(session, row, Term("seizure", "قبضہ", LAW), begun, sana, now)
    with pytest.raises(actions.TermConflict):
        actions.change_term(session, row, Term("seizure", "برآمدگی", LAW), begun, sana, now)
    actions.change_term(session, row, Term("seizure", "قبضہ", LAW), begun, sana, now)  # the same is no conflict


def remove(session, now, sana, english: str) -> GlossaryTerm:
    row = row_of(session, english)
    actions.remove_term(session, row, actions.base_of_term(row), sana, now)
    session.commit()
    return row


def test_a_removed_term_is_looked_for_nowhere_and_no_upgrade_brings_it_back(session, now, sana):
    load(session, now, SEIZURE, BAIL)
    row = remove(session, now, sana, "seizure")
    actions.remove_term(session, row, "whatever", sana, now)  # a second click
    load(session, now, Term("seizure", "برآمدگی", LAW), BAIL)
    assert [term.english for term in queries.glossary(session).terms] == ["bail"]
    assert [(term.english, person.name_en) for term, person in session.execute(queries.removed_terms())] == [
        ("seizure", "Sana Mir")
    ]
    actions.restore_term(session, row, sana, now)
    session.commit()
    assert [term.urdu for term in queries.glossary(session).terms] == ["ضمانت", "ضبطی"]
    entries = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert entries == ["removed term", "restored term"]


def test_who_saw_another_state_of_a_term_does_not_remove_it(session, now, sana):
    load(session, now, SEIZURE)
    row = row_of(session, "seizure")
    seen = actions.base_of_term(row)
    actions.change_term(session, row, Term("seizure", "قبضہ", LAW), seen, sana, now)
    with pytest.raises(actions.TermConflict):
        actions.remove_term(session, row, seen, sana, now)


def test_a_removed_term_is_not_changed_and_a_new_one_takes_its_place(session, now, sana, stored):
    load(session, now, SEIZURE, Term("taking / seizing", "پکڑ", LAW))
    row = remove(session, now, sana, "seizure")
    with pytest.raises(actions.NotATerm):
        actions.change_term(session, row, Term("seizure", "قبضہ", LAW), actions.base_of_term(row), sana, now)
    other = remove(session, now, sana, "taking / seizing")
    actions.add_term(session, Term("seizure", "قبضہ", LAW), sana, now)
    actions.add_term(session, Term("taking", "لینا", LAW), sana, now)
    with pytest.raises(actions.NotATerm, match="taking"):
        actions.restore_term(session, other, sana, now)
    session.commit()
    assert stored_terms(stored) == {"seizure": "قبضہ", "taking": "لینا", "taking / seizing": "پکڑ"}
    load(session, now, SEIZURE)
    assert [term.urdu for term in queries.glossary(session).terms] == ["قبضہ", "لینا"]


# --- pages -----------------------------------------------------------------------------------------------


def test_terms_are_found_however_they_are_typed(translator, session, now):
    load(session, now, SEIZURE, BAIL)
    for typed in ("SEIZ", "ضبطي"):
        said = words(translator.get("/glossary/", query_string={"q": typed}))
        assert "seizure" in said
        assert "bail" not in said
    assert "No term was found" in words(translator.get("/glossary/?q=helicopter"))
    assert "bail" not in words(translator.get("/glossary/?domain=ui"))
    assert translator.get("/glossary/?after=x&domain=nothing").status_code == 200


def test_the_page_costs_the_same_for_few_terms_and_for_many(translator, session, now, count_queries):
    load(session, now, SEIZURE)
    with count_queries() as few:
        translator.get("/glossary/")
    load(session, now, *(Term(f"term {number:03}", "لفظ", LAW) for number in range(120)))
    with count_queries() as many:
        body = translator.get("/glossary/").get_data(as_text=True)
    assert len(many) == len(few)
    assert body.count('class="pair"') == 50


def test_a_term_is_changed_on_its_page_and_says_by_whom(translator, session, now, stored):
    load(session, now, SEIZURE)
    [row] = stored(select(GlossaryTerm))
    page = translator.get(f"/glossary/{row.id}").get_data(as_text=True)
    base = actions.base_of_term(row)
    assert base in page
    form = {"english": "seizure", "urdu": "قبضہ", "domain": "law-enforcement", "note": "Say it so", "base": base}
    assert translator.post(f"/glossary/{row.id}", data=form).status_code == 303
    said = words(translator.get("/glossary/"))
    assert "Changed by Sana Mir" in said
    assert "Say it so" in said
    again = translator.post(f"/glossary/{row.id}", data=form | {"urdu": "برآمدگی"})
    assert again.status_code == 409
    assert "Somebody else has changed this term" in words(again)
    assert "قبضہ" in words(again)
    assert "برآمدگی" in again.get_data(as_text=True)
    [row] = stored(select(GlossaryTerm))
    assert actions.base_of_term(row) in again.get_data(as_text=True)


def test_a_term_is_added_on_its_page_and_mistakes_are_told_with_what_was_typed(translator, stored):
    form = {"english": "raid", "urdu": "", "domain": "law-enforcement", "note": ""}
    wrong = translator.post("/glossary/new", data=form)
    assert (wrong.status_code, "Write the Urdu term" in words(wrong), 'value="raid"' in wrong.text) == (422, True, True)
    assert translator.post("/glossary/new", data=form | {"urdu": "چھاپہ"}).status_code == 303
    twice = translator.post("/glossary/new", data=form | {"urdu": "چھاپہ"})
    assert (twice.status_code, "already" in words(twice)) == (422, True)
    assert translator.post("/glossary/new", data=form | {"domain": "nothing", "urdu": "x"}).status_code == 422
    assert translator.get("/glossary/99999").status_code == 404
    assert stored_terms(stored) == {"raid": "چھاپہ"}


def test_the_table_has_the_columns_of_the_shipped_file_and_no_formulas(translator, session, now):
    load(session, now, SEIZURE, Term("raid", "چھاپہ", LAW, '=HYPERLINK("x")'), Term("-check", "+جانچ", LAW))
    sent = translator.get("/glossary/glossary.csv").data
    rows = list(csv.reader(StringIO(sent.decode("utf-8-sig"))))
    assert tuple(rows[0]) == csv_file.COLUMNS
    assert ["raid", "چھاپہ", "law-enforcement", '\'=HYPERLINK("x")'] in rows
    assert ["'-check", "'+جانچ", "law-enforcement", ""] in rows
    assert {term.english for term in csv_file.read(sent).terms} >= {"seizure", "raid"}


def test_a_term_is_removed_after_a_question_and_brought_back(translator, session, now, stored):
    load(session, now, SEIZURE, BAIL)
    [_bail, row] = stored(select(GlossaryTerm).order_by(GlossaryTerm.sort_key))
    address = f"/glossary/{row.id}"
    assert f'href="{address}/remove"' in translator.get(address).text
    page = translator.get(f"{address}/remove")
    assert "Remove this term?" in words(page)
    form = {"base": actions.base_of_term(row)}
    assert form["base"] in page.text
    assert translator.post(f"{address}/remove", data={"base": "another"}).status_code == 409
    for _ in range(2):
        said = translator.post(f"{address}/remove", data=form, follow_redirects=True)
        assert "“seizure” is removed" in words(said)
    assert "seizure" not in words(translator.get("/glossary/"))
    assert b"seizure" not in translator.get("/glossary/glossary.csv").data
    for gone in (address, f"{address}/remove"):
        assert translator.get(gone).location == "/glossary/removed"
    form = {"english": "seizure", "urdu": "قبضہ", "domain": "law-enforcement", "note": ""} | form
    assert "has removed this term" in words(translator.post(address, data=form))
    assert "Removed by Sana Mir" in words(translator.get("/glossary/removed"))
    for _ in range(2):
        assert translator.post(f"{address}/restore").status_code == 303
    assert "seizure" in words(translator.get("/glossary/"))
    assert "No term was removed" in words(translator.get("/glossary/removed"))


def test_a_term_cannot_be_brought_back_beside_its_namesake(translator, session, now, sana):
    load(session, now, Term("hawala / hundi", "حوالہ", LAW))
    row = remove(session, now, sana, "hawala / hundi")
    load(session, now, Term("hundi", "ہنڈی", LAW))
    actions.add_term(session, Term("hawala", "حوالہ", LAW), sana, now)
    session.commit()
    answer = translator.post(f"/glossary/{row.id}/restore")
    assert (answer.status_code, "The glossary has “hawala” already" in words(answer)) == (422, True)
