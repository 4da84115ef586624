"""What the store already knows by the names other systems gave: for imports."""

from collections.abc import Iterable, Iterator

from supportdesk.store.read.connection import Reader

_NAMES_A_QUESTION = 500


def tickets_of_references(connection: Reader, names: Iterable[str]) -> dict[str, int]:
    """Message-ID → number of the ticket that holds that mail or an answer to it."""
    return _numbers(
        connection, "SELECT source_id, ticket_id FROM message_reference WHERE source_id IN", names
    )


def tickets_of_messages(connection: Reader, names: Iterable[str]) -> dict[str, int]:
    """Source id of a stored message → number of its ticket."""
    return _numbers(
        connection, "SELECT source_id, ticket_id FROM message WHERE source_id IN", names
    )


def tickets_by_source(connection: Reader, names: Iterable[str]) -> dict[str, int]:
    """Source id of a stored ticket → its number."""
    return _numbers(connection, "SELECT source_id, id FROM ticket WHERE source_id IN", names)


def tickets_by_uuid(connection: Reader, names: Iterable[str]) -> dict[str, int]:
    """UUID of a stored ticket → its number."""
    return _numbers(connection, "SELECT uuid, id FROM ticket WHERE uuid IN", names)


def oldest(connection: Reader, numbers: Iterable[int]) -> int:
    """Of these tickets the one created first; of two at once the lower number."""
    marks = ",".join(str(int(number)) for number in numbers)
    (number,) = connection.execute(
        f"SELECT id FROM ticket WHERE id IN ({marks}) ORDER BY created_at, id LIMIT 1"
    ).fetchone()
    return int(number)


def templates_by_source(connection: Reader, names: Iterable[str]) -> dict[str, int]:
    """Source id of a stored template → its id."""
    return _numbers(connection, "SELECT source_id, id FROM template WHERE source_id IN", names)


def client_email(connection: Reader, ticket: int) -> frozenset[str]:
    """The addresses of a ticket's client, case folded; empty for a ticket that does not exist."""
    return frozenset(
        key
        for (key,) in connection.execute(
            "SELECT a.key FROM ticket t JOIN client_address a ON a.client_id = t.client_id"
            " WHERE t.id = :ticket AND a.kind = 'email'",
            {"ticket": ticket},
        )
    )


def _numbers(connection: Reader, question: str, names: Iterable[str]) -> dict[str, int]:
    return {
        name: number
        for part in _parts(list(names))
        for name, number in connection.execute(f"{question} ({','.join('?' * len(part))})", part)
    }


def _parts(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _NAMES_A_QUESTION):
        yield names[start : start + _NAMES_A_QUESTION]
