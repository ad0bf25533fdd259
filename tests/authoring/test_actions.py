"""Taking courses in, publishing them, and giving them back."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.authoring import actions
from lms.authoring.models import DraftFile
from lms.catalog.models import Catalogue, CourseCard, CourseRecord, Media, Revision, RevisionKind
from tests.sample_course import BILINGUAL, URDU

SLUG = "front-desk"
EXTRA = {
    "images/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>\r\n',
    "videos/b.en.vtt": b"WEBVTT\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for path, body in BILINGUAL.items():
        target = tmp_path / "library" / "core" / SLUG / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return tmp_path / "library"


def imported(session: Session, files, now) -> CourseRecord:
    record = actions.import_course(session, SLUG, files, None, now)
    session.commit()
    return record


@pytest.mark.slow
def test_what_comes_in_goes_out_byte_for_byte(session, now):
    files = BILINGUAL | EXTRA | {"02-writing.md": BILINGUAL["02-writing.md"].replace(b"\n", b"\r\n") + b"  \n"}
    assert actions.export_course(session, imported(session, files, now)) == files


def test_a_second_import_replaces_the_draft_and_counts_versions(session, now, stored):
    imported(session, BILINGUAL | EXTRA, now)
    imported(session, BILINGUAL | {"02-writing.md": b"# Other\n"}, now)
    versions = {row.path: row.version for row in stored(select(DraftFile))}
    assert versions == {"course.md": 1, "01-receiving.md": 1, "02-writing.md": 2, "03-final-quiz.md": 1}


def test_equal_files_are_kept_once(session, now, stored):
    imported(session, BILINGUAL | {"images/a.svg": b"<svg/>", "images/b.svg": b"<svg/>"}, now)
    assert stored(select(func.count()).where(Media.size == 6)) == [1]


def test_a_draft_with_mistakes_is_kept_but_not_published(session, now, stored):
    no_key = b"# One\n\n### Question (choose one)\n\nWhat?\n\n- [ ] A\n- [ ] B\n"
    record = imported(session, BILINGUAL | {"01-receiving.md": no_key}, now)
    with pytest.raises(actions.NotPublishable) as refused:
        actions.publish(session, record, now=now)
    assert [problem.file for problem in refused.value.problems if problem.is_error] == ["01-receiving.md"]
    session.rollback()
    assert stored(select(Revision)) == []
    assert len(stored(select(DraftFile))) == 4


def test_publishing_the_same_again_is_no_new_revision(session, now, stored):
    record = imported(session, BILINGUAL, now)
    first = actions.publish(session, record, now=now)
    again = actions.publish(session, record, now=now)
    session.commit()
    assert again.id == first.id
    assert [row.number for row in stored(select(Revision))] == [1]


def test_going_back_to_an_older_text_is_a_new_revision(session, now, stored):
    record = imported(session, BILINGUAL, now)
    actions.publish(session, record, now=now)
    other = BILINGUAL | {"02-writing.md": BILINGUAL["02-writing.md"] + b"\n---\n\nMore.\n"}
    for files in (other, BILINGUAL):
        imported(session, files, now)
        actions.publish(session, record, kind=RevisionKind.CORRECTION, note="Back", now=now)
    session.commit()
    rows = stored(select(Revision).order_by(Revision.number))
    assert [(row.number, row.kind.value) for row in rows] == [(1, "first"), (2, "correction"), (3, "correction")]
    assert rows[0].digest == rows[2].digest != rows[1].digest


def test_translations_are_not_part_of_a_revision(session, now, stored):
    record = imported(session, BILINGUAL, now)
    actions.publish(session, record, now=now)
    session.commit()
    before = stored(select(CourseCard.title).where(CourseCard.language == "ur"))
    better = BILINGUAL["locale/ur.po"].replace(URDU["The front desk"].encode(), "استقبالیہ".encode())
    imported(session, BILINGUAL | {"locale/ur.po": better}, now)
    assert actions.publish(session, record, now=now).number == 1
    session.commit()
    assert (before, stored(select(CourseCard.title).where(CourseCard.language == "ur"))) == (
        [URDU["The front desk"]],
        ["استقبالیہ"],
    )


def test_the_shipped_library_is_published_once_and_upgraded(session, library, now, stored):
    assert actions.load_library(session, library, now) == [SLUG]
    session.commit()
    assert actions.load_library(session, library, now) == []
    lesson = library / "core" / SLUG / "02-writing.md"
    lesson.write_bytes(lesson.read_bytes() + b"\n---\n\nMore.\n")
    assert actions.load_library(session, library, now) == [SLUG]
    session.commit()
    assert stored(select(func.max(Revision.number))) == [2]


def test_an_upgrade_leaves_a_course_alone_that_was_edited_here(session, library, now, stored):
    actions.load_library(session, library, now)
    session.scalars(select(CourseRecord)).one().edited_here = True
    session.commit()
    (library / "core" / SLUG / "02-writing.md").write_bytes(b"# Other\n")
    assert actions.load_library(session, library, now) == []
    session.commit()
    assert stored(select(func.max(Revision.number))) == [1]


def test_a_library_with_a_broken_course_says_which(session, library, now):
    (library / "core" / SLUG / "02-writing.md").write_bytes(b"no title\n")
    with pytest.raises(actions.NotPublishable, match=SLUG):
        actions.load_library(session, library, now)


def test_one_catalogue_for_each_language(session, now, stored):
    imported(session, BILINGUAL, now)
    imported(session, BILINGUAL, now)
    assert [row.language for row in stored(select(Catalogue))] == ["ur"]
