"""A bounded store in the process for what was computed from immutable data: nothing in it is ever wrong, only dropped."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """At most `size` values, or values that `weigh` so much in all; the least recently used dropped first. Safe to use from
    several threads."""

    def __init__(self, size: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self.size = size
        self.weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def known(self, key: Hashable) -> Value | None:
        """The value under `key` if it is there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value under `key`, computed outside the lock when it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            if key not in self._values:
                self._weight += self.weigh(value)
                self._values[key] = value
            while self._weight > self.size and self._values:
                self._weight -= self.weigh(self._values.popitem(last=False)[1])
        return value
