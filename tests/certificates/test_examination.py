"""`lms certificates audit`: the register proves that it is whole, or says what is not."""

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from lms.certificates import actions, queries
from lms.certificates.commands import certificates
from lms.certificates.models import Certificate, CertificateCounter, CertificateWord, Revocation
from lms.config import Config
from lms.days import day
from lms.people.models import AuditEntry
from lms.people.roles import Role


@pytest.fixture
def three(front_desk, make_person, complete, issue):
    for _ in range(3):
        complete(make_person(), front_desk)
    return [certificate.serial for certificate in issue()]


@pytest.fixture
def administrator(make_person, viewer_of):
    return viewer_of(make_person(roles=[Role.ADMINISTRATOR]))


def test_a_whole_register_says_so(three, session, administrator, now, database_url, tmp_path) -> None:
    actions.reissue(session, administrator, queries.to_change(session, administrator, three[1]), "Name", now)
    session.commit()
    config = Config(instance=tmp_path, database_url=database_url)
    done = CliRunner().invoke(certificates, ["audit"], obj=config)
    assert done.exit_code == 0, done.output
    assert f"{day(now).year}: 4 certificates" in done.output
    assert "Revoked: 1, of which replaced: 1" in done.output
    assert "The register is whole." in done.output


def test_what_is_issued_meanwhile_is_no_fault(
    three, front_desk, make_person, complete, while_reading, now, database_url, tmp_path
) -> None:
    """The counter and the certificates are looked at one after the other, but as they were at one moment; and nobody waits."""
    complete(make_person(), front_desk)
    config = Config(instance=tmp_path, database_url=database_url)
    with while_reading("FROM certificate_counter", lambda opened: actions.issue_due(opened, now)):
        done = CliRunner().invoke(certificates, ["audit"], obj=config)
    assert done.exit_code == 0, done.output
    assert f"{day(now).year}: 3 certificates" in done.output


def faults(session) -> str:
    session.commit()
    found, _told = queries.examine(session)
    session.rollback()
    return "\n".join(found)


def test_a_number_that_is_missing_is_found(three, session, database_url, tmp_path) -> None:
    [missing] = session.scalars(select(Certificate.id).where(Certificate.serial == three[1]))
    session.execute(delete(CertificateWord).where(CertificateWord.certificate_id == missing))
    session.execute(delete(Certificate).where(Certificate.id == missing))
    assert f"{three[1]} is missing: the next one is {three[2]}." in faults(session)
    config = Config(instance=tmp_path, database_url=database_url)
    done = CliRunner().invoke(certificates, ["audit"], obj=config)
    assert done.exit_code == 1
    assert f"Wrong: {three[1]} is missing" in done.output


def test_a_counter_that_was_set_back_is_found(three, session) -> None:
    session.execute(update(CertificateCounter).values(last=2))
    assert "the counter stands at 2, the last certificate is 3." in faults(session)


def test_a_replaced_one_that_counts_again_is_found(three, session, administrator, now) -> None:
    actions.reissue(session, administrator, queries.to_change(session, administrator, three[0]), "Name", now)
    session.execute(delete(Revocation))
    assert f"{three[0]} was replaced by" in faults(session)


def test_an_audit_that_was_changed_is_found(three, session) -> None:
    [_first, second, third] = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id))
    session.execute(update(AuditEntry).where(AuditEntry.id == second).values(actor_id=None, action="nothing"))
    assert faults(session) == f"Entry {second} of the audit was changed."
    session.execute(delete(AuditEntry).where(AuditEntry.id == second))
    assert faults(session) == f"Entry {third} of the audit does not follow the one before it."
