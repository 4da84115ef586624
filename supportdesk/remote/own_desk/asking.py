"""Another desk of ours, as its `serve` answers (docs/serve.md)."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from supportdesk.domain.envelope import Clock
from supportdesk.domain.memory import Memory
from supportdesk.domain.provisional import FIRST
from supportdesk.domain.wire import plain_memory
from supportdesk.records import dataclass
from supportdesk.remote.line import Answer, Line, expect
from supportdesk.remote.trouble import Broken, Busy, LostPlace, SignedOut
from supportdesk.store.read.connection import SCHEMA_VERSION
from supportdesk.store.read.sendings import Because, SendingRow
from supportdesk.store.write.copying import RowsPage

WRITERS = 3
"""Tickets that are written to at once; of each ticket one thing is on its way (remotes.md)."""

SILENCE_SECONDS = 20.0
"""A stream tells every five seconds that it is alive."""

PUT_BACK = "changes.put_back"
"""Refused where a change number is that of another change."""

LAST_KEPT = (1 << 63) - 1
"""The highest number a store keeps; those of messages tell the time."""

LONGEST_TEXT = 1000
"""Characters of a name or a mark."""

LONGEST_NAME, LONGEST_SAID, MOST_TOLD = 80, 2000, 100
"""Characters of what a refusal names, and of what it says; and how many things it tells."""

FIRST_YEAR, LAST_YEAR = 1970, 9000
"""Of moments that can be shown in any zone, and reckoned with."""

_NUMBERED = (
    *("client", "template", "macro", "article", "operator", "queue", "view", "calendar"),
    *("policy", "entry"),
)
"""Fields of a receipt that hold the number of what was made; besides these, tickets and messages
are numbered."""

_OF_THIS_SIDE = ("remote", "link")
"""How codes begin of what goes wrong here on the way to a desk: what helps are commands of ours,
and no desk puts its words into those."""

_OF_TICKETS = ("link.unknown", "link.circle", "link.none")
"""Codes of links between tickets, which begin alike."""

REFUSALS = frozenset({400, 403, 404, 409, 413, 422})


@dataclass(frozen=True, slots=True)
class Whoami:
    """Whose token it is, and what it opens."""

    operator: int
    name: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class News:
    """What a stream says: that something has changed, or who has which ticket in sight."""

    present: tuple[tuple[int, int, str], ...] | None
    """Operators, tickets and what they do; None where it is a change that is told of."""


class DeskServer:
    """Asks one `serve`. All of it is one asyncio loop's. Raises RemoteTrouble alone."""

    def __init__(self, address: str, token: str, clock: Clock) -> None:
        """Raises Broken for an address that is none, or would send the token unencrypted.

        Raises SignedOut for what no desk has made a token of, such as one typed in other letters.
        """
        self._line = Line(address, clock, WRITERS)
        if not (token.isascii() and token.isprintable()):
            raise SignedOut
        self._headers = {"Authorization": f"Bearer {token}"}

    async def whoami(self) -> Whoami:
        """Whose token it is."""
        found = await self._read("v1/whoami")
        try:
            who, token = found["operator"], found["token"]
            return Whoami(_number(who["number"]), _text(who["name"]), frozenset(token["scopes"]))
        except (KeyError, TypeError, ValueError):
            raise Broken("not_ours") from None

    async def ticket(self, number: int) -> RowsPage:
        """All of one ticket."""
        return _page(await self._read(f"v1/tickets/{number}/rows"))

    async def changes(
        self, since: int, mark: str, limit: int, newer: int | None = None
    ) -> RowsPage:
        """What has changed after change number `since`, at most so many events.

        Without tickets that are done and have not changed since `newer` (milliseconds).

        Raises LostPlace where that number is not what `mark` says: the desk is another one, or was
        put back to an earlier state.
        """
        asked = {"since": str(since), "limit": str(limit), "mark": mark}
        if newer is not None:
            asked["newer"] = str(newer)
        answer = await self._line.read("v1/changes/rows", asked, self._headers)
        if answer.status == 409 and read_refusal(answer.json(), "status 409")["code"] == PUT_BACK:
            raise LostPlace
        return read_page(self._known(answer, "v1/changes/rows").json(), since)

    async def submit(self, row: SendingRow) -> tuple[dict[str, Any] | None, Because | None]:
        """Submit what was done here: its receipt, or why it is refused.

        The same again does nothing there, so whatever happens to the answer it may be repeated.
        Raises Busy, SignedOut, Unreachable, Broken.
        """
        body = {
            "id": row.key,
            "action": json.loads(row.action),
            "confirmed": list(row.confirmed),
            "base": int(row.base or 0),
        }
        answer = await self._line.write("POST", "v1/actions", body, self._headers)
        if answer.status in REFUSALS:
            return None, read_refusal(answer.json(), f"status {answer.status}")
        return read_receipt(self._known(answer, "v1/actions").json(), row), None

    async def remember(self, memory: Memory) -> None:
        """Tell a personal thing that others want to see."""
        body = {"memory": plain_memory(memory)}
        answer = await self._line.write("POST", "v1/memories", body, self._headers)
        self._known(answer, "v1/memories")

    async def present(self) -> tuple[tuple[int, int, str], ...]:
        """Who is there now: operators, the tickets they have in sight, and what they do."""
        return _present(await self._read("v1/presence"))

    async def attachment(self, number: int) -> bytes:
        """The bytes of a file."""
        path = f"v1/attachments/{number}"
        return self._known(await self._line.read(path, headers=self._headers), path).content

    async def news(self, since: int) -> AsyncIterator[News]:
        """What happens from now on, as it happens."""
        event = ""
        lines = self._line.listen(
            "v1/events", {"since": str(since)}, self._headers, SILENCE_SECONDS
        )
        async for line in lines:
            name, _, held = line.partition(":")
            if name == "event":
                event = held.strip()
            elif name == "data" and event == "refused":
                raise SignedOut
            elif name == "data" and event in ("change", "presence"):
                yield _news(event, held)

    async def close(self) -> None:
        """Close all connections."""
        await self._line.close()

    def _known(self, answer: Answer, what: str) -> Answer:
        """An answer to a question. Raises what its status tells."""
        if answer.status in {408, 429, 503}:
            raise Busy(self._line.rests_until)
        return expect(answer, what)

    async def _read(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return self._known(await self._line.read(path, params, self._headers), path).json()


def read_receipt(found: Any, row: SendingRow) -> dict[str, Any]:
    """The receipt of what was sent. Raises Broken for that of another envelope, and for no receipt.

    An answer that belongs to an earlier request must not end what was never done. What no copy can
    keep is no receipt either: it would stand in the way of all that is told afterwards.
    """
    match found:
        case {"change": change, "envelope": row.key}:
            receipt = {"change": _number(change, least=0), "envelope": row.key}
        case _:
            raise Broken("not_ours")
    read = {
        "tickets": lambda numbers: list(_numbers(numbers)),
        "message": lambda message: _number(message, LAST_KEPT),
        "undo_until": _moment,
        **dict.fromkeys(_NUMBERED, _number),
        "refused": _refusals,
        "repeated": bool,
        "left": bool,
    }
    return receipt | {name: as_told(found[name]) for name, as_told in read.items() if name in found}


def _refusals(found: Any) -> list[dict[str, Any]]:
    """Why several things were refused, of each its ticket. Raises Broken for what is no list."""
    return [_refused_of_many(one) for one in _list(found)]


def _refused_of_many(found: Any) -> dict[str, Any]:
    match found:
        case {"error": {"message": str(said)}}:
            stops = [_stop(stop) for stop in _list(found["error"].get("stops", []))]
            return {"ticket": found.get("ticket"), "error": {"message": said, "stops": stops}}
    raise Broken("not_ours")


def read_refusal(found: Any, status: str) -> Because:
    """Why something is refused, as the desk says. Raises Broken for what is no refusal of ours."""
    match found:
        case {"error": {"code": str(code), "message": str(said), **more}}:
            because: Because = {"code": code[:LONGEST_NAME], "said": said[:LONGEST_SAID]}
            if code.partition(".")[0] in _OF_THIS_SIDE and code not in _OF_TICKETS:
                return {"code": "mirror.rejected", "parameters": {"said": because["said"]}}
            held, stops = more.get("parameters"), more.get("stops")
            if isinstance(held, dict):
                because["parameters"] = _tellable(held)
            if isinstance(stops, list):
                because["stops"] = [_stop(stop) for stop in stops if _is_stop(stop)]
            return because
    raise Broken(status)


def _is_stop(found: object) -> bool:
    match found:
        case {"name": str(), "parameters": dict()}:
            return True
        case {"name": str(), **more}:
            return "parameters" not in more
    return False


def _stop(found: Any) -> dict[str, Any]:
    """A stop as it is kept. Raises Broken for none."""
    if not _is_stop(found):
        raise Broken("not_ours")
    return {
        "name": found["name"][:LONGEST_NAME],
        "parameters": _tellable(found.get("parameters", {})),
    }


def _tellable(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Those that a sentence can tell: texts, numbers and lists of such, of a bounded length."""
    return {
        name: value
        for name, value in islice(parameters.items(), MOST_TOLD)
        if _is_tellable(value) or (isinstance(value, list) and _is_short_list(value))
    }


def _is_tellable(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_SAID
    return value is None or isinstance(value, int | float)


def _is_short_list(values: list[Any]) -> bool:
    return len(values) <= MOST_TOLD and all(map(_is_tellable, values))


def read_page(found: Any, since: int) -> RowsPage:
    """A page of changes after change number `since`. Raises Broken for none, or for another one.

    A page that leads nowhere, or is an answer to an earlier question, would be asked for without
    end.
    """
    page = _page(found)
    leads_on = since < page.next or (page.complete and page.next == since)
    if found.get("since") != since or not leads_on or page.last < page.next:
        raise Broken("not_ours")
    return page


def _page(found: Any) -> RowsPage:
    try:
        if found["schema"] != SCHEMA_VERSION:
            raise Broken("schema")
        return RowsPage(
            _number(found["next"], least=0),
            _text(found["mark"]),
            _number(found["last"], least=0),
            bool(found["complete"]),
            _numbers(found["tickets"], LAST_KEPT),
            _numbers(found["messages"], LAST_KEPT),
            _numbers(found["clients"], LAST_KEPT),
            tuple(str(name) for name in found["whole"]),
            {str(table): list(rows) for table, rows in found["rows"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Broken("not_ours") from None


def _number(found: Any, last: int = FIRST - 1, *, least: int = 1) -> int:
    """A number that a desk gives. Raises Broken for any other: no copy could keep it."""
    if type(found) is not int or not least <= found <= last:
        raise Broken("not_ours")
    return found


def _numbers(found: Any, last: int = FIRST - 1) -> tuple[int, ...]:
    return tuple(_number(one, last) for one in _list(found))


def _list(found: Any) -> list[Any]:
    """A list. Raises Broken."""
    if not isinstance(found, list):
        raise Broken("not_ours")
    return found


def _text(found: Any) -> str:
    """A short text that can be kept. Raises Broken: half a character has no bytes."""
    if not (isinstance(found, str) and len(found) <= LONGEST_TEXT and _is_whole(found)):
        raise Broken("not_ours")
    return found


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeError:
        return False
    return True


def _moment(found: Any) -> str:
    """A moment that can be shown, as it was told. Raises Broken."""
    try:
        moment = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        raise Broken("not_ours") from None
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise Broken("not_ours")
    return str(found)


def _news(event: str, held: str) -> News:
    if event == "change":
        return News(None)
    try:
        return News(_present(json.loads(held)))
    except (ValueError, RecursionError):
        raise Broken("not_ours") from None


def _present(found: Any) -> tuple[tuple[int, int, str], ...]:
    try:
        return tuple(
            (_number(one["operator_number"]), _number(one["ticket"]), _text(one["doing"]))
            for one in found["present"]
        )
    except (KeyError, TypeError, ValueError):
        raise Broken("not_ours") from None
