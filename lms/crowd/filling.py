"""Put a crowd into the database: a stretch of officers at a time, so that memory does not grow with the crowd."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.batches.models import Batch, BatchCourse, BatchMember
from lms.crowd import bulk
from lms.crowd.ground import Offer, Unit, add_units, offers
from lms.crowd.histories import History, Try, history
from lms.crowd.officers import Officer, groups, officer
from lms.db import Base
from lms.errors import Refused
from lms.learning.models import Attempt, AttemptAnswer, Enrolment, LessonProgress
from lms.people.models import Functioning, Person, PersonWord, RoleGrant, SignInName
from lms.people.names import search_words, sign_in_name
from lms.people.roles import Role
from lms.urdu import search

YEARS = 3
FIRST_NUMBER = 100_001
FEWEST, MOST = 7, 15
"""How many courses one officer is enrolled in, as far as there are so many: eleven in the middle."""
AT_ONCE = 20_000
"""Rows of enrolments after which what was invented is written."""

COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Person: ("id", "name_en", "name_ur", "service_number", "rank", "rank_band", "agency_id", "province", "sex", "born_on", "phone",
             "email", "language", "extra_time", "password_hash", "is_active", "created_at"),
    SignInName: ("name", "person_id"),
    RoleGrant: ("person_id", "role"),
    PersonWord: ("person_id", "word"),
    Functioning: ("person_id", "seeing", "hearing", "walking", "remembering", "self_care", "communicating", "answered_at"),
    Batch: ("id", "agency_id", "name", "search_text", "starts_on", "due_on", "venue", "note", "created_at", "created_by_id"),
    BatchCourse: ("batch_id", "course_id", "place"),
    BatchMember: ("batch_id", "person_id", "added_at"),
    Enrolment: ("id", "person_id", "course_id", "enrolled_at", "due_on", "last_lesson", "last_seen_at", "completed_at",
                "completed_revision_id", "extra_attempts", "attended"),
    LessonProgress: ("enrolment_id", "lesson", "position", "read_at", "digest"),
    Attempt: ("id", "enrolment_id", "kind", "number", "revision_id", "language", "seed", "drawn", "started_at", "submitted_at",
              "score", "maximum", "passed"),
    AttemptAnswer: ("attempt_id", "question_id", "answer", "counter", "change_key", "saved_at", "share", "waiting", "remark"),
}  # fmt: skip
"""The tables in the order in which rows may refer to one another."""


class AlreadyThere(Refused):
    """A crowd was added before, and a second one would have the same service numbers."""


@dataclass
class _Filling:
    """What is invented and not written yet, and the keys that come next."""

    chance: Random
    now: datetime
    courses: tuple[Offer, ...]
    keys: dict[type[Base], Iterator[int]]
    by_id: int | None
    password_hash: str | None
    rows: dict[type[Base], list[bulk.Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: type[Base], *row: Any) -> None:
        self.rows[model].append(row)


def fill(
    session: Session,
    size: int,
    seed: int,
    now: datetime,
    password_hash: str | None = None,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Add `size` invented officers with their histories; returns how many enrolments they have. The same seed on the same day
    makes the same crowd. `tell` is told now and then how many officers there are. Raises `AlreadyThere`.
    """
    courses, units = offers(session), add_units(session)
    if session.scalar(select(Person.id).where(Person.service_number.endswith(f"-{FIRST_NUMBER}")).limit(1)):
        raise AlreadyThere("A crowd of invented officers was added before; a second one would have the same numbers.")
    by_id = session.scalar(select(RoleGrant.person_id).where(RoleGrant.role == Role.COORDINATOR).limit(1))
    keys: dict[type[Base], Iterator[int]] = {
        model: count(bulk.first_free(session, model)) for model in (Person, Batch, Enrolment, Attempt)
    }
    filling = _Filling(Random(seed), now, courses, keys, by_id, password_hash)
    numbers, enrolments, done = count(FIRST_NUMBER), 0, 0
    for unit, members in groups(filling.chance, units, size):
        enrolments += _add_group(filling, unit, members, numbers)
        done += members
        if len(filling.rows[Enrolment]) >= AT_ONCE or done == size:
            for model, columns in COLUMNS.items():
                bulk.write(session, model, columns, filling.rows.pop(model, []))
            tell(done)
    bulk.finish(session, COLUMNS)
    return enrolments


def _add_group(filling: _Filling, unit: Unit, members: int, numbers: Iterator[int]) -> int:
    """The officers of a unit who train together: their batch, and what each does besides. Returns how many enrolments they have."""
    chance, today = filling.chance, filling.now.date()
    starts_on = today - timedelta(days=int(YEARS * 365 * chance.random() ** 1.4))
    due_on = starts_on + timedelta(days=chance.choice((45, 60, 90)))
    together = chance.sample(filling.courses, min(len(filling.courses), chance.randrange(2, 6)))
    others = [each for each in filling.courses if each not in together]
    batch_id = _add_batch(filling, unit, together, starts_on, due_on)
    enrolments = 0
    for _ in range(members):
        invented = officer(chance, unit, next(numbers), today)
        person_id = _add_officer(filling, invented, starts_on)
        if batch_id is not None:
            filling.add(BatchMember, batch_id, person_id, _moment(starts_on, chance))
        taken = [*((each, starts_on, due_on) for each in together), *_alone(filling, others, len(together), starts_on)]
        for offer, day, due in taken:
            began = min(filling.now, _moment(day, chance))
            _add_history(filling, person_id, invented, history(chance, offer, began, due, invented.able, filling.now))
        enrolments += len(taken)
    return enrolments


def _alone(
    filling: _Filling, offers: list[Offer], already: int, since: date
) -> Iterator[tuple[Offer, date, date | None]]:
    """What an officer takes besides the batch's courses, and the day on which each was begun."""
    chance, days = filling.chance, (filling.now.date() - since).days
    wanted = min(len(offers), max(0, chance.randrange(FEWEST, MOST + 1) - already))
    for each in chance.sample(offers, wanted):
        yield each, since + timedelta(days=int(days * chance.random())), None


def _moment(day: date, chance: Random) -> datetime:
    """Some moment of a working day in Pakistan."""
    return datetime.combine(day, time(3), UTC) + timedelta(seconds=chance.randrange(32_400))


def _add_batch(filling: _Filling, unit: Unit, courses: list[Offer], starts_on: date, due_on: date) -> int | None:
    """A batch, if there is a coordinator who can have made it; its key."""
    if filling.by_id is None:
        return None
    batch_id = next(filling.keys[Batch])
    name = f"{unit.code} {starts_on:%Y}/{batch_id}"
    made = _moment(starts_on - timedelta(days=7), filling.chance)
    filling.add(Batch, batch_id, unit.id, name, search(name), starts_on, due_on, "", "", made, filling.by_id)
    for place, offer in enumerate(courses, 1):
        filling.add(BatchCourse, batch_id, offer.course_id, place)
    return batch_id


def _add_officer(filling: _Filling, invented: Officer, starts_on: date) -> int:
    person_id = next(filling.keys[Person])
    made = _moment(starts_on - timedelta(days=3), filling.chance)
    filling.add(
        Person, person_id, invented.name_en, invented.name_ur, invented.number, invented.rank, invented.band, invented.unit.id,
        invented.province, invented.sex, invented.born_on, invented.phone, invented.email, invented.language, 0,
        filling.password_hash, invented.is_active, made,
    )  # fmt: skip
    filling.add(SignInName, sign_in_name(invented.number), person_id)
    filling.add(RoleGrant, person_id, Role.OFFICER)
    for word in sorted(search_words((invented.name_en, invented.name_ur), (invented.number,))):
        filling.add(PersonWord, person_id, word)
    if invented.functioning:
        filling.add(Functioning, person_id, *invented.functioning, made)
    return person_id


def _add_history(filling: _Filling, person_id: int, invented: Officer, made: History) -> None:
    enrolment_id = next(filling.keys[Enrolment])
    offer = made.offer
    filling.add(
        Enrolment, enrolment_id, person_id, offer.course_id, made.enrolled_at, made.due_on, made.read[-1][0] if made.read else None,
        made.last_seen_at, made.completed_at, offer.revision_id if made.completed_at else None, 0, 0,
    )  # fmt: skip
    for lesson, moment in made.read:
        filling.add(LessonProgress, enrolment_id, lesson, "", moment, offer.outline.digests.get(lesson, ""))
    for attempt in made.tries:
        _add_attempt(filling, enrolment_id, offer, invented.language, attempt)


def _add_attempt(filling: _Filling, enrolment_id: int, offer: Offer, language: str, made: Try) -> None:
    attempt_id = next(filling.keys[Attempt])
    filling.add(
        Attempt, attempt_id, enrolment_id, made.kind, made.number, offer.revision_id, language, made.seed, made.drawn,
        made.started_at, made.submitted_at, made.score, made.maximum, made.passed,
    )  # fmt: skip
    for number, (question, answer, share) in enumerate(made.answers):
        key = "" if answer is None else f"crowd-{number}"
        filling.add(AttemptAnswer, attempt_id, question, answer, 1, key, made.submitted_at, share, False, "")
