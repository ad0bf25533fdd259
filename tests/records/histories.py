"""Invented histories of learning, put straight into the tables, and all that there is to count in them."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.authoring.models import CourseAuthor
from lms.batches.models import Batch, BatchCourse, BatchMember, Reminder, ReminderKind
from lms.catalog.course import Level, QuizKind
from lms.certificates.models import Certificate
from lms.learning.models import Attempt, AttemptAnswer, CheckAnswer, Enrolment, LessonProgress
from lms.live.models import Attendance, AttendanceWay, LiveKind, LiveSession
from lms.people.models import Person, SignInName
from lms.surveys.models import SurveyDone, SurveyKind

LESSONS, QUESTIONS = ("one", "two", "three"), ("q1", "q2", "q3", "q4")


class History:
    """What two records of one person did, by chance: `invent(person)` for each of them."""

    def __init__(self, session: Session, chance: Random, courses: list[Any], agency_id: int, by_id: int, now: datetime):
        self.session, self.chance, self.courses, self.now, self.serials = session, chance, courses, now, 0
        self.batches = [self._batch(agency_id, by_id, number) for number in range(3)]
        self.live = [self._live(batch) for batch in self.batches for _ in range(2)]

    def _batch(self, agency_id: int, by_id: int, number: int) -> Batch:
        batch = Batch(
            agency_id=agency_id, name=f"Batch {number}", search_text="", starts_on=self.now.date(),
            created_at=self.now, created_by_id=by_id,
        )  # fmt: skip
        self.session.add(batch)
        self.session.flush()
        self.session.add(BatchCourse(batch_id=batch.id, course_id=self.courses[number % len(self.courses)].id, place=1))
        return batch

    def _live(self, batch: Batch) -> LiveSession:
        live = LiveSession(
            batch_id=batch.id, course_id=self.chance.choice([None, self.courses[0].id]), kind=LiveKind.WEBINAR,
            title="Live", starts_at=self.now, minutes=60, changed_at=self.now,
        )  # fmt: skip
        self.session.add(live)
        self.session.flush()
        return live

    def moment(self) -> datetime:
        return self.now - timedelta(minutes=self.chance.randrange(1, 60 * 24 * 90))

    def some(self, things: Any) -> list[Any]:
        return [each for each in things if self.chance.random() < 0.6]

    def invent(self, person: Person) -> None:
        for batch in self.some(self.batches):
            self.session.add(BatchMember(batch_id=batch.id, person_id=person.id, added_at=self.moment()))
        been = self.some(self.live)
        for live in been:
            minutes = self.chance.choice([None, self.chance.randrange(1, 90)])
            self.session.add(
                Attendance(
                    live_session_id=live.id, person_id=person.id, way=AttendanceWay.LIST, minutes=minutes, at=self.now
                )
            )
        for course in self.some(self.courses):
            self.session.add(CourseAuthor(course_id=course.id, person_id=person.id, added_at=self.now))
        for course in self.some(self.courses):
            self._enrol(person, course, sum(counts_for(self.session, live, course.id) for live in been))
        self.session.flush()

    def _enrol(self, person: Person, course: Any, attended: int) -> None:
        completed = self.moment() if self.chance.random() < 0.5 else None
        enrolment = Enrolment(
            person_id=person.id, course_id=course.id, enrolled_at=self.moment(),
            due_on=self.chance.choice([None, self.moment().date()]), last_lesson=self.chance.choice(LESSONS),
            last_seen_at=self.chance.choice([None, self.moment()]), completed_at=completed,
            completed_revision_id=course.revision_id if completed else None,
            extra_attempts=self.chance.randrange(3), attended=attended,
        )  # fmt: skip
        self.session.add(enrolment)
        self.session.flush()
        self._below(enrolment, course)
        if completed:
            self.session.add(self._certificate(enrolment, course))

    def _below(self, enrolment: Enrolment, course: Any) -> None:
        key, add = enrolment.id, self.session.add
        for lesson in self.some(LESSONS):
            read_at = self.chance.choice([None, self.moment()])
            add(LessonProgress(enrolment_id=key, lesson=lesson, read_at=read_at, digest="d", position="b1"))
        for question in self.some(QUESTIONS):
            add(
                CheckAnswer(
                    enrolment_id=key,
                    question_key=question,
                    answer=["a"],
                    share=1.0,
                    first_answer=["b"],
                    first_share=0.0,
                    tries=self.chance.randrange(1, 5),
                    answered_at=self.moment(),
                )
            )
        for kind in QuizKind:
            started = sorted(self.moment() for _ in range(self.chance.randrange(4)))
            for number, moment in enumerate(started, 1):
                self._attempt(key, kind, number, moment, course)
        for survey in self.some(SurveyKind):
            add(SurveyDone(enrolment_id=key, kind=survey))
        for reminder in self.some(ReminderKind):
            add(Reminder(enrolment_id=key, kind=reminder, due_on=self.now.date(), made_at=self.now))

    def _attempt(self, key: int, kind: QuizKind, number: int, moment: datetime, course: Any) -> None:
        score = float(self.chance.randrange(11))
        attempt = Attempt(
            enrolment_id=key, kind=kind, number=number, revision_id=course.revision_id, language="en", seed=1, drawn=[],
            started_at=moment, submitted_at=moment, score=score, maximum=10.0, passed=score > 6,
        )  # fmt: skip
        self.session.add(attempt)
        self.session.flush()
        for question in self.some(QUESTIONS):
            self.session.add(
                AttemptAnswer(
                    attempt_id=attempt.id,
                    question_id=question,
                    answer=["a"],
                    counter=1,
                    change_key="k",
                    saved_at=moment,
                )
            )

    def _certificate(self, enrolment: Enrolment, course: Any) -> Certificate:
        self.serials += 1
        return Certificate(
            serial=f"TRB-2026-{self.serials:06}", token=f"{self.serials:016}", enrolment_id=enrolment.id,
            person_id=enrolment.person_id, course_id=course.id, holder_en="N", holder_ur="", rank="", agency_en="",
            agency_ur="", course_en="C", course_ur="", level=Level.JUNIOR, hours=1.0, revision_number=1,
            revision_digest="d", review="", completed_on=self.now.date(), issued_on=self.now.date(), issued_at=self.now,
        )  # fmt: skip


def counts_for(session: Session, live: LiveSession, course_id: int) -> bool:
    """Whether a live session counts as one of a course."""
    if live.course_id is not None:
        return live.course_id == course_id
    of_batch = select(BatchCourse.id).where(BatchCourse.batch_id == live.batch_id, BatchCourse.course_id == course_id)
    return session.scalars(of_batch).first() is not None


def everything(session: Session, people: list[int]) -> dict[str, Any]:
    """All that there is to count of these records together, in a form that does not tell which of them it is."""
    enrolled = session.scalars(select(Enrolment).where(Enrolment.person_id.in_(people))).all()
    course_of = {each.id: each.course_id for each in enrolled}
    ids = list(course_of)

    def below(table: Any) -> list[Any]:
        return list(session.scalars(select(table).where(table.enrolment_id.in_(ids))).all())

    def of_people(table: Any) -> list[Any]:
        return list(session.scalars(select(table).where(table.person_id.in_(people))).all())

    lessons, checks, attempts = below(LessonProgress), below(CheckAnswer), below(Attempt)
    tried = [each.id for each in attempts]
    tries: Counter[Any] = Counter()
    for each in checks:
        tries[course_of[each.enrolment_id], each.question_key] += each.tries
    read: dict[Any, Any] = {}
    for each in lessons:
        key = (course_of[each.enrolment_id], each.lesson)
        read[key] = min(filter(None, (read.get(key), each.read_at)), default=None)
    first = {c: min(e.enrolled_at for e in enrolled if e.course_id == c) for c in course_of.values()}
    done = {c: [e.completed_at for e in enrolled if e.course_id == c and e.completed_at] for c in course_of.values()}
    live = {each.live_session_id for each in of_people(Attendance)}
    return {
        "courses": set(course_of.values()),
        "enrolled first": first,
        "completed first": {course: min(times) for course, times in done.items() if times},
        "extra attempts": sum(each.extra_attempts for each in enrolled),
        "read first": read,
        "tries": tries,
        "attempts": Counter((course_of[each.enrolment_id], each.kind, each.started_at) for each in attempts),
        "points": sum(each.score for each in attempts),
        "answers": len(session.scalars(select(AttemptAnswer.id).where(AttemptAnswer.attempt_id.in_(tried))).all()),
        "surveys": {(course_of[each.enrolment_id], each.kind) for each in below(SurveyDone)},
        "reminders": {(course_of[each.enrolment_id], each.kind, each.due_on) for each in below(Reminder)},
        "certificates": {(each.serial, each.course_id) for each in of_people(Certificate)},
        "batches": {each.batch_id for each in of_people(BatchMember)},
        "live sessions": live,
        "written": {each.course_id for each in of_people(CourseAuthor)},
        "sign-in names": {each.name for each in of_people(SignInName)},
    }
