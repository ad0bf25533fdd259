"""Trainers find what waits for them without reading all answers that were ever given."""

import pytest

from lms.learning import queries
from tests.plans import plans


@pytest.fixture
def database_url(sqlite):
    """PostgreSQL plans by what is in the tables, which is next to nothing in tests."""
    with sqlite.copy() as url:
        yield url


def test_waiting_answers_are_found_by_index(session, make_person, viewer_of):
    viewer = viewer_of(make_person())

    for ask in (
        lambda: session.execute(queries.waiting_answers(viewer)).all(),
        lambda: queries.answers_waiting(session, 1),
    ):
        lines = plans(session, ask)
        [reads] = [line for line in lines if "attempt_answer" in line.split()]
        assert "ix_attempt_answer_waiting" in reads
