"""What people type about accounts: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, PasswordField, StringField, validators


def _required() -> validators.DataRequired:
    return validators.DataRequired(_l("This field is required."))


def _at_most(length: int) -> validators.Length:
    return validators.Length(max=length, message=_l("This is too long."))


class SignInForm(Form):
    sign_in_name = StringField(_l("Service number or user name"), [_required(), _at_most(100)])
    password = PasswordField(_l("Password"), [validators.InputRequired(_l("This field is required.")), _at_most(500)])
    shared_computer = BooleanField(_l("This is a shared computer"))
    next = HiddenField(validators=[_at_most(2000)])
    pending = HiddenField()


class FirstSignInForm(Form):
    sign_in_name = StringField(_l("Service number or user name"), [_required(), _at_most(100)])
    code = StringField(
        _l("One-time code"),
        [_required(), _at_most(60)],
        description=_l("It is printed on the slip from your coordinator, for example ABCD-2345-EFGH."),
    )
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), _at_most(500)],
        description=_l(
            "At least 12 characters (staff: 15). A few words that do not belong together are easy to remember."
        ),
    )
    shared_computer = BooleanField(_l("This is a shared computer"))


class SetupForm(Form):
    name_en = StringField(_l("Full name in Latin letters"), [_required(), _at_most(200)])
    name_ur = StringField(_l("Full name in Urdu letters"), [_at_most(200)])
    user_name = StringField(_l("User name"), [_required(), _at_most(60)])
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), _at_most(500)],
        description=_l("At least 15 characters. A few words that do not belong together are easy to remember."),
    )


class PasswordForm(Form):
    current_password = PasswordField(_l("Current password"), [validators.InputRequired(_l("This field is required."))])
    new_password = PasswordField(
        _l("New password"),
        [validators.InputRequired(_l("This field is required.")), _at_most(500)],
        description=_l(
            "At least 12 characters (staff: 15). A few words that do not belong together are easy to remember."
        ),
    )
