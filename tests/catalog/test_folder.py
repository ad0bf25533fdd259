"""A folder on disk is read whole, and nothing outside it."""

from pathlib import Path

import pytest

from lms.catalog import folder
from lms.errors import Refused


def test_files_come_by_their_path_without_hidden_ones_and_links(tmp_path: Path) -> None:
    course = tmp_path / "course"
    (course / "images").mkdir(parents=True)
    (course / ".git").mkdir()
    for name in ("course.md", "images/a.svg", ".git/config", ".hidden.md"):
        (course / name).write_bytes(name.encode())
    (tmp_path / "secret").write_text("secret")
    (course / "02-secret.md").symlink_to(tmp_path / "secret")
    (course / "outside").symlink_to(tmp_path, target_is_directory=True)
    assert folder.read(course) == {"course.md": b"course.md", "images/a.svg": b"images/a.svg"}


def test_what_is_no_folder_or_no_course_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="no folder"):
        folder.read(tmp_path / "none")
    for number in range(3):
        (tmp_path / f"{number}.md").write_text("word" * number)
    monkeypatch.setattr(folder, "MAX_FILES", 2)
    with pytest.raises(Refused, match="more than 2 files"):
        folder.read(tmp_path)
    monkeypatch.setattr(folder, "MAX_FILES", 3)
    monkeypatch.setattr(folder, "MAX_FILE", 7)
    with pytest.raises(Refused, match="too large"):
        folder.read(tmp_path)
    monkeypatch.setattr(folder, "MAX_FILE", 8)
    assert len(folder.read(tmp_path)) == 3
