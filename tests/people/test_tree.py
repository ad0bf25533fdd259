"""Agencies in the order of a tree."""

from lms.people.models import Agency
from lms.people.tree import tree_of


def agency(number: int, code: str, parent: int | None = None) -> Agency:
    return Agency(id=number, code=code, name_en=code, name_ur="", parent_id=parent)


def test_units_follow_their_agency() -> None:
    agencies = [agency(1, "PK"), agency(4, "ANF-KHI", 2), agency(3, "FIA", 1), agency(2, "ANF", 1)]
    assert [(each.agency.code, each.depth) for each in tree_of(agencies)] == [
        ("PK", 0),
        ("ANF", 1),
        ("ANF-KHI", 2),
        ("FIA", 1),
    ]


def test_what_is_under_nothing_that_is_shown_stands_at_the_top() -> None:
    assert [(each.agency.code, each.depth) for each in tree_of([agency(2, "ANF", 1)])] == [("ANF", 0)]
