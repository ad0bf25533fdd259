"""A plan as bytes, to be kept until it is carried out exactly as it was shown."""

import zlib

import msgspec

from lms.people.roster.plan import Plan
from lms.people.roster.reading import Roster


class _Kept(msgspec.Struct):
    roster: Roster
    plan: Plan


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


def pack(roster: Roster, plan: Plan) -> bytes:
    """Both as compressed bytes: what was read, from which another plan can be made, and what was shown."""
    return zlib.compress(_encoder.encode(_Kept(roster, plan)), 3)


def unpack(kept: bytes) -> tuple[Roster, Plan]:
    found = _decoder.decode(zlib.decompress(kept))
    return found.roster, found.plan
