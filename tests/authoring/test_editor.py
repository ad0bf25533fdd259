"""The editor's page: without a script a form, and for the script what it asks for. No text that was sent is ever lost."""

import io
import re
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lms.authoring import actions
from lms.authoring.models import DraftChange, DraftFile, Remark
from lms.authoring.snippets import SNIPPETS
from lms.catalog.models import Media
from lms.people.roles import Role
from tests.authoring.test_uploads import EXE, JPEG, PNG, SVG
from tests.sample_course import BILINGUAL, FILES

pytestmark = pytest.mark.slow

SLUG, PATH = "front-desk", "01-receiving.md"
EDIT = f"/workshop/{SLUG}/edit/{PATH}"
TEXT = FILES[PATH].decode()
BASE = sha256(FILES[PATH]).hexdigest()
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def trainer(make_person):
    return make_person(roles=[Role.TRAINER], name_en="Sadia Noor")


@pytest.fixture
def course(session, trainer, viewer_of, now):
    record = actions.create_course(session, SLUG, BILINGUAL, viewer_of(trainer), now)
    session.commit()
    return record


@pytest.fixture
def browser(course, client, trainer, sign_in):
    return sign_in(client, trainer)


def draft(stored, path=PATH):
    """The text of a file of the draft as it is saved."""
    body = select(Media.body).join(DraftFile, DraftFile.media_sha256 == Media.sha256).where(DraftFile.path == path)
    return stored(body)[0].decode()


def field(page):
    """What stands in the text field of a page, as a browser reads it."""
    found = re.search(r"<textarea id=\"text\"[^>]*>\n?(.*?)</textarea>", page.text, re.DOTALL)
    return unescape(found[1])


def base_in(page):
    return re.search(r'name="base" value="([^"]*)"', page.text)[1]


# --- opening ---------------------------------------------------------------------------------------------


def test_a_text_is_in_the_field_as_it_is_saved(browser):
    page = browser.get(EDIT)
    assert field(page) == TEXT
    assert base_in(page) == BASE
    assert "<h1><bdi>Receiving a complainant</bdi></h1>" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["images/desk.svg", "05-nothing.md", "../course.md", "locale/ur.po"])
def test_what_is_no_text_of_the_course_is_not_found(browser, path):
    assert browser.get(f"/workshop/{SLUG}/edit/{path}").status_code == 404


def test_a_text_that_begins_with_an_empty_line_keeps_it(browser, stored):
    browser.post(EDIT, data={"text": "\n\n# Title", "base": BASE})
    assert field(browser.get(EDIT)) == "\n\n# Title"


def test_a_file_that_is_not_utf8_says_so(browser, session, course, trainer, viewer_of, now):
    actions.save_file(session, course, PATH, b"# caf\xe9", BASE, viewer_of(trainer), now)
    session.commit()
    assert "not saved as UTF-8" in browser.get(EDIT).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TRANSLATOR])
def test_nobody_else_sees_a_draft(course, client, make_person, sign_in, role):
    sign_in(client, make_person(roles=[role]))
    for address in (EDIT, f"/workshop/{SLUG}/preview/final-quiz", f"/workshop/{SLUG}/preview"):
        assert client.get(address).status_code == 403
    for address in (EDIT, f"/workshop/{SLUG}/check/{PATH}", f"/workshop/{SLUG}/preview/final-quiz/checks/1"):
        assert client.post(address, data={"text": "x", "base": BASE}).status_code == 403


def test_a_trainer_who_is_no_author_reads_and_remarks_but_changes_nothing(course, client, make_person, sign_in, stored):
    sign_in(client, make_person(roles=[Role.TRAINER]))
    page = client.get(EDIT)
    assert "you are not one of them" in page.text
    assert " readonly" in page.text
    assert 'value="save"' not in page.text
    assert client.post(EDIT, data={"text": "changed", "base": BASE}).status_code == 404
    assert client.post(f"/workshop/{SLUG}/edit-media", data={}).status_code == 404
    client.post(f"/workshop/{SLUG}/edit-remarks/{PATH}", data={"line": "3", "text": "Is this so?"})
    assert [(row.line, row.text) for row in stored(select(Remark))] == [(3, "Is this so?")]
    assert draft(stored) == TEXT


# --- saving ----------------------------------------------------------------------------------------------


def test_a_text_is_saved_and_the_page_comes_back(browser, stored):
    answer = browser.post(EDIT, data={"text": TEXT.replace("\n", "\r\n") + "More.\r\n", "base": BASE})
    assert answer.status_code == 303
    assert "Saved." in browser.get(answer.location).text
    assert draft(stored) == TEXT + "More.\n"


def test_a_script_is_told_the_time_and_the_new_base(browser, stored):
    answer = browser.post(EDIT, data={"text": "# One", "base": BASE}, headers=FETCH).json
    assert answer["saved"] is True
    assert re.fullmatch(r"Saved at \d\d:\d\d", answer["text"])
    again = browser.post(EDIT, data={"text": "# Two", "base": answer["base"]}, headers=FETCH).json
    assert again["saved"] is True
    assert draft(stored) == "# Two"
    assert [row.media_sha256 for row in stored(select(DraftChange).where(DraftChange.path == PATH))] == [again["base"]]


def test_a_text_that_is_too_large_is_refused_and_comes_back_whole(browser, stored):
    large = "# Title\n\n" + "گواہ " * 40_000
    page = browser.post(EDIT, data={"text": large, "base": BASE}, content_type="multipart/form-data")
    assert page.status_code == 413
    assert "too large" in page.text
    assert field(page) == large
    assert base_in(page) == BASE
    assert draft(stored) == TEXT
    refused = browser.post(EDIT, data={"text": large, "base": BASE}, content_type="multipart/form-data", headers=FETCH)
    assert (refused.status_code, "too large" in refused.json["error"]) == (413, True)


def test_check_says_what_is_wrong_with_the_typed_text_and_saves_nothing(browser, stored):
    typed = TEXT.replace("- [x] Greet", "- [ ] Greet")
    page = browser.post(EDIT, data={"text": typed, "base": BASE, "go": "check"})
    assert "No option is marked as right" in page.text
    assert '<a href="#L5" data-line="5">Line 5</a>' in page.text
    assert field(page) == typed
    assert draft(stored) == TEXT


def test_save_and_preview_shows_the_preview(browser):
    answer = browser.post(EDIT, data={"text": TEXT + "More.", "base": BASE, "go": "preview"})
    assert answer.location == f"/workshop/{SLUG}/preview/receiving"
    about = browser.post(f"/workshop/{SLUG}/edit/course.md", data={"text": "# A", "base": "x", "go": "preview"})
    assert about.status_code == 409


@pytest.mark.parametrize("each", [each for each in SNIPPETS if not each.quiz_only], ids=lambda each: each.name)
def test_the_menu_inserts_without_a_script(browser, each):
    page = browser.post(EDIT, data={"text": TEXT, "base": BASE, "insert": each.name})
    assert field(page).startswith(TEXT.rstrip())
    assert each.text("en").strip() in field(page)


def test_the_menu_is_in_the_language_of_the_course(browser):
    about = f"/workshop/{SLUG}/edit/course.md"
    page = browser.get(about)
    text = field(page).replace("track: core", "track: core\nlanguage: ur")
    browser.post(about, data={"text": text, "base": base_in(page)})
    assert "آپ یہاں کیا پوچھتے ہیں؟" in browser.get(EDIT).text
    inserted = browser.post(EDIT, data={"text": TEXT, "base": BASE, "insert": "choose-one"})
    assert "آپ یہاں کیا پوچھتے ہیں؟" in field(inserted)


def test_pools_are_offered_in_the_quiz_alone(browser):
    assert 'value="pool"' not in browser.get(EDIT).text
    assert 'value="pool"' in browser.get(f"/workshop/{SLUG}/edit/03-final-quiz.md").text


# --- two people ------------------------------------------------------------------------------------------

MINE, THEIRS = TEXT + "\nMine.\n", TEXT.replace("# Receiving", "# Receiving and hearing")


@pytest.fixture
def overtaken(browser, session, course, make_person, viewer_of, now):
    """A colleague has saved the file since the page was opened. Returns the digest of what is saved now."""
    colleague = make_person(roles=[Role.ADMINISTRATOR], name_en="Bilal Khan")
    row = actions.save_file(session, course, PATH, THEIRS.encode(), BASE, viewer_of(colleague), now)
    session.commit()
    return row.media_sha256


def test_a_conflict_shows_both_texts_and_saves_nothing(browser, overtaken, stored):
    page = browser.post(EDIT, data={"text": MINE, "base": BASE})
    assert page.status_code == 409
    assert "<bdi>Bilal Khan</bdi> has saved this file" in page.text
    assert "<mark>Mine.</mark>" in page.text
    assert "<mark># Receiving and hearing a complainant</mark>" in page.text
    assert "You changed different lines, so both fit together." in page.text
    assert field(page) == MINE
    assert draft(stored) == THEIRS


def test_a_script_gets_the_conflict_as_a_piece_of_the_page(browser, overtaken):
    answer = browser.post(EDIT, data={"text": MINE, "base": BASE}, headers=FETCH)
    assert answer.status_code == 409
    assert answer.json["theirs"] == THEIRS
    assert answer.json["base"] == overtaken
    assert answer.json["merged"] == THEIRS + "\nMine.\n"
    assert "<html" not in answer.json["html"]


def test_both_are_put_together_and_saved(browser, overtaken, stored):
    page = browser.post(EDIT, data={"text": MINE, "base": BASE, "theirs": overtaken, "go": "both"})
    assert field(page) == THEIRS + "\nMine.\n"
    assert draft(stored) == THEIRS
    browser.post(EDIT, data={"text": field(page), "base": base_in(page)})
    assert draft(stored) == THEIRS + "\nMine.\n"


def test_mine_is_saved_over_theirs_only_if_it_is_still_what_was_shown(browser, overtaken, stored):
    page = browser.post(EDIT, data={"text": MINE, "base": BASE, "theirs": BASE, "go": "mine"})
    assert page.status_code == 409
    assert field(page) == MINE
    browser.post(EDIT, data={"text": MINE, "base": BASE, "theirs": overtaken, "go": "mine"})
    assert draft(stored) == MINE
    assert overtaken in [row.media_sha256 for row in stored(select(DraftChange).where(DraftChange.path == PATH))]


def test_theirs_is_taken(browser, overtaken, stored):
    answer = browser.post(EDIT, data={"text": MINE, "base": BASE, "theirs": overtaken, "go": "theirs"})
    assert field(browser.get(answer.location)) == THEIRS
    assert draft(stored) == THEIRS


def test_a_file_that_was_removed_meanwhile_can_be_saved_again(
    browser, session, course, trainer, viewer_of, now, stored
):
    actions.remove_file(session, course, PATH, viewer_of(trainer), now)
    session.commit()
    page = browser.post(EDIT, data={"text": MINE, "base": BASE})
    assert "removed or renamed this file" in page.text
    assert field(page) == MINE
    browser.post(EDIT, data={"text": MINE, "base": BASE, "theirs": "", "go": "mine"})
    assert draft(stored) == MINE


# --- files -----------------------------------------------------------------------------------------------


def multipart(body, name, description, **fields):
    """A form with a file, encoded in memory: the test client puts large ones into a file that it does not close."""
    boundary, sent = encode_multipart(
        {"file": FileStorage(io.BytesIO(body), filename=name), "description": description} | fields
    )
    return {"data": sent, "content_type": f'multipart/form-data; boundary="{boundary}"'}


def upload(browser, body, name, description="A desk"):
    return browser.post(f"/workshop/{SLUG}/edit-media", headers=FETCH, **multipart(body, name, description))


def test_a_picture_is_taken_in_and_its_markdown_given(browser, stored):
    assert upload(browser, PNG, "My desk.png").json == {"markdown": "![A desk](images/my-desk.png)"}
    assert upload(browser, PNG, "my-desk.png").json == {"markdown": "![A desk](images/my-desk.png)"}
    assert upload(browser, JPEG, "my-desk.png").json == {"markdown": "![A desk](images/my-desk.jpg)"}
    assert {"images/my-desk.png", "images/my-desk.jpg"} <= set(stored(select(DraftFile.path)))


@pytest.mark.parametrize(
    ("body", "name", "description", "reason"),
    [
        (EXE, "a.png", "A desk", "not what its name says"),
        (SVG.replace(b"/>", b"><script/></svg>"), "a.svg", "A desk", "more than a drawing"),
        (PNG, "a.png", "  ", "Say what the file shows"),
        (b"", "", "A desk", "Choose a file"),
        (EXE, "a.exe", "A desk", "no file that a course can have"),
        (PNG + b"x" * 2**21, "a.png", "A desk", "too large"),
    ],
)
def test_a_file_that_is_refused_leaves_the_text_and_says_why(browser, stored, body, name, description, reason):
    answer = upload(browser, body, name, description)
    assert answer.status_code in (413, 422)
    assert reason in unescape(answer.json["error"])
    page = browser.post(EDIT, **multipart(body, name, description, text=MINE, base=BASE, go="upload"))
    assert reason in unescape(page.text)
    assert field(page) == MINE
    assert not [path for path in stored(select(DraftFile.path)) if path.startswith("images/")]


def test_a_picture_is_added_without_a_script(browser, stored):
    sent = multipart(SVG, "a.svg", "A desk", caption="Stand up", text=MINE, base=BASE, go="upload")
    page = browser.post(EDIT, **sent)
    assert field(page) == MINE.rstrip() + '\n\n---\n\n![A desk](images/a.svg "Stand up")\n'
    assert "images/a.svg" in stored(select(DraftFile.path))


# --- what is said about it -------------------------------------------------------------------------------


def test_the_checker_is_asked_while_somebody_types(browser, stored):
    typed = TEXT.replace("- [x] Greet", "- [ ] Greet")
    answer = browser.post(f"/workshop/{SLUG}/check/{PATH}", data={"text": typed}).json
    assert [(each["line"], each["severity"]) for each in answer["problems"] if each["line"]] == [(5, "error")]
    assert "No option is marked as right" in answer["problems"][-1]["text"]
    assert answer["elsewhere"] == 0
    assert "KB" in answer["weight"]
    other = browser.post(f"/workshop/{SLUG}/check/course.md", data={"text": "# x"}).json
    assert other["problems"][0]["severity"] == "error"
    assert draft(stored) == TEXT


def test_the_checker_speaks_the_language_of_the_person(course, client, make_person, sign_in, session, trainer):
    trainer.language = "ur"
    session.merge(trainer)
    session.commit()
    sign_in(client, trainer)
    answer = client.post(f"/workshop/{SLUG}/check/{PATH}", data={"text": TEXT.replace("- [x] Greet", "- [ ] Greet")})
    assert re.search("[\u0600-\u06ff]", answer.json["problems"][-1]["text"])


def test_queries_of_checking_do_not_grow_with_the_pictures(
    browser, session, course, trainer, viewer_of, now, count_queries
):
    def queries_of(text):
        with count_queries() as queries:
            browser.post(f"/workshop/{SLUG}/check/{PATH}", data={"text": text})
        return len(queries)

    few, viewer = queries_of("# One"), viewer_of(trainer)
    for number in range(12):
        body = SVG.replace(b"4 3", b"4 %d" % (number + 3))
        actions.add_media(session, course, f"x{number}.svg", body, viewer, now)
    session.commit()
    queries_of("# Two")
    assert queries_of("# Three") <= few


def test_a_remark_stands_at_its_line_even_when_lines_move(browser, stored):
    sent = {"line": "8", "quote": "What do you do first?", "text": "<b>Say</b> “at once”."}
    answer = browser.post(f"/workshop/{SLUG}/edit-remarks/{PATH}", data=sent, headers=FETCH).json
    assert "&lt;b&gt;Say&lt;/b&gt;" in answer["html"]
    browser.post(EDIT, data={"text": TEXT.replace("\n\nThe first", "\n\nNew.\n\nNew.\n\nThe first"), "base": BASE})
    page = browser.get(EDIT).text
    at = TEXT.split("\n").index("What do you do first?") + 1 + 4
    assert f'data-remark="{at}"' in page
    assert "<bdi>Sadia Noor</bdi>" in page
    [remark] = stored(select(Remark))
    browser.post(f"/workshop/{SLUG}/remarks/{remark.id}/settle")
    assert "There are no remarks on this file." in browser.get(EDIT).text


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_remark_that_says_nothing_or_too_much_is_refused(browser, stored, text):
    answer = browser.post(f"/workshop/{SLUG}/edit-remarks/{PATH}", data={"line": "1", "text": text}, headers=FETCH)
    assert answer.status_code >= 400
    assert "Write a remark" in answer.json["error"]
    assert stored(select(Remark)) == []
