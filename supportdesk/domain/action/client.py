"""Commands about clients."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class EditClient:
    """Change fields, traits and properties of a client; a value of None (or empty) removes it.

    Fields: name, phone, email (adds an address), company, language, timezone, channel, vip.
    Properties are those the desk has defined (`SaveClientProperty`), by name.
    """

    client: int
    fields: tuple[tuple[str, str | None], ...] = ()
    traits: tuple[tuple[str, str | None], ...] = ()
    properties: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AddClientNote:
    """A dated, signed note on the client (F51)."""

    client: int
    body: str


@dataclass(frozen=True, slots=True)
class MergeClients:
    """Make one client of two: everything of `client` is `into`'s from then on (F52)."""

    client: int
    into: int


@dataclass(frozen=True, slots=True)
class ForgetClient:
    """Blank everything the store holds of a person (F160). Cannot be undone."""

    client: int


@dataclass(frozen=True, slots=True)
class EditOrganisation:
    """Change fields of an organisation (F48); a value of None (or empty) removes it.

    Fields: name, contract, until (the contract's last day), hours, timezone, email, phone, note.
    """

    organisation: int
    fields: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class SaveClientProperty:
    """Define a property that clients may have, or change the one with id `property` (F45).

    `kind` is one of `domain.client_property.KINDS`; pinned ones stand first on the card.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    pinned: bool = False
    property: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveClientProperty:
    """Take a property from every card; an undo brings it back with its values."""

    property: int
