"""Writes, and what the server's answer to one means.

A 2xx is only an answer: the server says 200 to what it did not do, with a sentence in the
operator's language. So nothing is done until it is seen to be.
"""

from collections.abc import Awaitable, Callable

from supportdesk.remote.base import Denied, Outcome, Rejected, RetryAt, Unknown
from supportdesk.remote.line import Answer, retry_after
from supportdesk.remote.request_tracker.asking import said
from supportdesk.remote.trouble import (
    Broken,
    Busy,
    Forbidden,
    Missing,
    Questioned,
    RemoteTrouble,
    SignedOut,
    Unreachable,
)

STALE = 412


async def attempt(sending: Awaitable[Answer]) -> Answer | Outcome:
    """The answer of a write that was taken or found stale; else what became of it.

    Raises SignedOut.
    """
    try:
        answer = await sending
    except Unreachable as trouble:
        return Unknown() if trouble.sent else RetryAt(None)
    except Busy as trouble:
        return RetryAt(trouble.until)
    except Broken:
        return Unknown()
    match answer.status:
        case 200 | 201 | 204:
            return answer
        case status if status == STALE:
            return answer
        case 403:
            return Denied(said(answer))
        case 404:
            return Rejected("ticket.missing", "ticket")
        case 429:
            return RetryAt(retry_after(answer))
        case status if 400 <= status < 500:
            return Rejected(said(answer) or f"status {status}")
        case _:
            return Unknown()


async def before_writing(doing: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """What became of it, where a question before the write was not answered: nothing was done.

    Raises SignedOut.
    """
    try:
        return await doing()
    except SignedOut:
        raise
    except Busy as trouble:
        return RetryAt(trouble.until)
    except Forbidden:
        return Denied()
    except (Missing, Questioned) as trouble:
        return Rejected("ticket.missing", str(trouble.parameters.get("what", "")))
    except RemoteTrouble:
        return RetryAt(None)
