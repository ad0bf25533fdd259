"""What people type about live sessions: shape only."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms.fields import SelectChoice

from lms.batches.forms import DayField
from lms.days import ZONE
from lms.live.models import LiveKind

LONGEST_TITLE = 200
LONGEST_SESSION = 24 * 60
MOST_PLACES = 100_000
SHORTEST_SHARE, USUAL_SHARE = 1, 75


def _tidied(text: str | None) -> str:
    """On one line, without spaces around it."""
    return " ".join((text or "").split())


def _at_most(length: int) -> validators.Length:
    return validators.Length(max=length, message=_l("This is too long."))


class ClockField(TimeField):
    """A time of day; what is none is said in the language of the page, and what was typed stays."""

    data: Any

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            if any(valuelist):
                raise ValueError(_("Write a time, for example 14:30.")) from None


class WholeNumberField(IntegerField):
    """A whole number; the same."""

    data: Any

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            if any(valuelist):
                raise ValueError(_("Write a whole number.")) from None


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class SessionForm(Form):
    """A live session. Its time is that of Pakistan."""

    title = StringField(
        _l("What it is about"),
        [validators.DataRequired(_l("Write a title.")), _at_most(LONGEST_TITLE)],
        filters=[_tidied],
    )
    kind = RadioField(
        _l("How it is held"),
        choices=[
            SelectChoice(LiveKind.WEBINAR.value, _l("Webinar, over the internet")),
            SelectChoice(LiveKind.CLASSROOM.value, _l("In a classroom")),
        ],
        default=LiveKind.WEBINAR.value,
    )
    course = SelectField(
        _l("Course"),
        coerce=_number_or_none,
        validate_choice=False,
        description=_l("Where a course asks for live sessions, those about it count, and those about all courses."),
    )
    starts_on = DayField(_l("Day"), [validators.InputRequired(_l("Write a day, for example 2026-12-31."))])
    starts_at = ClockField(
        _l("Begins at"),
        [validators.InputRequired(_l("Write a time, for example 14:30."))],
        description=_l("Pakistan time, 24 hours."),
    )
    minutes = WholeNumberField(
        _l("How many minutes"),
        [
            validators.InputRequired(_l("Write a whole number.")),
            validators.NumberRange(1, LONGEST_SESSION, _l("A session lasts from 1 to 1440 minutes.")),
        ],
        default=60,
    )
    link = StringField(
        _l("Link to the webinar"),
        [_at_most(2000)],
        filters=[_tidied],
        description=_l("The whole address, for example https://zoom.us/j/123456789. Members see it."),
    )
    venue = StringField(_l("Place"), [_at_most(LONGEST_TITLE)], filters=[_tidied])
    capacity = WholeNumberField(
        _l("Places"),
        [validators.Optional(), validators.NumberRange(1, MOST_PLACES, _l("Write a number from 1 on."))],
        description=_l("How many can take part. You are told if the batch has more members."),
    )
    trainer = StringField(
        _l("Trainer"),
        [_at_most(100)],
        filters=[_tidied],
        description=_l("User name or service number, if it is not the trainer of the batch."),
    )
    note = TextAreaField(
        _l("Note"), [_at_most(2000)], description=_l("Members see it: what to bring, what to prepare.")
    )

    def validate_link(self, field):
        if field.data and not _is_address(field.data):
            raise validators.ValidationError(_("Write the whole address, beginning with https://."))

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.starts_on.data, self.starts_at.data, ZONE)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc) and text.isprintable() and " " not in text


class ParticipantsForm(Form):
    file = FileField(_l("List of participants"))
    share = WholeNumberField(
        _l("Present from how much of the session"),
        [
            validators.InputRequired(_l("Write a whole number.")),
            validators.NumberRange(SHORTEST_SHARE, 100, _l("Write a number from 1 to 100.")),
        ],
        default=USUAL_SHARE,
        description=_l(
            "How much of the session’s time, out of 100. Whoever stayed less is not ticked; you can still tick them."
        ),
    )


class CodeForm(Form):
    code = StringField(_l("Code on the screen"), [validators.DataRequired(_l("Write the code.")), _at_most(40)])
