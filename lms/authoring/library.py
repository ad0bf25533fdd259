"""The course library as folders: where its courses are, and its glossary."""

from pathlib import Path

from lms.catalog import glossary
from lms.catalog.glossary import Glossary


def course_folders(folder: Path) -> list[Path]:
    """`folder` itself if it is a course (it has a `course.md`), else the courses below it, sorted by their place."""
    if (folder / "course.md").is_file():
        return [folder.resolve()]
    return sorted(path.parent.resolve() for path in folder.glob("**/course.md"))


def library_glossary(library: Path) -> Glossary:
    """The glossary that lies beside the courses of the library; an empty one if there is none."""
    path = library / glossary.FILE
    return glossary.read(path.read_bytes()) if path.is_file() else Glossary()
