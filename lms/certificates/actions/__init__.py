"""What people do about certificates: issue what is due, revoke, replace by a corrected one, download many."""

from lms.certificates.actions.correcting import (
    AlreadyReplaced,
    AlreadyRevoked,
    HolderElsewhere,
    ReasonMissing,
    check_holder,
    reissue,
    revoke,
)
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
from lms.certificates.actions.issuing import issue_due
from lms.certificates.actions.signing import MOST_SIGNATORIES, Signer, keep_picture, set_signatories

__all__ = [
    "AT_ONCE",
    "MOST_SIGNATORIES",
    "AlreadyReplaced",
    "AlreadyRevoked",
    "ExportUnderWay",
    "HolderElsewhere",
    "NothingToExport",
    "ReasonMissing",
    "ServerBusy",
    "Signer",
    "TooManyToExport",
    "begin_export",
    "check_holder",
    "issue_due",
    "keep_picture",
    "note_progress",
    "prepare_export",
    "reissue",
    "revoke",
    "set_signatories",
]
