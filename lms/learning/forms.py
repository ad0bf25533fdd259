"""What people type and choose while learning, read into the shape in which answers are stored."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DecimalField, Form, HiddenField, RadioField, TextAreaField, validators
from wtforms.fields import SelectChoice

from lms.catalog.course import Answer, Question, QuestionType
from lms.catalog.models import RevisionKind


def read_answer(form: MultiDict[str, str], question: Question) -> Answer | None:
    """The answer to a question in a posted form, or None if nothing was chosen or written.

    Fields are named by the question's id; a match and an order have one field for each left side or step (`<id>:<option>`).
    """
    match question.type:
        case QuestionType.CHOOSE_ONE | QuestionType.TRUE_OR_FALSE | QuestionType.CHOOSE_ALL | QuestionType.SCALE:
            return form.getlist(question.id) or None
        case QuestionType.MATCH:
            return _by_option(form, question.id, [left.id for left in question.lefts])
        case QuestionType.ORDER:
            return in_order(_by_option(form, question.id, [step.id for step in question.options]), question)
        case _:
            # browsers send the ends of lines in two ways, from a form and from a script
            return form.get(question.id, "").replace("\r\n", "\n").strip() or None


def in_order(places: dict[str, str] | None, question: Question) -> Answer | None:
    """The steps in the order of the places chosen for them; while places are missing or taken twice, the places by step."""
    if places is None:
        return None
    complete = {str(place) for place in range(1, len(question.options) + 1)} == set(places.values())
    return sorted(places, key=lambda step: int(places[step])) if complete else places


def _by_option(form: MultiDict[str, str], question: str, options: list[str]) -> dict[str, str] | None:
    chosen: dict[str, Any] = {option: form.get(f"{question}:{option}", "") for option in options}
    return {option: value for option, value in chosen.items() if value} or None


class PointsField(DecimalField):
    """A number; what is none is said in the language of the page."""

    data: Any

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a number.")) from None
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(_("Enter a number."))


class MarkForm(Form):
    points = PointsField(
        _l("Points"),
        [validators.InputRequired(_l("Enter a number.")), validators.NumberRange(0, message=_l("Enter a number."))],
    )
    remark = TextAreaField(_l("Remark for the officer"), [validators.Length(max=2000, message=_l("This is too long."))])


class PublishForm(Form):
    """`seen` is the digest of the draft that the page told of: nobody publishes what they have not seen."""

    kind = RadioField(
        _l("What kind of change is it?"),
        choices=[
            SelectChoice(RevisionKind.CORRECTION.value, _l("A correction")),
            SelectChoice(RevisionKind.CONTENT_CHANGE.value, _l("A content change")),
        ],
    )
    note = TextAreaField(
        _l("What is new?"),
        [validators.Length(max=1000, message=_l("This is too long."))],
        description=_l("A sentence for the history, read by your colleagues."),
    )
    seen = HiddenField()
