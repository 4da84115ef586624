"""Values put into a request: `{client.email}`, `{secret.hook}`, `{found.contact}`.

A text is split once when the file is read; values are never looked at for placeholders, never
become part of a host name, and never begin an option of a command.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from supportdesk.patterns import pattern
from supportdesk.records import dataclass

PLACEHOLDER = pattern(r"\{([a-z_]+(?:\.[^{}]*)?)\}")
CLIENT = frozenset({"number", "name", "email", "phone", "company", "language"})
FAMILIES = ("client", "secret", "found")


class NoValue(LookupError):
    """A placeholder has no value now; its name is the argument. Carries no value."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with places for values."""

    written: str

    @property
    def names(self) -> tuple[str, ...]:
        """The placeholders in it."""
        return tuple(PLACEHOLDER.findall(self.written))

    def plain(self, values: Mapping[str, str]) -> str:
        """The text with the values as they are. Raises NoValue."""
        return self._with(values, lambda _name, value: value)

    def in_address(self, values: Mapping[str, str]) -> str:
        """The text as part of a web address: values are encoded, secrets stand as they are."""
        return self._with(values, _encoded)

    def as_argument(self, values: Mapping[str, str]) -> str:
        """The text as one argument of a command. Raises NoValue for one that becomes an option."""
        filled = self.plain(values)
        if filled.startswith("-") and not self.written.startswith("-"):
            raise NoValue(self.names[0])
        return filled

    def _with(self, values: Mapping[str, str], write: Callable[[str, str], str]) -> str:
        def value_of(found: re.Match[str]) -> str:
            name = found[1]
            value = values.get(name, "")
            if not value or any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
                raise NoValue(name)
            return write(name, value)

        return PLACEHOLDER.sub(value_of, self.written)


def is_known(name: str) -> bool:
    """Whether a placeholder means something: `client.email`, `client.field.plan`, `secret.X`."""
    family, _dot, rest = name.partition(".")
    if family == "client":
        return rest in CLIENT or (rest.startswith("field.") and len(rest) > len("field."))
    return family in FAMILIES and bool(rest)


def _encoded(name: str, value: str) -> str:
    if name.startswith("secret."):
        return value
    if value in (".", ".."):
        raise NoValue(name)
    return quote(value, safe="")
