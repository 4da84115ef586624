"""Asking a Request Tracker: signing in, lists in pages, and writes that say whether they arrived.

A token costs the server a slow hash at every request; a session costs it at signing in alone, so
where a password is known a session is used. A session that has ended answers 302 before anything
is done, so what was asked then is asked once more after signing in again, writes too.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from supportdesk.domain.envelope import Clock
from supportdesk.patterns import pattern
from supportdesk.records import dataclass
from supportdesk.remote.facts import Attachment
from supportdesk.remote.line import Answer, Line, expect
from supportdesk.remote.request_tracker.files import form
from supportdesk.remote.request_tracker.values import record, records
from supportdesk.remote.trouble import Broken, Questioned, SignedOut

_SESSION = pattern(r"\s*(RT_SID_[^=;\s]+=[^;\s]+)")
_TOKEN_OWNER = pattern(r"\d+-(\d+)-\S+")


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks: a token, or a user with a password. Neither is ever shown."""

    url: str
    """Where the server's own pages begin; its REST interface lies below."""
    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)


class Asking:
    """One operator's line to the server."""

    page_size = 100
    """The longest page it gives."""

    def __init__(self, access: Access, clock: Clock) -> None:
        self._access = access
        self._line = Line(access.url, clock)
        self._session = ""

    @property
    def own_name(self) -> str:
        """What the operator is called by: the user, else the number that a token holds.

        Raises SignedOut for a token that is none.
        """
        if self._access.password:
            return self._access.user
        owner = _TOKEN_OWNER.fullmatch(self._access.token)
        if owner is None:
            raise SignedOut
        return owner[1]

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """What stands at a path below the REST interface."""

        async def ask(headers: Mapping[str, str]) -> Answer:
            return await self._line.read(f"REST/2.0/{path}", params, headers)

        answer = await self._signed(ask)
        if answer.status == 400:
            raise Questioned(said(answer))
        return expect(answer, path)

    async def send(
        self,
        method: str,
        path: str,
        body: object,
        version: str | None = None,
        files: Sequence[Attachment] = (),
    ) -> Answer:
        """Write, once, whatever the status of the answer. Raises Unreachable and SignedOut."""
        parts = form(body, files) if files else ()
        condition = {} if version is None else {"If-Match": f'"{version}"'}

        async def ask(headers: Mapping[str, str]) -> Answer:
            return await self._line.write(
                method, f"REST/2.0/{path}", body, {**headers, **condition}, parts
            )

        return await self._signed(ask)

    async def page(self, path: str, params: Mapping[str, str], page: int = 1) -> "ListPage":
        """One page of a list. Its own addresses of further pages are never used."""
        answer = await self.get(
            path, {**params, "per_page": str(self.page_size), "page": str(page)}
        )
        return ListPage(records(record(answer.json()).get("items")), answer)

    async def every(
        self, path: str, params: Mapping[str, str], most: int = 5_000
    ) -> AsyncIterator[Mapping[str, Any]]:
        """All rows of a list that hides none from the middle, page by page."""
        for number in range(1, most // self.page_size + 1):
            found = await self.page(path, params, number)
            for row in found.rows:
                yield row
            if len(found.rows) < self.page_size:
                return

    async def close(self) -> None:
        """Close all connections."""
        await self._line.close()

    async def _signed(self, ask: Any) -> Answer:
        kept = bool(self._session)
        answer: Answer = await ask(await self._headers())
        if answer.status == 302 and kept:
            self._session = ""
            answer = await ask(await self._headers())
        if answer.status in (401, 302):
            self._session = ""
            raise SignedOut
        return answer

    async def _headers(self) -> dict[str, str]:
        if not self._access.password:
            return {"Authorization": f"token {self._access.token}"}
        if not self._session:
            self._session = await self._sign_in()
        return {"Cookie": self._session}

    async def _sign_in(self) -> str:
        """A session's cookie, which is good for nothing where the password is wrong."""
        entered = {"user": self._access.user, "pass": self._access.password}
        answer = await self._line.submit_form("NoAuth/Login.html", entered)
        if answer.status not in (302, 303):
            expect(answer, "session")
        cookies = map(_SESSION.match, answer.headers.get_list("Set-Cookie"))
        held = next((cookie[1] for cookie in cookies if cookie), "")
        if not held:
            raise SignedOut
        return held


@dataclass(frozen=True, slots=True)
class ListPage:
    """Rows of a list, and the answer they came with."""

    rows: tuple[Mapping[str, Any], ...]
    answer: Answer


def conditions(*parts: tuple[str, str, str]) -> str:
    """What must be true of each row of a list: field, operator, value."""
    return json.dumps([{"field": f, "operator": o, "value": v} for f, o, v in parts])


def said(answer: Answer) -> str:
    """The sentences the server gives as its reason, in the operator's language; may be empty."""
    try:
        found = answer.json()
    except Broken:
        return ""
    sentences: Sequence[Any] = found if isinstance(found, list) else [found]
    if isinstance(found, dict):
        sentences = [found.get("message")]
    return " ".join(text for text in sentences if isinstance(text, str))[:300]
