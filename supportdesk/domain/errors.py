"""Everything the desk can refuse, as one family with a code and parameters (law 12).

The texts an operator reads are made at the edge (console, CLI) from the code and the parameters,
in the language of the operator; the domain holds none.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from supportdesk.records import dataclass


class DeskError(Exception):
    """A refusal or failure: `code` names it, `parameters` fill its text.

    `code` is dotted lower case (`state.not_allowed`, `store.newer`); its first part groups it.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters: Mapping[str, object] = parameters

    def __str__(self) -> str:
        """Show code and parameter names only: values may hold customers' text."""
        return f"{self.code}({', '.join(sorted(self.parameters))})"


class NotFound(DeskError):
    """What was asked for does not exist (exit code 3)."""


class Invalid(DeskError):
    """The request itself is malformed: a bad query, date, file or field (exit code 2)."""


class StoreTrouble(DeskError):
    """The store cannot be read or written: newer, locked, full, damaged (exit code 4)."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A guard that may be confirmed: `name` is what `confirmed` must contain to pass."""

    name: str
    parameters: Mapping[str, object]


class Refused(DeskError):
    """A rule says no (exit code 1).

    With `stops` the same envelope passes once every stop's name is in `confirmed`; without, no
    confirmation helps.
    """

    def __init__(self, code: str, *, stops: Sequence[Stop] = (), **parameters: object) -> None:
        super().__init__(code, **parameters)
        self.stops = tuple(stops)


@contextmanager
def storable() -> Iterator[None]:
    """Refuse what no store can hold: half characters of a bad paste, endless numbers."""
    try:
        yield
    except UnicodeEncodeError as trouble:
        raise Invalid("text.not_utf8") from trouble
    except OverflowError as trouble:
        raise Invalid("number.too_large") from trouble
