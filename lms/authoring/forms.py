"""What people type in the workshop: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, MultipleFileField, RadioField, StringField, validators

from lms.authoring.actions import LONGEST_TITLE


def _tidied(text: str | None) -> str:
    """On one line, without spaces around it."""
    return " ".join((text or "").split())


_not_too_long = validators.Length(max=LONGEST_TITLE, message=_l("This is too long."))


class NewCourseForm(Form):
    title = StringField(
        _l("Title of the course"),
        [validators.DataRequired(_l("Write a title.")), _not_too_long],
        filters=[_tidied],
    )
    address = StringField(
        _l("Address"),
        [_not_too_long],
        filters=[_tidied],
        description=_l(
            "Small Latin letters, digits and hyphens, for instance front-desk. It stands in web addresses and stays for ever."
            " Leave it empty, and it is made from the title."
        ),
    )


class UploadForm(Form):
    files = MultipleFileField(_l("Files"))
    folder = MultipleFileField(_l("Or a whole folder"))
    title = StringField(
        _l("Title of the course"),
        [_not_too_long],
        filters=[_tidied],
        description=_l("Leave it empty if it stands in your files."),
    )
    address = NewCourseForm.address


class LessonForm(Form):
    title = StringField(
        _l("Title of the lesson"),
        [validators.DataRequired(_l("Write a title.")), _not_too_long],
        filters=[_tidied],
    )
    kind = RadioField(
        _l("What is it?"),
        choices=[("lesson", _l("A lesson to read, with checks")), ("quiz", _l("The graded quiz"))],
        default="lesson",
    )


class RenameForm(Form):
    name = StringField(
        _l("Name"),
        [validators.DataRequired(_l("Write a name.")), validators.Length(max=60, message=_l("This is too long."))],
        filters=[_tidied],
        description=_l("Small Latin letters, digits and hyphens."),
    )


class MediaForm(Form):
    files = MultipleFileField(_l("Pictures, films, recordings, captions or PDF"))
