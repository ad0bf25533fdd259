"""What a start of the server sees to."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from lms.catalog.models import Media
from lms.config import Config
from lms.server import prepare


def test_a_start_collects_what_nothing_refers_to_any_more(session, stored, database_url: str, tmp_path: Path) -> None:
    old, young = datetime.now(UTC) - timedelta(days=2), datetime.now(UTC)
    for digest, moment in (("a" * 64, old), ("b" * 64, young), ("c" * 64, None)):
        session.add(Media(sha256=digest, content_type="text/plain", size=1, kept_at=moment, body=b"x"))
    session.commit()
    (tmp_path / "courses").mkdir()
    prepare(Config(instance=tmp_path, database_url=database_url, courses=tmp_path / "courses"))
    assert stored(select(Media.sha256)) == ["b" * 64]
