"""What coordinators do about a whole record: join two of the same person."""

from lms.records.actions.joining import CannotJoin, check_may_join, join_records

__all__ = ["CannotJoin", "check_may_join", "join_records"]
