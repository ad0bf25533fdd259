"""Certificates are taken back, and replaced by corrected ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.certificates import queries
from lms.certificates.actions.issuing import finish, lock_counter, set_counter
from lms.certificates.models import Certificate, Revocation
from lms.days import day
from lms.errors import Refused
from lms.i18n import N_
from lms.people.actions import audit
from lms.people.models import Person
from lms.people.viewer import Viewer


class AlreadyRevoked(Refused):
    pass


class AlreadyReplaced(Refused):
    pass


class HolderElsewhere(Refused):
    """A corrected certificate would carry the name, the logo and the signatures of an agency that is not the coordinator's."""


class ReasonMissing(Refused):
    status = 422


def revoke(session: Session, by: Viewer, certificate: Certificate, reason: str, now: datetime) -> Revocation:
    """Take a certificate back. Raises `ReasonMissing` or `AlreadyRevoked`."""
    if certificate.revocation is not None:
        raise AlreadyRevoked(N_("This certificate is revoked already."))
    revocation = Revocation(certificate=certificate, at=now, by_id=by.id, reason=_checked(reason))
    session.add(revocation)
    audit(session, by.id, "revoked", f"certificate {certificate.serial}", now, reason=revocation.reason)
    return revocation


def reissue(session: Session, by: Viewer, certificate: Certificate, reason: str, now: datetime) -> Certificate:
    """A new certificate with the person's name, rank and agency of today; the old one is revoked.

    What it says of the course stays. Raises `ReasonMissing`, `AlreadyReplaced` if there is a newer one, or `HolderElsewhere`.
    """
    if certificate.replaced_by is not None:
        raise AlreadyReplaced(N_("This certificate was replaced already."))
    person = check_holder(session, by, certificate)
    reason = _checked(reason)
    year = day(now).year
    # before the audit's lock, as in `issue_due`: else two could wait for each other
    number = lock_counter(session, year)
    if certificate.revocation is None:
        revoke(session, by, certificate, reason, now)
    kept = (
        "enrolment_id", "course_id", "course_en", "course_ur", "level", "hours", "revision_number", "revision_digest",
        "review", "completed_on", "valid_until",
    )  # fmt: skip
    corrected = Certificate(replaces_id=certificate.id, **{name: getattr(certificate, name) for name in kept})
    finish(session, [(corrected, person)], year, number, now)
    set_counter(session, year, number + 1)
    details = {"replaces": certificate.serial, "reason": reason}
    audit(session, by.id, "issued again", f"certificate {corrected.serial}", now, **details)
    return corrected


def check_holder(session: Session, by: Viewer, certificate: Certificate) -> Person:
    """The person as known today. Raises `HolderElsewhere` unless `by` keeps the agency that a corrected certificate would name."""
    person = queries.holder_kept(session, by, certificate)
    if person is None:
        raise HolderElsewhere(
            N_(
                "The holder belongs to another agency now, and a corrected certificate would name it."
                " Ask an administrator to issue it."
            )
        )
    return person


def _checked(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(N_("Write the reason."))
    return reason.strip()
