"""Something to look around in: invented people of every role, and officers with a history that the rules themselves made."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.batches import actions as batches
from lms.batches.models import Batch
from lms.catalog import queries as catalog
from lms.catalog.course import Answer, Course, Question, QuestionType
from lms.certificates.actions import issue_due
from lms.config import Config
from lms.days import day
from lms.db import open_database
from lms.learning import actions as learning
from lms.learning.queries import own_attempt, place_of
from lms.people import actions as people
from lms.people.models import Agency, Person, Province, Sex
from lms.people.passwords import hash_password
from lms.people.roles import Role
from lms.people.viewer import Viewer
from lms.secret import write_private
from lms.surveys.invented import add_opinions

WORDS = (
    "badam",
    "chinar",
    "darya",
    "khyber",
    "mitti",
    "zaitun",
    "sitara",
    "gulab",
    "samundar",
    "kitab",
    "falak",
    "anar",
)


@dataclass(frozen=True)
class Account:
    """How to sign in as one of the demonstration's people; `code` for one who has not signed in yet."""

    role: str
    name: str
    sign_in_name: str
    language: str
    password: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Invented:
    """A person of the demonstration. `courses` maps course slugs to how far the person is, from 0 to 1."""

    sign_in_name: str
    name_en: str
    name_ur: str
    agency: str
    rank: str
    sex: Sex
    province: Province
    role: Role = Role.OFFICER
    language: str = "ur"
    courses: tuple[tuple[str, float], ...] = ()
    coordinates: str = ""
    began: int = 40
    """Days since the first course was begun."""


F, M = Sex.FEMALE, Sex.MALE
ML, HR, IG = "money-laundering", "human-rights-le", "info-gathering-analysis-junior"
PEOPLE = (
    Invented("ANF-1001", "Naveed Akhtar", "نوید اختر", "ANF", "Constable", M, Province.BALOCHISTAN),
    Invented("ANF-1002", "Sumaira Gul", "سمیرا گل", "ANF", "Assistant Sub-Inspector", F, Province.KHYBER_PAKHTUNKHWA, courses=((ML, 0.4), (HR, 0.1))),
    Invented("POL-2001", "Ghulam Rasool Brohi", "غلام رسول بروہی", "POLICE-SD", "Head Constable", M, Province.SINDH, courses=((HR, 1.0), (IG, 0.6))),
    Invented("POL-2002", "Shazia Batool", "شازیہ بتول", "POLICE-PB", "Sub-Inspector", F, Province.PUNJAB, courses=((ML, 1.0), (HR, 1.0), (IG, 1.0))),
    Invented("POL-2005", "Kashif Mahmood Gondal", "کاشف محمود گوندل", "POLICE-PB", "Constable", M, Province.PUNJAB, courses=((ML, 0.5),), began=2),
    Invented("POL-2006", "Robina Shaheen", "روبینہ شاہین", "POLICE-PB", "Lady Constable", F, Province.PUNJAB, courses=((ML, 0.4),), began=20),
    Invented("POL-2007", "Muhammad Aslam Virk", "محمد اسلم ورک", "POLICE-PB", "Head Constable", M, Province.PUNJAB, courses=((ML, 0.9),), began=4),
    Invented("POL-2008", "Nadia Bashir", "نادیہ بشیر", "POLICE-PB", "Constable", F, Province.PUNJAB),
    Invented("POL-2003", "Zarghoona Kakar", "زرغونہ کاکڑ", "POLICE-BAL", "Constable", F, Province.BALOCHISTAN, courses=((HR, 0.8),)),
    Invented("POL-2004", "Imtiaz Hussain Baltistani", "امتیاز حسین بلتستانی", "POLICE-GB", "Constable", M, Province.GILGIT_BALTISTAN, courses=((IG, 1.0),)),
    Invented("CUS-3001", "Rehana Qureshi", "ریحانہ قریشی", "CUSTOMS", "Inspector", F, Province.SINDH, language="en", courses=((ML, 1.0),)),
    Invented("CUS-3002", "Bilal Ahmed Khoso", "بلال احمد کھوسو", "CUSTOMS", "Preventive Officer", M, Province.SINDH, courses=((ML, 0.2),)),
    Invented("FIA-4001", "Tariq Mehmood Chaudhry", "طارق محمود چودھری", "FIA", "Sub-Inspector", M, Province.PUNJAB, courses=((ML, 0.7), (IG, 0.3))),
    Invented("FC-5001", "Hazrat Umar Afridi", "حضرت عمر آفریدی", "FC-KP", "Sepoy", M, Province.KHYBER_PAKHTUNKHWA, courses=((HR, 0.5),)),
    Invented("ASF-6001", "Nasreen Akhtar Abbasi", "نسرین اختر عباسی", "ASF", "Corporal", F, Province.ISLAMABAD, courses=((HR, 1.0),)),
    Invented("JAIL-7001", "Muhammad Yousaf Dogar", "محمد یوسف ڈوگر", "PRISONS-PB", "Warder", M, Province.PUNJAB, courses=((HR, 0.9),)),
    Invented("demo.trainer", "Farzana Siddiqui", "فرزانہ صدیقی", "UNODC", "Trainer", F, Province.ISLAMABAD, Role.TRAINER, "en"),
    Invented("demo.translator", "Khalid Mehmood Awan", "خالد محمود اعوان", "UNODC", "Translator", M, Province.ISLAMABAD, Role.TRANSLATOR),
    Invented("demo.coordinator", "Saima Noor", "صائمہ نور", "POLICE-PB", "Inspector", F, Province.PUNJAB, Role.COORDINATOR, "en"),
    Invented("demo.programme", "Maryam Yousafzai", "مریم یوسفزئی", "UNODC", "Programme Officer", F, Province.ISLAMABAD, Role.COORDINATOR, "en", coordinates="PK"),
    Invented("demo.administrator", "Adeel Rahman", "عدیل رحمان", "UNODC", "Systems Officer", M, Province.ISLAMABAD, Role.ADMINISTRATOR, "en"),
)  # fmt: skip
NEWCOMER = Invented("ANF-1003", "Wajahat Ali Rind", "وجاہت علی رند", "ANF", "Constable", M, Province.BALOCHISTAN)


def add(config: Config) -> list[Account]:
    """Add the demonstration's people, once, and say how to sign in as each. The newcomer's code is new every time."""
    now = datetime.now(UTC)
    password = _password(config)
    with open_database(config.database) as session:
        agencies = {agency.code: agency for agency in session.scalars(select(Agency))}
        known = {person.service_number or person.user_name: person for person in session.scalars(select(Person))}
        hashed = hash_password(password)
        for invented in PEOPLE:
            if invented.sign_in_name not in known:
                person = _add_person(session, invented, agencies, now - timedelta(days=60))
                person.password_hash = hashed
                _make_history(session, person, invented, now)
        _add_batches(session, agencies, now)
        newcomer = known.get(NEWCOMER.sign_in_name) or _add_person(session, NEWCOMER, agencies, now)
        code = people.make_sign_in_code(session, newcomer, now)
        issue_due(session, now)
        add_opinions(session, HR, 14, day(now))
        session.commit()
    accounts = [Account(p.role.value, p.name_en, p.sign_in_name, p.language, password) for p in PEOPLE]
    first = Account("officer (first sign-in)", NEWCOMER.name_en, NEWCOMER.sign_in_name, NEWCOMER.language, code=code)
    return [*accounts, first]


def _password(config: Config) -> str:
    """One password for all, made for this installation and kept in its folder."""
    path = config.instance / "demo_password"
    if not path.exists():
        words = [secrets.choice(WORDS) for _ in range(3)]
        write_private(path, f"{'-'.join(words)}-{secrets.randbelow(900) + 100}")
    return path.read_text().strip()


def password_hash(session: Session) -> str | None:
    """What is stored of the demonstration's password, for others who are to sign in with it too."""
    return session.scalars(select(Person.password_hash).where(Person.service_number == PEOPLE[0].sign_in_name)).first()


def _add_person(session: Session, invented: Invented, agencies: dict[str, Agency], now: datetime) -> Person:
    is_staff = invented.role is not Role.OFFICER
    return people.add_person(
        session,
        name_en=invented.name_en,
        name_ur=invented.name_ur,
        service_number=None if is_staff else invented.sign_in_name,
        user_name=invented.sign_in_name if is_staff else None,
        rank=invented.rank,
        agency=agencies[invented.agency],
        province=invented.province,
        sex=invented.sex,
        language=invented.language,
        roles=(invented.role,),
        coordinates=agencies.get(invented.coordinates),
        now=now,
    )


def _make_history(session: Session, person: Person, invented: Invented, now: datetime) -> None:
    viewer = Viewer(
        person.id, person.name_en, person.name_ur, person.language, person.agency_id, frozenset({invented.role})
    )
    for number, (slug, share) in enumerate(invented.courses):
        take_course(session, viewer, slug, share, now - timedelta(days=invented.began - 9 * number))


def _add_batches(session: Session, agencies: dict[str, Agency], now: datetime) -> None:
    """Two batches, once: one of a police coordinator with members in every standing, one of the whole programme."""
    if session.scalars(select(Batch.id).limit(1)).first() is not None:
        return
    staff = {name: _viewer_named(session, name) for name in ("demo.coordinator", "demo.programme", "demo.trainer")}
    coordinator, programme, trainer = staff.values()
    today = day(now)
    plan = batches.Plan(
        name="سرگودھا، پہلا گروپ", starts_on=today - timedelta(days=30), due_on=today - timedelta(days=2),
        courses=(ML, HR), trainer_id=trainer.id, venue="Police Lines, Sargodha",
    )  # fmt: skip
    batch = batches.create_batch(session, coordinator, agencies["POLICE-PB"].id, plan, now)
    batches.add_unit(session, coordinator, batch, agencies["POLICE-PB"].id, now)
    plan = batches.Plan(
        name="National course for junior officers", starts_on=today - timedelta(days=10),
        due_on=today + timedelta(days=20), courses=(IG, ML), trainer_id=trainer.id,
    )  # fmt: skip
    batch = batches.create_batch(session, programme, agencies["PK"].id, plan, now)
    numbers = ("ANF-1001", "ANF-1002", "POL-2001", "CUS-3002", "FIA-4001", "FC-5001", "JAIL-7001", "POL-2004")
    batches.add_numbers(session, programme, batch, numbers, now)
    batches.make_reminders(session, now)


def _viewer_named(session: Session, sign_in_name: str) -> Viewer:
    person = session.scalars(select(Person).where(Person.user_name == sign_in_name)).one()
    return Viewer(person.id, person.name_en, person.name_ur, person.language, person.agency_id, frozenset())


def take_course(session: Session, viewer: Viewer, slug: str, share: float, start: datetime) -> None:
    """Take a course from its start as far as `share` of its lessons, by the same actions as in the browser; 1.0 passes the quiz."""
    place = place_of(session, viewer.id, slug, viewer.language)
    if place is None:
        return
    course = catalog.course_at(session, place.shown.revision_id, place.shown.digest)
    learning.enrol(session, viewer, place, (), start)
    place = place_of(session, viewer.id, slug, viewer.language)
    assert place is not None
    assert place.enrolment_id is not None
    moment = start
    for lesson in course.reading[: round(share * len(course.reading))]:
        moment += timedelta(hours=7, minutes=13)
        for question in lesson.questions:
            learning.answer_check(
                session, place.enrolment_id, lesson.slug, question, right_answer(question), _accepted(question), moment
            )
        learning.mark_read(session, place.enrolment_id, place.outline, lesson.slug, moment)
    if share >= 1 and course.quiz is not None:
        _pass_quiz(session, viewer, course, slug, moment + timedelta(hours=3))
    place = place_of(session, viewer.id, slug, viewer.language)
    assert place is not None
    assert place.enrolment_id is not None
    learning.complete_if_due(session, place.enrolment_id, place, moment + timedelta(hours=4))


def _pass_quiz(session: Session, viewer: Viewer, course: Course, slug: str, moment: datetime) -> None:
    place = place_of(session, viewer.id, slug, viewer.language)
    lesson = course.graded
    assert place is not None
    assert place.enrolment_id is not None
    accepted = {question.id: _accepted(question) for question in lesson.questions}
    attempt = learning.start_attempt(
        session, place.enrolment_id, place, course, viewer.language, 0, accepted, secrets.randbits(31), moment
    )
    questions = {question.id: question for question in lesson.questions}
    for number, item in enumerate(attempt.drawn):
        question = questions[item["question"]]
        moment += timedelta(seconds=40)
        learning.save_answer(session, attempt, question, right_answer(question), 1, f"demo-{number}", moment)
    learning.submit_attempt(session, own_attempt(session, viewer, attempt.id), course, accepted, moment)


def right_answer(question: Question) -> Answer:
    """An answer that gets full marks (for a written answer, some text)."""
    match question.type:
        case QuestionType.SHORT_ANSWER:
            return question.accepted[0].text
        case QuestionType.NUMBER:
            lowest, highest = question.ranges[0]
            return f"{(lowest + highest) / 2:.12g}"
        case QuestionType.WRITTEN:
            return "–"
        case _:
            assert question.solution is not None
            return question.solution


def _accepted(question: Question) -> tuple[str, ...]:
    return tuple(unit.text for unit in question.accepted)


def as_text(accounts: Iterable[Account]) -> str:
    """For people: a table of roles, names and how to sign in."""
    lines = ["Demonstration accounts (invented people):"]
    for account in accounts:
        secret = f"password {account.password}" if account.password else f"one-time code {account.code}"
        lines.append(f"  {account.role:24} {account.sign_in_name:20} {secret:40} {account.name}")
    return "\n".join(lines)


def as_data(config: Config, accounts: Iterable[Account]) -> dict[str, Any]:
    """For scripts."""
    return {"address": config.address, "accounts": [asdict(account) for account in accounts]}
