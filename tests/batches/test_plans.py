"""No question about a batch reads a large table from end to end."""

import pytest
from sqlalchemy import insert, text

from lms.batches import queries
from lms.batches.queries import Wanted
from lms.batches.standing import Standing
from lms.people import queries as directory
from lms.people.models import Person
from tests.plans import plans, rows_read, whole_reads


def test_figures_and_lists_read_by_index(courses, officers, make_batch, session, now, by):
    batch = make_batch(officers(3), due=2)
    taught = queries.taught(session, batch.id, "en")

    def ask():
        queries.figures(session, by, batch, taught, now)
        queries.followed(session, by, batch, taught, Wanted(taught[0], Standing.STUCK), now)
        queries.followed(session, by, batch, taught, Wanted(late=True), now, after=1)
        queries.members(session, by, batch, "officer", 1)
        queries.enrolments_to_change(session, by, batch, [1, 2])
        queries.candidates(session, batch, "officer 10")
        queries.own_batches(session, by)
        queries.own_reminders(session, by, "en")
        list(queries.outbox(session, now))
        queries.batches(session, by)
        queries.trainers(session, by)

    assert whole_reads(plans(session, ask)) == set()


def test_a_whole_read_is_noticed(courses, officers, make_batch, session):
    make_batch(officers(1))
    lines = plans(session, lambda: session.execute(text("SELECT count(*) FROM enrolment WHERE extra_attempts > 7")))
    assert whole_reads(lines) == {"enrolment"}


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_many_people_only_the_batchs_are_read(courses, officers, make_batch, make_agency, session, now, by):
    """PostgreSQL chooses by what is in the tables, so there is much in them."""
    batch = make_batch(officers(30), due=2)
    taught = queries.taught(session, batch.id, "en")
    elsewhere = [make_agency(f"ELSEWHERE-{number}").id for number in range(5)]
    session.execute(insert(Person), [_stranger(number, elsewhere[number % 5], now) for number in range(20_000)])

    def ask():
        queries.figures(session, by, batch, taught, now)
        queries.followed(session, by, batch, taught, Wanted(late=True), now)
        queries.members(session, by, batch)
        queries.member_count(session, by, batch)
        queries.batches(session, by)
        queries.candidates(session, batch, "officer")
        directory.people(session, by, directory.Wanted(), now)
        directory.slip_holders(session, by, None, now)

    assert max(rows_read(session, ask, "person")) < 200


def _stranger(number, agency_id, now):
    return {
        "user_name": f"stranger.{number}",
        "name_en": f"Stranger {number}",
        "agency_id": agency_id,
        "rank_band": None,
        "created_at": now,
    }
