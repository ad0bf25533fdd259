"""In which shapes certificates are handed out."""

from typing import Literal, get_args

Form = Literal["en", "ur", "both"]
"""The language of a PDF; `both` is Urdu and English side by side."""
FORMS: tuple[Form, ...] = get_args(Form)

Arrangement = Literal["files", "printing"]
"""One PDF for each certificate; or one of all of them, in their order, to be sent to a printer."""
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)
