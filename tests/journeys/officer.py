"""What an officer does with a course in the browser, step by step, in either language, with or without scripts."""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from lms.catalog import folder, source
from lms.catalog.course import Course, Question, QuestionType, QuizKind
from lms.config import ROOT
from lms.demo import right_answer
from lms.i18n import LANGUAGES
from lms.web.language import read_catalogue
from tests.journeys.browser import check_page, check_width
from tests.journeys.server import PASSWORD

CHOOSING = {QuestionType.CHOOSE_ONE, QuestionType.CHOOSE_ALL, QuestionType.TRUE_OR_FALSE}


@cache
def shipped_course(slug: str) -> Course:
    [path] = (ROOT / "courses").glob(f"*/{slug}")
    course = source.read(slug, folder.read(path)).course
    assert course is not None
    return course


@dataclass
class Officer:
    """Somebody in front of a page. `words("Sign in")` is what stands there in their language."""

    page: Page
    address: str
    language: str
    scripts: bool = True

    def words(self, text: str, context: str | None = None) -> str:
        found = read_catalogue(ROOT / "translations" / LANGUAGES[self.language].code / "LC_MESSAGES" / "messages.po")
        return str(found.pgettext(context, text) if context else found.gettext(text))

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(text), exact=True)

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("link", name=self.words(text), exact=True)

    def look(self) -> None:
        """Every page that is come by is looked at as a whole."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator("html")).to_have_attribute("dir", LANGUAGES[self.language].direction)
        if self.scripts:
            check_page(self.page)
        else:
            check_width(self.page)

    # --- signing in and finding a course ---------------------------------------------------------------------------

    def sign_in(self, number: str, password: str = PASSWORD) -> None:
        self.page.goto(self.address)
        self.look()
        self.page.get_by_label(self.words("Service number or user name")).fill(number)
        self.page.get_by_label(self.words("Password"), exact=True).fill(password)
        self.button("Sign in").click()
        expect(self.page).to_have_url(f"{self.address}/")
        self.look()

    def find_course(self, typed: str, title: str) -> None:
        self.link("See all courses").first.click()
        self.look()
        self.page.get_by_label(self.words("Search courses")).fill(typed)
        self.button("Search").click()
        self.look()
        self.page.get_by_role("link", name=title).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.look()
        self.button("Join this course").click()

    # --- lessons ---------------------------------------------------------------------------------------------------

    def read_course(self, course: Course) -> None:
        """Read each lesson and answer each check; the first one wrong, then right."""
        for number, lesson in enumerate(course.reading):
            expect(self.page).to_have_url(f"{self.address}/courses/{course.slug}/{lesson.slug}")
            for place, question in enumerate(lesson.questions, 1):
                if number == 0 and place == 1:
                    self.answer_check(place, question, right=False)
                    expect(self.page.locator(f"#q{place} .feedback")).to_have_class(re.compile("wrong|partly"))
                    self.look()
                self.answer_check(place, question, right=True)
                expect(self.page.locator(f"#q{place} .feedback")).to_have_class(re.compile("right"))
            self.look()
            leads_to_quiz = lesson is course.reading[-1] and course.quiz_of(QuizKind.AFTER) is None
            self.button("Mark as read and go to the quiz" if leads_to_quiz else "Mark as read and go on").click()

    def answer_check(self, place: int, question: Question, *, right: bool) -> None:
        section = self.page.locator(f"section#q{place}")
        self.fill(section, question, right=right)
        before = section.locator(".feedback").count()
        section.get_by_role("button").filter(has_text=self.words("Check again" if before else "Check answer")).click()
        expect(section.locator(".feedback")).to_be_visible()

    def fill(self, section: Locator, question: Question, *, right: bool) -> None:
        """Give an answer that gets full marks, or one that does not."""
        answer = right_answer(question)
        if question.type in CHOOSING:
            assert isinstance(answer, list)
            ids = [option.id for option in question.options]
            chosen = answer if right else [next(each for each in ids if each not in answer)]
            for each in ids if question.type is QuestionType.CHOOSE_ALL else chosen:
                box = section.locator(f'input[name="{question.id}"][value="{each}"]')
                box.set_checked(each in chosen)
        elif question.type is QuestionType.MATCH:
            assert isinstance(answer, dict)
            rights = list(answer.values())
            given = answer if right else dict(zip(answer, rights[1:] + rights[:1], strict=True))
            for left, chosen_right in given.items():
                section.locator(f'select[name="{question.id}:{left}"]').select_option(chosen_right)
        elif question.type is QuestionType.ORDER:
            assert isinstance(answer, list)
            steps = answer if right else answer[::-1]
            for number, step in enumerate(steps, 1):
                section.locator(f'select[name="{question.id}:{step}"]').select_option(str(number))
        else:
            assert isinstance(answer, str)
            section.locator(f'[name="{question.id}"]').fill(answer if right else "987654")

    # --- tests and evaluation -------------------------------------------------------------------------------------

    def take_test(self, course: Course, *, right: int) -> None:
        """The test before or after a course, of which the page is open: so many questions are answered, rightly."""
        self.look()
        self.button("Start the test").click()
        expect(self.page).to_have_url(re.compile(r"/attempts/\d+$"))
        self.look()
        self.answer_quiz(self.asked(course)[:right], right=True)
        self.button("Look over your answers").click()
        self.look()
        self.button("Hand in the test").click()
        expect(self.page).to_have_url(re.compile(r"/attempts/\d+/result$"))
        self.look()

    def evaluate(self) -> None:
        """Say what one thinks of a course: a scale, and a text; the rest is left out."""
        self.look()
        self.page.locator("#q1 input[value='4']").check()
        self.page.locator("textarea").last.fill("مزید مثالیں <b>")
        self.button("Send the answers").click()
        expect(
            self.page.get_by_text(self.words("Thank you. Your answers are kept, apart from your name."))
        ).to_be_visible()

    # --- the quiz --------------------------------------------------------------------------------------------------

    def start_quiz(self, *, again: bool = False) -> None:
        self.look()
        self.button("Take the quiz again" if again else "Start the quiz").click()
        expect(self.page).to_have_url(re.compile(r"/attempts/\d+$"))

    def asked(self, course: Course) -> list[tuple[int, Question]]:
        """The questions of the page, in its order, each with its number there."""
        by_id = {question.id: question for question in course.graded.questions}
        shown = self.page.locator("fieldset[data-question]")
        ids = [shown.nth(place).get_attribute("data-question") for place in range(shown.count())]
        return [(place, by_id[each or ""]) for place, each in enumerate(ids, 1)]

    def answer_quiz(self, questions: list[tuple[int, Question]], *, right: bool) -> None:
        """Answer, and wait until the page says that the answer is saved. Without scripts, press the button that saves."""
        for place, question in questions:
            section = self.page.locator(f"section#q{place}")
            self.fill(section, question, right=right)
            if self.scripts:
                expect(section.locator("[data-state]")).to_have_text(self.words("Saved"))
        if not self.scripts:
            self.page.locator(f"section#q{questions[-1][0]}").get_by_role("button").click()
            expect(self.page.get_by_text(self.words("Your answers are saved."))).to_be_visible()

    def sees_answers(self, questions: list[tuple[int, Question]]) -> None:
        """The right answers stand there as they were given."""
        for place, question in questions:
            section, answer = self.page.locator(f"section#q{place}"), right_answer(question)
            if question.type in CHOOSING:
                for option in question.options:
                    box = section.locator(f'input[name="{question.id}"][value="{option.id}"]')
                    expect(box).to_be_checked(checked=option.id in answer)
            elif isinstance(answer, dict):
                for left, chosen in answer.items():
                    expect(section.locator(f'select[name="{question.id}:{left}"]')).to_have_value(chosen)
            elif isinstance(answer, list):
                for number, step in enumerate(answer, 1):
                    expect(section.locator(f'select[name="{question.id}:{step}"]')).to_have_value(str(number))
            else:
                expect(section.locator(f'[name="{question.id}"]')).to_have_value(answer)

    def hand_in(self) -> None:
        self.button("Look over your answers").click()
        expect(self.page).to_have_url(re.compile(r"/attempts/\d+/review$"))
        expect(self.page.get_by_text(self.words("Every question has an answer."))).to_be_visible()
        self.look()
        self.button("Hand in the quiz").click()
        expect(self.page).to_have_url(re.compile(r"/attempts/\d+/result$"))
        self.look()

    # --- the certificate -------------------------------------------------------------------------------------------

    def qr_code(self, where: str = ".qr") -> str:
        """What a telephone reads off the screen."""
        code = self.page.locator(where)
        code.scroll_into_view_if_needed()
        picture = Image.open(BytesIO(self.page.screenshot()))
        found = zxingcpp.read_barcodes(picture)
        assert len(found) == 1, f"{len(found)} codes in sight"
        return str(found[0].text)
