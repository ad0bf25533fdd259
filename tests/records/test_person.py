"""The page of one person: what is known of what was learned."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchMember
from lms.certificates.actions import issue_due
from lms.demo import take_course
from lms.people.roles import Role
from lms.records import queries
from tests.sample_course import BILINGUAL


@pytest.fixture
def anf(make_agency):
    return make_agency("ANF", "Anti Narcotics Force")


@pytest.fixture
def officer(make_person, anf):
    return make_person(name_en="Sadia Bibi", agency=anf)


@pytest.fixture
def coordinator(make_person, anf):
    return make_person(roles=[Role.COORDINATOR], agency=anf)


@pytest.fixture
def learned(session, officer, viewer_of, publish_course, now):
    """The officer has completed one course and is half through another."""
    publish_course(BILINGUAL, slug="done")
    publish_course(BILINGUAL, slug="half")
    viewer = viewer_of(officer)
    take_course(session, viewer, "done", 1.0, now - timedelta(days=9))
    take_course(session, viewer, "half", 0.5, now - timedelta(days=3))
    session.commit()


def test_courses_with_progress_attempts_and_result(session, officer, learned) -> None:
    half, done = queries.courses(session, officer.id, "en")
    assert (done.slug, done.attempts, done.best, done.passed) == ("done", 1, 1.0, True)
    assert done.completed_at is not None
    assert (half.slug, half.attempts, half.best, half.completed_at) == ("half", 0, None, None)
    assert 0 < half.done < half.steps


def test_the_page_shows_it_and_costs_the_same_for_many_courses(
    client, sign_in, coordinator, officer, learned, session, publish_course, viewer_of, now, count_queries
) -> None:
    issue_due(session, now)
    session.commit()
    sign_in(client, coordinator)
    with count_queries() as few:
        shown = client.get(f"/people/{officer.id}").text
    for words in ("Sadia Bibi", "1 attempt at the quiz", "best result: 100 %", "TRB-", "In progress", "Completed on"):
        assert words in shown
    for number in range(3):
        publish_course(BILINGUAL, slug=f"more-{number}")
        take_course(session, viewer_of(officer), f"more-{number}", 0.2, now)
        session.commit()
    with count_queries() as many:
        client.get(f"/people/{officer.id}")
    assert len(many) == len(few)


def test_a_certificate_with_another_spelling_offers_a_corrected_one(
    client, sign_in, coordinator, officer, learned, session, engine, now
) -> None:
    issue_due(session, now)
    session.commit()
    page = sign_in(client, coordinator).get(f"/people/{officer.id}").text
    assert "Another spelling" not in page
    with Session(engine) as opened:
        opened.merge(officer).name_en = "Sadia Khanum"
        opened.commit()
    page = client.get(f"/people/{officer.id}").text
    assert "Another spelling of the name stands on it." in page
    assert "/reissue" in page


def test_batches_are_named_and_linked_if_they_are_the_viewers(
    client, sign_in, coordinator, officer, make_agency, engine, anf, now
) -> None:
    elsewhere = make_agency("FIA")
    with Session(engine) as opened:
        for agency, name in ((anf, "Own batch"), (elsewhere, "Other batch")):
            batch = Batch(
                agency_id=agency.id,
                name=name,
                search_text="",
                starts_on=now.date(),
                created_at=now,
                created_by_id=coordinator.id,
            )
            opened.add(batch)
            opened.flush()
            opened.add(BatchMember(batch_id=batch.id, person_id=officer.id, added_at=now))
        opened.commit()
    page = sign_in(client, coordinator).get(f"/people/{officer.id}").text
    assert "Own batch</bdi></a>" in page
    assert "Other batch</bdi></h3>" in page
