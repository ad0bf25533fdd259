"""A certificate as a PDF: one page in English, in Urdu, or in both, valid PDF/UA-1 and PDF/A-3a at once.

Pure: the same certificate always gives the same bytes. Everything that typesets is shipped with the package (template,
fonts) or is in the typst wheel; the fonts of the system are not looked at.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from lms.certificates.face import CertificateFace, FaceSignatory, credential
from lms.certificates.shapes import Form
from lms.certificates.words import WORDS
from lms.i18n import LANGUAGES
from lms.printing.lettering import printable, script
from lms.printing.qr import qr
from lms.printing.typeset import typeset_many

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def render(face: CertificateFace, form: Form) -> bytes:
    """The PDF of a certificate in one form, in about 20 ms. A process that has rendered one keeps the compiler."""
    return typeset_many(TEMPLATE, "certificate", _page(face, form), face.issued_on)


def _page(face: CertificateFace, form: Form) -> dict[str, Any]:
    languages = ("en", "ur") if form == "both" else (form,)
    words = WORDS[languages[0]]
    return {
        "title": f"{words.sample} ({face.serial})"
        if face.is_sample
        else f"{words.heading} {face.serial}: {printable(face.holder_en)}",
        "issuer": words.issuer,
        "description": printable(face.course_en),
        "keywords": [face.serial, printable(face.holder_en)],
        "letterhead": [
            {"language": language, "name": WORDS[language].issuer, "tagline": WORDS[language].tagline}
            for language in ("en", "ur")
        ],
        "panels": [_panel(face, language, alone=len(languages) == 1) for language in languages],
        "signatories": [_signatory(signatory, languages) for signatory in face.signatories],
        "logo": face.logo or None,
        "logo_words": words.logo.format(agency=printable(face.agency_en or words.issuer)),
        "sample": [{"language": language, "text": WORDS[language].sample} for language in languages]
        if face.is_sample
        else None,
        "address": printable(face.verification_address),
        "qr": qr(face.verification_address),
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
    latin_too = alone and urdu
    return {
        "language": language,
        "heading": words.heading,
        "certify": words.certify,
        "holder": _value(holder),
        "holder_latin": printable(", ".join(filter(None, (face.holder_en, face.rank_en))))
        if latin_too and face.holder_ur
        else None,
        "position": _value(position) if position else None,
        "completed": words.completed,
        "course": _value(course),
        "course_latin": printable(face.course_en) if latin_too and face.course_ur else None,
        "details": [
            words.levels[face.level],
            _apart(words.learning.format(hours=words.hours_of(face.hours))),
            _apart(words.completed_on.format(date=_date(face.completed_on, language))),
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


def _signatory(signatory: FaceSignatory, languages: tuple[str, ...]) -> dict[str, Any]:
    words = WORDS[languages[0]]
    if not signatory.name_ur:  # once is enough
        languages = languages[:1]
    return {
        "signature": signatory.signature or None,
        "signature_words": words.signature.format(name=printable(signatory.name_en)),
        "lines": [
            {
                "name": _value((signatory.name_ur if language == "ur" else "") or signatory.name_en),
                "title": _value((signatory.title_ur if language == "ur" else "") or signatory.title_en),
            }
            for language in languages
        ],
    }


def _value(text: str) -> dict[str, str]:
    text = printable(text)
    return {"text": text, "language": script(text)}


def _date(day: date, language: str) -> str:
    return _apart(format_date(day, "d MMMM y", locale=LANGUAGES[language].locale))


def _apart(text: str) -> str:
    """Numbers keep a whole space between themselves and words: Nastaliq's own is hardly seen beside a digit."""
    return re.sub(r"(?<=\d) | (?=\d)", "\u00a0", text)
