"""A ZIP that came from outside: its entries by path, with every trick that is played with ZIPs refused."""

import io
import re
import stat
import unicodedata
import zipfile
import zlib

from lms.authoring.intake import limits
from lms.catalog.problems import shorten
from lms.errors import Refused
from lms.i18n import N_

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UTF8 = 0x800


class TooLarge(Refused):
    status = 413


class Unreadable(Refused):
    status = 422


class Archive:
    """The files in a ZIP; folders are not among them.

    All that can be judged without unpacking is judged at once; a file is unpacked when it is read. Raises `Unreadable`,
    `TooLarge`.
    """

    def __init__(self, body: bytes) -> None:
        self._zip = _opened(body)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        entries = self._zip.infolist()
        if len(entries) > limits.MAX_ENTRIES:
            raise TooLarge(N_("This file holds more than %(limit)s files in itself."), limit=limits.MAX_ENTRIES)
        if sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED:
            raise TooLarge(
                N_("This file would be larger than %(limit)s MB when it is unpacked. Make its pictures smaller."),
                limit=limits.MAX_UNPACKED // 1024**2,
            )
        for entry in entries:
            self._add(entry)

    def _add(self, entry: zipfile.ZipInfo) -> None:
        path = _path(entry)
        _check(entry, path)
        if entry.is_dir() or path.endswith("/"):
            return
        if path in self._entries:
            raise Unreadable(N_("This file holds “%(seen)s” twice. Pack it again."), seen=shorten(path))
        self._entries[path] = entry

    @property
    def paths(self) -> list[str]:
        return sorted(self._entries)

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a file, never more than the archive said it has."""
        try:
            with self._zip.open(self._entries[path]) as file:
                return file.read(self._entries[path].file_size)
        except _BROKEN as reason:
            raise _damaged() from reason


def _opened(body: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(body))
    except _BROKEN as reason:
        raise _damaged() from reason


def _damaged() -> Unreadable:
    return Unreadable(
        N_("This file is damaged and cannot be opened. Save it again, or copy it anew, and try once more.")
    )


def _path(entry: zipfile.ZipInfo) -> str:
    """Where an entry lies, with `/` on every system. Raises `Unreadable` for a path that leads elsewhere."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        name = _meant(name)
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = path.removesuffix("/").split("/")
    if re.match(r"[A-Za-z]:", path) or any(part in ("", ".", "..") for part in parts) or not path.isprintable():
        message = N_("The path “%(seen)s” in this file leads out of it. Nothing was read.")
        raise Unreadable(message, seen=shorten("".join(sign if sign.isprintable() else "?" for sign in path)))
    return path


def _meant(name: str) -> str:
    """Macs write UTF-8 without saying so, which is then read as the code page of old PCs."""
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _check(entry: zipfile.ZipInfo, path: str) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable(N_("This file is protected with a password. Take the password off and bring it in again."))
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        message = N_("“%(seen)s” in this file is a link to another place, not a file. Nothing was read.")
        raise Unreadable(message, seen=shorten(path))
    if entry.compress_type not in _METHODS:
        message = N_("“%(seen)s” is packed in a way that is not read here. Pack the folder as an ordinary ZIP.")
        raise Unreadable(message, seen=shorten(path))
    if entry.file_size > limits.SMALL and entry.file_size > limits.MAX_RATIO * entry.compress_size:
        message = N_("“%(seen)s” would grow more than %(limit)s times when it is unpacked. Nothing was read.")
        raise TooLarge(message, seen=shorten(path), limit=limits.MAX_RATIO)
