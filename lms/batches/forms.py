"""What coordinators type about batches, and administrators about learning paths: shape only."""

import re
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields import SelectChoice

from lms.web.fields import CheckboxesField, DayField, KeyField, a_key, at_most, number_or_none, on_one_line

LONGEST_NAME = 200
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class BatchForm(Form):
    """`agency` is asked for a new batch only."""

    name = StringField(
        _l("Name of the batch"),
        [validators.DataRequired(_l("Write a name.")), at_most(LONGEST_NAME)],
        filters=[on_one_line],
        description=_l("As people here call it, for example “Rohri, first group”."),
    )
    agency = SelectField(
        _l("Agency"),
        coerce=number_or_none,
        description=_l("Whoever is in the batch is of this agency or of a unit under it."),
        validate_choice=False,
    )
    starts_on = DayField(
        _l("First day"),
        [validators.InputRequired(_l("Write a day, for example 2026-12-31."))],
        description=_l("Before this day its members see the batch, but its courses are closed to them."),
    )
    due_on = DayField(_l("To be finished by"), [validators.Optional()])
    path = SelectField(
        _l("Learning path"),
        coerce=number_or_none,
        description=_l("All published courses of a path that is chosen here come into the batch, in its order."),
        validate_choice=False,
    )
    courses = CheckboxesField(_l("Courses"))
    trainer = StringField(
        _l("Trainer"),
        [at_most(100)],
        filters=[on_one_line],
        description=_l("User name or service number. The trainer sees the batch and can take attendance."),
    )
    venue = StringField(_l("Place"), [at_most(LONGEST_NAME)], filters=[on_one_line])
    note = TextAreaField(
        _l("Note"), [at_most(2000)], description=_l("For coordinators and the trainer; members do not see it.")
    )

    def validate_due_on(self, field):
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise validators.ValidationError(_("This is before the first day."))


class NumbersForm(Form):
    numbers = TextAreaField(
        _l("Service numbers, one a line"),
        [validators.DataRequired(_l("Write at least one number.")), at_most(200_000)],
        description=_l("Copied from a spreadsheet, for example. Who is in the batch already stays in it once."),
    )


class PeopleForm(Form):
    person = SelectMultipleField(coerce=a_key, validate_choice=False)


class SourceForm(Form):
    """An agency or a batch whose people are added."""

    source = KeyField(validators=[validators.InputRequired()])


class Act(StrEnum):
    """What is done for the members who are ticked."""

    REMIND = "remind"
    ATTEMPT = "attempt"
    DAY = "day"
    TAKE_BACK = "take back"


class ActForm(Form):
    enrolment = SelectMultipleField(coerce=a_key, validate_choice=False)
    act = RadioField(
        _l("What is to be done for who is ticked?"),
        choices=[
            SelectChoice(Act.REMIND.value, _l("Remind them now")),
            SelectChoice(Act.ATTEMPT.value, _l("Allow another attempt at the quiz")),
            SelectChoice(Act.DAY.value, _l("Give them a day of their own to finish by")),
            SelectChoice(Act.TAKE_BACK.value, _l("Take back an attempt that was allowed")),
        ],
        default=Act.REMIND.value,
    )
    due_on = DayField(_l("Finish by"), description=_l("Only for a day of their own."))
    reason = StringField(
        _l("Reason"),
        [at_most(500)],
        filters=[on_one_line],
        description=_l("Kept in the record of what was done; not needed for a reminder."),
    )

    def validate_due_on(self, field):
        if self.act.data == Act.DAY and field.data is None:
            raise validators.StopValidation(_("Write a day, for example 2026-12-31."))

    def validate_reason(self, field):
        if self.act.data != Act.REMIND and not field.data:
            raise validators.ValidationError(_("Write the reason."))


class PathForm(Form):
    name_en = StringField(
        _l("Name in English"),
        [validators.DataRequired(_l("Write a name.")), at_most(LONGEST_NAME)],
        filters=[on_one_line],
    )
    name_ur = StringField(
        _l("Name in Urdu"), [validators.DataRequired(_l("Write a name.")), at_most(LONGEST_NAME)], filters=[on_one_line]
    )
    courses = TextAreaField(
        _l("Courses, one a line"),
        [validators.DataRequired(_l("Write at least one course.")), at_most(20_000)],
        description=_l(
            "In order, each by its name in web addresses, for example interviewing-junior. A course that is not published yet"
            " may be named: it comes in when it is."
        ),
    )

    @property
    def slugs(self) -> list[str]:
        return (self.courses.data or "").split()

    def validate_courses(self, field):
        for name in self.slugs:
            if not SLUG.fullmatch(name):
                raise validators.ValidationError(
                    _("“%(name)s” is not the name of a course: small letters, digits and hyphens.", name=name)
                )
