"""No question about a batch reads a large table from end to end."""

from sqlalchemy import event, text

from lms.batches import queries
from lms.batches.queries import Wanted
from lms.batches.standing import Standing

LARGE = {"person", "enrolment", "attempt", "lesson_progress", "check_answer", "batch_member", "reminder", "person_word"}


def plans(session, ask):
    """What the database means to do for each statement that `ask()` sends."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    is_postgresql = engine.dialect.name == "postgresql"
    if is_postgresql:
        session.execute(text("SET LOCAL enable_seqscan = off"))  # tables of tests are small enough to be read whole
    cursor = session.connection().connection.cursor()
    found = []
    for statement, parameters in asked:
        cursor.execute(("EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN ") + statement, parameters)
        found += [str(row[0] if is_postgresql else row[3]) for row in cursor.fetchall()]
    cursor.close()
    return found


def whole_reads(lines):
    """The large tables that are read from end to end; an index read whole is no better."""
    words = [line.split() for line in lines]
    scanned = {each[each.index("SCAN") + 1] for each in words if "SCAN" in each and len(each) > each.index("SCAN") + 1}
    scanned |= {each[each.index("on") + 1] for each in words if {"Seq", "Scan", "on"} <= set(each)}
    return scanned & LARGE


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

    assert whole_reads(plans(session, ask)) == set()


def test_a_whole_read_is_noticed(courses, officers, make_batch, session):
    make_batch(officers(1))
    lines = plans(session, lambda: session.execute(text("SELECT count(*) FROM enrolment WHERE extra_attempts > 7")))
    assert whole_reads(lines) == {"enrolment"}
