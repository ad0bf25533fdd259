"""Proof: certificates, and their revocations. Both are only ever added to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.course import Level
from lms.certificates.face import CertificateFace, FaceSignatory
from lms.certificates.numbering import grouped
from lms.certificates.shapes import Arrangement, Form
from lms.days import day
from lms.db import Base
from lms.people.ranks import known
from lms.printing.lettering import script


class CertificateCounter(Base):
    """The last number given in a year. Whoever issues locks the year's row first, so that numbers have no gap."""

    __tablename__ = "certificate_counter"
    __table_args__ = (CheckConstraint("last >= 0", name="last_from_0"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Emblem(Base):
    """A picture that certificates carry: an agency's logo or a signature. Never changed, since issued certificates show it."""

    __tablename__ = "emblem"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    body: Mapped[bytes]


class Signatory(Base):
    """Who signs the certificates of an agency, and of its units that have nobody of their own. `place` counts from 1."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("agency_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    place: Mapped[int]
    name_en: Mapped[str]
    name_ur: Mapped[str]
    title_en: Mapped[str]
    title_ur: Mapped[str]
    signature: Mapped[str | None] = mapped_column(ForeignKey("emblem.sha256"), index=True)


class AgencyLogo(Base):
    """The logo on an agency's certificates, and on those of its units that have none of their own."""

    __tablename__ = "agency_logo"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True, autoincrement=False)
    logo: Mapped[str] = mapped_column(ForeignKey("emblem.sha256"), index=True)


class Certificate(Base):
    """A certificate as it was issued: everything that is printed is copied here and never changes with person or course.

    `token` is the verification code without its dashes; `review` what the course then said of its review; days are those
    in Pakistan. `signatories` are `{"name_en", "name_ur", "title_en", "title_ur", "signature"}`. A corrected one `replaces` the
    certificate before it, which is revoked. `came_by_joining` is set when two records of one person were joined who both had a
    certificate of the same course: both were issued, and both stay.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_enrolment_id_first_own",
            "enrolment_id",
            unique=True,
            sqlite_where=text("replaces_id IS NULL AND NOT came_by_joining"),
            postgresql_where=text("replaces_id IS NULL AND NOT came_by_joining"),
        ),
        Index("ix_certificate_issued_on", "issued_on", "id"),
        Index("ix_certificate_agency_id", "agency_id", "issued_on", "id"),
        Index("ix_certificate_course_id", "course_id", "issued_on", "id"),
        Index("ix_certificate_valid_until", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    holder_en: Mapped[str]
    holder_ur: Mapped[str]
    rank: Mapped[str]
    agency_en: Mapped[str]
    agency_ur: Mapped[str]
    course_en: Mapped[str]
    course_ur: Mapped[str]
    level: Mapped[Level]
    hours: Mapped[float]
    revision_number: Mapped[int]
    revision_digest: Mapped[str]
    review: Mapped[str]
    completed_on: Mapped[date]
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    issued_at: Mapped[datetime]
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    logo: Mapped[str | None] = mapped_column(ForeignKey("emblem.sha256"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    came_by_joining: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    replaces: Mapped["Certificate | None"] = relationship(
        remote_side="Certificate.id", back_populates="replaced_by", lazy="raise_on_sql"
    )
    replaced_by: Mapped["Certificate | None"] = relationship(
        back_populates="replaces", uselist=False, lazy="raise_on_sql"
    )
    revocation: Mapped["Revocation | None"] = relationship(
        back_populates="certificate", uselist=False, lazy="raise_on_sql"
    )

    @property
    def revoked_on(self) -> date | None:
        """The day in Pakistan since which it does not count."""
        return day(self.revocation.at) if self.revocation else None

    @property
    def awaits_review(self) -> bool:
        return self.review.startswith("awaiting")

    @property
    def emblems(self) -> set[str]:
        """The SHA-256 of each picture that it carries."""
        signatures = {each["signature"] for each in self.signatories if each["signature"]}
        return signatures | {self.logo} if self.logo else signatures

    def face(self, address: str, drawings: Mapping[str, str]) -> CertificateFace:
        """What is printed; `address` is that of this installation, without a slash at its end, `drawings` its pictures as SVG."""
        rank_en, rank_ur = _in_both_languages(self.rank)
        return CertificateFace(
            serial=self.serial,
            holder_en=self.holder_en,
            holder_ur=self.holder_ur,
            rank_en=rank_en,
            rank_ur=rank_ur,
            agency_en=self.agency_en,
            agency_ur=self.agency_ur,
            course_en=self.course_en,
            course_ur=self.course_ur,
            hours=self.hours,
            level=self.level,
            completed_on=self.completed_on,
            valid_until=self.valid_until,
            issued_on=self.issued_on,
            verification_address=f"{address}/verify/{grouped(self.token)}",
            revision_number=self.revision_number,
            revision_digest=self.revision_digest,
            awaits_review=self.awaits_review,
            signatories=tuple(
                FaceSignatory(
                    each["name_en"],
                    each["name_ur"],
                    each["title_en"],
                    each["title_ur"],
                    drawings[each["signature"]] if each["signature"] else "",
                )
                for each in self.signatories
            ),
            logo=drawings[self.logo] if self.logo else "",
        )


class Revocation(Base):
    """A certificate does not count any more since `at`. The reason is for the staff, not for the public page."""

    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str]

    certificate: Mapped[Certificate] = relationship(back_populates="revocation", lazy="raise_on_sql")


class CertificateWord(Base):
    """A word by which the register finds a certificate: of its holder's names, its serial, the service number; folded, as they
    were when it was issued.

    Compared byte by byte, so that one index serves both a whole word and its beginning.
    """

    __tablename__ = "certificate_word"
    __table_args__ = (Index("ix_certificate_word_word", "word", "certificate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    word: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"))


class CertificateExport(Base):
    """A download of many certificates at once, of one person's. `token` stands in its address.

    `criteria` are those of the register (`Criteria.as_address`), with the certificates up to `last_id`, so that `total` stays true.
    `done`, `seen_at` (while it is under way, every second or so) and `ended_at` tell how far it is, to every server process.
    """

    __tablename__ = "certificate_export"
    __table_args__ = (
        Index("ix_certificate_export_by_id", "by_id", "id"),
        Index("ix_certificate_export_seen_at", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    criteria: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[Form] = mapped_column(String)
    arrangement: Mapped[Arrangement] = mapped_column(String)
    total: Mapped[int]
    issued: Mapped[int]
    last_id: Mapped[int]
    made_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    def state(self, now: datetime, silence: timedelta) -> str:
        """`ready`, `running`, `whole`, or `broken` off: ended too early, or not heard of for as long as `silence`."""
        if self.seen_at is None:
            return "ready"
        if self.ended_at is None and self.seen_at > now - silence:
            return "running"
        return "whole" if self.done == self.total and self.ended_at else "broken"

    def shown(self, now: datetime, silence: timedelta) -> str:
        """The state, told apart from the same one of the time before: what a page shows is out of date when this is another."""
        return f"{self.state(now, silence)} {self.ended_at.isoformat() if self.ended_at else ''}".strip()


def _in_both_languages(rank: str) -> tuple[str, str]:
    """A rank in English and in Urdu; one that is not known stands in the language in which it was written, and "" in the other."""
    if found := known(rank):
        return found.name_en, found.name_ur
    return ("", rank) if rank and script(rank) == "ur" else (rank, "")
