"""Asking a web address: encrypted, without redirects, not longer and not more than allowed."""

import logging
from collections.abc import Mapping
from time import monotonic
from typing import Any

import httpx

from supportdesk.outbound.lookup_answer import NoAnswer

MOST_BYTES = 256 << 10

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).disabled = True
"""They would write addresses, and with them secrets, into the log."""


def fetch(method: str, url: str, headers: Mapping[str, str], body: Any, deadline: float) -> bytes:
    """The body of an answer that came whole by `deadline` (monotonic seconds). Raises NoAnswer."""
    left = deadline - monotonic()
    if left <= 0:
        raise NoAnswer("timeout")
    try:
        with (
            httpx.Client(timeout=left, follow_redirects=False) as client,
            client.stream(
                method, url, headers={"Accept-Encoding": "identity", **headers}, json=body
            ) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise NoAnswer(f"status {answer.status_code}")
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise NoAnswer("encoded")
            return _whole(answer, deadline)
    except httpx.TimeoutException:
        raise NoAnswer("timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, UnicodeError):
        raise NoAnswer("unreachable") from None


def _whole(answer: httpx.Response, deadline: float) -> bytes:
    content = b""
    for part in answer.iter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise NoAnswer("too_large")
        if monotonic() >= deadline:
            raise NoAnswer("timeout")
    return content
