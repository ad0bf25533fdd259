"""The shared template pieces, without the application around them, in English."""

from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule

from lms.config import ROOT
from lms.i18n import LANGUAGES
from lms.web.language import number_text
from lms.web.marked import Marked


def pieces(name: str) -> ModuleType | TemplateModule:
    """The macros of a file in `lms/templates`."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "lms" / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text,
        lambda one, many, number: one if number == 1 else many,
        newstyle=True,
        pgettext=lambda _context, text: text,
    )
    environment.globals.update(languages=LANGUAGES, current_language=LANGUAGES["en"], marked=Marked("en"))
    environment.filters["number"] = number_text
    return environment.get_template(name).module
