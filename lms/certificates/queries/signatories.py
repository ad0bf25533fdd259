"""Who signs certificates, and the pictures on them. Units take what the agency over them has, unless they have their own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certificates.emblems import Picture, as_drawing
from lms.certificates.models import AgencyLogo, Emblem, Signatory
from lms.people.models import Agency
from lms.people.queries import in_scope
from lms.people.viewer import Viewer


@dataclass(frozen=True)
class Signing:
    """Who signs the certificates of an agency, with which logo, and from which agencies it has both (their keys)."""

    signatories: tuple[Signatory, ...] = ()
    logo: str | None = None
    signatories_of: int | None = None
    logo_of: int | None = None

    @property
    def emblems(self) -> set[str]:
        found = {each.signature for each in self.signatories} | {self.logo}
        return {each for each in found if each is not None}


def signing(session: Session) -> Callable[[int | None], Signing]:
    """What holds for each agency. Three queries, however many agencies are asked about: there are few."""
    parents = {row.id: row.parent_id for row in session.execute(select(Agency.id, Agency.parent_id))}
    signatories: dict[int, list[Signatory]] = {}
    for signatory in session.scalars(select(Signatory).order_by(Signatory.agency_id, Signatory.place)):
        signatories.setdefault(signatory.agency_id, []).append(signatory)
    logos = {row.agency_id: row.logo for row in session.execute(select(AgencyLogo.agency_id, AgencyLogo.logo))}

    def of(agency_id: int | None) -> Signing:
        over = list(_upwards(parents, agency_id))
        signed = next((each for each in over if each in signatories), None)
        shown = next((each for each in over if each in logos), None)
        return Signing(tuple(signatories[signed]) if signed else (), logos[shown] if shown else None, signed, shown)

    return of


def _upwards(parents: dict[int, int | None], agency_id: int | None) -> Iterable[int]:
    seen: set[int] = set()
    while agency_id is not None and agency_id not in seen:
        seen.add(agency_id)
        yield agency_id
        agency_id = parents.get(agency_id)


def agency_to_sign(session: Session, viewer: Viewer, agency_id: int, lock: bool = False) -> Agency:
    """An agency whose certificates the viewer keeps; `NoResultFound` if it is none of these."""
    statement = select(Agency).where(Agency.id == agency_id, in_scope(viewer, Agency.id))
    return session.scalars(statement.with_for_update(key_share=True) if lock else statement).one()


def emblem(session: Session, viewer: Viewer, sha256: str) -> Emblem:
    """A picture that is on certificates of an agency in the viewer's scope; `NoResultFound` if it is on none."""
    of = signing(session)
    agencies = session.scalars(select(Agency.id).where(in_scope(viewer, Agency.id)))
    shown = any(sha256 in of(agency_id).emblems for agency_id in agencies)
    return session.scalars(select(Emblem).where(Emblem.sha256 == (sha256 if shown else ""))).one()


def drawings(session: Session, digests: Iterable[str]) -> dict[str, str]:
    """Pictures by their SHA-256, as SVG."""
    wanted = sorted(set(digests))
    if not wanted:
        return {}
    rows = session.scalars(select(Emblem).where(Emblem.sha256.in_(wanted)))
    return {row.sha256: as_drawing(Picture(row.content_type, row.body)) for row in rows}


def is_kept(session: Session, sha256: str) -> bool:
    """Whether there is a picture with this SHA-256. Nobody guesses one."""
    return bool(sha256) and session.get(Emblem, sha256) is not None


def all_agencies(session: Session) -> Sequence[Agency]:
    """Every agency, for its name alone: a unit may take its signatories from one that its coordinator does not keep."""
    return session.scalars(select(Agency)).all()
