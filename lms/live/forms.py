"""What people type about live sessions: shape only."""

from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields import SelectChoice

from lms.days import ZONE
from lms.live.models import LONGEST_SESSION, LiveKind
from lms.web.fields import ClockField, DayField, WholeNumberField, at_most, number_or_none, on_one_line

LONGEST_TITLE = 200
MOST_PLACES = 100_000
SHORTEST_SHARE, USUAL_SHARE = 1, 75


class SessionForm(Form):
    """A live session. Its time is that of Pakistan."""

    title = StringField(
        _l("What it is about"),
        [validators.DataRequired(_l("Write what it is about.")), at_most(LONGEST_TITLE)],
        filters=[on_one_line],
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
        coerce=number_or_none,
        validate_choice=False,
        description=_l("Where a course asks for live sessions, those about it count, and those about all courses."),
    )
    starts_on = DayField(_l("Day"), [validators.InputRequired(_l("Write a day, for example 2026-12-31."))])
    starts_at = ClockField(
        _l("Begins at"),
        [validators.InputRequired(_l("Write a time, for example 14:30."))],
        description=_l("Pakistan time."),
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
        [at_most(2000)],
        filters=[on_one_line],
        description=_l("The whole address, for example https://zoom.us/j/123456789. Members see it."),
    )
    venue = StringField(
        _l("Place"),
        [at_most(LONGEST_TITLE)],
        filters=[on_one_line],
        description=_l("Only for a class; a webinar has none."),
    )
    capacity = WholeNumberField(
        _l("Places"),
        [validators.Optional(), validators.NumberRange(1, MOST_PLACES, _l("Write a number from 1 on."))],
        description=_l("How many can take part. You are told if the batch has more members."),
    )
    trainer = StringField(
        _l("Trainer"),
        [at_most(100)],
        filters=[on_one_line],
        description=_l("User name or service number, if it is not the trainer of the batch."),
    )
    note = TextAreaField(_l("Note"), [at_most(2000)], description=_l("Members see it: what to bring, what to prepare."))

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
    code = StringField(_l("Code on the screen"), [validators.DataRequired(_l("Write the code.")), at_most(40)])
