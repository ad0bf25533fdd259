"""The course from which a new one begins: small, whole, in both languages, and a good example of each thing it shows."""

from pathlib import Path

from lms.authoring.headings import with_title
from lms.catalog import folder

FOLDER = Path(__file__).parent / "examples" / "handover"


def example(title: str) -> dict[str, bytes]:
    """The files of the example, called `title`."""
    files = folder.read(FOLDER)
    return files | {"course.md": with_title(files["course.md"], title)}
