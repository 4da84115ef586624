"""Commands about clients."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditClient:
    """Change fields and traits of a client; a value of None (or empty) removes it.

    Fields: name, phone, email (adds an address), company, language, timezone, vip.
    """

    client: int
    fields: tuple[tuple[str, str | None], ...] = ()
    traits: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AddClientNote:
    """A dated, signed note on the client (F51)."""

    client: int
    body: str
