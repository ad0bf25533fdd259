"""The language of the interface: chosen once, remembered, applied to every page.

Catalogues are read from the `.po` files themselves when the application starts, so that nothing has to be compiled.
"""

import math
import re
import struct
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain
from flask_babel import gettext as _
from markupsafe import Markup, escape

from lms.days import ZONE, day
from lms.errors import Refused
from lms.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language
from lms.web.access import signed_in
from lms.web.routing import way_back

COOKIE = "language"
_COMMA = {"en": ", ", "ur": "، "}
LOCALES = {language.code: Locale.parse(language.locale) for language in LANGUAGES.values()}


class InterfaceBabel(Babel):  # type: ignore[misc]
    """Flask-Babel over catalogues that are held in memory."""

    def __init__(self, catalogues: dict[str, Translations]) -> None:
        self.catalogues = catalogues
        super().__init__()

    @cached_property
    def domain_instance(self) -> Domain:
        return InterfaceDomain(self.catalogues)


class InterfaceDomain(Domain):  # type: ignore[misc]
    """The words of the interface, in the language of the request."""

    def __init__(self, catalogues: dict[str, Translations]) -> None:
        self.catalogues = catalogues
        super().__init__()

    def get_translations(self) -> Translations:
        return self.catalogues[current_language().code]


def read_catalogue(path: Path, kept_in: Path | None = None) -> Translations:
    """The translations in a `.po` file; empty if there is none (the source language has no catalogue). What is made of it is kept
    in a folder, if that is there, for the next start, which would need a fifth of a second for the same."""
    if not path.exists():
        return Translations()
    written = path.read_bytes()
    kept = kept_in / f"words-{sha256(written).hexdigest()[:20]}.mo" if kept_in else None
    if kept is not None:
        with suppress(OSError, ValueError, struct.error):  # not there, or broken by a machine that lost its power
            return Translations(BytesIO(kept.read_bytes()))
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(written)))
    if kept is not None and kept.parent.is_dir():
        with suppress(OSError):
            _keep(kept, compiled.getvalue())
    compiled.seek(0)
    return Translations(compiled)


def _keep(path: Path, body: bytes) -> None:
    """Put a file in its place at once, whoever else does so meanwhile, and take away those that it follows."""
    with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        file.write(body)
    Path(file.name).replace(path)
    for old in path.parent.glob("words-*.mo"):
        if old != path:
            old.unlink(missing_ok=True)


def init_app(app: Flask, folder: Path, kept_in: Path) -> None:
    catalogues = {code: read_catalogue(folder / code / "LC_MESSAGES" / "messages.po", kept_in) for code in LANGUAGES}
    InterfaceBabel(catalogues).init_app(app, locale_selector=lambda: LOCALES[current_language().code])
    app.extensions["translations"] = catalogues
    app.jinja_env.globals.update(languages=LANGUAGES, Refused=Refused, way_back=way_back)
    app.jinja_env.filters.update(
        date=date_text,
        moment=moment_text,
        clock=clock_time,
        number=number_text,
        percent=percent_text,
        refusal=refusal_text,
        bdi=bdi,
        opening=opening,
    )


def current_language() -> Language:
    """The interface language of this request: the person's own, then the browser's choice made here, then Urdu."""
    chosen: Language | None = g.get("language")
    if chosen is None:
        chosen = g.language = _chosen()
    return chosen


def speak(language: Language) -> None:
    """Answer this request in `language`, whatever the person's own is. Before anything is said."""
    g.language = language


def _chosen() -> Language:
    person = signed_in()
    if person is not None and person.language in LANGUAGES:
        return LANGUAGES[person.language]
    return LANGUAGES.get(request.cookies.get(COOKIE, ""), LANGUAGES[DEFAULT_LANGUAGE])


def refusal_text(refused: Refused) -> str:
    """What a refusal says, in the language of this request."""
    values = {name: _plain(value) if isinstance(value, date) else value for name, value in refused.values.items()}
    text: str = _(refused.message, **values)
    return text


def number_text(number: float) -> str:
    """`1,345,000`, `0.5`: the same in both languages, and never as a power of ten."""
    text: str = format_decimal(number, "#,##0.######", locale="en_GB")
    return text


def percent_text(number: float) -> str:
    """`91.6 %`, `91.6 فیصد`: rounded down, so that nobody who has failed reads the pass mark as the score."""
    text: str = _("%(number)s %%", number=number_text(math.floor(number * 10 + 1e-6) / 10))
    return text


def date_text(moment: Any) -> str:
    """`23 November 2026`, `23 نومبر 2026`: a date, or the day in Pakistan on which a moment falls."""
    if isinstance(moment, datetime):
        moment = day(moment)
    return format_date(moment, "d MMMM y", locale=LOCALES[current_language().code])


def moment_text(moment: datetime) -> Markup:
    """A date with the time of day in Pakistan, 24 hours, isolated so that Urdu around it cannot turn it round."""
    time = Markup('<bdi dir="ltr">{}</bdi>' if current_language().code == "ur" else "<bdi>{}</bdi>").format(
        clock_time(moment)
    )
    return Markup("{}{}{}").format(date_text(moment), _COMMA[current_language().code], time)


def _plain(moment: date) -> str:
    """A day or a moment where there can be no HTML; four digits and a colon stay in their order without it."""
    if not isinstance(moment, datetime):
        return date_text(moment)
    return f"{date_text(moment)}{_COMMA[current_language().code]}{clock_time(moment)}"


def clock_time(moment: datetime) -> str:
    """The time of day in Pakistan, 24 hours."""
    return format_datetime(moment, "HH:mm", tzinfo=ZONE, locale="en_GB")


def bdi(value: object, language: str | None = None) -> Markup:
    """A person's own value (a name, a number, a file) kept apart from the direction of the text around it."""
    if language:
        return Markup('<bdi lang="{}">{}</bdi>').format(language, value)
    return Markup("<bdi>") + escape(value) + Markup("</bdi>")


def opening(text: str, enough: int = 60) -> str:
    """The first sentences of a text, as many as say something. Never cut inside one: Nastaliq has no place for an ellipsis."""
    ends = (found.end() for found in re.finditer(r"[.۔?؟!]+(?=\s)", text))
    return text[: next((end for end in ends if end >= enough), None)]


def now() -> datetime:
    """The present moment; views pass it on, so that rules never ask a clock."""
    return datetime.now(UTC)
