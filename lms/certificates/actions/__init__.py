"""What people do about certificates: issue what is due, revoke, replace by a corrected one, download many."""

from lms.certificates.actions.correcting import AlreadyReplaced, AlreadyRevoked, ReasonMissing, reissue, revoke
from lms.certificates.actions.exporting import (
    AT_ONCE,
    ExportUnderWay,
    NothingToExport,
    ServerBusy,
    TooManyToExport,
    begin_export,
    note_progress,
    prepare_export,
)
from lms.certificates.actions.issuing import day, issue_due

__all__ = [
    "AT_ONCE",
    "AlreadyReplaced",
    "AlreadyRevoked",
    "ExportUnderWay",
    "NothingToExport",
    "ReasonMissing",
    "ServerBusy",
    "TooManyToExport",
    "begin_export",
    "day",
    "issue_due",
    "note_progress",
    "prepare_export",
    "reissue",
    "revoke",
]
