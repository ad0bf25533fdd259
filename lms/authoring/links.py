"""Links between the files of a course, when files get other names. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from lms.catalog import po

_TARGET = re.compile(
    r"(\]\(\s*<?(?:\./)?|^ {0,3}\[[^\]\n]+\]:\s*<?(?:\./)?)([a-z0-9][a-z0-9./_-]*)(?=[)#>\s])", re.MULTILINE
)


def follow(body: bytes, moved: Mapping[str, str]) -> bytes:
    """A Markdown file whose links lead to where files have `moved`, old path to new path, all at once."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return _followed(text, moved).encode()


def _followed(text: str, moved: Mapping[str, str]) -> str:
    return _TARGET.sub(lambda found: found[1] + moved.get(found[2], found[2]), text)


def follow_in_catalogue(body: bytes, moved: Mapping[str, str]) -> bytes:
    """A catalogue that has the translations with the new links too. The old ones stay: the published course has the old links."""
    document, mistakes = po.read(body)
    if mistakes:
        return body
    known = {(entry.text, entry.context) for entry in document.entries}
    entries = list(document.entries)
    for entry in document.entries:
        text = _followed(entry.text, moved)
        if text != entry.text and (text, entry.context) not in known:
            entries.append(
                replace(
                    entry,
                    text=text,
                    translation=_followed(entry.translation, moved),
                    previous=_followed(entry.previous, moved),
                    references=(),
                )
            )
    return po.write(replace(document, entries=tuple(entries))) if len(entries) > len(document.entries) else body
