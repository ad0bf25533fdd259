"""A course's questions as a file for other programs, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.catalog.edition import Edition
from lms.catalog.exchange import gift_file, moodle_file
from lms.catalog.exchange.leaving import Hypertext, groups
from lms.catalog.problems import Problem, Report


class Target(StrEnum):
    GIFT = "gift"
    MOODLE_XML = "moodle-xml"


@dataclass(frozen=True)
class Exported:
    """A file with `count` questions. `problems` are what it cannot carry, at the lines of the course's own files."""

    body: bytes
    count: int
    problems: tuple[Problem, ...] = ()


def write(edition: Edition, files: Mapping[str, bytes], target: Target) -> Exported:
    """All questions of a course, in the order of its lessons. `files` are its pictures by path. Never raises.

    Lessons and pools become categories. The types of question are those that Moodle has without plug-ins.
    """
    report = Report()
    texts = Hypertext(edition, files, pictures=target is Target.MOODLE_XML)
    writer = gift_file if target is Target.GIFT else moodle_file
    body, count = writer.write(groups(edition, report), texts)
    return Exported(body, count, report.problems())
