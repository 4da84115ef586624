"""Where a store lies: in a file, or in a database on a PostgreSQL server."""

from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")


class ServerAddress:
    """A database on a server, by the URL that libpq reads; as a text it is without its password."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        self.url = url

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServerAddress) and other.url == self.url

    def __hash__(self) -> int:
        return hash(self.url)

    def __str__(self) -> str:
        """The address as it may be shown and logged: user, machine and database."""
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(self.url)
        except ValueError:  # no machine is called so
            return SCHEMES[0]
        who, at, machine = parts.netloc.rpartition("@")
        return f"{parts.scheme}://{who.partition(':')[0]}{at}{machine}{parts.path}"

    def __repr__(self) -> str:
        """Without its password too."""
        return f"ServerAddress({str(self)!r})"


Address = Path | ServerAddress


def address_of(text: str) -> Address:
    """The address that a text names."""
    return ServerAddress(text) if text.startswith(SCHEMES) else Path(text)
