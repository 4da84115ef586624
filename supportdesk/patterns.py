"""Regular expressions that are compiled when somebody first looks for them (S1).

A long one costs a millisecond or more, and most are about texts that are not in sight at the start.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import compile as pattern

    __all__ = ["pattern"]
else:

    class pattern:
        """Looks for what is `written` as `re.compile(written, flags)` does; no less, no more."""

        def __init__(self, written: str, flags: int = 0) -> None:
            self._written = written, flags

        @cached_property
        def _compiled(self) -> "re.Pattern[str]":
            return re.compile(*self._written)

        def __getattr__(self, name: str) -> object:
            found = getattr(self._compiled, name)
            setattr(self, name, found)  # the next one finds it at once
            return found
