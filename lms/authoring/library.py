"""The course library as folders: where its courses are."""

from pathlib import Path


def course_folders(folder: Path) -> list[Path]:
    """`folder` itself if it is a course (it has a `course.md`), else the courses below it, sorted by their place."""
    if (folder / "course.md").is_file():
        return [folder.resolve()]
    return sorted(path.parent.resolve() for path in folder.glob("**/course.md"))
