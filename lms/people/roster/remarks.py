"""What is said about a file, a row or a cell."""

from dataclasses import dataclass, field

from lms.errors import Refused


class Unreadable(Refused):
    """A file from which no list of people can be read, and why."""

    status = 422


class Wrong(Exception):
    """A value that cannot be understood, or cannot be. `message` is a msgid with placeholders for `values`."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True)
class Remark:
    """A sentence about a row: a msgid with its values, and the key of the column that it is about."""

    message: str
    column: str = ""
    values: dict[str, str] = field(default_factory=dict)
