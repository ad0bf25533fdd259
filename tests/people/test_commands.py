"""`lms people …` as an administrator uses it at the machine."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.config import Config
from lms.migrations import NoDatabase
from lms.people.commands import people
from lms.people.models import AuditEntry, Person


@pytest.fixture
def lms(database_url, tmp_path):
    def run(*words: str, code: int = 0) -> str:
        config = Config(instance=tmp_path / "instance", database_url=database_url)
        result = CliRunner().invoke(people, words, obj=config)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result.output

    return run


def test_a_code_is_printed_and_signs_in(lms, make_person, client):
    make_person(service_number="ANF-1001", name_en="Sadia Bibi")
    printed = lms("code", "anf 1001")
    assert "Sadia Bibi" in printed
    code = printed.split(": ")[1].split()[0]
    form = {"sign_in_name": "ANF-1001", "code": code, "new_password": "seven brown camels sleep"}
    assert client.post("/first-sign-in", data=form).status_code == 303


def test_extra_time_is_given_and_audited(lms, make_person, stored):
    make_person(service_number="ANF-1001")
    assert "50 % more time" in lms("extra-time", "ANF-1001", "50")
    assert stored(select(Person.extra_time)) == [50]
    assert [entry.action for entry in stored(select(AuditEntry))] == ["gave extra time"]


@pytest.mark.parametrize("percent", ["-5", "301", "much"])
def test_extra_time_that_makes_no_sense_is_refused(lms, make_person, percent):
    make_person(service_number="ANF-1001")
    lms("extra-time", "ANF-1001", "--", percent, code=2)


def test_nobody_of_that_name(lms):
    assert "Nobody signs in with “nobody”" in lms("code", "nobody", code=1)


def test_commands_make_no_database_where_there_is_none(tmp_path):
    config = Config(instance=tmp_path / "new")
    result = CliRunner().invoke(people, ["code", "nobody"], obj=config)
    assert isinstance(result.exception, NoDatabase)
    assert not config.instance.exists()
