"""Whose name in a list of participants belongs to which member of a batch. Pure.

By e-mail address, by a service number that stands in the name, by the whole name in either script; never by a part of a name, since
half of a batch may be called Muhammad. What is left over, a person decides.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.live.participants import Participant
from lms.people.names import sign_in_name
from lms.urdu import search


@dataclass(frozen=True)
class Known:
    """A member as far as a list of participants can tell."""

    person_id: int
    names: tuple[str, ...]
    sign_in_names: tuple[str, ...]
    email: str


@dataclass(frozen=True)
class Match:
    """A line of the list and the member it belongs to, or None."""

    participant: Participant
    person_id: int | None


def match(participants: Iterable[Participant], members: Iterable[Known]) -> list[Match]:
    """The lines in their order. A name that two members have belongs to neither."""
    members = list(members)
    emails = _only({member.person_id: (member.email.lower(),) for member in members if member.email})
    numbers = _only({member.person_id: tuple(map(sign_in_name, member.sign_in_names)) for member in members})
    names = _only({member.person_id: tuple(_name(name) for name in member.names if name) for member in members})
    return [Match(each, _who(each, emails, numbers, names)) for each in participants]


def minutes_of(matches: Iterable[Match]) -> dict[int, int | None]:
    """How long each member was there, by all the lines that belong to them; None if no line tells."""
    found: dict[int, int | None] = {}
    for each in matches:
        if each.person_id is not None:
            before, more = found.get(each.person_id), each.participant.minutes
            found[each.person_id] = before if more is None else (before or 0) + more
    return found


def _only(words: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    """Each word that exactly one member has."""
    owners: dict[str, set[int]] = {}
    for person_id, each in words.items():
        for word in filter(None, each):
            owners.setdefault(word, set()).add(person_id)
    return {word: next(iter(ids)) for word, ids in owners.items() if len(ids) == 1}


def _who(
    participant: Participant, emails: Mapping[str, int], numbers: Mapping[str, int], names: Mapping[str, int]
) -> int | None:
    if participant.email in emails:
        return emails[participant.email]
    text = re.sub(r"[()\[\]{}|/,;:]", " ", participant.name).split()
    for start in range(len(text)):  # a number may be written in two words: ANF 1001
        for end in (start + 1, start + 2):
            joined = "".join(text[start:end])
            if re.search(r"\d", joined) and (found := numbers.get(sign_in_name(joined))):
                return found
    return names.get(_name(participant.name)) or names.get(_name(re.sub(r"\(.*?\)", " ", participant.name)))


def _name(name: str) -> str:
    return " ".join(sorted(search(name).split()))
