"""The surveys that come with the product have no mistakes, and every word of them is there in Urdu."""

import pytest

from lms.catalog import messages
from lms.catalog.questions import SURVEY_TYPES
from lms.surveys import shipped
from lms.surveys.models import SurveyKind


@pytest.mark.parametrize("kind", SurveyKind)
def test_a_shipped_survey_is_whole_in_both_languages(kind):
    lesson, _, problems = shipped.read(kind)
    assert problems == ()
    assert lesson is not None
    assert {question.type for question in lesson.questions} <= set(SURVEY_TYPES)
    for language in ("en", "ur"):
        survey = shipped.edition(kind, language).survey
        assert survey is not None
        assert survey.complete
        assert survey.title.language == language


def test_the_follow_up_asks_five_questions():
    survey = shipped.edition(SurveyKind.FOLLOW_UP, "ur").survey
    assert survey is not None
    assert len(survey.questions) == 5


def test_the_urdu_of_the_shipped_surveys_is_sound():
    translations = messages.read((shipped.FOLDER / "ur.po").read_bytes(), "locale/ur.po")
    assert messages.check(translations) == ()
    used = {occurrence.unit for kind in SurveyKind for occurrence in shipped.read(kind)[1]}
    assert set(translations.catalogue.texts) == used


def test_answers_to_the_standard_questions_are_signs_in_their_order() -> None:
    keys = shipped.standard_keys()
    assert shipped.standard({keys[0]: ["5"], keys[-1]: ["2"], "of this course": ["1"], keys[1]: []}) == "5-----2"
    assert shipped.standard({keys[2]: ["1", "3"]}) == "-------"
