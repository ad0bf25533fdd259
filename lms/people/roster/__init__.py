"""Lists of people that come as spreadsheets: from the bytes of a file to what would be created and changed."""

from lms.people.roster.keeping import pack, unpack
from lms.people.roster.plan import Agencies, AgencyName, Change, Known, Plan, Planned, State, make_plan
from lms.people.roster.reading import Roster, read
from lms.people.roster.remarks import Remark, Unreadable

__all__ = [
    "Agencies",
    "AgencyName",
    "Change",
    "Known",
    "Plan",
    "Planned",
    "Remark",
    "Roster",
    "State",
    "Unreadable",
    "make_plan",
    "pack",
    "read",
    "unpack",
]
