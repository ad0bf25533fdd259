"""What people type about accounts: shape only."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    validators,
)
from wtforms.fields import SelectChoice

from lms.i18n import LANGUAGES
from lms.people.actions.keeping import NEEDS_SIGN_IN_NAME
from lms.people.models import Agency, Province, RankBand, Sex
from lms.people.names import in_latin, in_urdu
from lms.people.ranks import spelt
from lms.people.tree import tree_of
from lms.people.words import PROVINCES, RANK_BANDS, ROLES, SEXES
from lms.urdu import digits
from lms.web.fields import CheckboxesField, DayField, at_most, on_one_line
from lms.web.language import current_language, now


def agency_choices(agencies: Iterable[Agency]) -> list[SelectChoice]:
    """Agencies as they are chosen in forms, units set in under their agency."""
    language = current_language().code
    return [
        SelectChoice(each.agency.id, "\u2003" * each.depth + each.agency.name(language)) for each in tree_of(agencies)
    ]


def _required() -> validators.DataRequired:
    return validators.DataRequired(_l("This field is required."))


def _a_name(_form: Form, field: StringField) -> None:
    """A validator: letters, of whichever script. Whose name is known in Urdu letters only has it in place of the Latin one too."""
    if not in_latin(field.data) and not in_urdu(field.data):
        raise validators.ValidationError(_l("A name has letters."))


def _an_urdu_name(_form: Form, field: StringField) -> None:
    if field.data and not in_urdu(field.data):
        raise validators.ValidationError(_l("Write the name in Urdu letters, or leave this empty."))


def _name_en() -> StringField:
    return StringField(_l("Full name in Latin letters"), [_required(), at_most(200), _a_name], filters=[on_one_line])


def _name_ur() -> StringField:
    return StringField(_l("Full name in Urdu letters"), [at_most(200), _an_urdu_name], filters=[on_one_line])


class SignInForm(Form):
    sign_in_name = StringField(_l("Service number or user name"), [_required(), at_most(100)])
    password = PasswordField(_l("Password"), [validators.InputRequired(_l("This field is required.")), at_most(500)])
    shared_computer = BooleanField(_l("This is a shared computer"))
    next = HiddenField(validators=[at_most(2000)])
    pending = HiddenField()


class FirstSignInForm(Form):
    sign_in_name = StringField(_l("Service number or user name"), [_required(), at_most(100)])
    code = StringField(
        _l("One-time code"),
        [_required(), at_most(60)],
        description=_l("It is printed on the slip from your coordinator, for example ABCD-2345-EFGH."),
    )
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), at_most(500)],
        description=_l(
            "At least 12 characters (staff: 15). A few words that do not belong together are easy to remember."
        ),
    )
    shared_computer = BooleanField(_l("This is a shared computer"))


class SetupForm(Form):
    name_en = _name_en()
    name_ur = _name_ur()
    user_name = StringField(_l("User name"), [_required(), at_most(60)])
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), at_most(500)],
        description=_l("At least 15 characters. A few words that do not belong together are easy to remember."),
    )


class PasswordForm(Form):
    current_password = PasswordField(_l("Current password"), [validators.InputRequired(_l("This field is required."))])
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), at_most(500)],
        description=_l(
            "At least 12 characters (staff: 15). A few words that do not belong together are easy to remember."
        ),
    )


class PercentField(IntegerField):
    """A whole number of per cent, in digits of any script."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata([digits(value) for value in valuelist])
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a number from 0 to 300.")) from None


def _or_none(typed: str | None) -> str | None:
    return on_one_line(typed) or None


def _number(typed: str | None) -> str | None:
    return digits(on_one_line(typed)) or None


def _email() -> StringField:
    wrong = _l("An e-mail address looks like name@example.gov.pk.")
    # what every mail server takes: Latin letters
    shape = validators.Regexp(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+\Z", message=wrong)
    return EmailField(_l("E-mail address"), [validators.Optional(), at_most(200), shape], filters=[_or_none])


def _phone() -> StringField:
    shape = validators.Regexp(r"\+?[\d\s()/-]{6,30}\Z", message=_l("A telephone number has digits, spaces and dashes."))
    return TelField(_l("Telephone number"), [validators.Optional(), shape], filters=[_number])


Word = TypeVar("Word", bound=StrEnum)
YOUNGEST, OLDEST = 15, 100


class BornOn:
    """The birth date, for forms that have it: of somebody who can be in service."""

    born_on = DayField(_l("Birth date"), [validators.Optional()])

    def validate_born_on(self, field: DayField) -> None:
        years = now().year - field.data.year if field.data else YOUNGEST
        if not YOUNGEST <= years <= OLDEST:
            raise validators.ValidationError(_l("Check the year of birth."))


def _choices(words, empty=None):
    first = [] if empty is None else [SelectChoice("", empty)]
    return [*first, *(SelectChoice(each.value, _l(word)) for each, word in words.items())]


def _one_of(kind: type[Word], typed: str | None) -> Word | None:
    """A word of an enumeration; None for anything else, which hidden fields can hold."""
    return next((each for each in kind if each.value == typed), None)


class PersonForm(BornOn, Form):
    """The record of a person. `values` are its fields as they are kept; a rank band that is not chosen is that of the rank."""

    name_en = _name_en()
    name_ur = _name_ur()
    service_number = StringField(_l("Service number"), [at_most(60)], filters=[_or_none])
    user_name = StringField(
        _l("User name"), [at_most(60)], filters=[_or_none],
        description=_l("For people without a service number. One of the two is needed to sign in."),
    )  # fmt: skip
    rank = StringField(_l("Rank"), [at_most(100)], filters=[on_one_line])
    rank_band = SelectField(
        _l("Level of the rank"),
        choices=_choices(RANK_BANDS, _l("As the rank says")),
        description=_l("Courses and reports tell people apart by it."),
    )
    province = SelectField(_l("Province"), choices=_choices(PROVINCES, _l("Not stated")))
    sex = SelectField(_l("Sex"), choices=_choices(SEXES))
    phone = _phone()
    email = _email()
    language = SelectField(_l("Language"), choices=[SelectChoice(each.code, each.name) for each in LANGUAGES.values()])
    extra_time = PercentField(
        _l("Extra time in quizzes, in per cent"),
        [validators.InputRequired(_l("Write a number from 0 to 300.")),
         validators.NumberRange(0, 300, _l("Write a number from 0 to 300."))],
        description=_l("For people who need longer to read or to write. It holds from the next attempt on."),
    )  # fmt: skip

    def validate_service_number(self, field: StringField) -> None:
        if not field.data and not self.user_name.data:
            raise validators.ValidationError(_l(NEEDS_SIGN_IN_NAME))

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: self[name].data for name in PERSON_FIELDS}
        if not in_latin(typed["name_en"] or ""):
            typed["name_ur"] = typed["name_ur"] or typed["name_en"]
        return typed | {
            "rank": spelt(self.rank.data or ""),
            "rank_band": _one_of(RankBand, self.rank_band.data),
            "province": _one_of(Province, self.province.data),
            "sex": _one_of(Sex, self.sex.data) or Sex.NOT_STATED,
        }


PERSON_FIELDS = (
    "name_en", "name_ur", "service_number", "user_name", "rank", "rank_band", "province", "sex", "born_on", "phone",
    "email", "language", "extra_time",
)  # fmt: skip


class NewPersonForm(PersonForm):
    agency_id = SelectField(_l("Agency"), coerce=int)


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [_required(), at_most(1000)],
        description=_l("It is kept in the audit and read by administrators only."),
    )


class MoveForm(Form):
    agency_id = SelectField(_l("New agency"), coerce=int)
    seen = HiddenField()
    reason = TextAreaField(_l("Reason"), [at_most(1000)])


class RolesForm(Form):
    roles = CheckboxesField(_l("Roles"), choices=_choices(ROLES))
    coordinates = SelectField(_l("Looks after the people of"), coerce=int)
    seen = HiddenField()


class ContactForm(Form):
    phone = _phone()
    email = _email()


class ContactAndBirthForm(BornOn, ContactForm):
    """For somebody whose birth date is not known yet."""


class NameForm(Form):
    """Another spelling of the own name. Whoever has none in Latin letters may write an Urdu one in its place."""

    has_latin_name = True
    name_en = _name_en()
    name_ur = _name_ur()
    remark = TextAreaField(
        _l("What your coordinator should know"),
        [at_most(1000)],
        description=_l("For example how it is written on your CNIC or your service card."),
    )

    def validate_name_en(self, field: StringField) -> None:
        if self.has_latin_name and not in_latin(field.data):
            raise validators.ValidationError(_l("Write the name in Latin letters."))


class DecisionForm(Form):
    answer = TextAreaField(_l("Your answer"), [at_most(1000)], description=_l("The person reads it."))


DIFFICULTY = (
    SelectChoice("1", _l("No difficulty")),
    SelectChoice("2", _l("Some difficulty")),
    SelectChoice("3", _l("A lot of difficulty")),
    SelectChoice("4", _l("Cannot do it at all")),
    SelectChoice("", _l("I leave this open")),
)


class FunctioningForm(Form):
    """The six domains of the Washington Group Short Set on Functioning, in its order."""

    seeing = RadioField(_l("Seeing, also with glasses if you wear them"), choices=DIFFICULTY, default="")
    hearing = RadioField(_l("Hearing, also with a hearing aid if you use one"), choices=DIFFICULTY, default="")
    walking = RadioField(_l("Walking or climbing steps"), choices=DIFFICULTY, default="")
    remembering = RadioField(_l("Remembering or concentrating"), choices=DIFFICULTY, default="")
    self_care = RadioField(_l("Looking after yourself, such as washing or dressing"), choices=DIFFICULTY, default="")
    communicating = RadioField(
        _l("Making yourself understood and understanding others, in the language that you usually speak"),
        choices=DIFFICULTY,
        default="",
    )

    @property
    def answers(self) -> dict[str, int | None]:
        return {field.name: int(field.data) if field.data else None for field in self}


class AgencyForm(Form):
    name_en = StringField(_l("Name in English"), [_required(), at_most(200)], filters=[on_one_line])
    name_ur = StringField(_l("Name in Urdu"), [_required(), at_most(200)], filters=[on_one_line])
    parent_id = SelectField(_l("Under"), coerce=int)

    @property
    def values(self) -> dict[str, Any]:
        return {"name_en": self.name_en.data, "name_ur": self.name_ur.data, "parent_id": self.parent_id.data or None}


class NewAgencyForm(AgencyForm):
    code = StringField(
        _l("Code"),
        [_required(), validators.Regexp(r"[A-Za-z][A-Za-z0-9-]{1,19}\Z", message=_l(
            "A code has 2 to 20 Latin letters, digits and dashes, and begins with a letter."
        ))],
        description=_l("Short and for ever, for example ANF-KHI. It stands for the agency in files."),
        filters=[_or_none],
    )  # fmt: skip


class ImportForm(Form):
    """A list of people. `agency_id` gets its choices from the viewer's agencies."""

    file = FileField(
        _l("Spreadsheet"),
        description=_l(
            "XLSX or CSV, up to 10 MB and 20,000 people. The row with the headers may stand anywhere near the top."
        ),
    )
    agency_id = SelectField(
        _l("Agency of new people"),
        coerce=int,
        description=_l(
            "It counts for rows that name no agency of their own. Whoever is here already stays where they are."
        ),
    )
