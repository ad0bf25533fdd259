"""Sign-in slips on A4, eight a page, in both languages: what somebody needs to sign in for the first time. PDF/UA.

Pure: codes are made by whoever asks for the slips.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from babel.dates import format_date

from lms.i18n import LANGUAGES
from lms.printing.lettering import printable, script
from lms.printing.qr import qr
from lms.printing.typeset import typeset

TEMPLATE = Path(__file__).parent / "typst" / "slips.typ"
INK = "#000000"
PAGE = "/first-sign-in"

WORDS = {
    "en": {
        "product": "Tarbiyat",
        "title": "Sign-in slip",
        "number": "Service number",
        "code": "One-time code",
        "until": "Valid until {day}, works once",
        "how": "Scan the picture, or open the address and type number and code. Choose a password. Show this slip to nobody.",
    },
    "ur": {
        "product": "تربیت",
        "title": "سائن ان پرچی",
        "number": "سروس نمبر",
        "code": "ایک بار کا کوڈ",
        "until": "{day} تک کارآمد، صرف ایک بار",
        "how": "تصویر اسکین کریں، یا پتا کھول کر نمبر اور کوڈ لکھیں، پھر پاس ورڈ منتخب کریں۔ پرچی کسی کو نہ دکھائیں۔",
    },
}


@dataclass(frozen=True)
class Slip:
    """One person's slip."""

    name_en: str
    name_ur: str
    number: str
    agency_en: str
    agency_ur: str
    code: str
    valid_until: date


def render(slips: Iterable[Slip], address: str, day: date) -> bytes:
    """The PDF of slips for the site at `address`."""
    page = f"{address}{PAGE}"
    values = {
        "title": f"{WORDS['en']['product']}: {WORDS['en']['title']} / {WORDS['ur']['title']}",
        "words": WORDS,
        "address": printable(page.removeprefix("https://").removeprefix("http://")),
        "slips": [_slip(slip, page) for slip in slips],
    }
    return typeset(TEMPLATE, "slips", values, day)


def sign_in_address(page: str, number: str) -> str:
    """The first sign-in's page with the number filled in, as the QR code holds it."""
    return f"{page}?name={quote(number, safe='')}"


def _slip(slip: Slip, page: str) -> dict[str, object]:
    days = {
        language: format_date(slip.valid_until, "d MMMM y", locale=LANGUAGES[language].locale) for language in WORDS
    }
    until = {language: WORDS[language]["until"].format(day=_apart(days[language])) for language in WORDS}
    names = list(dict.fromkeys(filter(None, (slip.name_en, slip.name_ur))))
    agencies = list(dict.fromkeys(filter(None, (slip.agency_en, slip.agency_ur))))
    return {
        "names": [_value(name) for name in names],
        "number": _value(slip.number),
        "agencies": [_value(agency) for agency in agencies],
        "code": slip.code,
        "until": until,
        "qr": qr(sign_in_address(page, slip.number), INK),
    }


def _value(text: str) -> dict[str, str]:
    text = printable(text)
    return {"text": text, "language": script(text)}


def _apart(day: str) -> str:
    """Numbers keep a whole space between themselves and words: Nastaliq's own is hardly seen beside a digit."""
    return day.replace(" ", "\u00a0")
