"""Clients who may be one person: offered for merging, never merged by the program (F52)."""

from collections.abc import Iterable, Iterator
from typing import Any

from supportdesk.domain.words import stem, tokens
from supportdesk.store.read.client_rows import DuplicateRow
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sql_parts import stands

OFFERED = 10
_COMPARED = 200
"""Clients of the same name looked at: some names half a town has."""

_SHARED_BOXES = frozenset(
    "admin billing contact hello help info mail manager office order orders sales service shop"
    " support team webmaster accounting buh zakaz".split()
)
_SHORTEST_BOX = 5
"""Letters before the @ that say something of a person."""

_PREFIXES = (("380", "0"), ("7", "8"))
"""A country's number as it is dialled from abroad and at home."""

_SHORTEST_PHONE = 10

_ROW = f"""
SELECT c.id, c.name, g.name, (SELECT a.shown FROM client_address a WHERE a.client_id = c.id
         AND a.kind = 'email' ORDER BY a.place, a.id LIMIT 1),
       (SELECT count(*) FROM ticket t WHERE t.client_id = c.id AND {stands("t.id")}),
       c.organisation_id
  FROM client c LEFT JOIN organisation g ON g.id = c.organisation_id
 WHERE c.id = :client AND c.merged_into IS NULL AND c.forgotten_at IS NULL
"""


def duplicates(connection: Reader, client: int, limit: int = OFFERED) -> list[DuplicateRow]:
    """Clients with the same name, phone or personal part of the e-mail, the most alike first."""
    own = connection.execute(_ROW, {"client": client}).fetchone()
    if own is None:
        return []
    because: dict[int, list[str]] = {}
    for reason, found in (
        ("phone", _by_phone(connection, client)),
        ("name", _by_name(connection, own[1], own[5])),
        ("email", _by_mail_box(connection, client)),
    ):
        for other in found:
            if other != client and reason not in because.setdefault(other, []):
                because[other].append(reason)
    rows = [
        _row(row, reasons)
        for other, reasons in because.items()
        if reasons and (row := connection.execute(_ROW, {"client": other}).fetchone())
    ]
    return sorted(rows, key=lambda row: (-row.likeness, row.id))[:limit]


def _row(row: tuple[Any, ...], reasons: list[str]) -> DuplicateRow:
    number, name, company, email, tickets = row[:5]
    likeness = _likeness(reasons)
    return DuplicateRow(number, name, company, email, tickets, likeness, " ".join(reasons))


def _likeness(reasons: list[str]) -> float:
    weight = {"phone": 0.9, "name": 0.7, "email": 0.6}
    left = 1.0
    for reason in reasons:
        left *= 1 - weight[reason]
    return round(1 - left, 3)


def _by_name(connection: Reader, name: str, organisation: int | None) -> Iterator[int]:
    """Clients with the same words in their name; one word alone needs the same organisation."""
    words = sorted(tokens(name))
    if not words or (len(words) == 1 and organisation is None):
        return
    wanted = " AND ".join(f'"{stem(word)}"' for word in words)
    for number, other, company in connection.execute(
        "SELECT id, name, organisation_id FROM client WHERE id IN (SELECT rowid FROM client_text"
        " WHERE client_text MATCH :words LIMIT :limit)",
        {"words": f"{{words}} : ({wanted})", "limit": _COMPARED},
    ):
        if sorted(tokens(other)) == words and (len(words) > 1 or company == organisation):
            yield number


def _by_mail_box(connection: Reader, client: int) -> Iterator[int]:
    """Clients whose e-mail begins with the same name at another provider."""
    for key in _keys(connection, client, "email"):
        box, _at, _host = key.partition("@")
        if len(box) >= _SHORTEST_BOX and box not in _SHARED_BOXES:
            for (number,) in connection.execute(
                "SELECT client_id FROM client_address WHERE kind = 'email'"
                " AND key >= :first AND key < :end LIMIT :limit",
                {"first": f"{box}@", "end": f"{box}A", "limit": _COMPARED},
            ):
                yield number


def _by_phone(connection: Reader, client: int) -> Iterator[int]:
    """Clients whose phone is the same number, dialled from abroad or at home."""
    for key in _keys(connection, client, "phone"):
        for other in _same_number(key):
            found = connection.execute(
                "SELECT client_id FROM client_address WHERE kind = 'phone' AND key = :key",
                {"key": other},
            ).fetchone()
            if found is not None:
                yield found[0]


def _same_number(key: str) -> Iterable[str]:
    for abroad, home in _PREFIXES:
        if key.startswith(abroad) and len(key) >= _SHORTEST_PHONE + len(abroad) - len(home):
            yield home + key.removeprefix(abroad)
        if key.startswith(home) and len(key) >= _SHORTEST_PHONE:
            yield abroad + key.removeprefix(home)


def _keys(connection: Reader, client: int, kind: str) -> list[str]:
    found = connection.execute(
        "SELECT key FROM client_address WHERE client_id = :client AND kind = :kind LIMIT 20",
        {"client": client, "kind": kind},
    )
    return [key for (key,) in found]
