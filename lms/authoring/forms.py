"""What people type in the workshop and on the translators’ bench: shape only."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    Form,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields import SelectChoice

from lms.authoring.actions import LONGEST_REMARK, LONGEST_TITLE
from lms.catalog.exchange.outgoing import Target
from lms.catalog.glossary import Domain
from lms.catalog.lessons import MAX_QUESTIONS
from lms.web.fields import WholeNumberField, at_most, on_one_line

_not_too_long = at_most(LONGEST_TITLE)


class NewCourseForm(Form):
    title = StringField(
        _l("Title of the course"),
        [validators.DataRequired(_l("Write a title.")), _not_too_long],
        filters=[on_one_line],
    )
    address = StringField(
        _l("Address"),
        [_not_too_long],
        filters=[on_one_line],
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
        filters=[on_one_line],
        description=_l("Leave it empty if it stands in your files."),
    )
    address = NewCourseForm.address


class LessonForm(Form):
    title = StringField(
        _l("Title of the lesson"),
        [validators.DataRequired(_l("Write a title.")), _not_too_long],
        filters=[on_one_line],
    )
    kind = RadioField(
        _l("What is it?"),
        choices=[
            SelectChoice("lesson", _l("A lesson to read, with checks")),
            SelectChoice("quiz", _l("The graded quiz")),
            SelectChoice("before", _l("A short test before the course")),
            SelectChoice("after", _l("A short test after the course")),
            SelectChoice("evaluation", _l("An evaluation: what officers think of the course")),
        ],
        default="lesson",
    )

    def leave_out(self, quizzes, has_evaluation):
        """Offer nothing of which a course has one already: `quizzes` are the kinds of quizzes that it has."""
        taken = {{"graded": "quiz"}.get(kind, kind) for kind in quizzes} | ({"evaluation"} if has_evaluation else set())
        self.kind.choices = [choice for choice in self.kind.choices if choice.value not in taken]


class RenameForm(Form):
    name = StringField(
        _l("Name"),
        [validators.DataRequired(_l("Write a name.")), at_most(60)],
        filters=[on_one_line],
        description=_l("Small Latin letters, digits and hyphens."),
    )


class MediaForm(Form):
    files = MultipleFileField(_l("Pictures, films, recordings, captions or PDF"))


def _from_1_to_200(_form: Form, field: WholeNumberField) -> None:
    """What is no number at all has been told already."""
    if field.data is not None and not 1 <= field.data <= MAX_QUESTIONS:
        raise validators.ValidationError(_l("Write a number from 1 to 200."))


class QuestionsForm(Form):
    """A file with questions, and where they are to go: the choices of `into` are set by the view."""

    file = FileField(_l("File with questions"))
    into = SelectField(_l("Where do the questions go?"), choices=[], validate_choice=False)
    ask = WholeNumberField(
        _l("How many questions does each new pool ask?"),
        [validators.Optional(), _from_1_to_200],
        description=_l("Only for new pools."),
    )
    pool = StringField(
        _l("Name of the new pool"),
        [_not_too_long],
        filters=[on_one_line],
        description=_l("Only for new pools. Leave it empty, and each category of the file becomes a pool."),
    )
    makes_pools = False
    """Whether new pools were chosen; set by the view, which knows the targets."""

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.into.data not in {choice.value for choice in self.into.choices}:
            self.into.errors = [_l("This place in the course is not there any more. Choose another one.")]
            return False
        if self.makes_pools and self.ask.data is None and not self.ask.errors:
            self.ask.errors = [_l("Write how many questions each new pool asks.")]
            return False
        return good


class ExportForm(Form):
    """How a course's questions are to leave it. The choices of `language` and `of` are set by the view."""

    format = RadioField(
        _l("Format"),
        choices=[
            SelectChoice(Target.MOODLE_XML.value, _l("Moodle XML: keeps the most, pictures too")),
            SelectChoice(Target.GIFT.value, _l("GIFT: a text file, without pictures")),
        ],
        default=Target.MOODLE_XML.value,
    )
    language = RadioField(_l("Language of the questions"))
    of = RadioField(
        _l("Which questions?"),
        choices=[
            SelectChoice("draft", _l("Those of the draft")),
            SelectChoice("published", _l("Those that officers get now")),
        ],
        default="draft",
    )


class ColleagueForm(Form):
    who = StringField(
        _l("Name or service number"),
        [validators.DataRequired(_l("Write a name or a service number.")), _not_too_long],
        filters=[on_one_line],
    )


class AskForm(ColleagueForm):
    question = TextAreaField(
        _l("What should your colleague look at?"),
        [at_most(LONGEST_REMARK)],
    )


class AnswerForm(Form):
    is_ready = RadioField(
        _l("May it be published?"),
        [validators.InputRequired(_l("Choose one of the answers."))],
        choices=[
            SelectChoice("yes", _l("Yes, it is ready")),
            SelectChoice("no", _l("Not yet")),
        ],
    )
    answer = TextAreaField(
        _l("Your words to the authors"),
        [at_most(LONGEST_REMARK)],
    )

    def validate_answer(self, field: TextAreaField) -> None:
        """Who says “not yet” says why."""
        if self.is_ready.data == "no" and not (field.data or "").strip():
            raise validators.ValidationError(_l("Say what has to be changed."))


class RemarkForm(Form):
    path = SelectField(_l("File"))
    line = IntegerField(
        _l("Line"),
        [
            validators.InputRequired(_l("Write the number of the line.")),
            validators.NumberRange(1, 100_000, _l("Write the number of the line.")),
        ],
        description=_l("The editor shows the numbers of the lines."),
    )
    text = TextAreaField(
        _l("Your remark"),
        [
            validators.DataRequired(_l("Write your remark.")),
            at_most(LONGEST_REMARK),
        ],
    )


class TermForm(Form):
    english = StringField(
        _l("English"),
        [validators.DataRequired(_l("Write the English term."))],
        description=_l("With / between two names of the same thing: hawala / hundi."),
    )
    urdu = StringField(
        _l("Urdu"),
        [validators.DataRequired(_l("Write the Urdu term."))],
        description=_l("Several accepted words with ؛ between them, the one to write first."),
    )
    domain = SelectField(
        _l("Where it belongs"),
        choices=[
            SelectChoice(Domain.LAW_ENFORCEMENT.value, _l("Law enforcement")),
            SelectChoice(Domain.PEOPLE.value, _l("People and offices")),
            SelectChoice(Domain.LEARNING.value, _l("Learning")),
            SelectChoice(Domain.SCREEN.value, _l("Words on the screen")),
        ],
    )
    note = TextAreaField(
        _l("Note"), description=_l("Where it was seen, or what must not be written instead. For translators only.")
    )
    base = HiddenField()


class RemoveTermForm(Form):
    base = HiddenField()
