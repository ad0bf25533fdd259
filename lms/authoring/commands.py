"""`lms courses …`: check, import, export, publish, translate. What the browser does, for folders and for CI."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import actions, intake, paths, queries
from lms.authoring import questions as question_files
from lms.authoring.library import course_folders, library_glossary
from lms.catalog import folder as course_folder
from lms.catalog import measures
from lms.catalog import messages as catalogues
from lms.catalog.exchange import incoming, outgoing, signs
from lms.catalog.exchange.outgoing import Target
from lms.catalog.glossary import Glossary
from lms.catalog.lessons import MAX_QUESTIONS
from lms.catalog.localise import localise
from lms.catalog.models import CourseRecord, RevisionKind
from lms.catalog.problems import Problem
from lms.catalog.source import Reading, read
from lms.config import ROOT
from lms.errors import Refused
from lms.i18n import LANGUAGES
from lms.migrations import open_current
from lms.web.language import read_catalogue

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
TRANSLATIONS = sorted(code for code in LANGUAGES if code != "en")


@click.group()
def courses() -> None:
    """Courses as folders of Markdown."""


def _each(folders: tuple[Path, ...]) -> list[Path]:
    """The course folders among or below `folders`. Raises `ClickException` if there is none."""
    found = [path for folder in folders for path in course_folders(folder)]
    if not found:
        raise click.ClickException("No course here: a course is a folder with a course.md in it.")
    return found


@courses.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--strict", is_flag=True, help="Measure courses; warnings and missing translations are mistakes too.")
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), default="en", help="Language of the messages.")
@click.pass_obj
def check(config, folders, strict, language):
    """Check courses: every problem with its file, its line and what to write instead."""
    translate = _translator(language)
    glossary = library_glossary(config.courses) if strict else None
    for problem in glossary.problems if glossary else ():
        click.echo(problem.sentence(translate))
    failed = bool(glossary and glossary.problems)
    for path in _each(folders):
        problems, shares = _problems(path, glossary)
        for problem in problems:
            click.echo(f"{path.name}/{problem.sentence(translate)}")
        complete = all(share == 1 for share in shares.values())
        errors = sum(problem.is_error for problem in problems)
        failed = failed or errors > 0 or (strict and (bool(problems) or not complete))
        coverage = "".join(f", {code} {share:.0%}" for code, share in shares.items())
        click.echo(f"{path.name}: errors {errors}, warnings {len(problems) - errors}{coverage}")
    if failed:
        raise SystemExit(1)


def _problems(path: Path, glossary: Glossary | None) -> tuple[list[Problem], dict[str, float]]:
    """What is wrong with the course in a folder, and the share of it that is translated, by language.

    With a glossary the course is measured too, and its translation is compared with the glossary.
    """
    files = _read(path)
    reading = read(path.name, files)
    problems = list(reading.problems)
    shares = {}
    if reading.course and glossary is not None:
        problems += measures.of(reading.course, reading.occurrences)
    for code in TRANSLATIONS if reading.course else ():
        shares[code], found = _translation(reading, files, code, glossary)
        problems += found
    return problems, shares


def _translator(language: str) -> Callable[[str], str]:
    return read_catalogue(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").gettext


def _read(path: Path) -> dict[str, bytes]:
    try:
        return course_folder.read(path)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused


def _translation(
    reading: Reading, files: dict[str, bytes], language: str, glossary: Glossary | None
) -> tuple[float, list[Problem]]:
    """The share of a course's units that are well translated, and what is wrong with its catalogue."""
    path = actions.catalogue_path(language)
    if path not in files:
        return 0.0, []
    translations = catalogues.read(files[path], path)
    lessons = catalogues.coverage(reading.occurrences, translations)
    units = sum(lesson.units for lesson in lessons)
    share = sum(lesson.translated for lesson in lessons) / units if units else 1.0
    problems = list(catalogues.check(translations, path))
    if glossary is not None and language == "ur":
        problems += measures.of_translation(translations, glossary, path)
    return share, problems


@courses.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), default="en", help="Language of the messages.")
def convert(file, folder, language):
    """Make a course of a Word or PowerPoint file, or of a ZIP: a new folder, and what to look at in it."""
    translate = read_catalogue(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").gettext
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"The folder {folder} is not empty. Name a new one.")
    try:
        draft = intake.read(file.name, file.read_bytes())
    except Refused as refused:
        raise click.ClickException(translate(refused.message) % refused.values) from refused
    _write(folder, draft.files)
    problems = [*draft.reports, *read(folder.name, draft.files).problems]
    for problem in sorted(problems, key=lambda each: (each.file != "course.md", each.file, each.line)):
        click.echo(f"{folder.name}/{problem.sentence(translate)}")
    lessons = sum(paths.is_lesson(path) for path in draft.files)
    click.echo(f"{folder.name}: “{draft.title}”, lessons {lessons}, places to look at {len(problems)}")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for path, body in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


@courses.command("import")
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--publish/--draft", "publishes", default=False, help="Publish at once what has no mistakes.")
@click.option(
    "--force", is_flag=True, help="Overwrite drafts that were edited in the browser; their history keeps them."
)
@click.pass_obj
def import_(config, folders, publishes, force):
    """Take courses in from folders, as drafts."""
    now = datetime.now(UTC)
    brought = {path.name: _read(path) for path in _each(folders)}
    with open_current(config) as session:
        if not force:
            _refuse_edited(session, brought)
        for slug, files in brought.items():
            record = actions.import_course(session, slug, files, None, now)
            if publishes:
                _publish(session, record, RevisionKind.CONTENT_CHANGE, "", now)
            click.echo(f"{slug}: imported{' and published' if publishes else ' as a draft'}")
        session.commit()


def _refuse_edited(session: Session, brought: dict[str, dict[str, bytes]]) -> None:
    """Raises `ClickException` if a draft was edited in the browser and is another one than in its folder."""
    stored = queries.loaded(session)
    edited = [
        slug
        for slug, files in brought.items()
        if slug in stored and stored[slug].edited_here and not stored[slug].same_files(files)
    ]
    if edited:
        raise click.ClickException(
            f"Edited in the browser, and not as in the folder: {', '.join(edited)}. Nothing was imported."
            " Export and compare, or say --force: what was edited then stays in the history."
        )


@courses.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--course", "slugs", multiple=True, help="Only this course; may be given several times.")
@click.pass_obj
def export(config, folder, slugs):
    """Write courses as folders, byte for byte as they came in, one folder a track."""
    with open_current(config, read_only=True) as session:
        for record in _records(session, slugs):
            sketch = queries.draft_reading(session, record).sketch
            target = folder / (sketch.track if sketch else record.track).value / record.slug
            _write(target, actions.export_course(session, record))
            click.echo(f"{record.slug}: written to {target}")


@courses.command()
@click.argument("slugs", nargs=-1, required=True)
@click.option("--correction", is_flag=True, help="Nothing changes for those who have read the lessons.")
@click.option("--note", default="", help="What changed, for the history.")
@click.pass_obj
def publish(config, slugs, correction, note):
    """Publish the drafts of courses."""
    kind = RevisionKind.CORRECTION if correction else RevisionKind.CONTENT_CHANGE
    with open_current(config) as session:
        for record in _records(session, slugs):
            revision = _publish(session, record, kind, note, datetime.now(UTC))
            click.echo(f"{record.slug}: revision {revision.number} is published")
        session.commit()


def _publish(session, record, kind, note, now):
    try:
        return actions.publish(session, record, kind=kind, note=note, now=now)
    except actions.NotPublishable as refused:
        lines = [f"{record.slug}/{problem}" for problem in refused.problems if problem.is_error]
        raise click.ClickException("\n".join([str(refused), *lines])) from refused


def _records(session: Session, slugs: tuple[str, ...]) -> list[CourseRecord]:
    if not slugs:
        return list(session.scalars(select(CourseRecord).order_by(CourseRecord.slug)))
    found = []
    for slug in slugs:
        record = session.scalars(queries.course(slug)).one_or_none()
        if record is None:
            raise click.ClickException(f"There is no course “{slug}”.")
        found.append(record)
    return found


@courses.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--language", type=click.Choice(TRANSLATIONS), default="ur", help="Language of the translations.")
@click.option("--write", is_flag=True, help="Bring locale/<language>.po in step with the text.")
def messages(folders, language, write):
    """Show how much of courses is translated, by lesson; with --write, merge the text into the catalogue."""
    failed = False
    for path in _each(folders):
        files = _read(path)
        reading = read(path.name, files)
        if reading.course is None:
            failed = True
            click.echo(f"{path.name}: cannot be read; see lms courses check {path}")
            continue
        catalogue = actions.catalogue_path(language)
        translations = catalogues.read(files.get(catalogue, b""), catalogue)
        if write:
            merged = catalogues.merge(translations.document, reading.occurrences, path.name, language)
            target = path / catalogue
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(catalogues.write(merged))
            translations = catalogues.read(target.read_bytes(), catalogue)
        for lesson in catalogues.coverage(reading.occurrences, translations):
            changed = f", {lesson.fuzzy} to look at again" if lesson.fuzzy else ""
            click.echo(f"{path.name}/{lesson.lesson or 'course.md'}: {lesson.translated} of {lesson.units}{changed}")
    if failed:
        raise SystemExit(1)


@courses.group()
def questions() -> None:
    """Questions to and from other programs: GIFT, Aiken, Moodle XML."""


@questions.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--into", "lesson", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pool", default="", help="Put all questions into one pool of this name. Needs --ask.")
@click.option(
    "--ask", type=click.IntRange(1, MAX_QUESTIONS), help="Make pools, one for each category; each asks so many."
)
@click.option("--dry-run", is_flag=True, help="Show what would be added, and change nothing.")
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), default="en", help="Language of the messages.")
def import_questions(file, lesson, pool, ask, dry_run, language):
    """Put the questions of a GIFT, Aiken or Moodle XML file at the end of a lesson or of the graded quiz."""
    if pool and not ask:
        raise click.UsageError("With --pool, say with --ask how many of its questions are asked.")
    folder, translate = lesson.resolve().parent, _translator(language)
    files = _read(folder)
    body = file.read(signs.MAX_FILE + 1)
    imported = incoming.read(body, Path(file.name).name, pool=pool, ask=ask or 0, taken=files)
    _report(imported.problems, translate)
    if not imported.count:
        raise click.ClickException("No question was imported.")
    addition = question_files.add(folder.name, files, lesson.name, imported)
    _report(addition.problems, translate)
    if addition.problems:
        raise click.ClickException(f"{lesson.name} would have mistakes, so nothing was changed.")
    if dry_run:
        click.echo(imported.markdown, nl=False)
        return
    for path, content in addition.files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    click.echo(f"{folder.name}/{lesson.name}: questions added {imported.count}, pictures added {len(imported.files)}")


@questions.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--format", "target", type=click.Choice([target.value for target in Target]), required=True)
@click.option(
    "--language", type=click.Choice(sorted(LANGUAGES)), help="Language of the questions; the course's own if left out."
)
@click.option("-o", "--output", type=click.File("wb"), default="-", help="The file to write; without it, the screen.")
def export_questions(folder, target, language, output):
    """Write all questions of a course as one GIFT or Moodle XML file. What it cannot carry is told."""
    files = _read(folder)
    reading = read(folder.resolve().name, files)
    if reading.course is None:
        raise click.ClickException(f"The course cannot be read; see lms courses check {folder}")
    language = language or reading.course.language
    path = actions.catalogue_path(language)
    if language != reading.course.language and path not in files:
        raise click.ClickException(f"There is no translation of the course into this language: no {path}")
    catalogue = catalogues.read(files[path], path).catalogue if path in files else None
    exported = outgoing.write(localise(reading.course, language, catalogue), files, Target(target))
    _report(exported.problems, _translator("en"))
    output.write(exported.body)
    click.echo(f"{reading.course.slug}: questions exported {exported.count}", err=True)


def _report(problems: Iterable[Problem], translate: Callable[[str], str]) -> None:
    """Beside the output, so that it can be kept in a file."""
    for problem in problems:
        click.echo(problem.sentence(translate), err=True)
