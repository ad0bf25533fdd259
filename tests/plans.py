"""What a database means to do for the statements that are sent to it: whether it reads a large table from end to end."""

from sqlalchemy import event, text

LARGE = {
    "person", "enrolment", "attempt", "attempt_answer", "lesson_progress", "check_answer", "batch_member", "reminder",
    "person_word", "role_grant",
}  # fmt: skip


def plans(session, ask):
    """What the database means to do for each statement that `ask()` sends."""
    asked = _asked(session, ask)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        session.execute(text("SET LOCAL enable_seqscan = off"))  # tables of tests are small enough to be read whole
    cursor = session.connection().connection.cursor()
    found = []
    for statement, parameters in asked:
        cursor.execute(("EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN ") + statement, parameters)
        found += [str(row[0] if is_postgresql else row[3]) for row in cursor.fetchall()]
    cursor.close()
    return found


def rows_read(session, ask, table):
    """How many rows of a table PostgreSQL reads for each statement that `ask()` sends, as it chooses by what is in the tables."""
    asked = _asked(session, ask)
    session.execute(text("ANALYZE"))
    cursor = session.connection().connection.cursor()
    found = []
    for statement, parameters in asked:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement, parameters)
        [[plan]] = cursor.fetchone()
        found.append(sum(_read(node) for node in _nodes(plan["Plan"]) if node.get("Relation Name") == table))
    cursor.close()
    return found


def _read(node):
    return (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]


def _nodes(plan):
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def _asked(session, ask):
    """The statements that `ask()` sends, with their parameters."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def whole_reads(lines):
    """The large tables that are read from end to end; an index read whole is no better."""
    words = [line.split() for line in lines]
    scanned = {each[each.index("SCAN") + 1] for each in words if "SCAN" in each and len(each) > each.index("SCAN") + 1}
    scanned |= {each[each.index("on") + 1] for each in words if {"Seq", "Scan", "on"} <= set(each)}
    return scanned & LARGE
