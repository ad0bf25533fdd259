"""Fields that forms of several parts have: digits of any script are read, and what is wrong is said in the language of the page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectMultipleField, TimeField, validators
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from lms.urdu import digits
from lms.web.database import LARGEST_KEY


def at_most(length: int) -> validators.Length:
    """A validator: no more letters than `length`."""
    return validators.Length(max=length, message=_l("This is too long."))


def on_one_line(typed: str | None) -> str:
    """A filter: on one line, without spaces around it and with single ones inside."""
    return " ".join((typed or "").split())


def a_key(value: Any) -> int:
    """For `coerce` of keys that nothing else is compared with: what no key of a table can be makes the database fail."""
    key = int(value)
    if not 0 < key <= LARGEST_KEY:
        raise ValueError(value)
    return key


def number_or_none(value: Any) -> int | None:
    """For `coerce` of a choice that may be left open."""
    return int(value) if value not in (None, "", "None") else None


class _InAnyDigits:
    """For fields that read digits of any script; what is none of them stays as it was typed, and `fault` says how to write it."""

    fault: Any
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([digits(value) for value in valuelist])  # type: ignore[misc]
        except ValueError:
            self.data = None
            if any(valuelist):
                raise ValueError(self.fault) from None


class DayField(_InAnyDigits, DateField):  # type: ignore[misc]
    fault = _l("This is not a day. Write it like 2026-12-31.")


class ClockField(_InAnyDigits, TimeField):  # type: ignore[misc]
    fault = _l("This is not a time. Write it like 14:30.")


class WholeNumberField(_InAnyDigits, IntegerField):  # type: ignore[misc]
    fault = _l("Write a whole number.")


class KeyField(IntegerField):  # type: ignore[misc]
    """The key of a row, as it stands in an address or is sent by a page; may be left out."""

    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if any(valuelist):
            try:
                self.data = a_key(valuelist[0])
            except ValueError:
                raise ValueError(_("There is nothing with this number.")) from None


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Any of several choices, each with a box to tick. What is not among the choices (any more) is left out."""

    data: Any
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        known = {choice.value for choice in self.iter_choices()}
        self.data = [value for value in self.data or () if value in known]
