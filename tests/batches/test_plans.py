"""No question about a batch reads a large table from end to end."""

from sqlalchemy import text

from lms.batches import queries
from lms.batches.queries import Wanted
from lms.batches.standing import Standing
from tests.plans import plans, whole_reads


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
