"""What people type about certificates: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, Form, HiddenField, RadioField, StringField, TextAreaField, validators
from wtforms.fields import SelectChoice

from lms.certificates.numbering import fold_code, is_serial
from lms.web.fields import at_most, on_one_line

LONGEST_NAME = 120


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [
            validators.DataRequired(_l("Write the reason.")),
            at_most(1000),
        ],
        description=_l("It is kept with the certificate and read by staff only."),
    )


class CodeForm(Form):
    code = StringField(
        _l("Verification code"),
        [validators.DataRequired(_l("Write the code."))],
        description=_l("It is printed on the certificate beside the QR code, for example 7K3M-9QWX-2FHT-C5RV."),
    )

    def validate_code(self, field: StringField) -> None:
        """A slip of the pen is told apart from a certificate that is not genuine."""
        if is_serial(field.data):
            raise validators.ValidationError(
                _l(
                    "This is the certificate’s number. The code has 16 letters and digits and is printed beside the QR code."
                )
            )
        if not fold_code(field.data):
            raise validators.ValidationError(_l("A code has 16 letters and digits. Compare it with the certificate."))


class ExportForm(Form):
    language = RadioField(
        _l("Language of the certificates"),
        choices=[
            SelectChoice("both", _l("Urdu and English")),
            SelectChoice("ur", _l("Urdu")),
            SelectChoice("en", _l("English")),
        ],
        default="both",
        validators=[validators.InputRequired(_l("Choose one."))],
    )
    arrangement = RadioField(
        _l("Files"),
        choices=[
            SelectChoice("files", _l("One PDF for each certificate, to be sent on")),
            SelectChoice("printing", _l("One PDF of all of them, for printing")),
        ],
        default="files",
        validators=[validators.InputRequired(_l("Choose one."))],
    )


class SignatoryForm(Form):
    """One who signs; several of them stand in one page, told apart by a prefix. Left empty altogether, it is nobody."""

    name_en = StringField(_l("Name in Latin letters"), filters=[on_one_line])
    name_ur = StringField(_l("Name in Urdu letters"), filters=[on_one_line])
    title_en = StringField(_l("Title in English"), filters=[on_one_line])
    title_ur = StringField(_l("Title in Urdu"), filters=[on_one_line])
    picture = FileField(_l("Picture of the signature"))
    kept = HiddenField()
    without = BooleanField(_l("Remove this picture"))

    @property
    def is_empty(self) -> bool:
        return not any(self[name].data for name in ("name_en", "name_ur", "title_en", "title_ur"))

    def validate(self, extra_validators=None) -> bool:
        """Somebody has a name and a title that a certificate in English can show."""
        super().validate(extra_validators)
        for field in (self.name_en, self.name_ur, self.title_en, self.title_ur):
            if len(field.data) > LONGEST_NAME:
                field.errors = [_l("This is too long.")]
        if not self.is_empty:
            for field, text in ((self.name_en, _l("Write the name.")), (self.title_en, _l("Write the title."))):
                if not field.data:
                    field.errors = [text]
        return not self.errors


class LogoForm(Form):
    picture = FileField(_l("Logo"))
    kept = HiddenField()
    without = BooleanField(_l("Remove this picture"))
