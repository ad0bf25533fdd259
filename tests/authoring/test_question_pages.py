"""Questions of other programs in the workshop: brought in after a look, taken out with a report."""

import re
from hashlib import sha256
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.authoring import actions, queries
from lms.authoring.models import DraftChange
from lms.authoring.questions import place
from lms.catalog.models import Catalogue, Media
from lms.people.roles import Role
from tests.authoring.conftest import LESSON, SLUG
from tests.sample_course import BILINGUAL, URDU

pytestmark = pytest.mark.slow

HOME = f"/workshop/{SLUG}/questions"
QUIZ = "03-final-quiz.md"
GIFT = """$CATEGORY: Reports

Which report does section 154 ask for? {=FIR =First Information Report}

A child may complain. {T}

An old report. {=*}
"""
NUMBER = "### Question (number)\n\nHow many?\n\n- Answer: 1\n"
POOLS = f"---\nquiz: graded\n---\n# Final quiz\n\n## Pool: One (ask 1)\n\n{NUMBER}\n## Pool: Two (ask 1)\n\n{NUMBER}".encode()


@pytest.fixture
def desk(client, sign_in, sadia, course):
    """The browser of Sadia, whose course it is."""
    return sign_in(client, sadia)


@pytest.fixture
def draft(engine):
    def read():
        with Session(engine.execution_options(read_only=True)) as opened:
            return queries.draft_bodies(opened, queries.to_read(opened, SLUG))

    return read


def send(desk, body=GIFT, into=LESSON, name="bank.gift", **given):
    body = body if isinstance(body, bytes) else body.encode()
    return desk.post(HOME, data={"file": (BytesIO(body), name), "into": into, **given})


def words(answer) -> str:
    text = re.sub("<[^>]+>", " ", re.sub("</?bdi[^>]*>", "", answer.text))
    return " ".join(unescape(text).split())


def look(desk, *args, **given):
    sent = send(desk, *args, **given)
    assert sent.status_code == 303, words(sent)
    return desk.get(sent.location)


def hidden(page) -> dict[str, str]:
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)} | {
        "next": ""
    }


def agree(desk, page):
    return desk.post(f"{HOME}/add", data=hidden(page))


def test_what_will_come_in_is_shown_before_anything_changes(desk, draft):
    assert "Questions of other programs" in words(desk.get(f"/workshop/{SLUG}/"))
    page = look(desk)
    said = words(page)
    assert "2 questions can be added" in said
    assert "1 thing is left out" in said
    assert "Line 7 No right answer of this question can be kept." in said
    assert "The category “Reports” is left out." in said
    assert "### Question (short answer) Which report does section 154 ask for?" in said
    assert draft() == {path: body for path, body in BILINGUAL.items() if path.endswith(".md")}


def test_the_questions_are_added_once_and_the_editor_opens_at_them(desk, draft, stored):
    page = look(desk)
    for _ in range(2):
        answer = agree(desk, page)
        assert answer.status_code == 303
    text = draft()[LESSON].decode()
    assert text.startswith(BILINGUAL[LESSON].decode().rstrip() + "\n\n### Question (short answer)\n\nWhich report")
    assert text.count("Which report") == 1
    line = text[: text.index("### Question (short answer)")].count("\n") + 1
    assert answer.location == f"/workshop/{SLUG}/edit/{LESSON}#L{line}"
    assert "2 questions are in the draft" in words(desk.get(answer.location.partition("#")[0]))
    changes = stored(select(DraftChange.media_sha256).where(DraftChange.path == LESSON).order_by(DraftChange.id))
    assert changes == [sha256(body).hexdigest() for body in (BILINGUAL[LESSON], draft()[LESSON])]


def test_what_was_typed_just_before_stays_apart_in_the_history(desk, session, course, trainer, now, stored):
    typed = BILINGUAL[LESSON] + b"\nTyped.\n"
    actions.save_file(session, course, LESSON, typed, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    agree(desk, look(desk))
    kept = stored(select(DraftChange.media_sha256).where(DraftChange.path == LESSON).order_by(DraftChange.id))
    assert sha256(typed).hexdigest() in kept


def test_what_is_typed_just_after_stays_apart_in_the_history_too(desk, session, course, trainer, now, draft, stored):
    assert agree(desk, look(desk)).status_code == 303
    added = draft()[LESSON]
    actions.save_file(session, course, LESSON, added + b"\nTyped.\n", sha256(added).hexdigest(), trainer, now)
    session.commit()
    kept = stored(select(DraftChange.media_sha256).where(DraftChange.path == LESSON).order_by(DraftChange.id))
    assert kept == [sha256(body).hexdigest() for body in (BILINGUAL[LESSON], added, draft()[LESSON])]


def test_a_picture_that_was_taken_for_a_file_with_questions_is_shown_as_a_picture(desk, session, course, trainer, now):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
    assert "No question can be taken" in words(look(desk, svg, name="desk.svg"))
    actions.add_media(session, course, "desk.svg", svg, trainer, now)
    session.commit()
    assert desk.get(f"/workshop/{SLUG}/media/images/desk.svg").content_type.startswith("image/svg+xml")


def test_who_agreed_to_another_text_is_shown_the_new_one(desk, session, course, trainer, now, draft):
    page = look(desk)
    typed = BILINGUAL[LESSON] + b"\nTyped.\n"
    actions.save_file(session, course, LESSON, typed, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    again = agree(desk, page)
    assert (again.status_code, "The course has been changed since" in words(again)) == (409, True)
    assert draft()[LESSON] == typed
    assert agree(desk, again).status_code == 303
    assert draft()[LESSON].startswith(typed.rstrip())
    assert b"Which report" in draft()[LESSON]


def test_what_a_colleague_saves_at_the_same_moment_is_not_overwritten(
    desk, session, course, trainer, colleague, now, draft, meanwhile
):
    given = hidden(look(desk))
    asked = queries.Asked(given["file"], given["name"], given["into"])
    typed = BILINGUAL[LESSON] + b"\nTyped.\n"
    session.scalars(queries.draft_file(course, LESSON).with_for_update()).one()

    def add(opened: Session) -> None:
        record = queries.to_read(opened, SLUG)
        actions.add_questions(opened, record, asked, given["seen"], colleague, now)

    def save() -> None:
        actions.save_file(session, course, LESSON, typed, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)

    [refused] = meanwhile(session, add, save)
    assert isinstance(refused, actions.NotAsSeen)
    assert draft()[LESSON] == typed


@pytest.mark.parametrize("open_end", ["```\nlms courses check\n", "<!-- a note that nobody closed\n"])
def test_questions_below_something_that_is_not_closed_are_not_added_as_if_they_were(
    desk, session, course, trainer, now, draft, open_end
):
    body = BILINGUAL[LESSON] + f"\n{open_end}".encode()
    actions.save_file(session, course, LESSON, body, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    sent = send(desk).location
    page = desk.get(sent)
    assert "The questions cannot be added" in words(page)
    assert "something above them is not closed" in words(page)
    assert "Add the question" not in words(page)
    forged = dict(parse_qsl(urlsplit(sent).query)) | {"seen": "0"}
    assert desk.post(f"{HOME}/add", data=forged).status_code == 422
    assert draft()[LESSON] == body


@pytest.fixture
def with_pools(session, course, trainer, now):
    actions.save_file(session, course, QUIZ, POOLS, sha256(BILINGUAL[QUIZ]).hexdigest(), trainer, now)
    session.commit()


@pytest.mark.parametrize(
    ("into", "before", "after"),
    [
        (QUIZ, "# Final quiz", "## Pool: One"),
        (f"{QUIZ}#0", "## Pool: One", "## Pool: Two"),
        (f"{QUIZ}#1", "## Pool: Two", None),
    ],
)
def test_questions_go_into_the_part_of_the_quiz_that_was_chosen(desk, with_pools, draft, into, before, after):
    assert "Quiz: the pool “\u2068Two\u2069”" in words(desk.get(HOME))
    assert agree(desk, look(desk, into=into)).status_code == 303
    text = draft()[QUIZ].decode()
    assert text.index(before) < text.index("Which report")
    assert after is None or text.index("A child may") < text.index(after)
    assert (text.count("## Pool"), text.count("How many?")) == (2, 2)


def test_new_pools_are_made_of_categories_and_need_a_number(desk, draft):
    wrong = send(desk, into=f"{QUIZ}#new")
    assert (wrong.status_code, "Write how many questions" in words(wrong)) == (422, True)
    for typed, told in (("many", "Write a whole number."), ("0", "from 1 to 200."), ("1000", "from 1 to 200.")):
        wrong = send(desk, into=f"{QUIZ}#new", ask=typed)
        assert (wrong.status_code, told in words(wrong)) == (422, True)
        assert "Write how many questions" not in words(wrong)
    assert "ask=12" in send(desk, into=f"{QUIZ}#new", ask="۱۲").location
    page = look(desk, into=f"{QUIZ}#new", ask="1")
    assert "is left out. To make a pool" not in words(page)
    agree(desk, page)
    assert b"## Pool: Reports (ask 1)" in draft()[QUIZ]
    agree(desk, look(desk, into=f"{QUIZ}#new", ask="2", pool="Mine"))
    assert b"## Pool: Mine (ask 2)" in draft()[QUIZ]
    assert "ask" not in send(desk, ask="2").location
    assert "ask" not in send(desk, ask="", pool="").location


def test_a_file_without_questions_is_told_and_offers_nothing_to_agree_to(desk, draft):
    for body, reason in (
        (b"PK\x03\x04", "DOCX"),
        (b"Only words.", "No question was found"),
        (b"\xff\xfe\0", "No question"),
    ):
        page = look(desk, body)
        assert "No question can be taken from this file" in words(page)
        assert reason in words(page)
        assert "Add the question" not in words(page)
        forged = hidden(look(desk)) | {"file": sha256(body).hexdigest()}
        assert desk.post(f"{HOME}/add", data=forged).status_code == 422
    assert draft()[LESSON] == BILINGUAL[LESSON]


def test_no_file_an_empty_one_and_no_place_are_told(desk):
    for given, reason in (
        ({"into": LESSON}, "Choose a file first."),
        ({"into": LESSON, "file": (BytesIO(b""), "bank.gift")}, "This file is empty."),
        (
            {"into": "nowhere", "file": (BytesIO(GIFT.encode()), "bank.gift")},
            "This place in the course is not there any more.",
        ),
        (
            {"into": f"{QUIZ}#7", "file": (BytesIO(GIFT.encode()), "bank.gift")},
            "This place in the course is not there any more.",
        ),
        ({"file": (BytesIO(GIFT.encode()), "bank.gift")}, "This place in the course is not there any more."),
    ):
        answer = desk.post(HOME, data=given)
        assert answer.status_code == 422
        assert reason in words(answer)
        assert "Not a valid choice" not in words(answer)


def test_a_file_that_is_too_large_is_refused(desk):
    head = f'--x\r\nContent-Disposition: form-data; name="into"\r\n\r\n{LESSON}\r\n--x\r\n'
    head += 'Content-Disposition: form-data; name="file"; filename="bank.gift"\r\n\r\n'
    for size, status in ((3, 303), (13, 413)):
        sent = {"data": head.encode() + b"{" * (size * 1024 * 1024) + b"\r\n--x--\r\n"}
        answer = desk.post(HOME, content_type="multipart/form-data; boundary=x", **sent)
        assert answer.status_code == status
        if status == 303:
            assert "This file is larger than 2 MB" in words(desk.get(answer.location))


def test_a_file_or_place_that_is_gone_is_asked_for_again(desk, session):
    sent = send(desk).location
    for other in (sent.replace(LESSON, "09-gone.md"), re.sub(r"file=\w+", "file=0", sent)):
        assert desk.get(other).location == HOME
        assert "Choose both again" in words(desk.get(HOME))


def test_questions_that_would_make_mistakes_are_not_added(desk, session, course, trainer, now, draft):
    quiz = POOLS.replace(b"quiz: graded\n", b"quiz: graded\ndraw: 1\n").partition(b"## Pool")[0] + NUMBER.encode()
    actions.save_file(session, course, QUIZ, quiz, sha256(BILINGUAL[QUIZ]).hexdigest(), trainer, now)
    session.commit()
    page = look(desk, into=f"{QUIZ}#new", ask="1")
    assert "The questions cannot be added" in words(page)
    assert "A quiz with pools has no draw" in words(page)
    assert "Add the question" not in words(page)
    forged = hidden(look(desk, into=QUIZ)) | {"into": f"{QUIZ}#new", "ask": "1"}
    assert desk.post(f"{HOME}/add", data=forged).status_code == 422
    assert draft()[QUIZ] == quiz


def test_pictures_come_along(desk, session, course, trainer, now, draft):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>'
    actions.save_file(session, course, "images/desk.svg", svg, "", trainer, now)
    body = BILINGUAL[LESSON] + b"\n\n" + NUMBER.replace("many?", "many?\n\n![A desk](images/desk.svg)").encode()
    actions.save_file(session, course, LESSON, body, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    xml = desk.get(f"{HOME}/file?format=moodle-xml&language=en&of=draft").data
    page = look(desk, xml, into="02-writing.md", name="bank.xml")
    assert "1 picture comes with them" in words(page)
    assert [agree(desk, page).status_code for _ in range(2)] == [303, 303]
    assert draft()["images/desk-2.svg"] == svg
    assert b"(images/desk-2.svg)" in draft()["02-writing.md"]
    assert "images/desk-3.svg" not in draft()


def test_only_authors_bring_questions_in_but_every_trainer_takes_them_out(
    desk, client, sign_in, imran, make_person, stored
):
    sign_in(client, imran)
    assert "Only its authors change this course" in words(client.get(HOME))
    before = len(stored(select(Media.sha256)))
    assert send(client).status_code == 404
    assert client.post(f"{HOME}/add", data={}).status_code == 404
    assert client.get(f"{HOME}/check").status_code == 404
    assert len(stored(select(Media.sha256))) == before
    assert client.get(f"{HOME}/file?format=gift&language=en&of=draft").status_code == 200
    sign_in(client, make_person(roles=[Role.TRANSLATOR]))
    assert client.get(HOME).status_code == 403


def test_a_course_is_taken_out_with_a_report_of_what_stays_behind(desk):
    page = desk.get(f"{HOME}/out?format=gift&language=ur&of=draft")
    said = words(page)
    assert "questions can be taken out" in said
    assert "The settings of the quiz are left out" in said
    assert f'href="/workshop/{SLUG}/edit/{QUIZ}' in page.text
    file = desk.get(unescape(re.search(r'href="([^"]+/questions/file[^"]+)"', page.text)[1]))
    assert file.headers["Content-Disposition"] == f"attachment; filename={SLUG}.ur.gift"
    assert URDU["Listen"] in file.text
    assert desk.get(f"{HOME}/out?format=tex&language=ur&of=draft").status_code == 404


def test_only_languages_with_translations_are_offered_and_what_is_missing_is_told(desk, session, course, trainer, now):
    body = BILINGUAL[LESSON].replace(b"What do you do first?", b"What do you do now?")
    actions.save_file(session, course, LESSON, body, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    line = body[: body.index(b"### Question 1")].count(b"\n") + 1
    page = desk.get(f"{HOME}/out?format=gift&language=ur&of=draft")
    missing = "The translation of this question is not whole."
    assert words(page).count(missing) == 1
    assert f"{LESSON}, line {line} {missing}" in words(page)
    assert missing not in words(desk.get(f"{HOME}/out?format=gift&language=en&of=draft"))
    assert 'id="language-1"' in desk.get(HOME).text
    session.execute(delete(Catalogue))
    session.commit()
    assert 'id="language-1"' not in desk.get(HOME).text
    for address in ("out", "file"):
        assert desk.get(f"{HOME}/{address}?format=gift&language=ur&of=draft").status_code == 404
        assert desk.get(f"{HOME}/{address}?format=gift&language=en&of=draft").status_code == 200


def test_the_questions_that_officers_get_are_those_of_the_published_course(desk, session, course, trainer, now):
    assert "Those that officers get now" not in words(desk.get(HOME))
    assert desk.get(f"{HOME}/out?format=gift&language=en&of=published").status_code == 404
    actions.publish(session, course, now=now)
    body = BILINGUAL[LESSON].replace(b"What do you do first?", b"What do you do now?")
    assert body != BILINGUAL[LESSON]
    actions.save_file(session, course, LESSON, body, sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    assert "Those that officers get now" in words(desk.get(HOME))
    for of, shown, hidden in (("draft", "do now?", "do first?"), ("published", "do first?", "do now?")):
        text = desk.get(f"{HOME}/file?format=gift&language=en&of={of}").text
        assert shown in text
        assert hidden not in text


def test_a_draft_with_mistakes_says_so(desk, session, course, trainer, now):
    actions.save_file(session, course, LESSON, b"no title", sha256(BILINGUAL[LESSON]).hexdigest(), trainer, now)
    session.commit()
    page = desk.get(f"{HOME}/out?format=gift&language=en&of=draft")
    assert (page.status_code, "The draft has mistakes" in words(page)) == (409, True)
    assert desk.get(f"{HOME}/file?format=gift&language=en&of=draft").status_code == 404
    assert "2 questions can be added" in words(look(desk, into="02-writing.md"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_text_is_placed_with_the_ends_of_lines_of_the_file(newline):
    body = newline.join(["# A", "", "", "## B", "b", ""]).encode()
    above = place(body, "q\n\nr\n", 4)
    assert above.body == newline.join(["# A", "", "q", "", "r", "", "## B", "b", ""]).encode()
    assert (above.line, above.before(3), above.before(7), above.before(8)) == (3, 3, 4, 5)
    end = place(body, "q\n")
    assert end.body == newline.join(["# A", "", "", "## B", "b", "", "q", ""]).encode()
    assert end.line == 7
