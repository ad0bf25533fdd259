"""Every figure of every report equals that of a slow, obvious recomputation over the tables themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.batches.models import BatchCourse, BatchMember
from lms.catalog.course import QuizKind
from lms.catalog.models import CourseCard, CourseRecord
from lms.certificates import actions as certificates
from lms.certificates import queries as of_certificates
from lms.certificates.models import Certificate, Revocation
from lms.crowd.filling import fill
from lms.learning.models import Attempt, Enrolment
from lms.people.actions import add_missing_agencies, add_person
from lms.people.models import Agency, Functioning, Person, Sex
from lms.people.roles import Role
from lms.reports import queries
from lms.reports.facts import age_band, pack, unpack
from lms.reports.periods import Period, all_time, any_days, quarter_of
from lms.reports.queries.asked import SUMMARY
from lms.reports.report import DIMENSIONS, FORMS, HIDDEN, RATE
from lms.reports.suppression import hidden
from lms.surveys import shipped
from lms.surveys.models import SurveyKind, SurveyResponse
from tests.sample_course import COURSE, FILES

ZONE = ZoneInfo("Asia/Karachi")


def day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


class Obvious:
    """The same figures, counted by looking at every enrolment once for every cell."""

    def __init__(self, session: Session, today: date) -> None:
        self.people = {each.id: each for each in session.scalars(select(Person))}
        self.agencies = {each.id: each for each in session.scalars(select(Agency))}
        self.courses = {each.id: each for each in session.scalars(select(CourseRecord))}
        self.hours = {each.course_id: each.hours for each in session.scalars(select(CourseCard))}
        self.enrolments = session.scalars(select(Enrolment)).all()
        self.functioning = {each.person_id: each for each in session.scalars(select(Functioning))}
        self.members = session.execute(select(BatchMember.batch_id, BatchMember.person_id)).all()
        self.of_batch = session.execute(select(BatchCourse.batch_id, BatchCourse.course_id)).all()
        self.tests: dict[tuple[int, QuizKind], Attempt] = {
            (each.enrolment_id, each.kind): each for each in session.scalars(select(Attempt).where(Attempt.number == 1))
        }
        issued: dict[int, list[Certificate]] = {}
        for each in session.scalars(select(Certificate)):
            issued.setdefault(each.enrolment_id, []).append(each)
        revoked = set(session.scalars(select(Revocation.certificate_id)))
        self.certified_on = {  # whatever was corrected since
            enrolment: min(each.issued_on for each in of_one)
            for enrolment, of_one in issued.items()
            if any(each.id not in revoked for each in of_one)
        }
        self.today = today

    def keys(self, by: str, enrolment: Enrolment) -> set[str]:
        """The lines to which an enrolment belongs."""
        person, course = self.people[enrolment.person_id], self.courses[enrolment.course_id]
        if by == "agency":
            agency = self.agencies.get(person.agency_id or 0)
            while agency and agency.parent_id and self.agencies[agency.parent_id].code != "PK":
                agency = self.agencies[agency.parent_id]
            return {str(agency.id)} if agency else set()
        if by == "batch":
            of_person = {batch for batch, member in self.members if member == person.id}
            return {str(batch) for batch, held in self.of_batch if held == course.id and batch in of_person}
        if by == "disability":
            said = self.functioning.get(person.id)
            domains = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
            answers = [getattr(said, name) for name in domains if said and getattr(said, name) is not None]
            return {"not stated" if not answers else "yes" if max(answers) >= 3 else "no"}
        return {
            {
                "province": person.province.value if person.province else "not stated",
                "band": person.rank_band.value if person.rank_band else "not stated",
                "sex": person.sex.value,
                "age": age_band(person.born_on, self.today),
                "language": person.language,
                "course": str(course.id),
                "track": course.track.value,
                "level": course.level.value,
            }[by]
        }

    def figures(self, report: str, among: list[Enrolment], period: Period) -> tuple[list[Any], list[int]]:
        """The cells of a line before anything is hidden, and how many people are behind each."""
        begun = [each for each in among if period.first <= day(each.enrolled_at) <= period.last]
        finished = [each for each in begun if each.completed_at]
        done = [each for each in among if each.completed_at and period.first <= day(each.completed_at) <= period.last]
        people, finishers, completers = (len({e.person_id for e in some}) for some in (begun, finished, done))
        if report == "participation":
            return [people, len(begun), len(begun) / people if people else None], [people] * 3
        if report == "completion":
            rate = len(finished) / len(begun) if begun else None
            hours = sum(self.hours[each.course_id] for each in done)
            cells = [len(begun), len(finished), rate, len(done), completers, 0, hours]
            certified = [
                each for each in among if period.first <= self.certified_on.get(each.id, date.min) <= period.last
            ]
            cells[5] = len(certified)
            holders = len({each.person_id for each in certified})
            return cells, [people, finishers, finishers, completers, completers, holders, completers]
        pairs = [self.pair(each, period) for each in among]
        told = [pair for pair in pairs if pair]
        if not told:
            return [0, *[None] * 7], [0] * 8
        before, after = mean(b for b, _ in told), mean(a for _, a in told)
        cells = [
            len(told),
            before,
            after,
            after - before,
            ...,
            ...,
            (after - before) / (1 - before) if before < 1 else None,
            (after - before) / before if before else None,
        ]
        return cells, [len(told)] * 8

    def pair(self, enrolment: Enrolment, period: Period) -> tuple[float, float] | None:
        first = self.tests.get((enrolment.id, QuizKind.BEFORE))
        second = self.tests.get((enrolment.id, QuizKind.AFTER))
        if not first or not second or not second.submitted_at or first.score is None or second.score is None:
            return None
        in_period = period.first <= day(second.submitted_at) <= period.last
        return (first.score / first.maximum, second.score / second.maximum) if in_period else None


@pytest.fixture
def crowd(session: Session, publish_course: Callable[..., Any], now: datetime) -> Session:
    for slug, track in (("one", "core"), ("two", "specialist"), ("three", "core"), ("four", "pandemic")):
        publish_course(FILES | {"course.md": COURSE.replace("track: core", f"track: {track}")}, slug=slug)
    add_missing_agencies(session)
    programme = session.scalars(select(Agency).where(Agency.code == "PK")).one()
    add_person(session, name_en="C", user_name="c", agency=programme, roles=(Role.COORDINATOR,), now=now)
    session.commit()
    return session


def certify(session: Session, now: datetime, at_once: int) -> None:
    """Certificates over the last year: of every seven one is revoked, one corrected, one corrected twice, one corrected and then
    revoked after all."""
    viewer = replace(queries.whole_scope(), id=session.scalars(select(Person.id).limit(1)).one())
    for back in (340, 200, 90, 1):
        moment = now - timedelta(days=back)
        issued = certificates.issue_due(session, moment, limit=at_once)
        for number, serial in enumerate([each.serial for each in issued]):
            acts = {1: "x", 2: "c", 3: "cc", 4: "cx"}.get(number % 7, "")
            for later, act in enumerate(acts, start=1):
                certificate = of_certificates.to_change(session, viewer, serial)
                at = moment + timedelta(days=60 * later)
                if act == "x":
                    certificates.revoke(session, viewer, certificate, "A reason", at)
                else:
                    serial = certificates.reissue(session, viewer, certificate, "A reason", at).serial
                session.flush()


def give_opinions(session: Session, chance: Random, count: int, now: datetime) -> None:
    """So many evaluations and follow-ups of random courses in the last ten months, whose questions were not all answered."""
    courses = session.scalars(select(CourseRecord)).all()
    keys = (*shipped.standard_keys(), "of this course")
    monday = day(now) - timedelta(days=day(now).weekday())
    for _ in range(count):
        course = chance.choice(courses)
        answers = {key: [str(chance.randrange(1, 4))] for key in keys if chance.random() < 0.8}
        session.add(
            SurveyResponse(
                id=f"{chance.getrandbits(128):032x}", course_id=course.id, revision_id=course.revision_id,
                kind=chance.choice([*SurveyKind, SurveyKind.EVALUATION]), week=monday - timedelta(days=7 * chance.randrange(40)),
                language="ur", agency_id=None, sex=chance.choice(list(Sex)), answers=answers, texts={},
                standard=shipped.standard(answers),
            )
        )  # fmt: skip
    session.flush()


def told_opinions(session: Session, period: Period, today: date) -> list[SurveyResponse]:
    """The evaluations of weeks that are over, as far as at least five have come in together; those of the period in which the last
    of them came."""
    found = [
        each
        for each in session.scalars(select(SurveyResponse).order_by(SurveyResponse.week))
        if each.kind is SurveyKind.EVALUATION and each.week + timedelta(days=7) <= today
    ]
    told: list[SurveyResponse] = []
    waiting: list[SurveyResponse] = []
    for number, each in enumerate(found):
        waiting.append(each)
        is_last_of_week = number + 1 == len(found) or found[number + 1].week > each.week
        if is_last_of_week and len(waiting) >= 5:
            told += waiting if period.first <= each.week <= period.last else []
            waiting = []
    return told


def opinion_cells(among: list[SurveyResponse]) -> tuple[list[Any], list[int]]:
    """The same of answers as `Obvious.figures`."""
    given = [[each.answers[key][0] for each in among if key in each.answers] for key in shipped.standard_keys()]
    means = [mean(map(int, answers)) if answers else None for answers in given[:5]]
    shares = [
        mean(each == option for each in answers) if answers else None
        for answers, option in zip(given[5:], "21", strict=True)
    ]
    return [len(among), *means, *shares], [len(among), *map(len, given)]


def check_summary(session: Session, on: queries.Ground, period: Period, today: date) -> int:
    """The tables of a summary are those of the reports, and its evaluation is that of looking at each answer."""
    found = {
        (each.report.form.name, each.report.by): each for each in queries.summary(session, on, queries.Asked(period))
    }
    in_confidence = {("participation", "disability"), ("evaluation", "track")}  # never of days of one's own
    assert list(found) == [each for each in SUMMARY if period.key or each not in in_confidence]
    for (name, by), answer in found.items():
        assert answer.report == queries.answer(session, on, FORMS[name], queries.Asked(period, by)).report
    if not period.key:
        return 0
    told = told_opinions(session, period, today)
    answer = found["evaluation", "track"]
    assert answer.week == (told[-1].week if told else None)
    lines: dict[str, list[SurveyResponse]] = {}
    for each in told:
        lines.setdefault(on.courses[each.course_id].track, []).append(each)
    shown = {line.key: line.cells for line in answer.report.lines}
    assert set(shown) == set(lines)
    expected = {key: opinion_cells(lines[key]) for key in shown}
    compared = 0
    for place in range(len(answer.report.form.columns)):
        small = hidden([expected[key][1][place] for key in shown] + [0], 3)
        for number, key in enumerate(shown):
            compared += compare(shown[key][place], expected[key][0][place], number in small)
    for cell, wanted, people in zip(answer.report.total.cells, *opinion_cells(told), strict=True):
        compared += compare(cell, wanted, 0 < people < 5)
    return compared


def check(session: Session, period: Period, now: datetime) -> int:
    """Compare every report by every dimension; how many cells were compared."""
    facts = unpack(pack(queries.gather(session, now)))
    assert facts is not None
    on = queries.ground(session, facts, queries.agencies_in_scope(session, queries.whole_scope()))
    obvious, compared = Obvious(session, day(now)), check_summary(session, on, period, day(now))
    for name, form in FORMS.items():
        if name == "evaluation":  # of answers, from which nothing leads to people: see `check_summary`
            continue
        for by in DIMENSIONS:
            answer = queries.answer(session, on, form, queries.Asked(period, by))
            if answer.asked.by != by:
                continue
            lines: dict[str, list[Enrolment]] = {}
            for each in obvious.enrolments:
                for key in obvious.keys(by, each):
                    lines.setdefault(key, []).append(each)
            expected = {key: obvious.figures(name, among, period) for key, among in lines.items()}
            shown = {line.key: line.cells for line in answer.report.lines}
            assert {key for key, (cells, _) in expected.items() if any(cells)} >= set(shown) or by == "batch"
            for place in range(len(form.columns)):
                order = list(shown)
                together = 3 if by in {"course", "track", "level", "batch"} else 2
                small = hidden([expected[key][1][place] for key in order], together)
                if form.columns[place] is RATE:  # from whose lines hidden enrolments could be worked out
                    small |= hidden([expected[key][1][0] for key in order], together)
                for number, key in enumerate(order):
                    compared += compare(shown[key][place], expected[key][0][place], number in small)
            total, behind = obvious.figures(name, list(obvious.enrolments), period)
            for cell, wanted, people in zip(answer.report.total.cells, total, behind, strict=True):
                compared += compare(cell, wanted, 0 < people < 5)
    return compared


def compare(cell: Any, wanted: Any, is_small: bool) -> int:
    assert (cell is HIDDEN) == is_small
    if not is_small and wanted is not ...:
        assert cell == (pytest.approx(wanted) if wanted is not None else None)
    return 1


@pytest.mark.slow
def test_figures_of_a_small_crowd(crowd: Session, now: datetime) -> None:
    fill(crowd, 80, 5, now)
    certify(crowd, now, 14)
    give_opinions(crowd, Random(5), 90, now)
    assert check(crowd, all_time(day(now)), now) > 300


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_figures_of_many_crowds_and_periods(crowd: Session, now: datetime, seed: int) -> None:
    chance = Random(seed)
    fill(crowd, chance.choice((7, 60, 200)), seed, now)
    certify(crowd, now, 35)
    give_opinions(crowd, chance, chance.choice((0, 4, 30, 300)), now)
    today = day(now)
    days = [today - timedelta(days=chance.randrange(900)) for _ in range(2)]
    for period in (all_time(today), quarter_of(today), any_days(*days, today)):
        check(crowd, period, now)


def test_a_moment_counts_for_the_day_in_pakistan(
    session: Session, publish_course: Callable[..., Any], now: datetime
) -> None:
    """Half past seven in the evening in UTC is the next day in Pakistan."""
    course = publish_course(FILES)
    person = add_person(session, name_en="A", service_number="1", now=now)
    late = datetime(2026, 3, 31, 19, 30, tzinfo=UTC)
    session.add(Enrolment(person_id=person.id, course_id=course.id, enrolled_at=late))
    session.flush()
    facts = queries.gather(session, now)
    events = facts.events["enrolled"][course.id]
    assert list(events.within(date(2026, 4, 1), date(2026, 4, 1))) == [0]
    assert list(events.within(date(2026, 3, 1), date(2026, 3, 31))) == []


def test_facts_of_another_version_are_not_read(session: Session, now: datetime) -> None:
    body = pack(queries.gather(session, now))
    assert unpack(b"\0" * 8 + body[8:]) is None
