"""What there is to be translated of a course: the texts of its draft, and those that officers read now.

A translation is found by its English, and both share one catalogue. Were it made for the draft alone, a sentence that the
draft has changed would lose its Urdu for the officers who still read the old one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from lms.catalog import places, source
from lms.catalog.cache import Cache
from lms.catalog.course import Course, Media, Unit
from lms.catalog.page import Occurrence
from lms.catalog.places import Place
from lms.catalog.source import MediaFile, Reading

_readings: Cache[Reading] = Cache(8)


_OF_NOTHING = sha256().hexdigest()


@dataclass(frozen=True)
class Files:
    """Files by path. `digests` are their SHA-256; what films and recordings hold may be left empty in `bodies`."""

    bodies: Mapping[str, bytes]
    digests: Mapping[str, str]

    @classmethod
    def of(cls, bodies: Mapping[str, bytes]) -> "Files":
        return cls(bodies, {path: sha256(body).hexdigest() for path, body in bodies.items()})

    def only(self, paths: Iterable[str]) -> "Files":
        """The files at these paths, of those that there are."""
        kept = [path for path in paths if path in self.bodies]
        return Files({path: self.bodies[path] for path in kept}, {path: self.digests[path] for path in kept})

    def __or__(self, other: "Files") -> "Files":
        return Files({**self.bodies, **other.bodies}, {**self.digests, **other.digests})


@dataclass(frozen=True)
class Script:
    """`occurrences` are those of the draft, then those that stand in the published course only.

    `set_aside` are files of the draft with mistakes: in their place stands what is published of them, or nothing.
    """

    course: Course
    occurrences: tuple[Occurrence, ...]
    places: Mapping[Unit, tuple[Place, ...]]
    drafted: frozenset[Unit]
    published: frozenset[Unit]
    set_aside: tuple[str, ...] = ()


def digest_of(files: Mapping[str, str]) -> str:
    """The digest of files by path, from their SHA-256."""
    return sha256("\n".join(f"{path}\t{files[path]}" for path in sorted(files)).encode()).hexdigest()


def read(slug: str, files: Files) -> Reading:
    """A course's files, read once as long as they are the same: publishing, counting and translating ask one after another."""

    def reading() -> Reading:
        empty = {path for path, digest in files.digests.items() if not files.bodies.get(path) and digest != _OF_NOTHING}
        known = {path: MediaFile(Media(path, files.digests[path])) for path in empty}
        return source.read(slug, {path: files.bodies[path] for path in files.bodies if path not in empty}, known)

    return _readings.get((slug, digest_of(files.digests)), reading)


def write(slug: str, draft: Files, published: Files) -> Script | None:
    """The script of a course; None if neither its draft nor anything published can be read."""
    shown = read(slug, published) if published.bodies else None
    drafted, set_aside = _readable(slug, draft, published)
    if drafted is None or drafted.course is None:
        if shown is None or shown.course is None:
            return None
        drafted, set_aside = shown, tuple(draft.bodies)
    assert drafted.course is not None
    units = frozenset(occurrence.unit for occurrence in drafted.occurrences)
    more = tuple(each for each in shown.occurrences if each.unit not in units) if shown else ()
    found: dict[Unit, list[Place]] = {}
    for place in places.places(drafted.course):
        found.setdefault(place.unit, []).append(place)
    for place in places.places(shown.course) if more and shown and shown.course else ():
        if place.unit not in units:
            found.setdefault(place.unit, []).append(place)
    return Script(
        course=drafted.course,
        occurrences=(*drafted.occurrences, *more),
        places={unit: tuple(stands) for unit, stands in found.items()},
        drafted=units,
        published=frozenset(occurrence.unit for occurrence in shown.occurrences) if shown else frozenset(),
        set_aside=set_aside,
    )


def _readable(slug: str, draft: Files, published: Files) -> tuple[Reading | None, tuple[str, ...]]:
    """The draft; with mistakes in it, as they are while somebody writes, the draft without the files that have them."""
    reading = read(slug, draft)
    if reading.course is not None:
        return reading, ()
    broken = {problem.file for problem in reading.problems if problem.is_error}
    sound = draft.only(path for path in draft.bodies if path not in broken)
    mended = read(slug, sound | published.only(broken))
    return (mended, tuple(sorted(broken))) if mended.course is not None else (None, ())
