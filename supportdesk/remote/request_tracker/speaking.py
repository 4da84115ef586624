"""Replies, notes and new tickets: what can never be taken back.

Nothing of the server's guards a reply: its `If-Match` refuses here even what is current. So the
newest messages are read just before, and the moment between stays unguarded. A text is sent as
JSON; an empty one would be mailed, so it is refused here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from supportdesk.domain.ticket import MessageKind
from supportdesk.remote.base import Conflict, Denied, Done, Outcome, Rejected
from supportdesk.remote.facts import Attachment, Person, RemoteTicket
from supportdesk.remote.intents import Create, Note, Reply
from supportdesk.remote.line import Answer
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.files import refused
from supportdesk.remote.request_tracker.threads import Threads
from supportdesk.remote.request_tracker.tickets import Tickets, ticket_id
from supportdesk.remote.request_tracker.values import literal
from supportdesk.remote.request_tracker.writing import attempt
from supportdesk.remote.trouble import Broken, RemoteTrouble, SignedOut


class Speaking:
    """Says something, and finds what was said."""

    def __init__(self, asking: Asking, tickets: Tickets, threads: Threads, tags_field: str) -> None:
        self._asking = asking
        self._tags_field = tags_field
        self._tickets = tickets
        self._threads = threads

    async def say(self, intent: Reply | Note, base: str | None) -> Outcome:
        """Add a message to a ticket. Raises RemoteTrouble only where nothing was sent."""
        if refusal := _refusal(intent.body, intent.files):
            return refusal
        current = await self._tickets.one(intent.ticket)
        if current.rid != intent.ticket:
            return Conflict(current)
        if isinstance(intent, Reply):
            if not current.may_reply:
                return Denied()
            if await self._was_answered(current, base):
                return Conflict(current)
        elif not current.may_note:
            return Denied()
        kind = "comment" if isinstance(intent, Note) else "correspond"
        path = f"ticket/{ticket_id(intent.ticket)}/{kind}"
        answer = await attempt(
            self._asking.send("POST", path, _message(intent), files=intent.files)
        )
        if not isinstance(answer, Answer):
            return answer
        reference = _last_number(answer.headers.get("Location", ""))
        after = await self._after(intent.ticket)
        state = intent.state if isinstance(intent, Reply) else None
        missed = ("state",) if after and state not in (None, after.state) else ()
        return Done(reference or intent.ticket, after.version if after else None, missed)

    async def create(self, intent: Create) -> Outcome:
        """Open a ticket. Raises RemoteTrouble only where nothing was sent."""
        if refusal := _refusal(intent.body, intent.files):
            return refusal
        body: dict[str, object] = {
            "Queue": intent.queue,
            "Subject": intent.subject,
            "Requestor": [intent.client],
            "Content": _content(intent.body),
            "ContentType": "text/plain",
            "CustomFields": {name: list(held) for name, held in intent.fields.items()},
        }
        if intent.priority is not None:
            body["Priority"] = intent.priority
        answer = await attempt(self._asking.send("POST", "ticket", body, files=intent.files))
        if not isinstance(answer, Answer):
            return answer
        rid = _last_number(answer.headers.get("Location", ""))
        after = await self._after(rid)
        return Done(
            rid, after.version if after else None, self._missed(intent, after) if after else ()
        )

    async def find(self, intent: Reply | Note, since: str | None, me: Person) -> str | None:
        """The transaction with this text of ours after a version. Raises RemoteTrouble."""
        thread = await self._threads.thread(intent.ticket, since)
        for message in thread.messages:
            is_note = message.kind is MessageKind.NOTE
            ours = message.author.rid == me.rid and is_note is isinstance(intent, Note)
            if ours and _same(message.text, intent.body):
                return message.rid
        return None

    async def find_created(self, intent: Create, sent: datetime, me: Person) -> str | None:
        """The ticket of ours with this subject, client and text. Raises RemoteTrouble."""
        at = (await self._asking.get("rt")).at
        if at is None:
            raise Broken("no_date")
        minutes = max(1, (at - sent) // timedelta(minutes=1) + 2)
        query = (
            f"Creator = {literal(me.rid)} AND Created > '{minutes} minutes ago'"
            f" AND Subject = {literal(intent.subject)}"
        )
        for ticket in await self._tickets.rows(query, 100):
            clients = {ticket.rid for ticket in ticket.clients} | {c.email for c in ticket.clients}
            if intent.client not in clients:
                continue
            first = (await self._threads.thread(ticket.rid, None)).messages[:1]
            if first and _same(first[0].text, intent.body):
                return ticket.rid
        return None

    async def _was_answered(self, current: RemoteTicket, base: str | None) -> bool:
        if base is None or current.version == base:
            return False
        return await self._threads.was_answered(current, base)

    async def _after(self, rid: str) -> RemoteTicket | None:
        """The ticket as it is now; None where it cannot be read, though it was written."""
        try:
            return await self._tickets.one(rid)
        except SignedOut:
            raise
        except RemoteTrouble:
            return None

    def _missed(self, intent: Create, after: RemoteTicket) -> tuple[str, ...]:
        """What of a new ticket is not as it was asked for; the server says nothing of it."""
        held = {**(after.fields or {}), self._tags_field: after.tags or ()}
        missed = []
        if intent.priority is not None and after.priority != intent.priority:
            missed.append("priority")
        if any(set(values) != set(held.get(name, ())) for name, values in intent.fields.items()):
            missed.append("fields")
        return tuple(missed)


def _refusal(body: str, files: Sequence[Attachment]) -> Rejected | None:
    if not body.strip():
        return Rejected("text.empty", "Content")
    trouble = refused(files)
    return Rejected(trouble, "Attachments") if trouble else None


def _message(intent: Reply | Note) -> dict[str, object]:
    body: dict[str, object] = {"Content": _content(intent.body), "ContentType": "text/plain"}
    if isinstance(intent, Reply) and intent.state is not None:
        body["Status"] = intent.state
    return body


def _content(body: str) -> str:
    """A text that is a single nought would be taken for none."""
    return "0\n" if body == "0" else body


def _last_number(location: str) -> str:
    number = location.rpartition("/")[2]
    return number if number.isascii() and number.isdigit() else ""


def _same(found: str, sent: str) -> bool:
    """Equal but for what the way may do to line ends and edges."""
    return found.replace("\r\n", "\n").strip() == sent.replace("\r\n", "\n").strip()
