"""Whether the register is whole, looked at row by row: for an auditor, and after a backup was put back."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.certificates.models import Certificate, CertificateCounter, Revocation
from lms.certificates.numbering import numbered, serial
from lms.people.models import AuditEntry

AT_ONCE = 2_000
MOST_TOLD = 20
"""Faults that are told one by one; after that the rest are not looked for."""


def examine(session: Session) -> tuple[list[str], list[str]]:
    """What is wrong, and what was looked at, in plain English for the command line."""
    faults: list[str] = []
    told: list[str] = []
    for check in (_numbers, _replacements, _chain):
        for fault in check(session, told):
            faults.append(fault)
            if len(faults) >= MOST_TOLD:
                return [*faults, "and perhaps more: the examination ended here."], told
    return faults, told


def _numbers(session: Session, told: list[str]) -> Iterator[str]:
    """The serials of a year are 1 to the counter's number, each once."""
    counters = {row.year: row.last for row in session.execute(select(CertificateCounter.year, CertificateCounter.last))}
    last: dict[int, int] = {}
    for (text,) in _rows(session, Certificate.serial, Certificate.serial):
        found = numbered(text)
        if found is None:
            yield f"{text} is not a serial number."
            continue
        year, number = found
        expected = last.get(year, 0) + 1
        if number != expected:
            yield f"{serial(year, expected)} is missing: the next one is {text}."
        last[year] = number
    for year in sorted(counters.keys() | last.keys()):
        if counters.get(year, 0) != last.get(year, 0):
            yield f"{year}: the counter stands at {counters.get(year, 0)}, the last certificate is {last.get(year, 0)}."
        told.append(f"{year}: {last.get(year, 0)} certificates")


def _replacements(session: Session, told: list[str]) -> Iterator[str]:
    """What was replaced is revoked, and by a certificate of the same person's same course."""
    old = Certificate.__table__.alias("old")
    rows = session.execute(
        select(old.c.serial, Certificate.serial, Revocation.id, Certificate.enrolment_id == old.c.enrolment_id)
        .select_from(Certificate)
        .join(old, old.c.id == Certificate.replaces_id)
        .outerjoin(Revocation, Revocation.certificate_id == old.c.id)
    )
    count = 0
    for before, after, revocation, is_same in rows:
        count += 1
        if revocation is None:
            yield f"{before} was replaced by {after} and is not revoked."
        if not is_same:
            yield f"{after} replaces {before}, which is of another person or course."
    revoked = session.scalars(select(func.count()).select_from(Revocation)).one()
    told.append(f"Revoked: {revoked}, of which replaced: {count}")


def _chain(session: Session, told: list[str]) -> Iterator[str]:
    """Every entry of the audit is what was written, and follows the one before it."""
    previous, count = "", 0
    for (entry,) in _rows(session, AuditEntry, AuditEntry.id):
        count += 1
        if entry.previous != previous:
            yield f"Entry {entry.id} of the audit does not follow the one before it."
        if entry.digest != entry.computed_digest():
            yield f"Entry {entry.id} of the audit was changed."
        previous = entry.digest
    told.append(f"Entries of the audit: {count}")


def _rows(session: Session, what: Any, by: Any) -> Iterator[Sequence[Any]]:
    """All rows in the order of a unique column, a few thousand in memory at a time."""
    statement = select(what, by).order_by(by).limit(AT_ONCE)
    following = statement
    while batch := session.execute(following).all():
        yield from (row[:1] for row in batch)
        session.expunge_all()
        following = statement.where(by > batch[-1][1])
