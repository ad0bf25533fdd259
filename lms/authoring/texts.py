"""The text of a file as its author sees it in a text field, and back to the bytes of the file."""

_MARK = b"\xef\xbb\xbf"


def shown(body: bytes) -> str:
    """The text in `body`, with single ends of lines; what is not UTF-8 shows as the sign for something unknown."""
    return _single(body.removeprefix(_MARK).decode("utf-8", errors="replace"))


def is_readable(body: bytes) -> bool:
    """Whether `body` is text as the format wants it, so that showing and saving it loses nothing."""
    try:
        return "\0" not in body.decode("utf-8")
    except UnicodeDecodeError:
        return False


def body_of(typed: str, before: bytes = b"") -> bytes:
    """What was typed as bytes, in the manner of the file as it was `before`: who changed nothing has changed nothing.

    Forms send the ends of lines as they like, so those of the file are kept, and so is a mark at its beginning.
    """
    text = _single(typed).encode("utf-8", errors="replace")
    if before and _single(before.decode("utf-8", errors="replace")).encode() == text:
        return before
    if b"\r\n" in before:
        text = text.replace(b"\n", b"\r\n")
    return _MARK + text if before.startswith(_MARK) else text


def _single(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
