"""A certificate as a PDF: one page in English, in Urdu, or in both, valid PDF/UA-1 and PDF/A-3a at once.

Pure: the same certificate always gives the same bytes. Everything that typesets is shipped with the package (template,
fonts) or is in the typst wheel; the fonts of the system are not looked at.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from babel.dates import format_date

from lms.catalog.course import Level
from lms.certificates.lettering import printable, script
from lms.certificates.words import WORDS
from lms.i18n import LANGUAGES

Form = Literal["en", "ur", "both"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class CertificateFace:
    """What stands on a certificate. Dates are days in Pakistan; empty texts are left out.

    `verification_address` is where anybody can check it; `revision_digest` is of the course's files, in hex.
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


def render(face: CertificateFace, form: Form) -> bytes:
    """The PDF of a certificate in one form. About 10 ms; a process that has rendered one keeps the compiler."""
    midnight = datetime(face.issued_on.year, face.issued_on.month, face.issued_on.day, tzinfo=UTC)
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={"certificate": json.dumps(_page(face, form), ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=midnight,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])
    return typst.Compiler(FOLDER / "typst" / "certificate.typ", root=FOLDER / "typst", font_paths=fonts)


def credential(face: CertificateFace) -> dict[str, Any]:
    """The certificate for machines; attached to the PDF. What it says counts only if its verification address agrees."""
    return {
        "type": "certificate of completion",
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
    }


def _page(face: CertificateFace, form: Form) -> dict[str, Any]:
    languages = ("en", "ur") if form == "both" else (form,)
    words = WORDS[languages[0]]
    return {
        "title": f"{words.heading} {face.serial}: {printable(face.holder_en)}",
        "issuer": words.issuer,
        "description": printable(face.course_en),
        "keywords": [face.serial, printable(face.holder_en)],
        "letterhead": [
            {"language": language, "name": WORDS[language].issuer, "tagline": WORDS[language].tagline}
            for language in ("en", "ur")
        ],
        "panels": [_panel(face, language, alone=len(languages) == 1) for language in languages],
        "address": printable(face.verification_address),
        "qr": _qr(face.verification_address),
        "qr_words": f"{words.verify} {face.verification_address}",
        "credential": json.dumps(credential(face), ensure_ascii=False, indent=1),
        "credential_words": f"{words.heading} {face.serial} (JSON)",
    }


def _panel(face: CertificateFace, language: str, alone: bool) -> dict[str, Any]:
    words = WORDS[language]
    urdu = language == "ur"
    holder = (face.holder_ur if urdu else "") or face.holder_en
    course = (face.course_ur if urdu else "") or face.course_en
    rank = face.rank_ur if urdu else face.rank_en
    agency = (face.agency_ur if urdu else "") or face.agency_en
    position = words.comma.join(part for part in (rank, agency) if part)
    latin = alone and urdu
    return {
        "language": language,
        "heading": words.heading,
        "certify": words.certify,
        "holder": _value(holder),
        "holder_latin": printable(face.holder_en) if latin and face.holder_ur else None,
        "position": _value(position) if position else None,
        "completed": words.completed,
        "course": _value(course),
        "course_latin": printable(face.course_en) if latin and face.course_ur else None,
        "details": [
            words.levels[face.level],
            words.learning.format(hours=words.hours[face.hours > 1].format(hours=f"{face.hours:g}")),
            words.completed_on.format(date=_date(face.completed_on, language)),
        ],
        "review": words.review if face.awaits_review else None,
        "facts": [
            [words.number, face.serial, "en"],
            [words.issued_on, _date(face.issued_on, language), language],
            [words.valid_until, _date(face.valid_until, language) if face.valid_until else words.no_limit, language],
            [words.revision, f"{face.revision_number} ({face.revision_digest[:12]})", "en"],
        ],
        "verify": words.verify,
    }


def _value(text: str) -> dict[str, str]:
    text = printable(text)
    return {"text": text, "language": script(text)}


def _date(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=LANGUAGES[language].locale)


def _qr(address: str) -> str:
    """The QR code of an address as SVG; level M can be read with 15 per cent of it stained."""
    return segno.make(address, error="m", micro=False).svg_inline(border=0, dark="#0b2f20", omitsize=True)
