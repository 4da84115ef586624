"""Who is who: users by name or number, asked for once and remembered."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from supportdesk.records import dataclass
from supportdesk.remote.facts import Person, RemoteClient
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.values import NOBODY, custom_fields, person, record, text
from supportdesk.remote.trouble import Forbidden, Missing

SYSTEM = "RT_System"
NO_ONE = Person(NOBODY, NOBODY, "")
"""Whoever the server calls nobody."""
_MOST = 20_000
_PHONES = ("MobilePhone", "WorkPhone", "HomePhone")


@dataclass(frozen=True, slots=True)
class User:
    """A user as known so far; `works_here` is None where nobody has asked yet."""

    person: Person
    works_here: bool | None


class People:
    """Users as they were last heard of."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._known: dict[str, User] = {}

    def listed(self, value: Any) -> Person | None:
        """A user that a list tells of in full; None for nobody."""
        found = person(value)
        if found is not None and record(value).get("RealName") is not None:
            before = self._known.get(found.rid)
            self._remember(found.rid, User(found, before.works_here if before else None))
        return found

    async def called(self, key: str, *, ask_whether_here: bool = False) -> User:
        """The user of this name or number; one who cannot be asked for has no more than a name."""
        known = self._known.get(key)
        if known is None or (ask_whether_here and known.works_here is None):
            known = await self._ask(key)
            self._remember(key, known)
            self._remember(known.person.rid, known)
        return known

    async def referred(self, value: Any) -> Person | None:
        """The user that a single record refers to by name alone; None for nobody and groups."""
        found = person(value)
        return found and (await self.called(found.rid)).person

    async def card(self, rid: str) -> RemoteClient:
        """All that the operator may see of a user. Raises Missing."""
        found = await self._record(rid)
        place = (text(found.get(name)) for name in ("City", "Country"))
        return RemoteClient(
            Person(rid, text(found.get("RealName")) or rid, text(found.get("EmailAddress"))),
            organisation=text(found.get("Organization")),
            phones=tuple(filter(None, (text(found.get(name)) for name in _PHONES))),
            place=", ".join(filter(None, place)),
            language=text(found.get("Lang")),
            notes=text(found.get("Comments")),
            fields=custom_fields(found.get("CustomFields")),
            whole="Created" in found,
        )

    async def _ask(self, key: str) -> User:
        if key == SYSTEM:
            return User(Person(SYSTEM, SYSTEM, ""), works_here=True)
        try:
            found = await self._record(key)
        except (Missing, Forbidden):
            return User(Person(key, key, ""), works_here=False)
        rid = text(found.get("Name")) or key
        held = Person(rid, text(found.get("RealName")) or rid, text(found.get("EmailAddress")))
        return User(held, works_here=text(found.get("Privileged")) == "1")

    async def _record(self, key: str) -> Mapping[str, Any]:
        return record((await self._asking.get(f"user/{quote(key, safe='@')}")).json())

    def _remember(self, key: str, user: User) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = user
