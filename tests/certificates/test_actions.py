"""Issuing, revoking and replacing, with a database."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.certificates import actions, queries
from lms.certificates.criteria import Criteria
from lms.certificates.models import Certificate, CertificateCounter, CertificateWord, Revocation
from lms.days import day
from lms.people.actions import audit
from lms.people.models import AuditEntry, Person
from lms.people.roles import Role
from tests.certificates.conftest import SLUG
from tests.sample_course import BILINGUAL, FILES


@pytest.fixture
def officer(make_agency, make_person) -> Person:
    return make_person(
        name_en="Naeem ul Hassan",
        name_ur="نعیم الحسن",
        service_number="ANF-1001",
        rank="Inspector",
        agency=make_agency("ANF", "Anti Narcotics Force", "اینٹی نارکوٹکس فورس"),
    )


@pytest.fixture
def administrator(make_person, viewer_of):
    return viewer_of(make_person(roles=[Role.ADMINISTRATOR]))


def test_a_certificate_copies_all_that_it_prints(front_desk, officer, complete, issue, stored) -> None:
    complete(officer, front_desk, at=datetime(2026, 2, 27, 21, 30, tzinfo=UTC))  # in Pakistan it is the 28th
    issue(now=datetime(2026, 12, 31, 20, 0, tzinfo=UTC))  # and New Year's Day
    (certificate,) = stored(select(Certificate))
    assert certificate.serial == "TRB-2027-000001"
    assert (certificate.holder_en, certificate.holder_ur) == ("Naeem ul Hassan", "نعیم الحسن")
    assert (certificate.rank, certificate.agency_en, certificate.agency_ur) == (
        "Inspector",
        "Anti Narcotics Force",
        "اینٹی نارکوٹکس فورس",
    )
    assert (certificate.course_en, certificate.course_ur) == ("The front desk", "فرنٹ ڈیسک")
    assert certificate.hours == 0.5
    assert certificate.completed_on == date(2026, 2, 28)
    assert certificate.issued_on == date(2027, 1, 1)
    assert certificate.valid_until == date(2029, 2, 28)
    assert certificate.revision_number == 1
    assert len(certificate.revision_digest) == 64
    assert certificate.awaits_review
    assert len(certificate.token) == 16


@pytest.mark.parametrize(
    ("rank", "printed"),
    [
        ("Inspector", ("Inspector", "انسپکٹر")),
        ("Keeper of Boats", ("Keeper of Boats", "")),
        ("کشتیوں کے نگران", ("", "کشتیوں کے نگران")),
        ("", ("", "")),
    ],
)
def test_a_known_rank_stands_in_both_languages(front_desk, make_person, complete, issue, stored, rank, printed) -> None:
    complete(make_person(rank=rank), front_desk)
    issue()
    face = stored(select(Certificate))[0].face("https://training.example.gov.pk", {})
    assert (face.rank_en, face.rank_ur) == printed


def test_it_stays_as_it_was_when_person_and_course_change(
    front_desk, officer, complete, issue, session, publish_course, stored
) -> None:
    complete(officer, front_desk)
    issue()
    session.merge(officer).name_en = "Somebody Else"
    session.commit()
    changed = BILINGUAL["course.md"].replace(b"# The front desk", b"# Another title")
    publish_course(BILINGUAL | {"course.md": changed}, slug=SLUG)
    (certificate,) = stored(select(Certificate))
    assert certificate.holder_en == "Naeem ul Hassan"
    assert certificate.course_en == "The front desk"


def test_a_course_without_urdu_has_no_urdu_title(publish_course, officer, complete, issue) -> None:
    complete(officer, publish_course(FILES))
    (certificate,) = issue()
    assert (certificate.course_en, certificate.course_ur) == ("The front desk", "")


def test_asking_again_issues_nothing_again(front_desk, officer, complete, issue, stored) -> None:
    complete(officer, front_desk)
    assert len(issue()) == 1
    assert issue() == []
    assert len(stored(select(Certificate))) == 1


def test_numbers_have_no_gap_and_begin_anew_each_year(front_desk, make_person, complete, issue, session, now) -> None:
    for _ in range(3):
        complete(make_person(), front_desk)
    year = datetime(2026, 6, 1, tzinfo=UTC)
    issue(now=year, limit=2)
    actions.issue_due(session, year)
    session.rollback()  # somebody's transaction failed
    issue(now=year)
    complete(make_person(), front_desk)
    issue(now=datetime(2027, 6, 1, tzinfo=UTC))
    serials = session.scalars(select(Certificate.serial).order_by(Certificate.id)).all()
    assert serials == ["TRB-2026-000001", "TRB-2026-000002", "TRB-2026-000003", "TRB-2027-000001"]


def test_for_one_person_only_that_persons_are_issued(front_desk, make_person, complete, issue) -> None:
    one, other = make_person(), make_person()
    complete(one, front_desk)
    complete(other, front_desk)
    assert [certificate.person_id for certificate in issue(among=(queries.of_person(one.id),))] == [one.id]


def test_who_has_not_completed_gets_none(front_desk, officer, complete, issue, session) -> None:
    enrolment = session.merge(complete(officer, front_desk))
    enrolment.completed_at = enrolment.completed_revision_id = None
    session.commit()
    assert issue() == []


def test_a_course_without_certificate_gives_none(publish_course, officer, complete, issue) -> None:
    course = BILINGUAL["course.md"].replace(b"track: core\n", b"track: core\ncertificate: no\n")
    complete(officer, publish_course(BILINGUAL | {"course.md": course}))
    assert issue() == []


def test_what_was_completed_decides_not_what_is_taught_now(publish_course, officer, complete, issue) -> None:
    complete(officer, publish_course(BILINGUAL, slug=SLUG))
    without = BILINGUAL["course.md"].replace(b"track: core\n", b"track: core\ncertificate: no\n")
    publish_course(BILINGUAL | {"course.md": without}, slug=SLUG)
    assert len(issue()) == 1


def test_two_at_once_issue_each_certificate_once(front_desk, make_person, complete, engine, stored, now) -> None:
    for _ in range(6):
        complete(make_person(), front_desk)
    together, faults = Barrier(2), []

    def ask() -> None:
        try:
            with Session(engine) as session:
                together.wait()
                actions.issue_due(session, now)
                session.commit()
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    year = day(now).year
    assert sorted(stored(select(Certificate.serial))) == [f"TRB-{year}-{n:06d}" for n in range(1, 7)]


def test_replacing_and_issuing_at_once_do_not_wait_for_each_other(
    front_desk, officer, complete, issue, administrator, session, meanwhile, now
) -> None:
    complete(officer, front_desk)
    (certificate,) = issue()

    def replace(opened: Session) -> None:
        actions.reissue(
            opened, administrator, queries.to_change(opened, administrator, certificate.serial), "Name", now
        )

    # what issuing does: the counter is locked, then the audit is written
    session.execute(update(CertificateCounter).values(last=CertificateCounter.last))
    assert meanwhile(session, replace, lambda: audit(session, None, "issued", "certificate", now)) == []


def test_the_database_refuses_a_second_certificate_of_one_enrolment(
    front_desk, officer, complete, issue, session
) -> None:
    complete(officer, front_desk)
    (certificate,) = issue()
    copied = {
        column.name: getattr(certificate, column.name)
        for column in Certificate.__table__.columns
        if column.name != "id"
    }
    session.add(Certificate(**copied | {"serial": "TRB-1999-000001", "token": "0" * 16}))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_revoked_certificate_is_kept_with_its_reason(
    front_desk, officer, complete, issue, session, administrator, now, stored
) -> None:
    complete(officer, front_desk)
    (certificate,) = issue()
    certificate = queries.to_change(session, administrator, certificate.serial)
    actions.revoke(session, administrator, certificate, "  Taken by somebody else. ", now)
    session.commit()
    (revocation,) = stored(select(Revocation))
    assert (revocation.reason, revocation.by_id, revocation.at) == ("Taken by somebody else.", administrator.id, now)
    assert len(stored(select(Certificate))) == 1
    assert issue() == []  # what was revoked is not simply issued again


def test_it_is_revoked_once_and_with_a_reason(
    front_desk, officer, complete, issue, session, administrator, now
) -> None:
    complete(officer, front_desk)
    (certificate,) = issue()
    certificate = queries.to_change(session, administrator, certificate.serial)
    with pytest.raises(actions.ReasonMissing):
        actions.revoke(session, administrator, certificate, " ", now)
    actions.revoke(session, administrator, certificate, "A reason", now)
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke(session, administrator, certificate, "Another", now)


def test_a_corrected_certificate_revokes_the_old_one(
    front_desk, officer, complete, issue, session, administrator, now, stored
) -> None:
    complete(officer, front_desk)
    (old,) = issue(now=now - timedelta(days=1))
    session.merge(officer).name_ur = "محمد نعیم الحسن"
    session.commit()
    old = queries.to_change(session, administrator, old.serial)
    actions.reissue(session, administrator, old, "The name was misspelt", now)
    session.commit()
    old, new = stored(select(Certificate).order_by(Certificate.id))
    assert (old.holder_ur, new.holder_ur) == ("نعیم الحسن", "محمد نعیم الحسن")
    assert new.replaces_id == old.id
    assert new.serial != old.serial
    assert new.token != old.token
    assert (new.issued_on, new.completed_on) == (day(now), old.completed_on)
    assert (new.valid_until, new.revision_digest) == (old.valid_until, old.revision_digest)
    (revocation,) = stored(select(Revocation))
    assert revocation.certificate_id == old.id


def test_a_certificate_is_replaced_once(front_desk, officer, complete, issue, session, administrator, now) -> None:
    complete(officer, front_desk)
    (old,) = issue()
    old = queries.to_change(session, administrator, old.serial)
    new = actions.reissue(session, administrator, old, "A reason", now)
    session.commit()
    session.expire_all()
    with pytest.raises(actions.AlreadyReplaced):
        actions.reissue(session, administrator, queries.to_change(session, administrator, old.serial), "Again", now)
    session.rollback()
    actions.reissue(session, administrator, queries.to_change(session, administrator, new.serial), "Again", now)


def test_a_revoked_certificate_can_be_replaced(
    front_desk, officer, complete, issue, session, administrator, now, stored
) -> None:
    complete(officer, front_desk)
    (old,) = issue()
    old = queries.to_change(session, administrator, old.serial)
    actions.revoke(session, administrator, old, "By mistake", now)
    actions.reissue(session, administrator, old, "The revocation was a mistake", now)
    session.commit()
    assert len(stored(select(Revocation))) == 1


def test_everything_is_in_the_audit(front_desk, officer, complete, issue, session, administrator, now, stored) -> None:
    complete(officer, front_desk)
    (old,) = issue()
    old = queries.to_change(session, administrator, old.serial)
    new = actions.reissue(session, administrator, old, "Misspelt", now)
    session.commit()
    said = [(e.action, e.subject, e.actor_id) for e in stored(select(AuditEntry).order_by(AuditEntry.id))]
    assert said[-3:] == [
        ("issued", f"certificate {old.serial}", None),
        ("revoked", f"certificate {old.serial}", administrator.id),
        ("issued again", f"certificate {new.serial}", administrator.id),
    ]


def test_the_register_finds_names_in_both_scripts_and_numbers(
    front_desk, officer, complete, issue, session, administrator, make_person
) -> None:
    complete(officer, front_desk)
    complete(make_person(name_en="Zarghoona Kakar"), front_desk)
    issue()

    def found(words: str) -> list[str]:
        page = queries.register(session, administrator, Criteria(words=words), date.today())  # noqa: DTZ011
        return [row.holder_en for row in page.certificates]

    assert found("") == ["Zarghoona Kakar", "Naeem ul Hassan"]
    for words in ("naeem", "HASSAN nae", "نعيم", "نعیم الحسن", "ANF-1001", "anf", "TRB", "zarg"):
        assert found(words), words
    assert found("naeem zarghoona") == []
    assert found("eem") == []  # only beginnings of words
    assert len(session.scalars(select(CertificateWord)).all()) > 6
