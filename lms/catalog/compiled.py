"""A compiled course as bytes: what a published revision keeps, so that requests never parse."""

from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from lms.catalog import course as model
from lms.catalog.course import Course

# Raised whenever the classes in `course` change; what an older program wrote is then compiled anew from its files.
VERSION = 3

# msgspec cannot tell dataclasses apart in a union, so each is a list: the name of its class, then its fields in order.
_CLASSES: dict[str, type[Any]] = {
    name: value for name, value in vars(model).items() if isinstance(value, type) and is_dataclass(value)
}
_FIELDS = {name: [field.name for field in fields(value)] for name, value in _CLASSES.items()}
_ENUMS: dict[tuple[str, str], type[Any]] = {
    ("Course", "track"): model.Track,
    ("Course", "level"): model.Level,
    ("Question", "type"): model.QuestionType,
    ("Quiz", "kind"): model.QuizKind,
}


class Outdated(Exception):
    """The bytes were written by a program with other classes, or are no compiled course."""


def dump(course: Course) -> bytes:
    """`course` as bytes that `load` reads back without loss."""
    return msgspec.msgpack.encode([VERSION, _plain(course)])


def load(stored: bytes) -> Course:
    """The course in `stored`. Raises `Outdated` if it must be compiled anew."""
    try:
        version, tree = msgspec.msgpack.decode(stored)
        if version != VERSION:
            raise Outdated(version)
        course = _revived(tree)
    except (msgspec.DecodeError, TypeError, ValueError, KeyError, IndexError) as reason:
        raise Outdated(str(reason)) from reason
    if not isinstance(course, Course):
        raise Outdated
    return course


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        return [name, *(_plain(getattr(value, field)) for field in _FIELDS[name])]
    if isinstance(value, tuple):
        return ["", *map(_plain, value)]
    # Lists and dicts (the solution of a question) hold only texts.
    return {"": value} if isinstance(value, list) else value


def _revived(tree: Any) -> Any:
    if isinstance(tree, list):
        name, *rest = tree
        values = [_revived(value) for value in rest]
        return _made(name, values) if name else tuple(values)
    return tree[""] if isinstance(tree, dict) and "" in tree else tree


def _made(name: str, values: list[Any]) -> Any:
    named = dict(zip(_FIELDS[name], values, strict=True))
    for (owner, field), kind in _ENUMS.items():
        if owner == name:
            named[field] = kind(named[field])
    return _CLASSES[name](**named)
