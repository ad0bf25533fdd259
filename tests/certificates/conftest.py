"""Certificates as they are printed, and officers who completed the sample course."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from lms.catalog.course import Level
from lms.certificates import actions
from lms.certificates.face import CertificateFace
from lms.learning.models import Enrolment
from tests.sample_course import BILINGUAL

SLUG = "front-desk"

FACE = CertificateFace(
    serial="TRB-2026-000123",
    holder_en="Muhammad Naeem ul Hassan",
    holder_ur="محمد نعیم الحسن",
    rank_en="Inspector",
    rank_ur="انسپکٹر",
    agency_en="Anti Narcotics Force",
    agency_ur="اینٹی نارکوٹکس فورس",
    course_en="Understanding Money Laundering",
    course_ur="منی لانڈرنگ کو سمجھنا",
    hours=1.5,
    level=Level.JUNIOR,
    completed_on=date(2026, 11, 20),
    valid_until=date(2029, 11, 20),
    issued_on=date(2026, 11, 23),
    verification_address="https://training.example.gov.pk/verify/7K3M-9QWX-2FHT-C5RV",
    revision_number=3,
    revision_digest="5f2a9c01d4e7" + "0" * 52,
    awaits_review=True,
)


@pytest.fixture
def front_desk(publish_course):
    """The sample course, published in English and Urdu; its certificate is valid for three years."""
    return publish_course(BILINGUAL, slug=SLUG)


@pytest.fixture
def complete(engine, now):
    """`complete(person, course)`: the person has completed the course as it is published."""

    def do(person, course, at=None):
        with Session(engine, expire_on_commit=False) as opened:
            moment = at or now - timedelta(hours=1)
            enrolment = Enrolment(
                person_id=person.id,
                course_id=course.id,
                enrolled_at=moment - timedelta(days=2),
                completed_at=moment,
                completed_revision_id=course.revision_id,
            )
            opened.add(enrolment)
            opened.commit()
        return enrolment

    return do


@pytest.fixture
def issue(session, now):
    """`issue()`: issue what is due, committed; returns the certificates."""

    def do(**given):
        issued = actions.issue_due(session, given.pop("now", now), **given)
        session.commit()
        return issued

    return do
