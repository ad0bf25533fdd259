"""What is asked about certificates."""

from lms.certificates.queries.certificates import by_serial, by_token, holder, own, own_of_course, to_change, visible
from lms.certificates.queries.due import due, due_enrolments, of_person, would_meet
from lms.certificates.queries.examination import examine
from lms.certificates.queries.exports import LIFE, SILENCE, at_work, own_export
from lms.certificates.queries.register import (
    BATCH,
    MOST,
    PAGE,
    Page,
    Place,
    agencies,
    batches,
    conditions,
    count,
    courses,
    issued,
    newest_id,
    register,
)
from lms.certificates.queries.signatories import (
    Signing,
    agency_to_sign,
    all_agencies,
    drawings,
    emblem,
    is_kept,
    signing,
)

__all__ = [
    "BATCH",
    "LIFE",
    "MOST",
    "PAGE",
    "SILENCE",
    "Page",
    "Place",
    "Signing",
    "agencies",
    "agency_to_sign",
    "all_agencies",
    "at_work",
    "batches",
    "by_serial",
    "by_token",
    "conditions",
    "count",
    "courses",
    "drawings",
    "due",
    "due_enrolments",
    "emblem",
    "examine",
    "holder",
    "is_kept",
    "issued",
    "newest_id",
    "of_person",
    "own",
    "own_export",
    "own_of_course",
    "register",
    "signing",
    "to_change",
    "visible",
    "would_meet",
]
