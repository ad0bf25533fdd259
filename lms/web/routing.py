"""Rules of addresses that are made ready to build an address when the first one is built.

Werkzeug writes and compiles two functions for every rule when it is added, a quarter of a second for all of ours at each start.
Should it come to do so in another way, `_compile_builder` is not called any more, and rules are as Werkzeug makes them.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule whose functions that build addresses are written when they are first called."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(rule: Rule, /, **values: Any) -> Any:
            if not made:
                made.append(Rule._compile_builder(rule, append_unknown))
            return made[0](rule, **values)

        return build
