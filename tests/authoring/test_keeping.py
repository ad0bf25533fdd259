"""What is kept: what lists show of a draft, what was, and for how long the bytes of it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from lms.authoring import actions, queries
from lms.authoring.models import Draft, DraftChange, DraftFile
from lms.authoring.queries.drafts import kept_reading, read_draft
from lms.catalog.models import Catalogue, Media, Revision
from lms.catalog.source import read
from lms.errors import Refused
from tests.authoring.conftest import LESSON, SLUG
from tests.sample_course import BILINGUAL

NEW = BILINGUAL[LESSON] + b"\nOne more line.\n"


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def save(session, course, body, by, now, path=LESSON):
    before = queries.draft_bodies(session, course).get(path)
    return actions.save_file(session, course, path, body, digest(before) if before else "", by, now)


# --- what lists show -------------------------------------------------------------------------------------


def test_a_draft_has_the_digest_of_what_is_published_until_it_changes(session, course, trainer, now, stored):
    revision = actions.publish(session, course, now=now)
    session.commit()
    assert stored(select(Draft.digest)) == [revision.digest]
    save(session, course, NEW, trainer, now)
    session.commit()
    assert stored(select(Draft.digest)) != [revision.digest]
    save(session, course, BILINGUAL[LESSON], trainer, now)
    session.commit()
    assert stored(select(Draft.digest)) == [revision.digest]


@pytest.mark.parametrize("change", ["renamed", "removed", "ordered"])
def test_every_change_is_seen_in_the_list(session, course, trainer, now, stored, change):
    [before] = stored(select(Draft))
    later = now + timedelta(hours=1)
    if change == "renamed":
        actions.rename_file(session, course, LESSON, "01-meeting.md", trainer, later)
    elif change == "removed":
        actions.remove_file(session, course, LESSON, trainer, later)
    else:
        actions.order_lessons(session, course, ["02-writing.md", LESSON, "03-final-quiz.md"], trainer, later)
    session.commit()
    [draft] = stored(select(Draft))
    assert draft.digest != before.digest
    assert (draft.updated_at, draft.by_id) == (later, trainer.id)


def test_the_title_in_the_list_is_that_of_the_draft(session, course, trainer, now, stored):
    save(session, course, b"# A new name\n", trainer, now, "course.md")
    session.commit()
    assert [(draft.title, draft.search_text) for draft in stored(select(Draft))] == [
        ("A new name", "a new name front desk")
    ]


def test_what_the_checker_reads_is_what_publishing_reads_and_films_are_not_loaded_for_it(
    session, course, trainer, now, count_queries
):
    actions.add_media(session, course, "talk.mp4", b"\0\0\0 ftypisom" + b"film" * 1000, trainer, now)
    body = BILINGUAL[LESSON] + b"\n[A talk](videos/talk.mp4)\n"
    save(session, course, body, trainer, now)
    found = queries.draft_reading(session, course)
    assert found == read(SLUG, queries.draft_bodies(session, course))
    with count_queries() as asked:
        assert queries.draft_reading(session, course) is found
    assert len(asked) == 1


def test_what_is_read_while_somebody_saves_is_not_kept_for_the_text_before(session, course, trainer, now):
    save(session, course, BILINGUAL[LESSON] + b"\nA text that no other test has.\n", trainer, now)
    [before] = session.scalars(select(Draft.digest))
    save(session, course, BILINGUAL[LESSON] + b"\nAnd another.\n", trainer, now)
    read_draft(session, course, before)  # as by a page that asked for the digest before the save
    assert kept_reading(before) is None
    [after] = session.scalars(select(Draft.digest))
    assert read_draft(session, course, after) is kept_reading(after)


# --- links follow ----------------------------------------------------------------------------------------


def test_a_course_stays_without_mistakes_and_in_urdu_when_lessons_change_places(session, course, trainer, now, stored):
    before = queries.coverage(session, course, "ur")
    order = ["02-writing.md", "01-receiving.md", "03-final-quiz.md"]
    actions.order_lessons(session, course, order, trainer, now)
    session.commit()
    bodies = queries.draft_bodies(session, course)
    assert b"(01-writing.md)" in bodies["03-final-quiz.md"]
    assert not any(problem.is_error for problem in queries.draft_reading(session, course).problems)
    after = {part.lesson: part for part in queries.coverage(session, course, "ur")}
    assert [after[part.lesson] for part in before] == list(before)
    assert b"(02-writing.md)" in stored(select(Catalogue.po))[0]  # the published course has that link


def test_remarks_follow_a_file(session, course, trainer, colleague, now):
    actions.add_remark(session, course, LESSON, 3, "A line", "Too long", colleague, now)
    actions.rename_file(session, course, LESSON, "01-meeting.md", trainer, now)
    session.commit()
    assert [remark.path for remark in session.scalars(queries.open_remarks(course))] == ["01-meeting.md"]


# --- what was --------------------------------------------------------------------------------------------


def test_a_file_that_came_with_a_folder_can_be_brought_back_too(session, colleague, now, stored):
    course = actions.import_course(session, SLUG, BILINGUAL, None, now)
    save(session, course, NEW, colleague, now + timedelta(hours=1))
    session.commit()
    first, second = stored(select(DraftChange).order_by(DraftChange.id))
    assert (first.media_sha256, first.at, first.by_id) == (digest(BILINGUAL[LESSON]), now, None)
    assert queries.change_before(session, second).id == first.id
    assert queries.change_before(session, first) is None


def test_what_was_before_a_new_name_is_found(session, course, trainer, now):
    actions.rename_file(session, course, LESSON, "01-meeting.md", trainer, now)
    save(session, course, NEW, trainer, now + timedelta(hours=1), "01-meeting.md")
    session.commit()
    edited, renamed = session.scalars(queries.changes(course, "01-meeting.md")).all()
    assert queries.change_before(session, edited).id == renamed.id
    assert queries.change_before(session, renamed).path == LESSON


def test_a_lesson_is_brought_back_under_the_name_that_it_has_now(session, course, trainer, now):
    [made] = session.scalars(queries.changes(course, LESSON)).all()
    actions.order_lessons(session, course, ["02-writing.md", LESSON, "03-final-quiz.md"], trainer, now)
    save(session, course, NEW, trainer, now + timedelta(hours=1), "02-receiving.md")
    actions.restore_file(session, course, made, trainer, now + timedelta(hours=2))
    session.commit()
    bodies = queries.draft_bodies(session, course)
    assert bodies["02-receiving.md"] == BILINGUAL[LESSON]
    assert LESSON not in bodies


def test_a_lesson_whose_number_is_taken_gets_another(session, course, trainer, now):
    [made] = session.scalars(queries.changes(course, LESSON)).all()
    actions.remove_file(session, course, LESSON, trainer, now)
    actions.order_lessons(session, course, ["02-writing.md", "03-final-quiz.md"], trainer, now)
    actions.restore_file(session, course, made, trainer, now)
    session.commit()
    reading = queries.draft_reading(session, course)
    assert reading.course is not None
    assert {lesson.slug for lesson in reading.course.lessons} == {"receiving", "writing", "final-quiz"}


def test_a_revision_comes_back_whole_and_what_was_meanwhile_stays_in_the_history(session, course, trainer, now, stored):
    actions.publish(session, course, now=now)
    save(session, course, NEW, trainer, now + timedelta(hours=1))
    actions.remove_file(session, course, "02-writing.md", trainer, now + timedelta(hours=1))
    save(session, course, b"# Extra\n\nText.\n", trainer, now + timedelta(hours=1), "04-extra.md")
    session.commit()
    revision = queries.revision(session, course, 1)
    actions.restore_revision(session, course, revision, trainer, now + timedelta(hours=2))
    session.commit()
    assert queries.draft_bodies(session, course) == {
        path: body for path, body in BILINGUAL.items() if not path.startswith("locale/")
    }
    assert stored(select(Draft.digest)) == [revision.digest]
    kept = stored(select(DraftChange.media_sha256))
    assert {digest(NEW), digest(b"# Extra\n\nText.\n")} <= set(kept)
    count = len(kept)
    actions.restore_revision(session, course, revision, trainer, now + timedelta(hours=3))
    session.commit()
    assert len(stored(select(DraftChange.id))) == count


# --- collecting ------------------------------------------------------------------------------------------


def bytes_kept(stored) -> set[str]:
    return set(stored(select(Media.sha256)))


def test_only_what_nothing_refers_to_is_collected_and_only_when_it_is_old(session, course, trainer, now, stored):
    actions.publish(session, course, now=now)
    overtaken = BILINGUAL[LESSON] + b"\nHalf a sen"
    save(session, course, overtaken, trainer, now + timedelta(hours=1))
    save(session, course, NEW, trainer, now + timedelta(hours=1, seconds=2))  # the same change
    actions.remove_file(session, course, "02-writing.md", trainer, now + timedelta(hours=2))
    session.commit()
    before = bytes_kept(stored)
    assert actions.collect_media(session, now + timedelta(hours=20)) == 0
    assert actions.collect_media(session, now + timedelta(days=2)) == 1
    session.commit()
    assert before - bytes_kept(stored) == {digest(overtaken)}
    assert actions.collect_media(session, now + timedelta(days=9)) == 0


def test_what_only_a_revision_names_stays(session, now, stored):
    course = actions.import_course(session, SLUG, BILINGUAL, None, now)
    actions.publish(session, course, now=now)
    actions.import_course(session, SLUG, BILINGUAL | {LESSON: NEW}, None, now)
    session.commit()
    assert actions.collect_media(session, now + timedelta(days=9)) == 0
    session.commit()
    [revision] = stored(select(Revision).options())
    assert digest(BILINGUAL[LESSON]) in bytes_kept(stored)
    assert stored(select(DraftFile.media_sha256).where(DraftFile.path == LESSON)) == [digest(NEW)]
    assert revision.number == 1


def test_old_bytes_that_somebody_types_again_are_young(session, course, trainer, now, stored):
    overtaken = BILINGUAL[LESSON] + b"\nHalf a sen"
    later = now + timedelta(days=3)
    save(session, course, overtaken, trainer, now)
    save(session, course, NEW, trainer, now + timedelta(seconds=2))
    session.commit()
    save(session, course, overtaken, trainer, later)
    save(session, course, NEW, trainer, later + timedelta(seconds=2))
    session.commit()
    actions.collect_media(session, later + timedelta(hours=1))
    session.commit()
    assert digest(overtaken) in bytes_kept(stored)


def test_bytes_that_are_being_kept_anew_at_this_moment_are_not_collected(
    session, course, trainer, now, meanwhile, stored
):
    overtaken = BILINGUAL[LESSON] + b"\nHalf a sen"
    save(session, course, overtaken, trainer, now)
    save(session, course, NEW, trainer, now + timedelta(seconds=2))
    session.commit()
    later = now + timedelta(days=3)
    save(session, course, overtaken, trainer, later)
    assert meanwhile(session, lambda other: actions.collect_media(other, later)) == []
    assert stored(select(DraftFile.media_sha256).where(DraftFile.path == LESSON)) == [digest(overtaken)]
    assert digest(overtaken) in bytes_kept(stored)


# --- beginning -------------------------------------------------------------------------------------------


def test_a_copy_has_everything_and_another_author(session, course, colleague, now):
    made = actions.copy_course(session, course, "The front desk", "", colleague, now)
    session.commit()
    assert made.slug == "the-front-desk"
    assert actions.export_course(session, made) == actions.export_course(session, course)
    assert [person.id for person in queries.authors(session, made)] == [colleague.id]


def test_an_address_is_proposed_that_no_course_has(session, course, trainer, now):
    again = [actions.start_from_example(session, "Front Desk!", "", trainer, now).slug for _ in range(2)]
    assert again == ["front-desk-2", "front-desk-3"]
    with pytest.raises(actions.NoAddress):
        actions.start_from_example(session, "فرنٹ ڈیسک", "", trainer, now)


def test_files_without_a_course_page_get_one(session, trainer, now):
    made = actions.start_from_files(session, "", "", {"01-one.md": b"# One\n\nText.\n"}, trainer, now)
    reading = queries.draft_reading(session, made)
    assert made.slug == "one"
    assert reading.course is not None
    assert reading.course.title.text == "One"


def test_a_new_lesson_stands_before_the_quiz(session, course, trainer, now):
    actions.add_lesson(session, course, "Asking questions", "lesson", trainer, now)
    session.commit()
    reading = queries.draft_reading(session, course)
    assert reading.course is not None
    assert [lesson.slug for lesson in reading.course.lessons] == [
        "receiving",
        "writing",
        "asking-questions",
        "final-quiz",
    ]


def test_a_new_quiz_has_no_mistakes(session, trainer, now):
    made = actions.start_from_files(session, "X", "x", {"01-one.md": b"# One\n\nText.\n"}, trainer, now)
    actions.add_lesson(session, made, "Final quiz", "quiz", trainer, now)
    reading = queries.draft_reading(session, made)
    assert reading.course is not None
    assert reading.course.graded.file == "02-final-quiz.md"


# --- whose it is -----------------------------------------------------------------------------------------


def test_who_gives_an_open_course_an_author_is_not_shut_out(session, trainer, imran, now, viewer_of):
    course = actions.import_course(session, SLUG, BILINGUAL, None, now)
    session.commit()
    person = queries.colleagues(session, trainer, "imran")[0]
    actions.add_author(session, course, person, trainer, now)
    session.commit()
    assert {author.id for author in queries.authors(session, course)} == {trainer.id, imran.id}


def test_a_course_that_has_an_author_cannot_be_taken(session, course, trainer, colleague, now):
    actions.become_author(session, course, trainer, now)
    with pytest.raises(Refused, match="has an author"):
        actions.become_author(session, course, colleague, now)


@pytest.mark.parametrize("words", ["imran", "SHAH im", "عمران", "1002", "IMRAN shah"])
def test_a_colleague_is_found_by_name_or_number(session, trainer, imran, make_person, words):
    make_person(name_en="Imran the officer")
    assert [person.id for person in queries.colleagues(session, trainer, words)] == [imran.id]
