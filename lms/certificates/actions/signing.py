"""Who signs an agency's certificates is set."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.certificates.emblems import Picture
from lms.certificates.models import AgencyLogo, Emblem, Signatory
from lms.db import upsert
from lms.people.actions import audit
from lms.people.models import Agency
from lms.people.viewer import Viewer
from lms.urdu import clean

MOST_SIGNATORIES = 3


@dataclass(frozen=True)
class Signer:
    """One who is to sign; `signature` is the SHA-256 of a picture that is kept."""

    name_en: str
    name_ur: str
    title_en: str
    title_ur: str
    signature: str | None


def keep_picture(session: Session, picture: Picture) -> str:
    """Keep a picture; its SHA-256. The same one is kept once."""
    values = {"sha256": picture.sha256, "content_type": picture.content_type, "body": picture.body}
    session.execute(upsert(session, Emblem).values(values).on_conflict_do_nothing())
    return picture.sha256


def set_signatories(
    session: Session, by: Viewer, agency: Agency, signers: Sequence[Signer], logo: str | None, now: datetime
) -> None:
    """From now on these sign the agency's certificates, under this logo; what was issued before stays as it was.

    Without any, the agency takes what the one over it has.
    """
    session.execute(delete(Signatory).where(Signatory.agency_id == agency.id))
    session.execute(delete(AgencyLogo).where(AgencyLogo.agency_id == agency.id))
    for place, signer in enumerate(signers[:MOST_SIGNATORIES], start=1):
        texts = {name: clean(text) if isinstance(text, str) else text for name, text in asdict(signer).items()}
        session.add(Signatory(agency_id=agency.id, place=place, **texts))
    if logo:
        session.add(AgencyLogo(agency_id=agency.id, logo=logo))
    session.flush()
    said = [f"{signer.name_en}, {signer.title_en}" for signer in signers]
    audit(session, by.id, "set the signatories", f"agency {agency.code}", now, signatories=said, logo=bool(logo))
