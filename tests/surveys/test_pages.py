"""The pages of surveys: what an officer is asked, and what a trainer is told."""

import html

import pytest
from sqlalchemy import select

from lms.people.models import Person
from lms.people.roles import Role
from lms.surveys.models import SurveyDone, SurveyResponse
from tests.sample_course import BILINGUAL
from tests.surveys.conftest import BETTER, LENGTH, SLUG, USEFUL

pytestmark = pytest.mark.slow

EVALUATION = f"/surveys/{SLUG}/evaluation"
RESULTS = f"/workshop/{SLUG}/evaluation"
FORM = {USEFUL.id: "5", LENGTH.id: "2", BETTER.id: "More cases, <b>please</b>."}


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.location
    return html.unescape(answer.text)


@pytest.fixture
def officer(completed, client, sign_in, make_person, session):
    """An officer's browser; the course was completed so many days ago."""

    def make(days=1, language="en"):
        viewer = completed(days=days, language=language)
        person = session.get(Person, viewer.id)
        session.commit()
        sign_in(client, person)
        return client

    return make


def test_who_completed_a_course_is_asked_once(officer, stored):
    client = officer()
    assert "Your opinion, please" in page(client, "/")
    assert "Say what you think of this course" in page(client, f"/courses/{SLUG}")
    certificate = client.post("/certificates/issue", data={"course": SLUG}).location
    assert "Say what you think of this course" in page(client, certificate)
    shown = page(client, EVALUATION)
    assert "What I learnt is useful for my work." in shown
    assert "Nobody who works with this portal can see who wrote what" in shown
    answer = client.post(EVALUATION, data=FORM)
    assert answer.location == f"/courses/{SLUG}"
    (response,) = stored(select(SurveyResponse))
    assert response.answers == {USEFUL.key: ["5"], LENGTH.key: ["2"]}
    assert response.texts == {BETTER.key: "More cases, <b>please</b>."}
    assert "Thank you." in page(client, answer.location)
    assert "Your opinion, please" not in page(client, "/")
    assert "Say what you think of this course" not in page(client, certificate)
    assert "Say what you think of this course" not in page(client, answer.location)
    assert "answered this already" in page(client, EVALUATION)
    assert client.post(EVALUATION, data=FORM).status_code == 409
    assert len(stored(select(SurveyResponse))) == 1


def test_it_is_asked_in_urdu(officer, stored):
    client = officer(language="ur")
    assert "میں نے جو سیکھا وہ میرے کام میں مفید ہے۔" in page(client, EVALUATION)
    client.post(EVALUATION, data=FORM)
    assert [response.language for response in stored(select(SurveyResponse))] == ["ur"]


def test_a_course_asks_what_its_author_wrote(officer, publish_course, stored):
    client = officer()
    own = "---\nsurvey: evaluation\n---\n# Your view\n\n### Question (scale)\n\nWas the desk right?\n\n- No\n- Partly\n- Yes\n"
    publish_course({**BILINGUAL, "evaluation.md": own}, slug=SLUG)
    shown = page(client, EVALUATION)
    assert "Was the desk right?" in shown
    assert "useful for my work" not in shown
    client.post(EVALUATION, data={"evaluation.md.1": "3"})
    assert [list(response.answers.values()) for response in stored(select(SurveyResponse))] == [[["3"]]]


def test_nothing_typed_is_lost_when_an_answer_is_too_long(officer, stored):
    client = officer()
    answer = client.post(EVALUATION, data={USEFUL.id: "5", BETTER.id: "x" * 4001})
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "x" * 4001 in answer.text
    assert f'name="{USEFUL.id}" value="5" checked' in answer.text
    assert not stored(select(SurveyDone))


def test_an_empty_form_is_no_answer(officer, stored):
    answer = officer().post(EVALUATION, data={})
    assert answer.status_code == 422
    assert "Answer at least one question" in answer.text
    assert not stored(select(SurveyDone))


def test_who_says_no_is_not_asked_again(officer, stored):
    client = officer()
    assert client.post(f"{EVALUATION}/decline").location == "/"
    assert "Your opinion, please" not in page(client, "/")
    assert not stored(select(SurveyResponse))


def test_the_follow_up_comes_after_ninety_days(officer):
    client = officer(days=91)
    assert "Five short questions" in page(client, "/")
    assert "How often have you used what you learnt" in page(client, f"/surveys/{SLUG}/follow-up")


def test_before_its_time_there_is_no_follow_up(officer):
    client = officer(days=30)
    assert client.get(f"/surveys/{SLUG}/follow-up").location == f"/courses/{SLUG}"
    assert client.get(f"/surveys/{SLUG}/nonsense").status_code == 404
    assert client.get("/surveys/unknown/evaluation").status_code == 404


def test_who_has_not_completed_the_course_is_sent_to_it(front_desk, client, sign_in, make_person):
    sign_in(client, make_person())
    assert client.get(EVALUATION).location == f"/courses/{SLUG}"
    assert client.post(EVALUATION, data=FORM).location == f"/courses/{SLUG}"


# --- results -----------------------------------------------------------------------------------------------


@pytest.fixture
def trainer(client, sign_in, make_person):
    sign_in(client, make_person([Role.TRAINER]))
    return client


def test_results_of_few_are_hidden(completed, answer, trainer):
    for number in range(4):
        answer(completed(), {USEFUL.key: ["5"], BETTER.key: f"secret {number}"}, weeks=2)
    shown = page(trainer, RESULTS)
    assert "not enough answers yet" in shown
    assert "secret" not in shown
    assert "secret" not in trainer.get(f"{RESULTS}.csv").text
    assert trainer.get(f"{RESULTS}/9").status_code == 404


def test_results_of_this_week_wait(completed, answer, trainer):
    for _ in range(9):
        answer(completed(), {USEFUL.key: ["5"]})
    assert "not enough answers yet" in page(trainer, RESULTS)


def test_results_show_means_shares_and_texts(completed, answer, trainer):
    for number in range(8):
        answers = {USEFUL.key: [str(number % 2 + 4)], BETTER.key: f"text <{number}>"}
        answer(completed(), answers | ({LENGTH.key: ["1"]} if number < 2 else {}), weeks=2)
    shown = page(trainer, RESULTS)
    assert "4.5 of 5" in shown
    assert "too few to show" in shown
    assert trainer.get(RESULTS).text.count("text &lt;") == 5
    assert "Read all texts" in shown
    assert page(trainer, f"{RESULTS}/9").count("text <") == 8
    table = trainer.get(f"{RESULTS}.csv").get_data().decode("utf-8-sig").splitlines()
    assert table[0].startswith("question,type,text,option,answered")
    assert "1,scale,What I learnt is useful for my work.,5: Very much,8,4,0.5,4.5," in table
    assert sum("text <" in line for line in table) == 8
    assert not [line for line in table if "Too short" in line]
    assert "not enough answers yet" in page(trainer, f"{RESULTS}?kind=follow-up")


def test_texts_of_few_are_hidden_however_many_answered_the_rest(completed, answer, trainer, now):
    for number in range(9):
        answers = {USEFUL.key: ["4"]} | ({BETTER.key: f"secret {number}"} if number < 4 else {})
        answer(completed(), answers, weeks=2)
    shown = page(trainer, RESULTS)
    assert "Fewer than 5 people have written something here: too few to show." in shown
    assert "secret" not in shown
    assert "secret" not in trainer.get(f"{RESULTS}.csv").text
    assert trainer.get(f"{RESULTS}/9").status_code == 404
    answer(completed(), {BETTER.key: "secret too"}, weeks=2)
    assert page(trainer, RESULTS).count("secret") == 5
    assert trainer.get(f"{RESULTS}.csv").text.count("secret") == 5
    assert page(trainer, f"{RESULTS}/9").count("secret") == 5


def test_shares_are_rounded_to_the_nearest_tenth(completed, answer, trainer):
    for number in range(7):
        answer(completed(), {USEFUL.key: ["5" if number < 2 else "4"]}, weeks=2)
    shown = page(trainer, RESULTS)
    assert "28.6 %" in shown
    assert "71.4 %" in shown


def test_earlier_questions_keep_their_results(completed, answer, trainer, publish_course):
    for _ in range(6):
        answer(completed(), {USEFUL.key: ["4"]}, weeks=2)
    own = "---\nsurvey: evaluation\n---\n# Your view\n\n### Question (scale)\n\nWas the desk right?\n\n- No\n- Partly\n- Yes\n"
    publish_course({**BILINGUAL, "evaluation.md": own}, slug=SLUG)
    shown = page(trainer, RESULTS)
    assert "Was the desk right?" in shown
    assert "useful for my work" in shown
    assert "4.0 of 5" in shown or "4 of 5" in shown


def test_results_are_for_those_who_write_courses(officer):
    assert officer().get(RESULTS).status_code == 403


def test_results_cost_the_same_for_any_number(completed, answer, trainer, count_queries):
    def queries():
        with count_queries() as statements:
            trainer.get(RESULTS)
        return len(statements)

    for _ in range(5):
        answer(completed(), {USEFUL.key: ["5"], BETTER.key: "a"}, weeks=2)
    few = queries()
    for _ in range(10):
        answer(completed(), {USEFUL.key: ["4"], BETTER.key: "b"}, weeks=2)
    assert queries() == few


def test_pages_are_kept_by_nobody(officer):
    assert officer().get(EVALUATION).headers["Cache-Control"] == "no-store"
