"""The workshop as a trainer meets it."""

import re
import zipfile
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.authoring.models import CourseAuthor, Draft, DraftChange, DraftFile, Remark, Review
from lms.catalog.models import CourseRecord
from lms.people.roles import Role
from tests.authoring.conftest import LESSON, SLUG
from tests.authoring.intake.documents import paragraphs
from tests.authoring.test_uploads import PNG
from tests.sample_course import BILINGUAL

pytestmark = pytest.mark.slow

HOME = f"/workshop/{SLUG}/"


@pytest.fixture
def workshop(client, sign_in, sadia):
    """Sadia's browser."""
    return sign_in(client, sadia)


@pytest.fixture
def draft(engine):
    """`draft()`: the files of the sample course's draft as everybody sees them."""

    def read(slug=SLUG):
        with Session(engine.execution_options(read_only=True)) as opened:
            return queries.draft_bodies(opened, queries.to_read(opened, slug))

    return read


@pytest.fixture
def of_imran(engine, colleague, now):
    """A course of Imran's."""
    with Session(engine, expire_on_commit=False) as opened:
        made = actions.create_course(opened, "gate", BILINGUAL, colleague, now)
        opened.commit()
    return made


def upload(name: str, body: bytes):
    return (BytesIO(body), name)


# --- the list --------------------------------------------------------------------------------------------


def test_who_has_no_course_sees_those_that_are_open_to_all(workshop, publish_course):
    publish_course(BILINGUAL, slug=SLUG)
    page = workshop.get("/workshop/").text
    assert "Every trainer may change them" in page
    assert "The front desk" in page
    assert "Published" in page
    assert "You have no course yet" in workshop.get("/workshop/?whose=own").text


def test_the_lists_tell_ones_own_courses_from_those_of_others(workshop, course, of_imran, publish_course):
    publish_course(BILINGUAL, slug="open")
    for whose, address in {"own": HOME, "others": "/workshop/gate/", "open": "/workshop/open/"}.items():
        page = workshop.get(f"/workshop/?whose={whose}").text
        assert re.findall(r'<h2[^>]*><a href="([^"]+)"', page) == [address]
    assert 'href="/workshop/front-desk/"' in workshop.get("/workshop/").text


@pytest.mark.parametrize("words", ["front DESK", "فرنٹ ڈيسك", "gate"])
def test_search_finds_courses_of_all_trainers(workshop, of_imran, publish_course, words):
    publish_course(BILINGUAL, slug="gate")
    assert 'href="/workshop/gate/"' in workshop.get("/workshop/", query_string={"q": words}).text
    assert "No course was found" in workshop.get("/workshop/", query_string={"q": "helicopter"}).text


def test_the_list_says_what_state_a_course_is_in(workshop, session, course, trainer, now):
    assert "Not published" in workshop.get("/workshop/").text
    actions.publish(session, course, now=now)
    session.commit()
    page = workshop.get("/workshop/").text
    assert "Published" in page
    assert "Changed" not in page
    actions.add_lesson(session, course, "More", "lesson", trainer, now)
    session.commit()
    assert "Changed since publication" in workshop.get("/workshop/").text
    actions.remove_file(session, course, "course.md", trainer, now)
    session.commit()
    assert "1 mistake" in workshop.get("/workshop/").text


def test_a_list_of_many_courses_has_pages_and_asks_no_more(workshop, session, trainer, now, count_queries, course):
    def ask(address):
        with count_queries() as asked:
            page = workshop.get(address).text
        return page, len(asked)

    few = ask("/workshop/?whose=own")[1]
    for number in range(queries.PAGE + 4):
        made = CourseRecord(slug=f"c-{number}", track=course.track, level=course.level)
        session.add(made)
        session.flush()
        session.add(CourseAuthor(course_id=made.id, person_id=trainer.id, added_at=now))
        session.add(Draft(course_id=made.id, title=f"Course {number}", search_text="", updated_at=now))
    session.commit()
    ask("/workshop/?whose=own")  # what the checker finds in the drafts is kept from now on
    ask("/workshop/?whose=own")
    page, many = ask("/workshop/?whose=own")
    assert many <= few
    first = set(re.findall(r'<h2[^>]*><a href="([^"]+)"', page))
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    second = set(re.findall(r'<h2[^>]*><a href="([^"]+)"', ask(older[1].replace("&amp;", "&"))[0]))
    assert (len(first), len(second), first & second) == (queries.PAGE, 5, set())


def test_browsers_do_not_keep_pages_of_the_workshop(workshop, course):
    for address in ("/workshop/", "/workshop/new", HOME, f"{HOME}history", f"{HOME}colleagues", f"{HOME}publish"):
        assert workshop.get(address).headers["Cache-Control"] == "no-store", address


# --- new courses -----------------------------------------------------------------------------------------


def test_a_course_begins_with_the_example(workshop, stored):
    answer = workshop.post("/workshop/new/example", data={"example-title": "Guarding a scene"})
    assert answer.location == "/workshop/guarding-a-scene/"
    page = workshop.get(answer.location).text
    assert "Guarding a scene" in page
    assert "No mistakes" in page
    assert "Before you hand over" in page
    assert len(stored(select(CourseRecord))) == 1
    assert len(stored(select(DraftFile))) == 7


@pytest.mark.parametrize(
    ("title", "address", "said"),
    [
        ("", "", "Write a title."),
        ("فرنٹ ڈیسک", "", "Write one in Latin letters"),
        ("Desk", "Front Desk", "small Latin letters"),
        ("Desk", SLUG, "Choose another address"),
    ],
)
def test_what_is_wrong_with_a_new_course_is_said_and_what_was_typed_stays(workshop, course, title, address, said):
    answer = workshop.post("/workshop/new/example", data={"example-title": title, "example-address": address})
    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert f'value="{title}"' in answer.text
    assert f'value="{address}"' in answer.text


def test_a_course_begins_with_a_zip_and_says_what_it_left_out(workshop, draft):
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for path, content in BILINGUAL.items():
            archive.writestr(f"desk/{path}", content)
        archive.writestr("desk/notes.docx", b"x")
    answer = workshop.post("/workshop/new/files", data={"upload-files": upload("desk.zip", body.getvalue())})
    assert answer.location == "/workshop/the-front-desk/"
    assert "notes.docx" in workshop.get(answer.location).text
    assert draft("the-front-desk") == {p: b for p, b in BILINGUAL.items() if not p.startswith("locale/")}


def test_what_comes_out_as_a_zip_goes_in_again(workshop, course, draft):
    packed = workshop.get(f"{HOME}download")
    assert packed.headers["Content-Disposition"] == "attachment; filename=front-desk.zip"
    data = {"upload-files": upload("x.zip", packed.data), "upload-address": "again"}
    assert workshop.post("/workshop/new/files", data=data).location == "/workshop/again/"
    assert draft("again") == draft()


@pytest.mark.parametrize(
    ("files", "said"),
    [([], "No file was chosen"), ([("x.zip", b"no zip")], "plain text"), ([("x.exe", b"MZ")], "no lesson")],
)
def test_an_upload_that_cannot_be_a_course_is_refused_in_words(workshop, stored, files, said):
    data = {"upload-files": [upload(*file) for file in files], "upload-title": "My title"}
    answer = workshop.post("/workshop/new/files", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="My title"' in answer.text
    assert stored(select(CourseRecord)) == []


def test_files_larger_than_a_form_are_taken_from_trainers_only(workshop, course, draft, client, sign_in, make_person):
    film = b"\0\0\0 ftypisom" + b"f" * (3 * 1024 * 1024)
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="talk.mp4"\r\n\r\n'
    sent = {"data": head + film + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}
    workshop.post(f"{HOME}media", **sent)
    assert draft()["videos/talk.mp4"] == film
    assert workshop.post(f"{HOME}lessons", **sent).status_code == 413
    sign_in(client, make_person())
    assert client.post(f"{HOME}media", **sent).status_code == 413


def test_a_course_of_somebody_else_is_read_and_copied_but_not_changed(workshop, of_imran, draft):
    page = workshop.get("/workshop/gate/").text
    assert "You may read this course" in page
    assert "Move up" not in page
    for address in ("lessons", "lessons/move", "media", "publish", "unpublish", "authors", f"remove/{LESSON}"):
        assert workshop.post(f"/workshop/gate/{address}").status_code == 404, address
    assert workshop.get("/workshop/gate/publish").status_code == 404
    answer = workshop.post("/workshop/gate/copy", data={"title": "My gate", "address": ""})
    assert answer.location == "/workshop/my-gate/"
    assert draft("my-gate")[LESSON] == draft("gate")[LESSON]


# --- a course --------------------------------------------------------------------------------------------


def test_mistakes_are_told_in_the_viewers_language_with_links_to_their_lines(
    client, sign_in, make_person, session, course, trainer, now
):
    sign_in(client, make_person(roles=[Role.TRAINER], language="ur"))
    body = BILINGUAL[LESSON].replace(b"(choose one)", b"(choose on)")
    row = session.scalars(queries.draft_file(course, LESSON)).one()
    actions.save_file(session, course, LESSON, body, row.media_sha256, trainer, now)
    session.commit()
    page = client.get(HOME).text
    assert f'href="/workshop/{SLUG}/edit/{LESSON}#L5"' in page
    assert "choose on" in page
    assert "is not a type" not in page


def test_lessons_are_moved_with_buttons(workshop, course, draft):
    workshop.post(f"{HOME}lessons/move", data={"path": LESSON, "direction": "down"})
    assert [path for path in draft() if path.endswith("receiving.md")] == ["02-receiving.md"]
    workshop.post(f"{HOME}lessons/move", data={"path": "02-receiving.md", "direction": "up"})
    assert LESSON in draft()
    old = workshop.post(f"{HOME}lessons/move", data={"path": "02-receiving.md", "direction": "up"})
    assert old.status_code == 409
    assert "Load the page again" in old.text


def test_a_lesson_is_added_and_opened_in_the_editor(workshop, course, draft):
    answer = workshop.post(f"{HOME}lessons", data={"title": "Asking: what, when?", "kind": "lesson"})
    assert answer.location == f"/workshop/{SLUG}/edit/03-asking-what-when.md"
    assert draft()["03-asking-what-when.md"].startswith(b"# Asking: what, when?\n")
    assert "Write a title." in workshop.post(f"{HOME}lessons", data={"title": " "}).text


def test_a_lesson_is_renamed(workshop, course, draft):
    assert "Rename" in workshop.get(f"{HOME}rename/{LESSON}").text
    answer = workshop.post(f"{HOME}rename/{LESSON}", data={"name": "meeting people"})
    assert answer.status_code == 422
    assert "meeting people" in answer.text
    workshop.post(f"{HOME}rename/{LESSON}", data={"name": "meeting"})
    assert "01-meeting.md" in draft()


def test_a_file_is_removed_after_a_question_and_brought_back(workshop, course, draft, stored):
    assert "Remove this file?" in workshop.get(f"{HOME}remove/{LESSON}").text
    workshop.post(f"{HOME}remove/{LESSON}")
    assert LESSON not in draft()
    page = workshop.get(HOME).text
    assert f'href="/workshop/{SLUG}/history?path={LESSON}"' in page
    [made, _removed] = stored(select(DraftChange).where(DraftChange.path == LESSON).order_by(DraftChange.id))
    assert "Bring back the state before it" in workshop.get(f"{HOME}history/{_removed.id}").text
    workshop.post(f"{HOME}history/{made.id}/restore")
    assert draft()[LESSON] == BILINGUAL[LESSON]


def test_pictures_are_uploaded_and_shown_in_a_sandbox(workshop, course, draft):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    data = {"files": [upload("Desk.SVG", svg), upload("x.png", PNG)]}
    answer = workshop.post(f"{HOME}media", data=data)
    assert {"images/desk.svg", "images/x.png"} <= set(draft())
    page = workshop.get(answer.location).text
    assert "Not used in any lesson" in page
    shown = workshop.get(f"{HOME}media/images/desk.svg")
    assert shown.data == svg
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    again = workshop.get(f"{HOME}media/images/desk.svg", headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("name", "said"), [("x.exe", "no file that a course can have"), ("", "Choose a file first")])
def test_an_upload_that_is_no_picture_is_refused_on_the_page(workshop, course, draft, name, said):
    answer = workshop.post(
        f"{HOME}media", data={"files": [upload("good.png", PNG), upload(name, b"x")] if name else []}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "images/good.png" not in draft()  # all or none, so that nobody wonders which


# --- history ---------------------------------------------------------------------------------------------


def test_a_change_is_shown_with_its_words_and_who_made_it(workshop, session, course, colleague, now, imran):
    body = BILINGUAL[LESSON].replace(b"two minutes", b"three minutes")
    row = session.scalars(queries.draft_file(course, LESSON)).one()
    actions.save_file(session, course, LESSON, body, row.media_sha256, colleague, now)
    session.commit()
    change = session.scalars(queries.changes(course, LESSON)).first()
    session.rollback()
    assert "Imran Shah" in workshop.get(f"{HOME}history").text
    page = workshop.get(f"{HOME}history/{change.id}").text
    assert re.search(r"<del>.*two.*</del><ins>.*three.*</ins>", page)
    assert "Line changed:" in page


def test_a_revision_is_brought_back_into_the_draft(workshop, session, course, trainer, now, draft):
    actions.publish(session, course, note="First edition", now=now)
    actions.remove_file(session, course, LESSON, trainer, now)
    session.commit()
    assert "First edition" in workshop.get(f"{HOME}history").text
    page = workshop.get(f"{HOME}revisions/1?with=draft").text
    assert LESSON in page
    workshop.post(f"{HOME}revisions/1/restore")
    assert draft()[LESSON] == BILINGUAL[LESSON]
    assert "The draft is the same as this revision" in workshop.get(f"{HOME}revisions/1?with=draft").text
    assert workshop.get(f"{HOME}revisions/7").status_code == 404


def test_a_long_history_has_pages(workshop, session, course, trainer, now, count_queries):
    for number in range(40):
        session.add(DraftChange(course_id=course.id, path=f"0{number}-x.md", begun_at=now, at=now, by_id=trainer.id))
    session.commit()
    with count_queries() as asked:
        page = workshop.get(f"{HOME}history").text
    assert len(asked) <= 8
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    assert LESSON in workshop.get(older[1].replace("&amp;", "&")).text


def test_headings_of_a_history_skip_no_level(workshop, course):
    for address in (f"{HOME}history", f"{HOME}history?path={LESSON}"):
        levels = [int(level) for level in re.findall(r"<h(\d)", workshop.get(address).text)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), address


# --- colleagues ------------------------------------------------------------------------------------------


def test_an_author_is_added_by_name_and_chosen_if_several_have_it(workshop, course, imran, make_person, stored):
    other = make_person(roles=[Role.TRAINER], name_en="Imran Baloch")
    page = workshop.post(f"{HOME}authors", data={"author-who": "imran"})
    assert page.status_code == 422
    assert "Several colleagues have this name" in page.text
    assert f'name="person" value="{other.id}"' in page.text
    workshop.post(f"{HOME}authors", data={"author-who": "imran", "person": other.id})
    assert [row.person_id for row in stored(select(CourseAuthor).order_by(CourseAuthor.id))][1:] == [other.id]
    workshop.post(f"{HOME}authors/{other.id}/remove")
    assert len(stored(select(CourseAuthor))) == 1


@pytest.mark.parametrize("who", ["", "Nobody", "the officer"])
def test_somebody_who_is_no_trainer_is_not_found(workshop, course, make_person, stored, who):
    make_person(name_en="Bilal the officer")
    answer = workshop.post(f"{HOME}authors", data={"author-who": who})
    assert answer.status_code == 422
    assert len(stored(select(CourseAuthor))) == 1


def test_nobody_asks_themselves_and_the_page_says_who_is_looked_for(workshop, course, sadia):
    page = workshop.post(f"{HOME}reviews", data={"ask-who": sadia.name_en})
    assert page.status_code == 422
    assert "No other trainer has this name or number." in page.text
    assert 'id="ask-who"' in page.text
    assert "colleagues#ask-who" in workshop.get(HOME).text


def test_a_course_without_an_author_can_be_taken(workshop, publish_course, stored, sadia):
    publish_course(BILINGUAL, slug="open")
    assert "Become its author" in workshop.get("/workshop/open/colleagues").text
    workshop.post("/workshop/open/authors/own")
    assert [row.person_id for row in stored(select(CourseAuthor))] == [sadia.id]


def test_a_colleague_is_asked_and_answers(workshop, course, client, sign_in, imran, stored):
    workshop.post(f"{HOME}reviews", data={"ask-who": imran.service_number, "ask-question": "Is the law right?"})
    sign_in(client, imran)
    assert "You are asked to read" in client.get("/workshop/").text
    assert "Is the law right?" in client.get(f"{HOME}colleagues").text
    answer = client.post(f"{HOME}reviews/answer", data={"is_ready": "no", "answer": ""})
    assert "Say what has to be changed." in answer.text
    client.post(f"{HOME}reviews/answer", data={"is_ready": "no", "answer": "Section 54 is wrong."})
    [review] = stored(select(Review))
    assert (review.is_ready, review.answer) == (False, "Section 54 is wrong.")
    assert client.post(f"{HOME}reviews/answer", data={"is_ready": "yes"}).status_code == 404
    assert "Section 54 is wrong." in client.get(f"{HOME}colleagues").text


def test_a_remark_is_left_on_a_line_found_again_and_settled(
    workshop, session, course, client, sign_in, imran, stored, now, trainer, sadia
):
    sign_in(client, imran)
    client.post(f"{HOME}remarks", data={"path": LESSON, "line": "3", "text": "Two or three?"})
    row = session.scalars(queries.draft_file(course, LESSON)).one()
    body = BILINGUAL[LESSON].replace(b"\n\nThe first two", b"\n\nA line more.\n\nThe first two")
    actions.save_file(session, course, LESSON, body, row.media_sha256, trainer, now)
    session.commit()
    page = client.get(f"{HOME}colleagues").text
    assert f"edit/{LESSON}#L5" in page
    assert "Two or three?" in page
    [remark] = stored(select(Remark))
    assert remark.quote.startswith("The first two minutes")
    client.post(f"{HOME}remarks/{remark.id}/settle")
    assert stored(select(Remark.settled_by_id)) == [imran.id]


def test_only_who_wrote_a_remark_or_may_change_the_course_settles_it(
    workshop, session, course, of_imran, colleague, now, stored
):
    remark = actions.add_remark(session, of_imran, LESSON, 3, "x", "Hm.", colleague, now)
    session.commit()
    assert workshop.post(f"/workshop/gate/remarks/{remark.id}/settle").status_code == 404
    assert workshop.post(f"{HOME}remarks/{remark.id}/settle").status_code == 404
    assert stored(select(Remark.settled_at)) == [None]


@pytest.mark.parametrize(
    "data", [{}, {"path": "x", "line": "1", "text": "x"}, {"path": LESSON, "line": "0", "text": "x"}]
)
def test_a_remark_that_says_nothing_is_refused(workshop, course, stored, data):
    assert workshop.post(f"{HOME}remarks", data=data).status_code == 422
    assert stored(select(Remark)) == []


def test_pieces_of_the_format_keep_their_direction_in_urdu(workshop, session, course, trainer, now):
    actions.add_media(session, course, "desk.png", PNG, trainer, now)
    text = BILINGUAL[LESSON].replace(b"Then take notes.", b"![](images/desk.png)")
    actions.save_file(session, course, LESSON, text, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    assert "![what it shows](<bdi>images/desk.png</bdi>)" in workshop.get(HOME).text
    workshop.post("/language", data={"language": "ur", "next": "/"})
    assert '<bdi dir="ltr">![what it shows](<bdi>images/desk.png</bdi>)</bdi>' in workshop.get(HOME).text


def test_the_report_of_an_upload_leads_to_the_remarks(workshop):
    document = paragraphs("# Gate", "## Guarding", "Stand.", "1. Who?", "a) You", "b) I", "Answer: b")
    sent = {"upload-files": upload("gate.docx", document), "upload-title": "", "upload-address": ""}
    page = workshop.post("/workshop/new/files", data=sent, follow_redirects=True).text
    assert re.search(r'<a href="(/workshop/gate/colleagues#remarks)">Read the remarks</a>', page)
