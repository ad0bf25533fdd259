"""Publishing with a look at those who are in the course."""

import re

import pytest
from sqlalchemy import select

from lms.authoring import actions, queries
from lms.authoring.beginnings import ABOUT, TEXTS, TO_REPLACE, not_replaced
from lms.authoring.snippets import SNIPPETS, snippet
from lms.catalog.models import CourseRecord, Revision, RevisionKind
from lms.catalog.outline import Outline, compare
from lms.learning import queries as learning
from lms.people.roles import Role
from tests.learning.conftest import SLUG
from tests.sample_course import BILINGUAL

PAGE = f"/workshop/{SLUG}/publish"
LESSON = "01-receiving.md"
CHANGED = BILINGUAL[LESSON].replace(b"Then take notes.", b"Then take notes at once.")


@pytest.fixture
def trainer(make_person, viewer_of):
    person = make_person(roles=[Role.TRAINER])
    person.viewer = viewer_of(person)
    return person


@pytest.fixture
def desk(client, sign_in, trainer):
    """The trainer's browser."""
    return sign_in(client, trainer)


@pytest.fixture
def change(session, trainer, now):
    """`change(path, body)`: a file of the draft gets another text."""

    def save(path, body):
        record = queries.to_read(session, SLUG)
        row = session.scalars(queries.draft_file(record, path)).one_or_none()
        actions.save_file(session, record, path, body, row.media_sha256 if row else "", trainer.viewer, now)
        session.commit()

    return save


@pytest.fixture
def readers(front_desk, client, sign_in, make_person):
    """Three officers: one has read the first lesson, one the second, one has only joined."""
    for lesson in ("receiving", "writing", None):
        sign_in(client, make_person())
        client.post(f"/courses/{SLUG}/enrol")
        if lesson:
            client.post(f"/courses/{SLUG}/{lesson}/read")


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert found
    return found[1]


def publish(desk, **given):
    data = {"seen": seen(desk.get(PAGE).text), "kind": "content change", "note": "", **given}
    return desk.post(PAGE, data=data)


def test_the_page_tells_how_many_people_are_told_of_what(desk, readers, change, sign_in, trainer):
    change(LESSON, CHANGED)
    change("04-more.md", b"# More to read\n\nText.\n")
    sign_in(desk, trainer)
    page = desk.get(PAGE).text
    facts = re.findall(r"<dt>([^<]+)</dt><dd><bdi>(\d+)</bdi></dd>", page)
    assert facts == [("People enrolled", "3"), ("In the middle of the course", "2"), ("Have completed it", "0")]
    assert "1 person will see" in page
    assert "Another text: <bdi>Receiving a complainant</bdi>" in page
    assert "everybody still has to read: <bdi>More to read</bdi>" in page


def test_what_is_not_settled_is_told_and_forbids_nothing(desk, front_desk, session, trainer, now):
    record = queries.to_read(session, SLUG)
    assert not re.search("Not settled yet|were to be replaced", page_of(desk))
    made = actions.add_lesson(session, record, "A new one", "lesson", trainer.viewer, now)
    actions.add_remark(session, record, LESSON, 3, "", "Is this true?", trainer.viewer, now)
    session.commit()
    page = page_of(desk)
    assert "Words that were to be replaced are still there" in page
    assert f'href="/workshop/{SLUG}/edit/{made.path}#L3"' in page
    assert page.count("#L3") == 1
    assert "1 remark on the course is still open." in page
    assert "its marks" not in page
    assert publish(desk).status_code == 303


def test_answers_that_wait_for_their_marks_are_told(
    desk, publish_course, client, sign_in, make_person, trainer, change
):
    written = b"\n### Question (written answer)\n\nWhat did you see, and why?\n\nGuide: Two points.\n"
    publish_course(BILINGUAL | {"03-final-quiz.md": BILINGUAL["03-final-quiz.md"] + written}, slug=SLUG)
    sign_in(client, make_person())
    client.post(f"/courses/{SLUG}/enrol")
    attempt = client.post(f"/courses/{SLUG}/final-quiz/attempts").location
    client.post(f"{attempt}/answers", data={"final-quiz.6": "A lot."})
    client.post(f"{attempt}/submit")
    sign_in(desk, trainer)
    change(LESSON, CHANGED)
    assert "1 written answer of an officer waits for its marks." in page_of(desk)


def page_of(desk) -> str:
    return desk.get(PAGE).text


def test_every_word_that_is_to_be_replaced_is_in_a_template():
    inserted = (text for each in SNIPPETS for text in each.texts.values())
    begun = "\n".join([ABOUT, *TEXTS.values(), *inserted])
    assert {words for words in TO_REPLACE if words not in begun} == set()


@pytest.mark.parametrize(
    "name", ["choose-one", "choose-all", "true-or-false", "put-in-order", "pool", "note", "caution"]
)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_was_inserted_and_not_replaced_is_found(name, language):
    inserted = snippet(name)
    assert inserted
    lesson = f"# A lesson\n\n{inserted.text(language)}".encode()
    assert [path for path, _ in not_replaced({"01-lesson.md": lesson})] == ["01-lesson.md"]


def test_who_has_read_the_lesson_sees_it_as_updated_after_a_content_change_only(
    desk, readers, change, sign_in, trainer, session, stored
):
    sign_in(desk, trainer)
    change(LESSON, CHANGED)
    [record] = stored(select(CourseRecord))
    publish(desk, kind="correction", note=" A slip of the pen ")
    [_, second] = stored(select(Revision).order_by(Revision.number))
    assert (second.kind, second.note, second.by_id) == (RevisionKind.CORRECTION, "A slip of the pen", trainer.id)
    assert learning.readers_of(session, record.id, second.outline["digests"]) == 0
    session.rollback()
    change(LESSON, CHANGED.replace(b"notes", b"a few notes"))
    assert "1 person will see" in desk.get(PAGE).text
    publish(desk)
    third = stored(select(Revision).order_by(Revision.number))[-1]
    assert learning.readers_of(session, record.id, third.outline["digests"]) == 1


def test_the_page_does_not_count_a_lesson_that_was_only_corrected_before(desk, readers, change, sign_in, trainer):
    sign_in(desk, trainer)
    change(LESSON, CHANGED)
    publish(desk, kind="correction")
    change("04-more.md", b"# More to read\n\nText.\n")
    page = desk.get(PAGE).text
    assert "Another text" not in page
    assert "Nobody has read the lessons that changed" in page


def test_mistakes_are_listed_and_nothing_is_published(desk, front_desk, change, stored):
    assert "Everything is published" in desk.get(PAGE).text
    change(LESSON, b"no title")
    page = desk.get(PAGE)
    assert "cannot be published yet" in page.text
    assert f"/workshop/{SLUG}/edit/{LESSON}" in page.text
    assert desk.post(PAGE, data={"seen": "0", "kind": "correction"}).status_code == 422
    assert len(stored(select(Revision))) == 1


def test_nobody_publishes_what_they_have_not_seen(desk, front_desk, change, stored):
    change(LESSON, CHANGED)
    old = seen(desk.get(PAGE).text)
    change(LESSON, CHANGED.replace(b"notes", b"other notes"))
    answer = desk.post(PAGE, data={"seen": old, "kind": "content change", "note": "My note"})
    assert answer.status_code == 409
    assert "has been changed since you opened this page" in answer.text
    assert "My note" in answer.text
    assert len(stored(select(Revision))) == 1
    assert desk.post(PAGE, data={"seen": seen(answer.text), "kind": "content change"}).status_code == 303
    assert len(stored(select(Revision))) == 2


def test_a_first_publication_asks_for_no_kind(desk, session, trainer, now, stored):
    actions.create_course(session, SLUG, BILINGUAL, trainer.viewer, now)
    session.commit()
    page = desk.get(PAGE).text
    assert "What kind of change" not in page
    assert desk.post(PAGE, data={"seen": seen(page), "note": "First"}).status_code == 303
    assert [(row.kind, row.note) for row in stored(select(Revision))] == [(RevisionKind.FIRST, "First")]


@pytest.mark.parametrize("kind", ["", "first", "x"])
def test_a_kind_has_to_be_chosen_later(desk, front_desk, change, stored, kind):
    change(LESSON, CHANGED)
    assert publish(desk, kind=kind).status_code == 422
    assert len(stored(select(Revision))) == 1


def test_a_quiz_that_is_no_longer_wholly_in_urdu_is_told(desk, front_desk, change):
    body = BILINGUAL["03-final-quiz.md"]
    change("03-final-quiz.md", body.replace(b"How many minutes decide?", b"How many minutes are decisive?"))
    page = desk.get(PAGE).text
    assert "The quiz is not fully translated into" in page
    assert "takes the quiz in the language in which it was written" in page


def test_a_quiz_that_is_wholly_in_urdu_is_not_warned_of(desk, front_desk, change):
    change(LESSON, CHANGED)
    assert "not fully translated" not in desk.get(PAGE).text


def test_taking_a_course_out_says_who_cannot_go_on(desk, readers, sign_in, trainer, stored):
    sign_in(desk, trainer)
    page = desk.get(f"/workshop/{SLUG}/unpublish").text
    assert "3 people cannot go on" in page
    desk.post(f"/workshop/{SLUG}/unpublish")
    assert stored(select(CourseRecord.revision_id)) == [None]
    assert desk.get(f"/courses/{SLUG}").status_code == 404
    assert "Publish" in desk.get(f"/workshop/{SLUG}/").text
    assert "The course is not published" in desk.get(f"/workshop/{SLUG}/unpublish").text


def test_what_changes_between_two_outlines():
    before = Outline(("a", "b", "c"), {"a": ("a:1",), "b": ()}, "quiz", {"a": "1", "b": "2", "c": "3"})
    after = Outline(("a", "b", "d"), {"a": ("a:1", "a:2"), "d": ("d:1",)}, "quiz", {"a": "1", "b": "2x", "d": "4"})
    change = compare(before, after)
    assert (change.changed, change.added, change.removed, change.checks_added) == (("b",), ("d",), ("c",), 2)
