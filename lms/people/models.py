"""Who: agencies, persons, their roles, and how they sign in."""

from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base
from lms.people.roles import Role

# Lists of those who are few among many have indexes of their own. Queries must say it in the same words.
DEACTIVATED = "NOT is_active AND merged_into_id IS NULL"
MERGED = "merged_into_id IS NOT NULL"
NEVER = "is_active AND password_hash IS NULL"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    NOT_STATED = "not stated"


class Province(StrEnum):
    BALOCHISTAN = "balochistan"
    KHYBER_PAKHTUNKHWA = "khyber-pakhtunkhwa"
    PUNJAB = "punjab"
    SINDH = "sindh"
    ISLAMABAD = "islamabad"
    GILGIT_BALTISTAN = "gilgit-baltistan"
    AZAD_KASHMIR = "azad-kashmir"


class RankBand(StrEnum):
    """The three levels for which courses are written; figures are told apart by them and not by the hundred ranks there are."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Agency(Base):
    """An agency or one of its units. `code` is short and Latin (`ANF`); it names the agency in files and on the command line."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str]
    name_ur: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


class Person(Base):
    """A person with an account. `service_number` and `user_name` are as they were typed; what is typed to sign in is looked up in
    `SignInName`. `rank_band` follows the rank where it is known. `extra_time` is extra time in quizzes, in per cent. A record that
    was joined to another one of the same person is kept, is not active, and says into which it went."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("service_number IS NOT NULL OR user_name IS NOT NULL", name="has_sign_in_name"),
        CheckConstraint("extra_time BETWEEN 0 AND 300", name="extra_time_range"),
        CheckConstraint("merged_into_id IS NULL OR NOT is_active", name="merged_is_not_active"),
        Index("ix_person_agency_id_id", "agency_id", "id"),
        Index("ix_person_id_deactivated", "id", sqlite_where=text(DEACTIVATED), postgresql_where=text(DEACTIVATED)),
        Index("ix_person_id_never", "id", sqlite_where=text(NEVER), postgresql_where=text(NEVER)),
        Index("ix_person_merged_into_id", "merged_into_id", sqlite_where=text(MERGED), postgresql_where=text(MERGED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name_en: Mapped[str]
    name_ur: Mapped[str] = mapped_column(default="")
    service_number: Mapped[str | None]
    user_name: Mapped[str | None]
    rank: Mapped[str] = mapped_column(default="")
    rank_band: Mapped[RankBand | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    province: Mapped[Province | None]
    sex: Mapped[Sex] = mapped_column(default=Sex.NOT_STATED)
    born_on: Mapped[date | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="ur")
    extra_time: Mapped[int] = mapped_column(default=0)
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="person", lazy="raise_on_sql")

    def name(self, language: str) -> str:
        return self.name_ur if language == "ur" and self.name_ur else self.name_en


class SignInName(Base):
    """A service number or user name in the form in which it is looked up (`names.sign_in_name`): each is one person's only."""

    __tablename__ = "sign_in_name"

    name: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class RoleGrant(Base):
    """A role that a person holds. A coordinator's reaches over `agency_id` and the units under it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role"),
        Index("ix_role_grant_role", "role", "person_id"),
        CheckConstraint("role <> 'COORDINATOR' OR agency_id IS NOT NULL", name="coordinator_of_agency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="grants", lazy="raise_on_sql")


class SignInCode(Base):
    """A one-time code with which a person signs in for the first time, or again after forgetting the password. Stored hashed."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time link with which the first administrator makes an account. Stored hashed."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInSession(Base):
    """A signed-in browser. `token_hash` is of the cookie's random token; a row that is gone ends the session at once."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shared_computer: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")


class SignInFailure(Base):
    """A sign-in that was tried; removed again when it succeeds. What is too many is decided in `throttle`."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_account_at", "account", "at"),
        Index("ix_sign_in_failure_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to whom, when, from where. Never changed: each row's `digest` covers the row and the digest before it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[str] = mapped_column(default="{}")
    address: Mapped[str] = mapped_column(default="")
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)

    def computed_digest(self) -> str:
        """What `digest` must be: SHA-256 over the row and the digest before it."""
        row = (
            self.previous,
            self.at.isoformat(),
            str(self.actor_id),
            self.action,
            self.subject,
            self.details,
            self.address,
        )
        return sha256("\n".join(row).encode()).hexdigest()


class PersonWord(Base):
    """A word by which a person is found: of the names and the sign-in names; folded.

    Compared byte by byte, so that one index serves both a whole word and its beginning.
    """

    __tablename__ = "person_word"
    __table_args__ = (Index("ix_person_word_word", "word", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    word: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"))


class NameCorrection(Base):
    """A person's wish to have the own name spelt otherwise. It holds once a coordinator has said yes; one is open at a time.
    `before_en` and `before_ur` are the name as it was when that was decided."""

    __tablename__ = "name_correction"
    __table_args__ = (
        Index(
            "uq_name_correction_person_id_open",
            "person_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("(decided_at IS NULL) = (approved IS NULL)", name="decided_with_answer"),
        CheckConstraint(
            "(decided_at IS NULL) = (before_en IS NULL) AND (decided_at IS NULL) = (before_ur IS NULL)",
            name="decided_with_name_before",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name_en: Mapped[str]
    name_ur: Mapped[str]
    remark: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    approved: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    before_en: Mapped[str | None]
    before_ur: Mapped[str | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class Functioning(Base):
    """What a person chose to say of difficulties in six domains: the Washington Group Short Set on Functioning.

    Each is 1 (no difficulty) to 4 (cannot do at all), or null if it was not answered. Kept apart from the person's record: only
    counts of many are ever shown, to nobody but the person whose it is.
    """

    __tablename__ = "functioning"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    seeing: Mapped[int | None]
    hearing: Mapped[int | None]
    walking: Mapped[int | None]
    remembering: Mapped[int | None]
    self_care: Mapped[int | None]
    communicating: Mapped[int | None]
    answered_at: Mapped[datetime]


class PeopleImport(Base):
    """A spreadsheet of people that was looked through, to be brought in as it was shown. `content` is forgotten when that is done
    or the day is over; `counts` is how many rows were what."""

    __tablename__ = "people_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
