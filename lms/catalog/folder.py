"""A course's folder on disk, as the bytes that `source.read` takes."""

import os
from pathlib import Path

from lms.errors import Refused
from lms.i18n import N_

MAX_FILES = 1_000
MAX_FILE = 200 * 1024 * 1024
MAX_FOLDER = 1024 * 1024 * 1024


def read(folder: Path) -> dict[str, bytes]:
    """The files under `folder` by their path inside it, with `/` on every system.

    Names that begin with a dot and symbolic links are left out. Raises `Refused` if there is no such folder, or it is too
    large to be a course.
    """
    if not folder.is_dir():
        raise Refused(N_("There is no folder “%(folder)s”."), folder=str(folder))
    paths = _paths(folder)
    if len(paths) > MAX_FILES:
        raise Refused(N_("The folder “%(folder)s” has more than %(limit)s files."), folder=str(folder), limit=MAX_FILES)
    sizes = [path.stat().st_size for path in paths]
    if sum(sizes) > MAX_FOLDER or max(sizes, default=0) > MAX_FILE:
        message = N_("The folder “%(folder)s” is too large: a file may have %(file)s MB, all together %(all)s MB.")
        values = {"folder": str(folder), "file": MAX_FILE // 1024**2, "all": MAX_FOLDER // 1024**2}
        raise Refused(message, **values)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _paths(folder: Path) -> list[Path]:
    """Every real file, sorted, without following a link out of the folder; stops soon after there are too many."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = (Path(place, name) for name in sorted(names) if not name.startswith("."))
        found += [path for path in here if path.is_file() and not path.is_symlink()]
        if len(found) > MAX_FILES:
            break
    return sorted(found)
