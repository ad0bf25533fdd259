"""Working on a draft: whose it is, what is kept, and that nobody's text is overwritten."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, selectinload

from lms.authoring import actions, paths, queries
from lms.authoring.models import CourseAuthor, DraftChange, DraftFile
from lms.catalog.models import CourseCard, CourseRecord
from lms.errors import Refused
from lms.people.models import AuditEntry, Person
from lms.people.roles import Role
from lms.people.viewer import Viewer
from tests.sample_course import BILINGUAL

SLUG = "front-desk"
LESSON = "01-receiving.md"
OLD = BILINGUAL[LESSON]
NEW = OLD + b"\nOne more line.\n"


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


@pytest.fixture
def trainer(make_person, viewer_of) -> Viewer:
    return viewer_of(make_person(roles=[Role.TRAINER], name_en="Sadia"))


@pytest.fixture
def colleague(make_person, viewer_of) -> Viewer:
    return viewer_of(make_person(roles=[Role.TRAINER], name_en="Imran"))


@pytest.fixture
def course(session: Session, trainer: Viewer, now: datetime) -> CourseRecord:
    made = actions.create_course(session, SLUG, BILINGUAL, trainer, now)
    session.commit()
    return made


@pytest.fixture
def bodies(session: Session, course: CourseRecord) -> Callable[[], Mapping[str, bytes]]:
    return lambda: queries.draft_bodies(session, course)


def history(stored, path: str = LESSON) -> list[DraftChange]:
    return list(stored(select(DraftChange).where(DraftChange.path == path).order_by(DraftChange.id)))


# --- whose a course is -----------------------------------------------------------------------------------


def test_who_makes_a_course_is_its_author_and_others_may_not_change_it(session, course, trainer, colleague):
    assert queries.to_edit(session, trainer, SLUG).id == course.id
    assert [person.id for person in queries.authors(session, course)] == [trainer.id]
    with pytest.raises(NoResultFound):
        queries.to_edit(session, colleague, SLUG)


def test_a_course_without_an_author_is_open_to_every_trainer_and_to_nobody_else(
    session, colleague, make_person, viewer_of, now
):
    officer, administrator = (viewer_of(make_person(roles=[role])) for role in (Role.OFFICER, Role.ADMINISTRATOR))
    actions.import_course(session, SLUG, BILINGUAL, None, now)
    session.commit()
    assert queries.may_edit(session, colleague, queries.to_edit(session, colleague, SLUG))
    with pytest.raises(NoResultFound):
        queries.to_edit(session, officer, SLUG)
    queries.to_edit(session, administrator, SLUG)


def test_an_author_can_be_added_and_the_last_one_stays(session, course, trainer, colleague, now, stored):
    person = session.scalars(select(Person).where(Person.id == colleague.id).options(_with_grants())).one()
    actions.add_author(session, course, person, trainer, now)
    actions.add_author(session, course, person, trainer, now)
    actions.remove_author(session, course, trainer.id, colleague, now)
    with pytest.raises(Refused, match="last author"):
        actions.remove_author(session, course, colleague.id, colleague, now)
    session.commit()
    assert [row.person_id for row in stored(select(CourseAuthor))] == [colleague.id]
    assert [row.action for row in stored(select(AuditEntry))] == ["added author", "removed author"]


def test_only_a_trainer_becomes_an_author(session, course, trainer, make_person, now):
    officer = make_person(roles=[Role.OFFICER], name_en="Bilal")
    person = session.scalars(select(Person).where(Person.id == officer.id).options(_with_grants())).one()
    with pytest.raises(Refused, match="Bilal is not a trainer"):
        actions.add_author(session, course, person, trainer, now)
    with pytest.raises(Refused, match="Bilal is not a trainer"):
        actions.ask_review(session, course, person, "", trainer, now)


def _with_grants():
    return selectinload(Person.grants)


# --- new courses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", "Front Desk", "../x", "a/b", "میز", "-x", "a--b", "x" * 90])
def test_an_address_that_cannot_be_one_is_refused(session, trainer, now, slug):
    with pytest.raises(paths.BadPath):
        actions.create_course(session, slug, BILINGUAL, trainer, now)


def test_two_courses_cannot_have_one_address(session, course, colleague, now):
    with pytest.raises(actions.NameTaken):
        actions.create_course(session, SLUG, BILINGUAL, colleague, now)


@pytest.mark.parametrize(
    "path", ["../x.md", "images/../x.svg", "/etc/passwd", "images/a b.svg", "images/x.exe", "x.md"]
)
def test_a_file_that_a_course_cannot_have_is_refused(session, trainer, now, path):
    with pytest.raises(paths.BadPath):
        actions.create_course(session, SLUG, BILINGUAL | {path: b""}, trainer, now)


# --- saving ----------------------------------------------------------------------------------------------


def test_a_save_is_kept_with_its_history(session, course, trainer, now, stored, bodies):
    row = actions.save_file(session, course, LESSON, NEW, digest(OLD), trainer, now + timedelta(hours=1))
    session.commit()
    assert bodies()[LESSON] == NEW
    assert row.version == 2
    assert [change.media_sha256 for change in history(stored)] == [digest(OLD), digest(NEW)]
    assert course.edited_here


def test_who_saves_second_overwrites_nothing(session, course, trainer, colleague, now, bodies):
    theirs = OLD + b"\nTheirs.\n"
    actions.save_file(session, course, LESSON, theirs, digest(OLD), trainer, now)
    with pytest.raises(actions.EditConflict) as refused:
        actions.save_file(session, course, LESSON, NEW, digest(OLD), colleague, now)
    assert refused.value.theirs is not None
    assert refused.value.theirs.media_sha256 == digest(theirs)
    session.commit()
    assert bodies()[LESSON] == theirs


def test_two_saves_at_the_same_moment_are_a_conflict_for_one(session, course, trainer, colleague, now, meanwhile):
    actions.save_file(session, course, LESSON, NEW, digest(OLD), trainer, now)

    def other(opened: Session) -> None:
        record = opened.get_one(CourseRecord, course.id)
        actions.save_file(opened, record, LESSON, b"# Other\n", digest(OLD), colleague, now)

    [raised] = meanwhile(session, other)
    assert isinstance(raised, actions.EditConflict)


def test_a_removed_file_is_a_conflict_for_whoever_still_writes_it(session, course, trainer, now):
    actions.remove_file(session, course, LESSON, trainer, now)
    with pytest.raises(actions.EditConflict) as refused:
        actions.save_file(session, course, LESSON, NEW, digest(OLD), trainer, now)
    assert refused.value.theirs is None


def test_the_same_save_again_changes_nothing(session, course, trainer, colleague, now, stored):
    later = now + timedelta(hours=1)
    actions.save_file(session, course, LESSON, NEW, digest(OLD), trainer, later)
    actions.save_file(session, course, LESSON, NEW, digest(OLD), colleague, later)
    session.commit()
    assert len(history(stored)) == 2


def test_saves_close_together_are_one_change_until_the_course_is_published(session, course, trainer, now, stored):
    body = OLD
    for minute in (20, 25, 29, 31):
        after = body + b"\n<!-- more -->\n"
        actions.save_file(session, course, LESSON, after, digest(body), trainer, now + timedelta(minutes=minute))
        body = after
    session.commit()
    assert len(history(stored)) == 3  # made; 20 to 29; 31
    actions.publish(session, course, now=now + timedelta(minutes=32))
    actions.save_file(session, course, LESSON, NEW, digest(body), trainer, now + timedelta(minutes=33))
    session.commit()
    assert len(history(stored)) == 4


def test_a_removed_file_can_be_brought_back(session, course, trainer, now, stored, bodies):
    actions.remove_file(session, course, LESSON, trainer, now)
    session.commit()
    assert LESSON not in bodies()
    made, removed = history(stored)
    with pytest.raises(Refused, match="nothing to bring back"):
        actions.restore_file(session, course, removed, trainer, now)
    actions.restore_file(session, course, made, trainer, now)
    session.commit()
    assert bodies()[LESSON] == OLD


# --- names and order -------------------------------------------------------------------------------------


def test_lessons_can_change_places(session, course, trainer, now, bodies, stored):
    before = bodies()
    actions.order_lessons(session, course, ["02-writing.md", "01-receiving.md", "03-final-quiz.md"], trainer, now)
    session.commit()
    assert sorted(path for path in bodies() if paths.is_lesson(path)) == [
        "01-writing.md",
        "02-receiving.md",
        "03-final-quiz.md",
    ]
    assert bodies()["01-writing.md"] == before["02-writing.md"]
    assert [change.was_path for change in history(stored, "01-writing.md")] == ["02-writing.md"]


def test_an_old_list_of_lessons_is_refused(session, course, trainer, now):
    with pytest.raises(Refused, match="Load the page again"):
        actions.order_lessons(session, course, ["01-receiving.md"], trainer, now)


def test_a_file_can_be_renamed_but_not_over_another(session, course, trainer, now, bodies):
    actions.rename_file(session, course, LESSON, "01-meeting.md", trainer, now)
    with pytest.raises(actions.NameTaken):
        actions.rename_file(session, course, "01-meeting.md", "02-writing.md", trainer, now)
    session.commit()
    assert bodies()["01-meeting.md"] == OLD


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("IMG 0001.JPG", "images/img-0001.jpg"),
        ("C:\\Users\\Ali\\desk.ur.svg", "images/desk.ur.svg"),
        ("../../etc/x.png", "images/x.png"),
        ("تصویر.png", "images/file.png"),
        ("talk.mp4", "videos/talk.mp4"),
        ("talk.en.vtt", "videos/talk.en.vtt"),
    ],
)
def test_an_uploaded_name_becomes_a_path_of_the_course(name, path):
    assert paths.media_path(name) == path
    paths.check(path, 10)


@pytest.mark.parametrize("name", ["x.exe", "x", "x.html", ".svg.js", "x.md"])
def test_what_is_no_picture_or_recording_has_no_place(name):
    with pytest.raises(paths.BadPath):
        paths.media_path(name)


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'


def test_pictures_of_one_name_stand_beside_each_other_and_the_same_one_once(session, course, trainer, now):
    first, second, again = (
        actions.add_media(session, course, "Desk.svg", body, trainer, now)
        for body in (DRAWING, DRAWING + b"<!-- another -->", DRAWING)
    )
    assert (first.path, second.path, again.path) == ("images/desk.svg", "images/desk-2.svg", "images/desk.svg")


def test_a_file_that_is_too_large_is_refused(session, course, trainer, now):
    with pytest.raises(paths.TooLarge):
        actions.add_media(session, course, "x.png", b"x" * (paths.MAX_PICTURE + 1), trainer, now)


# --- publishing ------------------------------------------------------------------------------------------


def test_a_course_can_be_taken_out_and_put_back(session, course, trainer, now, stored):
    first = actions.publish(session, course, now=now)
    actions.unpublish(session, course, trainer, now)
    actions.unpublish(session, course, trainer, now)
    session.commit()
    assert stored(select(CourseCard)) == []
    assert [row.action for row in stored(select(AuditEntry))] == ["unpublished"]
    again = actions.publish(session, course, now=now)
    session.commit()
    assert again.number == first.number + 1
    assert stored(select(CourseRecord.revision_id)) == [again.id]
    assert len(stored(select(DraftFile))) == 4


# --- colleagues ------------------------------------------------------------------------------------------


def test_a_reviewer_is_asked_once_and_answers_once(session, course, trainer, colleague, now):
    person = session.scalars(select(Person).where(Person.id == colleague.id).options(_with_grants())).one()
    review = actions.ask_review(session, course, person, " Is the law right? ", trainer, now)
    assert actions.ask_review(session, course, person, "", trainer, now).id == review.id
    assert queries.open_review(session, colleague, course) is review
    actions.answer_review(session, review, True, "Yes.", now)
    session.commit()
    assert queries.open_review(session, colleague, course) is None
    with pytest.raises(Refused):
        actions.answer_review(session, review, False, "", now)


def test_remarks_stay_until_they_are_settled(session, course, trainer, colleague, now):
    remark = actions.add_remark(session, course, LESSON, 3, "A line", "Too long", colleague, now)
    session.commit()
    assert [each.text for each in session.scalars(queries.open_remarks(course))] == ["Too long"]
    actions.settle_remark(session, remark, trainer, now)
    session.commit()
    assert session.scalars(queries.open_remarks(course)).all() == []
    with pytest.raises(Refused):
        actions.add_remark(session, course, LESSON, 3, "A line", "  ", colleague, now)
