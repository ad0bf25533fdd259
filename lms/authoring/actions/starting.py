"""Beginning: a new course from the example, from files or as a copy; a new lesson in a course."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from lms.authoring import paths, queries
from lms.authoring.actions.drafts import create_course, save_file
from lms.authoring.actions.names import order_lessons
from lms.authoring.beginnings import ABOUT, SURVEY, TEXTS
from lms.authoring.example import example
from lms.authoring.headings import quiz_kind, title_of, with_title
from lms.authoring.models import DraftFile
from lms.catalog.models import CourseRecord
from lms.catalog.settings import SURVEY_FILE
from lms.errors import Refused
from lms.i18n import N_
from lms.people.viewer import Viewer

LONGEST_TITLE = 200


class NoAddress(Refused):
    status = 422


def start_from_example(session: Session, title: str, address: str, author: Viewer, now: datetime) -> CourseRecord:
    """A course of the author's that begins as the example. Raises what `create_course` raises, and `NoAddress`."""
    return create_course(session, address or _proposed(session, title), example(title), author, now)


def start_from_files(
    session: Session, title: str, address: str, files: Mapping[str, bytes], author: Viewer, now: datetime
) -> CourseRecord:
    """A course of the author's from uploaded files; a `course.md` is written if there is none. An empty `title` leaves theirs."""
    about = files.get("course.md")
    title = title or title_of(about or b"")
    if about is None:
        title = title or next(filter(None, (title_of(files[path]) for path in paths.in_order(files))), "")
        files = {**files, "course.md": ABOUT.format(title=title or "…").encode()}
    elif title and title != title_of(about):
        files = {**files, "course.md": with_title(about, title)}
    return create_course(session, address or _proposed(session, title), files, author, now)


def copy_course(
    session: Session, source: CourseRecord, title: str, address: str, author: Viewer, now: datetime
) -> CourseRecord:
    """A course of the author's with the draft, the media and the translations of another one."""
    files = queries.draft_bodies(session, source) | queries.catalogue_bodies(session, source)
    return start_from_files(session, title, address, files, author, now)


def _proposed(session: Session, title: str) -> str:
    found = queries.free_address(session, title)
    if not found:
        message = N_("An address cannot be made from this title. Write one in Latin letters, for instance front-desk.")
        raise NoAddress(message)
    return found


def add_lesson(session: Session, record: CourseRecord, title: str, kind: str, by: Viewer, now: datetime) -> DraftFile:
    """A new lesson or what else `TEXTS` has. Its lasting name is made from the title.

    It comes after the others, but before quizzes that are the last; a test before the course comes first.
    """
    bodies = queries.text_bodies(session, record)
    if kind == "evaluation":
        return save_file(session, record, SURVEY_FILE, SURVEY.format(title=title).encode(), "", by, now)
    order = paths.in_order(bodies)
    number = max((int(path.partition("-")[0]) for path in order), default=0) + 1
    path = paths.lesson_path(number, title, set(map(paths.lesson_slug, order)))
    row = save_file(session, record, path, TEXTS[kind].format(title=title).encode(), "", by, now)
    ranks = {"before": 0, "": 1, "after": 2, "graded": 3}
    last = {"lesson": 1, "quiz": 3}.get(kind) or ranks[kind]
    at = len(order)
    while at and ranks.get(quiz_kind(bodies[order[at - 1]]), 3) > last:
        at -= 1
    if at < len(order):
        order_lessons(session, record, [*order[:at], path, *order[at:]], by, now)
    return row
