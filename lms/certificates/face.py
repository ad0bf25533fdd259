"""What stands on a certificate: the same for the PDF, for the page and for machines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.catalog.course import Level
from lms.certificates.words import WORDS


@dataclass(frozen=True)
class FaceSignatory:
    """Who signs a certificate; `signature` is a drawing as SVG, or empty."""

    name_en: str
    name_ur: str
    title_en: str
    title_ur: str
    signature: str = ""


@dataclass(frozen=True)
class CertificateFace:
    """What stands on a certificate. Dates are days in Pakistan; empty texts are left out.

    `verification_address` is where anybody can check it; `revision_digest` is of the course's files, in hex; `logo` is a drawing as
    SVG. A sample is marked as not valid.
    """

    serial: str
    holder_en: str
    holder_ur: str
    rank_en: str
    rank_ur: str
    agency_en: str
    agency_ur: str
    course_en: str
    course_ur: str
    hours: float
    level: Level
    completed_on: date
    valid_until: date | None
    issued_on: date
    verification_address: str
    revision_number: int
    revision_digest: str
    awaits_review: bool
    signatories: tuple[FaceSignatory, ...] = ()
    logo: str = ""
    is_sample: bool = False


def credential(face: CertificateFace) -> dict[str, Any]:
    """The certificate for machines; attached to the PDF. What it says counts only if its verification address agrees."""
    signed = [
        {
            "name": each.name_en,
            "name_ur": each.name_ur or None,
            "title": each.title_en,
            "title_ur": each.title_ur or None,
        }
        for each in face.signatories
    ]
    return {
        "type": "sample, not valid" if face.is_sample else "certificate of completion",
        "serial": face.serial,
        "verification_address": face.verification_address,
        "issuer": {"name": WORDS["en"].issuer, "name_ur": WORDS["ur"].issuer},
        "holder": {
            "name": face.holder_en,
            "name_ur": face.holder_ur or None,
            "rank": face.rank_en or face.rank_ur or None,
            "agency": face.agency_en or None,
        },
        "course": {
            "title": face.course_en,
            "title_ur": face.course_ur or None,
            "level": str(face.level),
            "hours": face.hours,
            "revision": face.revision_number,
            "revision_digest": face.revision_digest,
            "awaiting_expert_review": face.awaits_review,
        },
        "completed_on": face.completed_on.isoformat(),
        "issued_on": face.issued_on.isoformat(),
        "valid_until": face.valid_until.isoformat() if face.valid_until else None,
        **({"signatories": signed} if signed else {}),
    }
