"""Rules about accounts, on both databases."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.people import actions, queries
from lms.people.models import (
    AuditEntry,
    Person,
    PersonWord,
    RankBand,
    RoleGrant,
    SignInCode,
    SignInFailure,
    SignInSession,
)
from lms.people.passwords import BadPassword, token_hash, verify_password
from lms.people.roles import Role

PASSWORD = "seven brown camels sleep"
HERE = "203.0.113.7"


def try_sign_in(session: Session, name: str, password: str, now: datetime, address: str = HERE) -> str:
    tried = actions.begin_sign_in(session, name, address, now)
    session.commit()
    token = actions.sign_in(session, tried, password, False, address, "a test", now)
    session.commit()
    return token


# --- persons -----------------------------------------------------------------------------------------------------


def test_numbers_are_found_however_they_are_typed(session: Session, make_person: Callable[..., Person]) -> None:
    person = make_person(service_number="ANF-1001")
    for typed in ("anf-1001", " ANF 1001 ", "anf۱۰۰۱", "Anf1001"):
        found = queries.person_signing_in(session, typed)
        assert found is not None
        assert found.id == person.id


def test_a_number_belongs_to_one_person(make_person: Callable[..., Person]) -> None:
    make_person(service_number="ANF-1001")
    with pytest.raises(actions.SignInNameTaken):
        make_person(service_number="anf 1001")
    with pytest.raises(actions.SignInNameTaken):
        make_person(service_number=None, user_name="ANF1001")


def test_a_coordinator_is_of_an_agency(
    make_agency: Callable[..., object], make_person: Callable[..., Person], stored: Callable[..., list[RoleGrant]]
) -> None:
    agency = make_agency("ANF")
    make_person(roles=[Role.COORDINATOR], agency=agency)
    [grant] = stored(select(RoleGrant))
    assert grant.agency_id == agency.id
    with pytest.raises(IntegrityError):
        make_person(roles=[Role.COORDINATOR])


def test_a_coordinator_reaches_the_units_below(session: Session, make_agency: Callable[..., object]) -> None:
    force = make_agency("ANF")
    command = make_agency("ANF-N", parent=force)
    station = make_agency("ANF-N1", parent=command)
    make_agency("FIA")
    reached = set(session.scalars(queries.agency_and_units(force.id)))
    assert reached == {force.id, command.id, station.id}


# --- signing in --------------------------------------------------------------------------------------------------


def test_signing_in_opens_a_session_that_is_stored_hashed(
    session: Session, make_person: Callable[..., Person], stored: Callable[..., list[SignInSession]], now: datetime
) -> None:
    person = make_person(password=PASSWORD)
    token = try_sign_in(session, person.service_number or "", PASSWORD, now)
    [row] = stored(select(SignInSession))
    assert (row.person_id, row.started_at, row.token_hash) == (person.id, now, token_hash(token))
    assert stored(select(SignInFailure)) == []


@pytest.mark.parametrize("name", ["1001", "nobody"])
def test_failures_say_the_same_whatever_is_wrong(
    session: Session, make_person: Callable[..., Person], name: str, now: datetime
) -> None:
    make_person(service_number="1001", password=PASSWORD)
    with pytest.raises(actions.SignInRefused, match="The service number or the password is not right"):
        try_sign_in(session, name, "wrong", now)


def test_nobody_signs_in_without_a_password_or_once_deactivated(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    make_person(service_number="1")
    gone = make_person(service_number="2", password=PASSWORD)
    session.get_one(Person, gone.id).is_active = False
    session.commit()
    for name, password in (("1", ""), ("2", PASSWORD)):
        with pytest.raises(actions.SignInRefused):
            try_sign_in(session, name, password, now)


def test_deactivation_ends_open_sessions(session: Session, make_person: Callable[..., Person], now: datetime) -> None:
    person = make_person(service_number="1", password=PASSWORD)
    token = try_sign_in(session, "1", PASSWORD, now)
    assert queries.viewer(session, token_hash(token), now)
    session.get_one(Person, person.id).is_active = False
    session.commit()
    assert queries.viewer(session, token_hash(token), now) is None


@pytest.mark.slow
def test_five_wrong_passwords_close_an_account_for_a_minute(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    make_person(service_number="1", password=PASSWORD)
    make_person(service_number="2", password=PASSWORD)
    for second in range(5):
        with pytest.raises(actions.SignInRefused):
            try_sign_in(session, "1", "wrong", now + timedelta(seconds=second), address=f"203.0.113.{second}")
    with pytest.raises(actions.TooManyTries):
        try_sign_in(session, "1", PASSWORD, now + timedelta(seconds=6))
    session.rollback()
    try_sign_in(session, "2", PASSWORD, now + timedelta(seconds=6))
    try_sign_in(session, "1", PASSWORD, now + timedelta(seconds=65))


@pytest.mark.slow
def test_right_passwords_are_never_too_many(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    make_person(service_number="1", password=PASSWORD)
    for _ in range(7):
        try_sign_in(session, "1", PASSWORD, now)


def test_an_address_that_tries_many_accounts_is_stopped(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    make_person(service_number="1", password=PASSWORD)
    session.add_all(SignInFailure(account=f"guess{n}", address=HERE, at=now) for n in range(60))
    session.commit()
    with pytest.raises(actions.TooManyTries):
        try_sign_in(session, "1", PASSWORD, now)
    session.rollback()
    try_sign_in(session, "1", PASSWORD, now, address="203.0.113.8")


# --- one-time codes ----------------------------------------------------------------------------------------------


def use_code(session: Session, name: str, code: str, password: str, now: datetime) -> str:
    tried = actions.begin_sign_in(session, name, HERE, now)
    session.commit()
    token = actions.sign_in_with_code(session, tried, code, password, False, HERE, "a test", now)
    session.commit()
    return token


def given_code(session: Session, person: Person, now: datetime) -> str:
    code = actions.make_sign_in_code(session, person, now)
    session.commit()
    return code


def test_a_code_lets_in_once_and_sets_the_password(
    session: Session, make_person: Callable[..., Person], stored: Callable[..., list[SignInCode]], now: datetime
) -> None:
    person = make_person(service_number="1")
    code = given_code(session, person, now)
    [row] = stored(select(SignInCode))
    assert code.replace("-", "") not in row.code_hash
    assert use_code(session, "1", code.lower().replace("-", " "), PASSWORD, now)
    assert try_sign_in(session, "1", PASSWORD, now)
    with pytest.raises(actions.SignInRefused):
        use_code(session, "1", code, PASSWORD, now)


def test_a_code_is_for_one_person_and_for_thirty_days(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    code = given_code(session, make_person(service_number="1"), now)
    make_person(service_number="2")
    for name, moment in (("2", now), ("nobody", now), ("1", now + timedelta(days=31))):
        with pytest.raises(actions.SignInRefused):
            use_code(session, name, code, PASSWORD, moment)
    assert use_code(session, "1", code, PASSWORD, now + timedelta(days=29))


def test_a_new_code_replaces_the_one_before(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    person = make_person(service_number="1")
    old, new = given_code(session, person, now), given_code(session, person, now)
    with pytest.raises(actions.SignInRefused):
        use_code(session, "1", old, PASSWORD, now)
    assert use_code(session, "1", new, PASSWORD, now)


def test_a_refused_password_does_not_use_the_code_up(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    code = given_code(session, make_person(service_number="1"), now)
    with pytest.raises(BadPassword):
        use_code(session, "1", code, "short", now)
    session.rollback()
    assert use_code(session, "1", code, PASSWORD, now)


def test_codes_cannot_be_guessed_at_will(session: Session, make_person: Callable[..., Person], now: datetime) -> None:
    code = given_code(session, make_person(service_number="1"), now)
    for _ in range(5):
        with pytest.raises(actions.SignInRefused):
            use_code(session, "1", "ABCD-2345-EFGH", PASSWORD, now)
    with pytest.raises(actions.TooManyTries):
        use_code(session, "1", code, PASSWORD, now)


# --- passwords and sessions --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_changing_the_password_ends_every_session(
    session: Session,
    make_person: Callable[..., Person],
    viewer_of: Callable[..., object],
    stored: Callable[..., list[SignInSession]],
    now: datetime,
) -> None:
    person = make_person(service_number="1", password=PASSWORD)
    other = make_person(service_number="2", password=PASSWORD)
    try_sign_in(session, "1", PASSWORD, now)
    try_sign_in(session, "2", PASSWORD, now)
    viewer = viewer_of(person)
    with pytest.raises(actions.SignInRefused):
        actions.change_password(session, viewer, "wrong", "nine green parrots", now)
    session.rollback()
    actions.change_password(session, viewer, PASSWORD, "nine green parrots", now)
    session.commit()
    assert [row.person_id for row in stored(select(SignInSession))] == [other.id]
    [changed] = stored(select(Person).where(Person.id == person.id))
    assert verify_password(changed.password_hash, "nine green parrots")


def test_signing_out_ends_only_ones_own(
    session: Session,
    make_person: Callable[..., Person],
    viewer_of: Callable[..., object],
    stored: Callable[..., list[int]],
) -> None:
    mine, theirs = viewer_of(make_person()), viewer_of(make_person())
    actions.sign_out(session, mine, theirs.sign_in_session_id)
    session.commit()
    assert len(stored(select(SignInSession.id))) == 2
    actions.sign_out(session, mine, mine.sign_in_session_id)
    session.commit()
    assert stored(select(SignInSession.id)) == [theirs.sign_in_session_id]


# --- the first administrator -------------------------------------------------------------------------------------


def test_the_link_makes_one_administrator(session: Session, stored: Callable[..., list[object]], now: datetime) -> None:
    assert not queries.has_administrator(session)
    token = actions.invite_administrator(session, now)
    actions.accept_invitation(session, token, "Sadia Bibi", "", "sadia", "nine green parrots fly", "en", now)
    session.commit()
    assert queries.has_administrator(session)
    assert stored(select(RoleGrant.role)) == [Role.ADMINISTRATOR]
    with pytest.raises(actions.SignInRefused):
        actions.accept_invitation(session, token, "Somebody", "", "somebody", "nine green parrots fly", "en", now)


def test_an_old_link_is_dead(session: Session, now: datetime) -> None:
    first = actions.invite_administrator(session, now)
    second = actions.invite_administrator(session, now)
    late = now + timedelta(days=8)
    for token, moment in ((first, now), (second, late)):
        with pytest.raises(actions.SignInRefused):
            actions.accept_invitation(session, token, "Sadia", "", "sadia", "nine green parrots fly", "en", moment)


# --- the audit ---------------------------------------------------------------------------------------------------


def test_each_entry_of_the_audit_covers_the_one_before(
    session: Session, make_person: Callable[..., Person], stored: Callable[..., list[AuditEntry]], now: datetime
) -> None:
    actor = make_person()
    actions.audit(session, actor.id, "revoked", "certificate TRB-2026-000001", now, HERE, reason="نام غلط تھا")
    actions.audit(session, None, "published", "course money-laundering", now)
    session.commit()
    first, second = stored(select(AuditEntry).order_by(AuditEntry.id))
    assert json.loads(first.details) == {"reason": "نام غلط تھا"}
    assert (first.previous, second.previous) == ("", first.digest)
    covered = ("", now.isoformat(), str(actor.id), "revoked", "certificate TRB-2026-000001", first.details, HERE)
    assert first.digest == sha256("\n".join(covered).encode()).hexdigest()


# --- the database ------------------------------------------------------------------------------------------------


def test_looking_up_the_viewer_is_one_query(
    session: Session,
    make_agency: Callable[..., object],
    make_person: Callable[..., Person],
    viewer_of: Callable[..., object],
    count_queries: Callable[..., object],
    now: datetime,
) -> None:
    person = make_person(roles=[Role.OFFICER, Role.TRAINER, Role.COORDINATOR], agency=make_agency())
    viewer_of(person)
    [token] = session.scalars(select(SignInSession.token_hash)).all()
    with count_queries() as sent:
        found = queries.viewer(session, token, now)
    assert len(sent) == 1
    assert found is not None
    assert found[0].roles == {Role.OFFICER, Role.TRAINER, Role.COORDINATOR}
    assert found[0].coordinates == person.agency_id


def test_both_databases_hold_foreign_keys(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO draft_file (course_id, path, media_sha256, version, updated_at)"
                                " VALUES (7, 'x', 'y', 1, '2026-11-02')"))  # fmt: skip


def test_what_is_not_committed_is_not_stored(
    session: Session, stored: Callable[..., list[int]], make_person: Callable[..., Person]
) -> None:
    person = make_person()
    session.get_one(Person, person.id).rank = "Inspector"
    session.flush()
    assert stored(select(Person.rank)) == [""]
    assert stored(select(func.count(Person.id))) == [1]


# --- at the same moment ------------------------------------------------------------------------------------------


def test_a_code_used_twice_at_once_works_once(
    session: Session, make_person: Callable[..., Person], meanwhile: Callable[..., list[Exception]], now: datetime
) -> None:
    person = make_person()
    code = actions.make_sign_in_code(session, person, now)
    session.commit()
    tried = actions.SignInTry(0, person.id, None)

    def use(opened: Session, password: str = "four words of another") -> None:
        actions.sign_in_with_code(opened, tried, code, password, False, HERE, "", now)

    use(session, PASSWORD)
    [refused] = meanwhile(session, use)
    assert isinstance(refused, actions.SignInRefused)
    assert try_sign_in(session, person.service_number or "", PASSWORD, now)


def test_a_link_used_twice_at_once_makes_one_administrator(
    session: Session, meanwhile: Callable[..., list[Exception]], stored: Callable[..., list[Person]], now: datetime
) -> None:
    token = actions.invite_administrator(session, now)
    session.commit()

    def use(opened: Session, name: str = "second") -> None:
        actions.accept_invitation(opened, token, name, "", name, PASSWORD, "en", now)

    use(session, "first")
    [refused] = meanwhile(session, use)
    assert isinstance(refused, actions.SignInRefused)
    assert [person.user_name for person in stored(select(Person))] == ["first"]


def test_a_password_that_is_changed_meanwhile_does_not_work_any_more(
    session: Session, make_person: Callable[..., Person], now: datetime
) -> None:
    person = make_person(password=PASSWORD)
    tried = actions.begin_sign_in(session, person.service_number or "", HERE, now)
    actions.choose_password(session, queries.person_with_roles(session, person.id), "four words of another")
    session.commit()
    with pytest.raises(actions.SignInRefused):
        actions.sign_in(session, tried, PASSWORD, False, HERE, "", now)


def test_sessions_of_yesterday_are_forgotten(
    session: Session, make_person: Callable[..., Person], stored: Callable[..., list[int]], now: datetime
) -> None:
    person = make_person()
    for moment in (now - timedelta(hours=13), now - timedelta(hours=11), now):
        actions.start_session(session, person, False, HERE, "", moment)
    session.commit()
    assert stored(select(func.count()).select_from(SignInSession)) == [2]


# --- ranks and words ---------------------------------------------------------------------------------------------


def test_a_rank_brings_its_band(make_person: Callable[..., Person]) -> None:
    person = make_person(rank="DSP")
    assert (person.rank, person.rank_band) == ("Deputy Superintendent of Police", RankBand.MID)
    assert make_person(rank="Keeper of the Keys").rank_band is None


def words_of(session: Session, person: Person) -> set[str]:
    return set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)))


def test_a_person_is_found_by_every_word_of_the_names_and_numbers(
    session: Session, make_person: Callable[..., Person]
) -> None:
    person = make_person(name_en="Ghulam  Rasool", name_ur="غلام رسول", service_number="POL-2001", user_name="Nazir")
    assert words_of(session, person) == {"ghulam", "rasool", "غلام", "رسول", "pol", "2001", "pol2001", "nazir"}


def test_words_follow_a_change_of_the_name(session: Session, make_person: Callable[..., Person]) -> None:
    person = session.get_one(Person, make_person(name_en="Ghulam Rasool", service_number="1").id)
    person.name_en = "Ghulam Nabi"
    actions.index_words(session, person)
    assert words_of(session, person) == {"ghulam", "nabi", "1"}
