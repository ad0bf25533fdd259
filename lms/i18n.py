"""Languages of the product: their codes, direction and the marker for words to translate. Knows no Flask."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One interface language: its catalogue code, the CLDR locale for dates and numbers, its own name, its direction."""

    code: str
    locale: str
    name: str
    direction: str


LANGUAGES: dict[str, Language] = {
    "en": Language("en", "en_GB", "English", "ltr"),
    "ur": Language("ur", "ur_PK", "اردو", "rtl"),
}
DEFAULT_LANGUAGE = "ur"


def direction(code: str) -> str:
    """`rtl` or `ltr`; a language that the product does not know is taken to run left to right."""
    return LANGUAGES[code].direction if code in LANGUAGES else "ltr"


def N_(text: str) -> str:  # noqa: N802 - the name that gettext extractors look for
    """Mark `text` for the catalogue; it is translated where it is shown."""
    return text
