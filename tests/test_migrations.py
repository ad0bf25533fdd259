"""The migrations make exactly the tables that the models describe, on both databases, up and down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, MetaData, inspect, text

from lms import migrations
from lms.catalog.actions import digest_of_files
from lms.config import ROOT
from lms.db import Base, make_engine
from lms.people.names import search_words
from tests.databases import PostgreSQL, load_models


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    with postgresql.empty() as url:
        yield url


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """What a migration would have to change so that the tables of `engine` become those of `metadata`."""
    load_models()
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found: list[object] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return found


def test_migrations_make_the_tables_of_the_models(empty_url: str, empty: Engine) -> None:
    assert migrations.upgrade(empty_url)
    assert differences(empty, Base.metadata) == []


@pytest.mark.slow
def test_a_column_without_a_migration_is_noticed(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url)
    load_models()
    grown = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(grown)
    grown.tables["person"].append_column(Column("shoe_size", Integer))
    assert [change[0] for change in differences(empty, grown)] == ["add_column"]


def test_a_second_start_has_nothing_to_migrate(empty_url: str) -> None:
    assert migrations.upgrade(empty_url)
    assert not migrations.upgrade(empty_url)


@pytest.mark.slow
def test_down_leaves_nothing_and_up_goes_again(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]
    assert migrations.upgrade(empty_url)
    assert differences(empty, Base.metadata) == []


def test_migrations_are_one_line_and_numbered() -> None:
    """`newest` reads file names; Alembic, which reads the files, must say the same."""
    scripts = ScriptDirectory.from_config(Config(toml_file=str(ROOT / "pyproject.toml")))
    assert scripts.get_heads() == [migrations.newest()]
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert in_order == [f"{number:04d}" for number in range(1, len(in_order) + 1)]


@pytest.mark.slow
def test_courses_that_are_there_get_their_line_in_the_list(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url, "0001")
    with empty.begin() as connection:
        connection.execute(
            text("INSERT INTO media (sha256, content_type, size, body) VALUES ('ab', 'text/markdown', 1, :body)"),
            {"body": b"x"},
        )
        connection.execute(
            text(
                "INSERT INTO course (id, slug, track, level, edited_here) VALUES (1, 'front-desk', 'CORE', 'ALL', false)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO draft_file (course_id, path, media_sha256, version, updated_at)"
                " VALUES (1, 'course.md', 'ab', 1, '2026-11-01 08:00:00')"
            )
        )
    migrations.upgrade(empty_url)
    with empty.connect() as connection:
        [row] = connection.execute(text("SELECT * FROM draft")).all()
    assert (row.title, row.search_text, row.by_id) == ("front-desk", "front desk", None)
    assert row.digest == digest_of_files("front-desk", {"course.md": "ab"})


@pytest.mark.slow
def test_changes_that_are_there_do_not_stand_apart(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url, "0002")
    with empty.begin() as connection:
        for row in (
            "INSERT INTO course (id, slug, track, level, edited_here) VALUES (1, 'front-desk', 'CORE', 'ALL', false)",
            "INSERT INTO draft_change (course_id, path, begun_at, at)"
            " VALUES (1, 'course.md', '2026-11-01 08:00:00', '2026-11-01 08:00:00')",
        ):
            connection.execute(text(row))
    migrations.upgrade(empty_url)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT apart FROM draft_change")).scalars().all() == [False]


@pytest.mark.slow
def test_certificates_that_are_there_have_no_signatories(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url, "0002")
    rows = (
        "INSERT INTO person (id, name_en, name_ur, service_number, rank, sex, language, extra_time, is_active, created_at)"
        " VALUES (1, 'Naveed', '', 'A-1', '', 'MALE', 'ur', 0, true, '2026-11-01 08:00:00')",
        "INSERT INTO course (id, slug, track, level, edited_here) VALUES (1, 'front-desk', 'CORE', 'ALL', false)",
        "INSERT INTO enrolment (id, person_id, course_id, enrolled_at) VALUES (1, 1, 1, '2026-11-01 08:00:00')",
        "INSERT INTO certificate (serial, token, enrolment_id, person_id, course_id, holder_en, holder_ur, rank, agency_en,"
        " agency_ur, course_en, course_ur, level, hours, revision_number, revision_digest, review, completed_on, issued_on,"
        " issued_at) VALUES ('TRB-2026-000001', 'x', 1, 1, 1, 'Naveed', '', '', '', '', 'The front desk', '', 'ALL', 1, 1,"
        " 'ab', '', '2026-11-01', '2026-11-01', '2026-11-01 08:00:00')",
    )
    with empty.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    migrations.upgrade(empty_url)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT CAST(signatories AS TEXT) FROM certificate")).scalars().all() == ["[]"]


def test_people_who_are_there_are_found_and_have_the_level_of_their_rank(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url, "0002")
    people = [
        ("Naveed  Akhtar", "نويد أختر", "ANF-1001", None, "ASI"),
        ("Sumaira O'Gul", "", None, "s.gul", "ڈی ایس پی"),
        ("Bilal", "", "۱۲۳", None, " Chief  Diver "),
        ("F.I.A. Desk", "", "9", None, ""),
    ]
    with empty.begin() as connection:
        for number, (name_en, name_ur, service_number, user_name, rank) in enumerate(people, 1):
            connection.execute(
                text(
                    "INSERT INTO person (id, name_en, name_ur, service_number, user_name, rank, sex, language, extra_time,"
                    " is_active, created_at) VALUES (:id, :en, :ur, :number, :user, :rank, 'MALE', 'ur', 0, true,"
                    " '2026-11-01 08:00:00')"
                ),
                {"id": number, "en": name_en, "ur": name_ur, "number": service_number, "user": user_name, "rank": rank},
            )
        connection.execute(text("INSERT INTO sign_in_name (name, person_id) VALUES ('old7', 1), ('anf1001', 1)"))
    migrations.upgrade(empty_url)
    with empty.connect() as connection:
        ranks = connection.execute(text("SELECT rank, rank_band FROM person ORDER BY id")).all()
        words = connection.execute(text("SELECT person_id, word FROM person_word ORDER BY person_id, word")).all()
    assert [tuple(row) for row in ranks] == [
        ("Assistant Sub-Inspector", "JUNIOR"),
        ("Deputy Superintendent of Police", "MID"),
        ("Chief Diver", None),
        ("", None),
    ]
    for number, (name_en, name_ur, service_number, user_name, _rank) in enumerate(people, 1):
        names = [each for each in (service_number, user_name) if each] + ["old7"] * (number == 1)
        found = {row.word for row in words if row.person_id == number}
        assert found == search_words((name_en, name_ur), names)
