"""Questions on their way in and out of a course, before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring import questions
from lms.authoring.queries.drafts import draft_bodies, draft_reading, draft_sizes, published, text_bodies
from lms.authoring.queries.history import bodies
from lms.authoring.queries.typed import draft_edition, typed_reading
from lms.authoring.questions import Part, Placed, Target
from lms.catalog import queries as catalog
from lms.catalog.addresses import home_of
from lms.catalog.exchange import incoming, outgoing
from lms.catalog.exchange.incoming import Imported
from lms.catalog.exchange.outgoing import Exported
from lms.catalog.models import Catalogue, CourseRecord, Media
from lms.catalog.problems import Problem


@dataclass(frozen=True)
class Asked:
    """What somebody wants to bring in: a kept file by its SHA-256 and the name it had, the name of the target, and what new pools
    are to be."""

    file: str
    name: str
    into: str
    pool: str = ""
    ask: int = 0

    @property
    def path(self) -> str:
        """The file of the draft that changes."""
        return self.into.partition("#")[0]


@dataclass(frozen=True)
class Proposal:
    """What would come of questions in a draft: `base` is the SHA-256 of the lesson that it was made of, `seen` that of the lesson
    afterwards, so that what is saved is what was shown. `mistakes` are errors that the course does not have yet."""

    target: Target
    base: str
    imported: Imported
    placed: Placed
    mistakes: tuple[Problem, ...]

    @property
    def seen(self) -> str:
        return sha256(self.placed.body).hexdigest()

    @property
    def is_possible(self) -> bool:
        return self.imported.count > 0 and not self.mistakes


def targets(session: Session, record: CourseRecord) -> list[Target]:
    """Where questions can be put in a course's draft."""
    return questions.targets(text_bodies(session, record))


def kept_file(session: Session, digest: str) -> bytes | None:
    """The bytes of a file with questions that was uploaded lately."""
    return session.scalars(select(Media.body).where(Media.sha256 == digest)).one_or_none()


def proposal(session: Session, record: CourseRecord, asked: Asked) -> Proposal | None:
    """What would come of the questions in a kept file; None if it or its place in the course is gone."""
    texts = text_bodies(session, record)
    target = next((each for each in questions.targets(texts) if each.name == asked.into), None)
    body = kept_file(session, asked.file)
    if target is None or body is None:
        return None
    pool, ask = (asked.pool, asked.ask) if target.part is Part.NEW_POOLS else ("", 0)
    imported = incoming.read(body, asked.name, pool=pool, ask=ask, taken=draft_sizes(session, record))
    lesson = texts[target.path]
    base = sha256(lesson).hexdigest()
    if not imported.count:
        return Proposal(target, base, imported, Placed(lesson, 1, 0), ())
    placed = questions.place(lesson, imported.markdown, target.line)
    before = draft_reading(session, record).problems
    after = typed_reading(session, record, {**imported.files, target.path: placed.body}).problems
    unread = questions.unread(lesson, imported.count, target.path, placed)
    mistakes = (*unread, *questions.new_mistakes(before, after, target.path, placed))
    return Proposal(target, base, imported, placed, mistakes)


def exported(
    session: Session, record: CourseRecord, of_published: bool, language: str, target: outgoing.Target
) -> Exported | None:
    """A course's questions as a file for other programs; None if there is nothing that can be read."""
    if not of_published:
        reading = draft_reading(session, record)
        edition = draft_edition(session, record, reading, language, home_of(record.slug)) if reading.course else None
        return outgoing.write(edition, _pictures(draft_bodies(session, record)), target) if edition else None
    revision = published(session, record)
    if revision is None:
        return None
    stored = select(Catalogue.digest).where(Catalogue.course_id == record.id, Catalogue.language == language)
    shown = catalog.Shown(record.id, revision.id, revision.digest, session.scalars(stored).one_or_none())
    digests = {path: digest for path, digest in revision.files.items() if path.startswith("images/")}
    found = bodies(session, set(digests.values()))
    pictures = {path: found[digest] for path, digest in digests.items()}
    return outgoing.write(catalog.edition(session, shown, language), pictures, target)


def _pictures(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in files.items() if path.startswith("images/")}
