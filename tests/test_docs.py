"""What the documents show is true: their examples are read, their commands are run, their links lead somewhere."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from docs.examples import EXCHANGE, SLUG, Example, every_construct, examples, front_desk, marked
from lms.catalog import folder, inline, lessons, markdown, questions, quiz, settings, source
from lms.catalog.exchange import intake, signs
from lms.catalog.translation import blemishes
from lms.cli import main
from lms.config import ROOT, Config
from lms.people.roster import columns
from lms.server import prepare

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
FORMAT = (ROOT / "docs" / "format.md").read_text("utf-8")
LARGEST_PICTURE = 80 * 1024
# Enough prose and a check, so that a part of a lesson is not blamed for being one.
AROUND = "# A part\n\n" + "word " * source.advice.SHORTEST
CHECK = "\n\n---\n\n### Question (number)\n\nHow many?\n\n- Answer: 1\n"


def name_of(example: Example) -> str:
    return f"line {example.line}"


# --- examples --------------------------------------------------------------------------------------------


def problems_in(file: str, text: str) -> list[str]:
    """What is said of one file in the example course, in which everything else is in order."""
    reading = source.read(SLUG, front_desk() | {file: text.encode()})
    return [str(problem) for problem in reading.problems if problem.file == file]


def test_the_whole_course_has_no_mistake() -> None:
    reading = source.read(SLUG, front_desk())
    assert reading.course is not None
    said = [problem.text() for problem in reading.problems]
    assert [text for text in said if "This lesson has only" not in text] == []


@pytest.mark.parametrize("example", marked("part"), ids=name_of)
def test_a_part_of_a_lesson_has_no_mistake(example: Example) -> None:
    assert problems_in("01-receiving-a-complainant.md", f"{AROUND}\n\n{example.text}{CHECK}") == []


@pytest.mark.parametrize("example", marked("quiz"), ids=name_of)
def test_a_part_of_a_quiz_has_no_mistake(example: Example) -> None:
    assert problems_in("03-final-quiz.md", f"---\nquiz: graded\n---\n# Final quiz\n\n{example.text}") == []


@pytest.mark.parametrize("example", marked("quiz settings"), ids=name_of)
def test_the_settings_of_a_quiz_have_no_mistake(example: Example) -> None:
    assert problems_in("03-final-quiz.md", f"{example.text}\n# Final quiz{CHECK}") == []


@pytest.mark.parametrize("example", marked("mistake"), ids=name_of)
def test_mistakes_get_the_messages_that_are_shown(example: Example) -> None:
    after = examples()[examples().index(example) + 1]
    assert after.mark == "text"
    assert problems_in("01-receiving-a-complainant.md", example.text) == after.text.splitlines()


def test_every_kind_of_question_is_shown() -> None:
    course = source.read("every-construct", every_construct()).course
    assert course is not None
    assert {question.type for lesson in course.lessons for question in lesson.questions} == set(questions.QUIZ_TYPES)


def test_every_kind_of_question_of_an_evaluation_is_shown() -> None:
    (example,) = marked("evaluation")
    survey = source.read(SLUG, front_desk() | {"evaluation.md": example.text.encode()}).course
    assert survey is not None
    assert survey.survey is not None
    assert {question.type for question in survey.survey.questions} == set(questions.SURVEY_TYPES)
    assert problems_in("evaluation.md", example.text) == []


def test_the_tests_before_and_after_have_no_mistake() -> None:
    before, after = marked("test")
    files = {"00-before.md": before.text.encode(), "04-after.md": after.text.encode()}
    found = source.read(SLUG, front_desk() | files)
    assert [str(problem) for problem in found.problems if problem.file in files] == []


def rows_under(heading: str) -> list[str]:
    """The first cells of the first table under a heading."""
    section = re.split(r"^## ", FORMAT.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table, heading
    return [row.split("|")[1].strip().strip("`") for row in table[0].splitlines()[2:]]


def test_every_setting_is_explained() -> None:
    assert sorted(rows_under("Settings of the course")) == sorted(settings.COURSE_SETTINGS)
    assert rows_under("The graded quiz") == list(settings.QUIZ_SETTINGS)


def test_every_callout_is_shown() -> None:
    assert all(f"> [!{name.upper()}]" in FORMAT for name in markdown.CALLOUTS)


def test_the_limits_are_those_of_the_program() -> None:
    limits = re.findall(r"^\| .* \| (.*) \|$", FORMAT.partition("\n## Limits\n")[2], re.MULTILINE)[1:]
    assert limits == [
        f"{source.MAX_TEXT_FILE // 1024} KB",
        f"{inline.MAX_TEXT:,} characters",
        f"{markdown.MAX_NESTING} deep",
        f"{lessons.MAX_QUESTIONS}",
        f"{folder.MAX_FILES:,}",
        f"{folder.MAX_FILE // 1024**2} MB",
        f"{folder.MAX_FOLDER // 1024**3} GB",
        f"{quiz.MAX_SHORT}, {quiz.MAX_WRITTEN:,}, {quiz.MAX_FREE:,} characters",
    ]


# --- commands --------------------------------------------------------------------------------------------


def test_commands_print_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first command to the last, on one folder, as a trainer and a translator would go through the page."""
    course = tmp_path / "courses" / "core" / SLUG
    for path, body in front_desk().items():
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_bytes(body)
    prepare(Config(instance=tmp_path / "instance", courses=tmp_path / "no-library"))
    monkeypatch.chdir(tmp_path)
    for example in examples():
        if example.mark == "console":
            assert "".join(run_all(example.text)) == example.text
        elif example.mark == "po translated":
            translate(course / "locale" / "ur.po", example.text)
            change(course / "01-receiving-a-complainant.md", "two minutes", "three minutes")
        elif example.mark == "po merged":
            assert example.text in (course / "locale" / "ur.po").read_text("utf-8")


def test_questions_come_in_and_go_out_as_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = tmp_path / "courses" / "core" / SLUG
    for path, body in front_desk().items():
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_bytes(body)
    monkeypatch.chdir(tmp_path)
    bank, *commands = examples(EXCHANGE)
    (tmp_path / bank.mark.removeprefix("gift ")).write_text(bank.text, "utf-8")
    assert len(commands) == 2
    for command in commands:
        assert "".join(run_all(command.text)) == command.text


def test_every_type_of_question_has_its_counterpart_told() -> None:
    page = EXCHANGE.read_text("utf-8")
    assert all(f"| ({kind}) |" in page for kind in questions.QUIZ_TYPES)
    limits = (signs.MAX_TEXT // 1024**2, signs.MAX_FILE // 1024**2, lessons.MAX_QUESTIONS, intake.MAX_PICTURES)
    told = "A text file may have %s MB and a Moodle XML file with its pictures %s MB. From one file come at most %s questions"
    assert f"{told}, %s pictures" % limits in " ".join(page.split())


def run_all(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("$ lms "):
            done = CliRunner().invoke(main, shlex.split(line)[2:], env={"LMS_INSTANCE": "instance"})
            assert done.exit_code == 0, done.output
            yield f"{line}\n{done.output}"


def translate(catalogue: Path, entry: str) -> None:
    """Fill in the Urdu of one entry, which must stand in the catalogue as it is shown."""
    untranslated = re.sub(r'^msgstr ".*"$', 'msgstr ""', entry, flags=re.MULTILINE)
    change(catalogue, untranslated, entry)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


COMMAND = re.compile(r"(?:`|^\$ )(?:\S*/)?lms ((?:[a-z][a-z-]* ?)+)([^`\n]*)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_their_options_exist(page: Path) -> None:
    for words, rest in COMMAND.findall(page.read_text("utf-8")):
        command: click.Command = main
        for word in words.split():
            if not isinstance(command, click.Group):
                break
            found = command.get_command(click.Context(command), word)
            assert found is not None, f"lms {words}"
            command = found
        known = {"--help", *(name for each in command.params for name in (*each.opts, *each.secondary_opts))}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, f"lms {words}{rest}"


# --- the guides -------------------------------------------------------------------------------


COORDINATORS = [
    f"coordinators/{page.stem}"
    for page in sorted((ROOT / "docs" / "coordinators").glob("[1-9]-*.md"))
    if not page.stem.endswith(".ur")
]


def guide(page: str, language: str) -> Path:
    return ROOT / "docs" / (f"{page}.md" if language == "en" else f"{page}.ur.md")


def on_the_screen(language: str) -> set[str]:
    """The words of the interface, with … in the place of what differs."""
    with (ROOT / "translations" / "ur" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        texts = [message.id if language == "en" else message.string for message in read_po(file) if message.id]
    words = {word for text in texts for word in ([text] if isinstance(text, str) else text)}
    return {re.sub(r"%\(\w+\)s", "…", word) for word in words}


def is_on_the_screen(word: str, said: set[str]) -> bool:
    """Whether a word is there as it is written, or, of a message in quotation marks, its beginning."""
    quoted = re.fullmatch("“(.+)”|«(.+)»", word)
    if quoted is None:
        return word in said
    beginning = (quoted[1] or quoted[2]).rstrip(".۔")
    return any(message.startswith(beginning) for message in said)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("page", ["officers", "trainers", "translators", *COORDINATORS])
def test_people_find_the_words_of_their_page_on_the_screen(page: str, language: str) -> None:
    bold = [
        word for word in re.findall(r"\*\*(.+?)\*\*", " ".join(prose(guide(page, language)).split())) if word[0] != "["
    ]
    assert len(bold) >= 9
    said = on_the_screen(language)
    assert [word for word in bold if not is_on_the_screen(word, said)] == []


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_columns_of_a_list_of_people_are_those_that_are_understood(language: str) -> None:
    page = guide("coordinators/1-people", language).read_text("utf-8")
    table = page.partition({"en": "### What is understood", "ur": "### کالم جو سمجھے جاتے ہیں"}[language])[2]
    headers = [
        re.split("[,،] ", cell.removesuffix(" …")) for cell in re.findall(r"^\| (.+?) \|", table, re.MULTILINE)[1:]
    ]
    assert len(headers) == 11
    assert [header for cell in headers for header in cell if columns.recognised(header) is None] == []
    assert all(len({columns.recognised(header) for header in cell}) == 1 for cell in headers)


@pytest.mark.parametrize("page", ["officers", "trainers", "translators", "coordinators/README", *COORDINATORS])
def test_guides_lead_to_their_other_language(page: str) -> None:
    here, there = guide(page, "en"), guide(page, "ur")
    assert f"]({there.name})" in here.read_text("utf-8")
    assert f"]({here.name})" in there.read_text("utf-8")


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem.endswith(".ur")], ids=lambda page: page.name)
def test_urdu_is_written_in_its_own_letters_and_signs(page: Path) -> None:
    lines = [line.strip() for line in page.read_text("utf-8").splitlines()]
    assert [(line, said) for line in lines for said in blemishes(line, "ur")] == []


# --- links and pictures ----------------------------------------------------------------------------------

OWN_LINK = re.compile(r"""(?:\]\(|<img src=")(?!https?:|mailto:)([^)"\s]+)""")


def prose(page: Path) -> str:
    """The text of a page without its examples."""
    return re.sub(r"^(```|~~~).*?^\1$|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    return {lessons.anchor(heading) for heading in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page: Path) -> None:
    for target in OWN_LINK.findall(prose(page)):
        path, _, heading = unquote(target).partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not heading or heading in anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_are_described(page: Path) -> None:
    assert re.findall(r"""!\[\s*\]|<img (?![^>]*alt="[^"]{10})""", prose(page)) == []


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").rglob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST_PICTURE
