"""The line to another help desk: encrypted, bounded in time and size, never a write twice.

A read whose connection died before an answer is asked once more on a fresh one; a write never is.
Writes go on connections of their own, each of them new, for a server may close a kept one in the
moment it is used. Proxies and further certificates come from the environment. No secret and no
customers' text is ever logged.
"""

import asyncio
import json
import logging
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import Any

import httpx

from supportdesk.domain.envelope import Clock
from supportdesk.records import dataclass
from supportdesk.remote.trouble import Broken, Busy, Forbidden, Missing, SignedOut, Unreachable

Parts = Sequence[tuple[str, tuple[str | None, bytes, str]]]
"""Of a form with files: each with its field's name, the file's name, content and media type."""

MOST_BYTES = 16 << 20
"""An answer longer than this is none."""
LONGEST_READ = 60.0
LONGEST_WRITE = 120.0
"""Seconds until an answer must be whole; writes send mails before they answer."""
CONNECTIONS = 3
"""Together, to one server: each may hold one of its workers."""
MOST_OF_A_LINE = 1 << 16
"""Bytes of one line of an answer that goes on."""
HTTPS_PORT = 443
NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
"""How OpenSSL calls it, by version, when what is answered is no TLS."""
_KEPT = 0.5
"""Seconds a reading connection stays open; common servers close theirs after one."""
_LONGEST_REST = timedelta(hours=1)
_LAST_YEAR = 9000
"""A clock that says a later year is none; with all earlier ones moments can be reckoned."""

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).disabled = True
"""They would write addresses, and with them tokens, into the log."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole. `at` is the server's own time, where it says one."""

    status: int
    headers: httpx.Headers
    content: bytes
    at: datetime | None

    def json(self) -> Any:
        """The JSON of the answer. Raises Broken for what is none, or is unreasonably deep."""
        try:
            found = json.loads(self.content.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise Broken("not_json") from None
        return found


class Line:
    """Asks one server; closed with `close`. Raises RemoteTrouble alone."""

    def __init__(self, url: str, clock: Clock, writers: int = 1) -> None:
        """`writers` is how many writes may be on their way at once.

        Raises Broken for an address that is none, or would send a secret unencrypted.
        """
        self._url = _base(url)
        self._clock = clock
        self._reading = _client(CONNECTIONS - 1, kept=CONNECTIONS - 1)
        self._writing = _client(writers, kept=0)
        self._rests_until: datetime | None = None

    @property
    def rests_until(self) -> datetime | None:
        """Until when it asks to be left alone, by our own clock: the server's may be another."""
        return self._rests_until

    async def read(
        self, path: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        """GET; tried once more where the connection died before it answered."""
        url = self._url.join(path).copy_merge_params(params or {})
        request = self._reading.build_request("GET", url, headers=headers)
        try:
            return await self._ask(self._reading, request, LONGEST_READ)
        except Unreachable as trouble:
            if str(trouble.parameters["because"]) != "cut":
                raise
            return await self._ask(self._reading, request, LONGEST_READ)

    async def write(
        self,
        method: str,
        path: str,
        body: object,
        headers: Mapping[str, str] = {},
        parts: Parts = (),
    ) -> Answer:
        """Send JSON, or the parts of a form instead, once.

        Raises Unreachable(sent=True) where it may have been done.
        """
        sent: dict[str, Any] = {"files": list(parts)} if parts else {"json": body}
        url = self._url.join(path)
        request = self._writing.build_request(method, url, headers=headers, **sent)
        return await self._ask(self._writing, request, LONGEST_WRITE)

    async def listen(
        self, path: str, params: Mapping[str, str], headers: Mapping[str, str], silence: float
    ) -> AsyncIterator[str]:
        """The lines of an answer that goes on; one that is silent for so many seconds is over.

        Raises Broken for an answer that is encoded, and for a line that does not end.
        """
        url = self._url.join(path).copy_merge_params(params)
        timeout = httpx.Timeout(silence, connect=15.0)
        try:
            async with _client(1, kept=0) as client:
                request = client.build_request("GET", url, headers=headers, timeout=timeout)
                response = await client.send(request, stream=True)
                if response.status_code != 200:
                    expect(await _whole(response), path)
                    return
                async for line in _lines(response):
                    yield line
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as trouble:
            if isinstance(trouble, httpx.ConnectError):
                raise self._not_reached(trouble) from None
            raise Unreachable("cut", sent=True) from None

    async def submit_form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """POST what a browser's form would, once; only for signing in."""
        request = self._writing.build_request("POST", self._url.join(path), data=dict(fields))
        return await self._ask(self._writing, request, LONGEST_READ)

    async def close(self) -> None:
        """Close all connections."""
        await self._reading.aclose()
        await self._writing.aclose()

    async def _ask(
        self, client: httpx.AsyncClient, request: httpx.Request, longest: float
    ) -> Answer:
        if self._rests_until is not None and self._clock() < self._rests_until:
            raise Busy(self._rests_until)
        try:
            async with asyncio.timeout(longest):
                response = await client.send(request, stream=True)
                try:
                    answer = await _whole(response)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as e:
            raise self._not_reached(e) from None
        except (httpx.TimeoutException, TimeoutError):
            raise Unreachable("slow", sent=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            raise Unreachable("cut", sent=True) from None
        self._rests_until = _rest(answer, self._clock())
        return answer

    def _not_reached(self, trouble: httpx.HTTPError) -> Unreachable:
        """Why no connection came about, and the address to try where it speaks plain HTTP."""
        because = _reason(trouble)
        if because != "plain":
            return Unreachable(because, sent=False)
        if _is_here(self._url.host):
            spoken = self._url.copy_with(scheme="http", port=self._url.port or HTTPS_PORT)
            return Unreachable("plain_here", sent=False, instead=str(spoken).rstrip("/"))
        usual = str(self._url.copy_with(port=None)).rstrip("/")
        return Unreachable("plain", sent=False, instead=usual)


def expect(answer: Answer, what: str) -> Answer:
    """The answer, if it is one to a question. Raises the trouble its status tells of."""
    match answer.status:
        case 200 | 201 | 204:
            return answer
        case 401:
            raise SignedOut
        case 403:
            raise Forbidden(what)
        case 404 | 410:
            raise Missing(what)
        case 429 | 503:
            raise Busy(retry_after(answer))
        case status:
            raise Broken(f"status {status}")


def retry_after(answer: Answer) -> datetime | None:
    """When it may be asked again, by the server's own clock; None where it does not say."""
    said = answer.headers.get("Retry-After", "")
    if said.isascii() and said.isdigit() and answer.at is not None:
        return answer.at + min(timedelta(seconds=int(said[:6])), _LONGEST_REST)
    return _http_date(said)


def _rest(answer: Answer, now: datetime) -> datetime | None:
    """Until when nothing may be asked, so that a used-up budget is never overdrawn."""
    if answer.status in (429, 503):
        until = retry_after(answer)
        if until is None:
            return None
        return now + max(timedelta(), min(until - (answer.at or now), _LONGEST_REST))
    for prefix in ("X-RateLimit", "X-Rate-Limit", "RateLimit"):
        left = answer.headers.get(f"{prefix}-Remaining", "")
        resets = answer.headers.get(f"{prefix}-Reset", "")
        if left == "0" and resets.isascii() and resets.isdigit() and len(resets) < 6:
            return now + min(timedelta(seconds=int(resets)), _LONGEST_REST)
    return None


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """The lines of an answer as they come."""
    _require_plain(response)
    begun = b""
    async for part in response.aiter_raw():
        *lines, begun = (begun + part).split(b"\n")
        if any(len(line) > MOST_OF_A_LINE for line in (*lines, begun)):
            raise Broken("too_large")
        for line in lines:
            yield line.decode(errors="replace").rstrip("\r")


def _require_plain(response: httpx.Response) -> None:
    """Raise Broken for what is encoded: a little of it may be any amount once it is decoded."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Broken("encoded")


async def _whole(response: httpx.Response) -> Answer:
    _require_plain(response)
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise Broken("too_large")
    at = _http_date(response.headers.get("Date", ""))
    return Answer(response.status_code, response.headers, bytes(content), at)


def _http_date(text: str) -> datetime | None:
    """The moment, in UTC; None for what is none, or lies beyond all that clocks say."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None or moment.year > _LAST_YEAR:
            return None
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _client(most: int, *, kept: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=httpx.Timeout(LONGEST_WRITE, connect=15.0),
        limits=httpx.Limits(
            max_connections=most, max_keepalive_connections=kept, keepalive_expiry=_KEPT
        ),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=True,
    )


def _base(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.rstrip("/") + "/")
    except (httpx.InvalidURL, UnicodeError):
        raise Broken("address") from None
    if parsed.scheme != "https" and not (parsed.scheme == "http" and _is_here(parsed.host)):
        raise Broken("not_encrypted")
    if parsed.userinfo:
        raise Broken("secret_in_address")
    if not parsed.host or not _is_port(parsed.port):
        raise Broken("address")
    return parsed


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 1 << 16


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(trouble: httpx.HTTPError) -> str:
    cause: BaseException | None = trouble
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, ssl.SSLError) and cause.reason in NO_TLS:
            return "plain"
        cause = cause.__cause__ or cause.__context__
    return "no_connection"


def _refuse(_constant: str) -> Any:
    raise ValueError
