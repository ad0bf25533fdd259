"""`lms courses …` as people and CI use it."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.authoring import actions, queries
from lms.authoring.commands import courses
from lms.authoring.models import DraftChange, TranslationChange
from lms.catalog.models import CourseRecord
from lms.config import Config
from lms.people.roles import Role
from tests.authoring.conftest import LESSON
from tests.authoring.intake.documents import paragraphs
from tests.catalog import whole_course
from tests.sample_course import BILINGUAL, URDU, catalogue

SLUG = "front-desk"


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, body in files.items():
        target = folder / SLUG / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return folder / SLUG


@pytest.fixture
def lms(database_url, tmp_path):
    """`lms("check", folder)` runs `lms courses check folder`."""

    def run(*words: object, code: int = 0) -> str:
        config = Config(instance=tmp_path, database_url=database_url, courses=tmp_path / "library")
        result = CliRunner().invoke(courses, [str(word) for word in words], obj=config)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result.output

    return run


def test_check_tells_file_line_and_remedy(lms, tmp_path):
    broken = BILINGUAL["01-receiving.md"].replace(b"- [x] Greet", b"- [ ] Greet")
    folder = write(tmp_path, BILINGUAL | {"01-receiving.md": broken})
    said = lms("check", folder, code=1)
    assert f"{SLUG}/01-receiving.md, line 5:" in said
    assert "[x]" in said


def test_check_speaks_urdu(lms, tmp_path):
    broken = BILINGUAL["01-receiving.md"].replace(b"- [x] Greet", b"- [ ] Greet")
    folder = write(tmp_path, BILINGUAL | {"01-receiving.md": broken})
    english, urdu = lms("check", folder, code=1), lms("check", "--language", "ur", folder, code=1)
    assert english.splitlines()[0] != urdu.splitlines()[0]
    assert "01-receiving.md" in urdu


def test_strict_asks_for_every_translation(lms, tmp_path):
    partial = {english: urdu for english, urdu in URDU.items() if english != "Listen"}
    folder = write(tmp_path, BILINGUAL | {"locale/ur.po": catalogue(partial)})
    lms("check", folder)
    lms("check", "--strict", folder, code=1)


def test_only_strict_measures_a_course(lms, tmp_path):
    folder = write(tmp_path, BILINGUAL)
    assert "The quiz asks" not in lms("check", folder)
    said = lms("check", "--strict", folder, code=1)
    assert f"{SLUG}/03-final-quiz.md: The quiz asks 5 questions." in said


def test_convert_writes_a_course_and_says_what_to_look_at(lms, tmp_path):
    (tmp_path / "handout.docx").write_bytes(
        paragraphs("# Front desk", "## Receiving", "Stand up.", "## Writing", "• all")
    )
    said = lms("convert", tmp_path / "handout.docx", tmp_path / "core" / "desk")
    assert (tmp_path / "core" / "desk" / "01-receiving.md").read_text("utf-8") == "# Receiving\n\nStand up.\n"
    assert "desk/course.md, line 1: Track, level and hours are a guess." in said
    assert said.splitlines()[-1] == "desk: “Front desk”, lessons 2, places to look at 4"


def test_convert_overwrites_nothing_and_says_why_a_file_is_refused(lms, tmp_path):
    folder = write(tmp_path, BILINGUAL)
    (tmp_path / "handout.docx").write_bytes(paragraphs("Stand up."))
    assert "is not empty" in lms("convert", tmp_path / "handout.docx", folder, code=1)
    (tmp_path / "old.docx").write_bytes(b"%PDF-1.7")
    assert "This is a PDF" in lms("convert", tmp_path / "old.docx", tmp_path / "new", code=1)
    assert not (tmp_path / "new").exists()


@pytest.fixture
def glossary(tmp_path):
    """Writes the glossary of the library."""

    def write_glossary(*lines: str) -> None:
        (tmp_path / "library").mkdir(exist_ok=True)
        text = "\n".join(["english,urdu,domain,note", *lines])
        (tmp_path / "library" / "glossary.csv").write_text(text, "utf-8")

    return write_glossary


def test_strict_compares_the_urdu_with_the_librarys_glossary(lms, tmp_path, glossary):
    folder = write(tmp_path, BILINGUAL)
    english = "Write what was said, not what you think."
    line = BILINGUAL["locale/ur.po"].decode().split("\n").index(f'msgid "{english}"') + 1
    told = f"{SLUG}/locale/ur.po, line {line}: The glossary’s Urdu is missing here: said = فرمایا."
    assert "glossary" not in lms("check", "--strict", folder, code=1)
    glossary("said,فرمایا,law-enforcement,")
    assert told in lms("check", "--strict", folder, code=1)
    assert "glossary" not in lms("check", folder)


def test_a_mistake_in_the_glossary_is_told_once(lms, tmp_path, glossary):
    glossary("said,,law-enforcement,")
    folder = write(tmp_path, {name: body for name, body in BILINGUAL.items() if name != "locale/ur.po"})
    write(tmp_path / "other", BILINGUAL)
    assert lms("check", "--strict", folder, tmp_path / "other", code=1).count("glossary.csv, line 2: A term needs") == 1


def test_a_good_course_passes_the_strict_check(lms, tmp_path, glossary):
    """All its English is its Urdu too, since a translation that is its original has no fault."""
    folder = write(tmp_path, whole_course.files())
    lms("messages", "--write", folder)
    catalogue_file = folder / "locale" / "ur.po"
    translated = re.sub(r'(?m)^msgid ("[^"].+")\nmsgstr ""$', r"msgid \1\nmsgstr \1", catalogue_file.read_text("utf-8"))
    catalogue_file.write_text(translated, "utf-8")
    assert f"{SLUG}: errors 0, warnings 0, ur 100%" in lms("check", "--strict", folder)
    glossary("said")
    lms("check", "--strict", folder, code=1)


def test_a_folder_without_a_course_is_an_error(lms, tmp_path):
    assert "No course here" in lms("check", tmp_path, code=1)


def test_a_draft_is_written_into_the_folder_of_its_own_track(lms, tmp_path):
    lms("import", write(tmp_path / "in", BILINGUAL))
    assert f"{SLUG}: written to {tmp_path / 'out' / 'core' / SLUG}" in lms("export", tmp_path / "out")


def test_import_publish_export_round_trip(lms, tmp_path):
    folder = write(tmp_path / "in", BILINGUAL)
    assert "imported as a draft" in lms("import", folder)
    assert "revision 1 is published" in lms("publish", SLUG)
    lms("export", tmp_path / "out")
    written = {
        str(path.relative_to(tmp_path / "out" / "core" / SLUG)): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert written == BILINGUAL


@pytest.fixture
def edited(lms, tmp_path, session, make_person, viewer_of, now):
    """A course that was imported and then edited in the browser, a lesson and a translation; the folder is as it was."""
    folder = write(tmp_path, BILINGUAL)
    lms("import", folder)
    trainer = viewer_of(make_person(roles=[Role.TRAINER, Role.TRANSLATOR]))
    record = queries.to_read(session, SLUG)
    base = queries.draft_bodies(session, record)[LESSON]
    actions.save_file(session, record, LESSON, base + b"\nTyped.\n", sha256(base).hexdigest(), trainer, now)
    item = next(item for item in queries.bench(session, record, "ur").items if item.unit.text == "Listen")
    actions.save_translation(session, record, "ur", item.unit, "غور سے سنیں", item.base, trainer, now)
    session.commit()
    session.close()
    return folder


def test_import_overwrites_nothing_that_was_edited_in_the_browser(lms, edited, tmp_path, stored):
    other = write(tmp_path / "another", BILINGUAL).rename(tmp_path / "another" / "second")
    said = lms("import", edited, other, code=1)
    assert f"not as in the folder: {SLUG}. Nothing was imported" in said
    assert stored(select(CourseRecord.slug)) == [SLUG]
    lms("export", tmp_path / "out")
    [lesson] = (tmp_path / "out").rglob(LESSON)
    assert b"Typed." in lesson.read_bytes()
    lms("import", lesson.parent)  # what is the same overwrites nothing


def test_a_forced_import_keeps_what_was_edited_in_the_history(lms, edited, session, tmp_path):
    (edited / "02-writing.md").unlink()
    lms("import", "--force", edited)
    record = queries.to_read(session, SLUG)
    assert queries.draft_bodies(session, record)[LESSON] == BILINGUAL[LESSON]
    kept = {(row.path, row.media_sha256) for row in session.scalars(select(DraftChange))}
    typed = sha256(BILINGUAL[LESSON] + b"\nTyped.\n").hexdigest()
    assert {(LESSON, typed), ("02-writing.md", None)} < kept
    assert ("02-writing.md", sha256(BILINGUAL["02-writing.md"]).hexdigest()) in kept
    assert ("03-final-quiz.md", sha256(BILINGUAL["03-final-quiz.md"]).hexdigest()) not in kept
    changes = session.scalars(select(TranslationChange).order_by(TranslationChange.id)).all()
    assert [(each.before, each.after) for each in changes][-1] == ("غور سے سنیں", URDU["Listen"])
    session.rollback()
    lms("export", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.md")) == [LESSON, "03-final-quiz.md", "course.md"]


def test_publishing_mistakes_lists_them(lms, tmp_path):
    lms("import", write(tmp_path, BILINGUAL | {"02-writing.md": b"no title\n"}))
    said = lms("publish", SLUG, code=1)
    assert "cannot be published" in said
    assert f"{SLUG}/02-writing.md, line 1" in said


def test_an_unknown_course_is_named(lms):
    assert "no course “nothing”" in lms("publish", "nothing", code=1)


def test_messages_merges_and_tells_what_to_look_at_again(lms, tmp_path):
    folder = write(tmp_path, BILINGUAL)
    lms("messages", "--write", folder)
    complete = (folder / "locale" / "ur.po").read_bytes()
    lms("messages", "--write", folder)
    assert (folder / "locale" / "ur.po").read_bytes() == complete, "writing twice changes nothing"
    lesson = folder / "02-writing.md"
    lesson.write_bytes(lesson.read_bytes().replace(b"not what you think.", b"never what you think."))
    said = lms("messages", "--write", folder)
    assert "1 to look at again" in said
    lesson.write_bytes(BILINGUAL["02-writing.md"])
    lms("messages", "--write", folder)
    assert "to look at again" not in lms("messages", folder)
    assert URDU["Write what was said, not what you think."].encode() in (folder / "locale" / "ur.po").read_bytes()


GIFT = """$CATEGORY: Reports

Which report does section 154 ask for? {=FIR =First Information Report}

A child may complain. {T}

An old report. {=*}
"""


@pytest.fixture
def bank(tmp_path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, "utf-8")
    return path


def test_questions_are_put_at_the_end_of_a_lesson(lms, tmp_path, bank):
    folder = write(tmp_path, BILINGUAL)
    lesson = folder / "01-receiving.md"
    before = lesson.read_bytes()
    said = lms("questions", "import", bank, "--into", lesson)
    assert "bank.gift, line 7: No right answer of this question can be kept." in said
    assert f"{SLUG}/01-receiving.md: questions added 2, pictures added 0" in said
    assert lesson.read_bytes().startswith(before.rstrip() + b"\n\n### Question (short answer)\n\nWhich report")
    assert "errors 0" in lms("check", folder)


def test_questions_below_an_open_fence_are_not_put_there(lms, tmp_path, bank):
    lesson = write(tmp_path, BILINGUAL) / "01-receiving.md"
    lesson.write_bytes(lesson.read_bytes() + b"\n```\nA list\n")
    before = lesson.read_bytes()
    said = lms("questions", "import", bank, "--into", lesson, code=1)
    assert "would not be read as questions in this place" in said
    assert lesson.read_bytes() == before


def test_a_dry_run_shows_the_questions_and_changes_nothing(lms, tmp_path, bank):
    folder = write(tmp_path, BILINGUAL)
    said = lms("questions", "import", bank, "--into", folder / "01-receiving.md", "--dry-run")
    assert "- Answer: First Information Report" in said
    assert (folder / "01-receiving.md").read_bytes() == BILINGUAL["01-receiving.md"]


def test_reports_of_an_import_speak_urdu(lms, tmp_path, bank):
    lesson = write(tmp_path, BILINGUAL) / "01-receiving.md"
    english = lms("questions", "import", bank, "--into", lesson, "--dry-run")
    urdu = lms("questions", "import", bank, "--into", lesson, "--dry-run", "--language", "ur")
    assert "No right answer" in english
    assert "No right answer" not in urdu


def test_questions_become_a_pool_of_the_quiz(lms, tmp_path, bank):
    quiz = f"---\r\nquiz: graded\r\n---\r\n\r\n# Quiz\r\n{QUESTION}".replace("\n", "\r\n").replace("\r\r", "\r")
    folder = write(tmp_path, BILINGUAL | {"03-quiz.md": quiz.encode()})
    lms("questions", "import", bank, "--into", folder / "03-quiz.md", "--pool", "Reports", "--ask", 1)
    lms("questions", "import", bank, "--into", folder / "03-quiz.md", "--ask", 2)
    text = (folder / "03-quiz.md").read_bytes()
    assert text.count(b"## Pool: Reports (ask 1)\r\n") == 1
    assert text.count(b"## Pool: Reports (ask 2)\r\n") == 1
    assert text.count(b"\n") == text.count(b"\r\n"), "the file keeps its line ends"


QUESTION = "\n### Question (number)\n\nHow many?\n\n- Answer: 1\n"


def test_an_import_that_would_make_mistakes_changes_nothing(lms, tmp_path, bank):
    folder = write(tmp_path, BILINGUAL)
    said = lms("questions", "import", bank, "--into", folder / "01-receiving.md", "--ask", 1, code=1)
    assert "Pools belong in the graded quiz." in said
    assert "nothing was changed" in said
    assert (folder / "01-receiving.md").read_bytes() == BILINGUAL["01-receiving.md"]


def test_nothing_to_import_is_an_error(lms, tmp_path, bank):
    lesson = write(tmp_path, BILINGUAL) / "01-receiving.md"
    bank.write_bytes(b"PK\x03\x04")
    assert "No question was imported." in lms("questions", "import", bank, "--into", lesson, code=1)
    lms("questions", "import", bank, "--into", lesson, "--pool", "x", code=2)


def test_pictures_of_questions_lie_among_those_of_the_course(lms, tmp_path):
    folder = write(tmp_path, PICTURED)
    lms("questions", "export", folder, "--format", "moodle-xml", "-o", tmp_path / "bank.xml")
    said = lms("questions", "import", tmp_path / "bank.xml", "--into", folder / "01-receiving.md")
    assert "pictures added 1" in said
    assert (folder / "images" / "desk-2.svg").read_bytes() == PICTURED["images/desk.svg"]


PICTURED = BILINGUAL | {
    "images/desk.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>',
    "02-writing.md": f"# Writing\n{QUESTION}".replace("many?", "many?\n\n![A desk](images/desk.svg)").encode(),
}


@pytest.mark.parametrize(("form", "start"), [("gift", "$CATEGORY: "), ("moodle-xml", "<?xml ")])
def test_questions_are_exported_to_the_screen_or_a_file(lms, tmp_path, form, start):
    folder = write(tmp_path, BILINGUAL)
    assert start in lms("questions", "export", folder, "--format", form)
    said = lms("questions", "export", folder, "--format", form, "-o", tmp_path / "out", "--language", "ur")
    assert f"{SLUG}: questions exported " in said
    text = (tmp_path / "out").read_text("utf-8")
    assert text.startswith(start)
    assert URDU["Listen"] in text


def test_a_course_with_mistakes_is_not_exported(lms, tmp_path):
    folder = write(tmp_path, BILINGUAL | {"02-writing.md": b"no title\n"})
    assert "lms courses check" in lms("questions", "export", folder, "--format", "gift", code=1)
