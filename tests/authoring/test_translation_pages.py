"""The translators' pages as a translator meets them."""

import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.authoring.bench import id_of
from lms.authoring.models import TranslationChange
from lms.catalog.course import Unit
from lms.catalog.glossary import Domain, Glossary, Term
from lms.catalog.translation import faults
from lms.people.roles import Role
from tests.sample_course import FILES, URDU, catalogue

pytestmark = pytest.mark.slow

SLUG = "front-desk"
NOTES, LISTEN = "Then take notes.", "Listen"
FEW = {english: urdu for english, urdu in URDU.items() if english not in (NOTES, LISTEN)}
GLOSSARY = Glossary((Term("complainant", "مدعی", Domain.PEOPLE),))
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def translator(client, make_person, sign_in):
    """A browser in which a translator is signed in; two texts of a published course are not translated yet."""
    sign_in(client, make_person(roles=[Role.TRANSLATOR], name_en="Sana Mir"))
    return client


@pytest.fixture
def course(publish_course):
    return publish_course(FILES | {"locale/ur.po": catalogue(FEW)}, slug=SLUG)


def test_the_evaluation_is_among_the_lessons_that_can_be_chosen(translator, publish_course):
    survey = (
        b"---\nsurvey: evaluation\n---\n# What do you think?\n\n### Question (free text)\n\nWhat is missing here?\n"
    )
    publish_course(FILES | {"evaluation.md": survey}, slug=SLUG)
    page = translator.get(f"/translation/{SLUG}/").get_data(as_text=True)
    assert '<option value="evaluation.md" lang="en">What do you think?</option>' in page
    chosen = translator.get(f"/translation/{SLUG}/?lesson=evaluation.md").get_data(as_text=True)
    assert '<option value="evaluation.md" lang="en" selected>' in chosen
    assert "Then take notes." not in chosen


def address(text: str, slug: str = SLUG) -> str:
    return f"/translation/{slug}/texts/{id_of(Unit(text))}"


def words(response) -> str:
    """What is read on a page, on one line."""
    body = response.get_data(as_text=True)
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def base(response) -> str:
    return re.search(r'name="base" value="([^"]*)"', response.get_data(as_text=True))[1]


def save(client, text: str, urdu: str, then: str = "next", query: str = "", **given):
    given = {"base": base(client.get(address(text)))} | given
    form = {"translation": urdu, "then": then, "text": text, "context": ""} | given
    return client.post(address(text) + query, data=form)


# --- who -------------------------------------------------------------------------------------------------

PAGES = [
    "/translation/",
    f"/translation/{SLUG}/",
    address(NOTES),
    f"/translation/{SLUG}/file",
    "/glossary/",
    "/interface-words/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.TRAINER])
def test_the_pages_are_for_translators(client, make_person, sign_in, course, page, role):
    sign_in(client, make_person(roles=[role]))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES[:5])
def test_browsers_do_not_keep_who_changed_what(translator, course, page):
    response = translator.get(page)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


# --- lists -----------------------------------------------------------------------------------------------


def test_courses_with_the_most_to_do_come_first(translator, publish_course, course):
    publish_course(FILES | {"locale/ur.po": catalogue()}, slug="complete")
    publish_course(FILES, slug="bare")
    body = translator.get("/translation/").get_data(as_text=True)
    assert re.findall(r'href="/translation/([a-z-]+)/"', body) == ["bare", SLUG, "complete"]
    said = words(translator.get("/translation/"))
    assert "2 missing" in said
    assert "Complete" in said
    assert "42 of 44 texts" in said


def test_a_course_is_found_in_either_language(translator, publish_course, course):
    publish_course(
        {**FILES, "course.md": FILES["course.md"].replace(b"# The front desk", b"# Container search")}, slug="two"
    )
    for typed in ("FRONT", "فرنٹ ڈيسک", "front-desk"):
        body = translator.get("/translation/", query_string={"q": typed}).get_data(as_text=True)
        assert re.findall(r'href="/translation/([a-z-]+)/"', body) == [SLUG], typed
    assert "No course was found" in words(translator.get("/translation/?q=helicopter"))


def test_the_list_costs_the_same_for_one_course_and_for_many(translator, publish_course, course, count_queries):
    translator.get("/translation/")
    with count_queries() as few:
        translator.get("/translation/")
    for number in range(30):
        publish_course({**FILES, "locale/ur.po": catalogue(FEW)}, slug=f"course-{number}")
    with count_queries() as many:
        body = translator.get("/translation/").get_data(as_text=True)
    assert len(many) == len(few)
    assert len(re.findall(r'<li class="card course">', body)) == queries.COUNTED_PAGE
    older = unescape(re.search(r'rel="next" href="([^"]+)"', body)[1])
    assert (
        len(re.findall(r'<li class="card course">', translator.get(older).get_data(as_text=True)))
        == 31 - queries.COUNTED_PAGE
    )


def test_a_draft_that_a_trainer_has_changed_is_counted_anew(translator, course, engine, now, make_person, viewer_of):
    trainer = viewer_of(make_person(roles=[Role.ADMINISTRATOR]))
    with Session(engine) as session:
        record = session.scalars(queries.course(SLUG)).one()
        path = "01-receiving.md"
        row = session.scalars(queries.draft_file(record, path)).one()
        body = FILES[path].replace(b"Then take notes.", b"Then take notes.\n\nA new sentence.")
        actions.save_file(session, record, path, body, row.media_sha256, trainer, now)
        session.commit()
    assert "3 missing" in words(translator.get("/translation/"))


def test_a_course_shows_what_is_to_do_and_all_on_request(translator, course):
    said = words(translator.get(f"/translation/{SLUG}/"))
    assert NOTES in said
    assert LISTEN in said
    assert "Greet her and offer a seat" not in said
    assert "Greet her and offer a seat" in words(translator.get(f"/translation/{SLUG}/?show=all"))
    assert NOTES not in words(translator.get(f"/translation/{SLUG}/?show=changed"))
    assert NOTES not in words(translator.get(f"/translation/{SLUG}/?lesson=final-quiz"))


def test_texts_are_found_however_they_are_typed(translator, course):
    said = words(translator.get(f"/translation/{SLUG}/", query_string={"show": "all", "q": "مدعي"}))
    assert "Receive a complainant" in said
    assert "Greet her" not in said
    assert "No text was found" in words(translator.get(f"/translation/{SLUG}/?q=helicopter"))


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-3", "?page=999999", "?show=nothing", "?lesson=../x", "?language=xx"]
)
def test_addresses_that_nobody_gave_out_are_no_errors(translator, course, query):
    assert translator.get(f"/translation/{SLUG}/{query}").status_code == 200
    assert translator.get(address(NOTES) + query).status_code == 200
    assert translator.get("/translation/" + query).status_code == 200


def test_a_course_that_is_not_there_is_not_found(translator):
    assert translator.get("/translation/nothing/").status_code == 404
    assert translator.get(address(NOTES, "nothing")).status_code == 404


def test_an_empty_bench_says_so(translator):
    assert "There is no course to translate yet" in words(translator.get("/translation/"))


def test_a_complete_course_says_so(translator, publish_course):
    publish_course(FILES | {"locale/ur.po": catalogue()}, slug="complete")
    assert "Everything is translated" in words(translator.get("/translation/complete/"))


def test_a_course_whose_text_cannot_be_read_says_so(translator, engine, now):
    with Session(engine) as session:
        actions.import_course(session, "broken", {"course.md": b"nothing"}, None, now)
        session.commit()
    response = translator.get("/translation/broken/")
    assert response.status_code == 409
    assert "No translation is lost" in words(response)
    assert translator.get("/translation/broken/file").status_code == 409


# --- one text --------------------------------------------------------------------------------------------


def test_a_text_is_shown_with_its_place_and_what_it_looks_like(translator, course):
    said = words(translator.get(address("See [the lesson](02-writing.md).")))
    assert "Question 1: explanation" in said
    assert "See [the lesson](02-writing.md)." in said
    assert "Final quiz" in said
    body = translator.get(address("See [the lesson](02-writing.md).")).get_data(as_text=True)
    assert f'<a href="/courses/{SLUG}/writing">سبق</a> دیکھیں۔' in body


def test_saving_leads_to_the_next_text_of_the_list(translator, course, stored):
    response = save(translator, NOTES, "پھر نوٹس لیں۔")
    assert response.status_code == 303
    assert response.headers["Location"] == address(LISTEN)
    assert [change.after for change in stored(select(TranslationChange))] == ["پھر نوٹس لیں۔"]
    last = save(translator, LISTEN, "سنیں")
    assert last.headers["Location"] == f"/translation/{SLUG}/"
    assert "That was the last text of this list" in words(translator.get(last.headers["Location"]))


def test_saving_keeps_to_the_filter(translator, course):
    response = save(translator, "Greet", "خوش آمدید کہیں", query="?show=all&lesson=final-quiz&q=")
    assert response.headers["Location"].endswith("?show=all&lesson=final-quiz")


def test_officers_read_a_translation_as_soon_as_it_is_saved(translator, course, app, make_person, sign_in):
    officer = app.test_client()
    sign_in(officer, make_person(language="ur"))
    officer.post(f"/courses/{SLUG}/enrol")
    page = f"/courses/{SLUG}/receiving"
    assert "پھر نوٹس لیں۔" not in officer.get(page).get_data(as_text=True)
    save(translator, NOTES, "پھر نوٹس لیں۔")
    assert "پھر نوٹس لیں۔" in officer.get(page).get_data(as_text=True)


def test_a_fault_is_told_at_once_and_the_text_stays_on_the_page(translator, course):
    response = save(translator, NOTES, "پھر 5 نوٹس لیں۔")
    assert response.headers["Location"] == address(NOTES)
    said = words(translator.get(address(NOTES)))
    assert "officers do not see this translation" in said
    assert "The numbers differ" in said


def test_both_translations_are_shown_to_the_second_of_two(translator, course, stored):
    begun = base(translator.get(address(NOTES)))
    save(translator, NOTES, "پھر نوٹس لیں۔")
    response = save(translator, NOTES, "اس کے بعد لکھیں۔", base=begun)
    assert response.status_code == 409
    said = words(response)
    assert "Somebody else has changed this translation" in said
    assert "پھر نوٹس لیں۔" in said
    assert "اس کے بعد لکھیں۔" in said
    assert len(stored(select(TranslationChange))) == 1
    again = save(translator, NOTES, "اس کے بعد لکھیں۔", base=base(response))
    assert again.status_code == 303
    assert len(stored(select(TranslationChange))) == 2


def test_what_is_typed_is_checked_without_being_saved(translator, course, stored):
    response = translator.post(f"{address(NOTES)}/check", data={"translation": "پھر **5 نوٹس** ليں, بس"}, headers=FETCH)
    body = response.get_data(as_text=True)
    assert "<html" not in body
    assert "<strong>5 نوٹس</strong>" in body
    said = unescape(re.sub(r"<[^>]+>", " ", body))
    for told in ("The numbers differ", "Urdu letter", "Latin punctuation"):
        assert told in said
    assert stored(select(TranslationChange)) == []


def test_without_scripts_the_check_is_a_page_with_what_was_typed(translator, course, stored):
    response = translator.post(f"{address(NOTES)}/check", data={"translation": "پھر 5 نوٹس لیں۔"})
    assert "The numbers differ" in words(response)
    assert "پھر 5 نوٹس لیں۔</textarea>" in response.get_data(as_text=True)
    assert stored(select(TranslationChange)) == []


def test_nothing_that_is_typed_becomes_html(translator, course):
    typed = '<script>alert(1)</script> <b onclick="x">'
    response = translator.post(f"{address(NOTES)}/check", data={"translation": typed})
    assert "<script>alert" not in response.get_data(as_text=True)
    save(translator, NOTES, typed)
    for page in (address(NOTES), f"/translation/{SLUG}/?show=all"):
        body = translator.get(page).get_data(as_text=True)
        assert "<script>alert" not in body
        assert "<b onclick" not in body


def test_an_earlier_translation_is_brought_back(translator, course, stored):
    save(translator, "Greet", "خوش آمدید کہیں")
    page = translator.get(address("Greet"))
    assert "Sana Mir" in words(page)
    [change] = stored(select(TranslationChange))
    response = translator.post(f"{address('Greet')}/restore", data={"change": change.id, "state": "before"})
    assert response.status_code == 303
    assert f"{URDU['Greet']}</textarea>" in translator.get(address("Greet")).get_data(as_text=True)
    for wrong in ("0", "x", "99999999999999"):
        assert translator.post(f"{address('Greet')}/restore", data={"change": wrong}).status_code == 404


def test_a_text_that_has_gone_meanwhile_is_kept_and_told(translator, publish_course, course, stored):
    begun = base(translator.get(address(NOTES)))
    publish_course(
        FILES | {"01-receiving.md": FILES["01-receiving.md"].replace(b"Then take notes.", b"Take notes later.")},
        slug=SLUG,
    )
    form = {"translation": "پھر نوٹس لیں۔", "base": begun, "text": NOTES, "context": ""}
    response = translator.post(address(NOTES), data=form, follow_redirects=True)
    assert "Your translation is kept" in words(response)
    assert [change.after for change in stored(select(TranslationChange))] == ["پھر نوٹس لیں۔"]
    assert "not in the course any more" in words(translator.get(address(NOTES), follow_redirects=True))
    forged = form | {"text": "Something else"}
    assert "not in the course any more" in words(translator.post(address(NOTES), data=forged, follow_redirects=True))


def test_terms_of_the_glossary_and_other_courses_are_offered(translator, publish_course, course, engine, now):
    publish_course(FILES | {"locale/ur.po": catalogue({LISTEN: "توجہ سے سنیں"})}, slug="other")
    with Session(engine) as session:
        actions.load_glossary(session, GLOSSARY, now)
        session.commit()
    said = words(translator.get(address("Receive a complainant")))
    assert "complainant مدعی Alt+1" in said
    assert "In other courses توجہ سے سنیں The front desk" in words(translator.get(address(LISTEN)))
    wrong = {"translation": "شکایت والے سے ملنا"}
    told = translator.post(f"{address('Receive a complainant')}/check", data=wrong)
    assert "Glossary: complainant – مدعی" in words(told)


# --- the key ---------------------------------------------------------------------------------------------


def every_page(client) -> str:
    """All that a translator can see of a course, without what is different each time."""
    listed = client.get(f"/translation/{SLUG}/?show=all").get_data(as_text=True)
    texts = sorted(set(re.findall(rf"/translation/{SLUG}/texts/[0-9a-f]+", listed)))
    assert len(texts) > 40
    pages = [f"/translation/{SLUG}/?show=all", f"/translation/{SLUG}/file", *(f"{text}?show=all" for text in texts)]
    bodies = [client.get(page).get_data(as_text=True) for page in pages]
    checked = [client.post(f"{text}/check", data={"translation": "ہاں"}).get_data(as_text=True) for text in texts]
    file = client.get(f"/translation/{SLUG}/file/ur.po").get_data(as_text=True)
    file = re.sub(r"(PO-Revision-Date|X-Tarbiyat-Downloaded): [^\\]+", "", file)
    return "\n".join([*bodies, *checked, file])


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    """`text` with the two of each pair in each other's place."""
    for one, other in pairs:
        assert one in text
        assert other in text
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    return text


def test_no_page_tells_which_answer_is_right(translator, publish_course):
    receiving, writing, quiz = (
        FILES[name].decode() for name in ("01-receiving.md", "02-writing.md", "03-final-quiz.md")
    )
    other = {
        "01-receiving.md": swapped(
            receiving, ("She may leave, and the trail goes cold.", "Yes. People calm down when they feel heard.")
        )
        .replace("- [ ] Ask", "- [x] Ask")
        .replace("- [x] Greet", "- [ ] Greet"),
        "02-writing.md": writing.replace("- [ ] True", "- [x] True").replace("- [x] False", "- [ ] False"),
        "03-final-quiz.md": swapped(
            quiz, ("1. Greet\n2. Listen", "3. Write"), ("| The person who reports |", "| The person who saw |")
        )
        .replace("- [x] The time", "- [ ] The time")
        .replace("- Answer: 2", "- Answer: 3"),
    }
    pages = []
    for key in ({}, other):
        publish_course({**FILES, "locale/ur.po": catalogue(FEW), **key}, slug=SLUG)
        pages.append(every_page(translator))
    assert pages[0] == pages[1]


# --- files -----------------------------------------------------------------------------------------------


def test_a_file_goes_down_and_up_and_says_what_became_of_it(translator, course, stored):
    sent = translator.get(f"/translation/{SLUG}/file/ur.po")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{SLUG}.ur.po"'
    body = sent.data.decode().replace(f'msgid "{NOTES}"\nmsgstr ""', f'msgid "{NOTES}"\nmsgstr "پھر نوٹس لیں۔"')
    body += '\nmsgid "Helicopter"\nmsgstr "ہیلی کاپٹر"\n\nnonsense\n'
    response = translator.post(f"/translation/{SLUG}/file", data={"file": (BytesIO(body.encode()), "ur.po")})
    said = words(response)
    assert "1 translation was taken" in said
    assert "this text is not in the course" in said
    assert "Helicopter" in said
    assert "1 line could not be read" in said
    assert [change.text for change in stored(select(TranslationChange))] == [NOTES]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00\x01", b'msgid ""\nmsgstr "Language: fr\\n"\n'])
def test_a_file_that_is_none_is_told(translator, course, body, stored):
    response = translator.post(f"/translation/{SLUG}/file", data={"file": (BytesIO(body), "ur.po")})
    assert response.status_code in (200, 422)
    assert stored(select(TranslationChange)) == []


def test_a_form_without_a_file_and_a_language_that_is_none_are_told(translator, course):
    assert translator.post(f"/translation/{SLUG}/file", data={}).status_code == 422
    assert translator.get(f"/translation/{SLUG}/file/xx.po").status_code == 404


# --- the words of the interface --------------------------------------------------------------------------


def test_the_words_of_the_interface_are_read_and_taken_along(translator):
    said = words(translator.get("/interface-words/?q=sign out"))
    assert "سائن آؤٹ" in said
    assert "No text was found" in words(translator.get("/interface-words/?q=helicopter"))
    assert translator.get("/interface-words/?page=2").status_code == 200
    assert b"msgid" in translator.get("/interface-words/messages.po").data


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ("دو افراد", "The numbers differ: 7 is missing."),
        ("7 افراد، 8 گاڑیاں", "The numbers differ: 8 is not in the original."),
        ("8 افراد", "The numbers differ: 7 is missing, 8 is not in the original."),
    ],
)
def test_only_what_differs_is_named_of_numbers(theirs, said):
    [(message, values)] = faults("7 people", theirs)
    assert message % values == said
