"""A desk on which every text a person can write is hostile: see `payloads`."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    Action,
    AddClientNote,
    AddNote,
    CalendarDay,
    ChangeTags,
    ClientReference,
    CreateTicket,
    EditClient,
    NewAttachment,
    Reply,
    SaveArticle,
    SaveCalendar,
    SaveOperator,
    SaveQueue,
    SaveTemplate,
    SaveView,
)
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.subject import LONGEST_SUBJECT
from tests.trust.hostile_rest import Hostile, fill_the_rest
from tests.trust.payloads import PAYLOADS
from tests.trust.poison import poison

ME = "olga"
WORD = "zebra"
"""Stands in every body, so that one search finds all."""
LINE = 5_000
"""Characters of a hostile line kept; bodies are stored whole."""

STORABLE = {name: text.encode("utf-8", "replace").decode() for name, text in PAYLOADS.items()}
"""The payloads as a store can hold them: UTF-8 has no lone surrogates."""


class HostileClock:
    """Starts some hours ago; every look at it takes a second."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) - timedelta(hours=4)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


_FROM_OUTSIDE = (
    "INSERT INTO mailbox(name, failing_since, trouble)"
    """ VALUES ('support', 1, '{"code": "mail.no_library"}')""",
    "INSERT INTO kept_mail(digest, mailbox, place, reason, size, at, content)"
    " VALUES ('d', 'support', '1', 'mail.no_headers', 1, 1, x'41')",
    "INSERT INTO recommendation(client_id, score, at, comment, withdrawn)"
    " SELECT min(id), 3, 1, 'slow', 0 FROM client",
    "INSERT INTO letter(purpose, message_id, account, mail_id, receiver, recipients, left_to,"
    " state, attempts, handed, because, made_at) SELECT 'reply', min(id), 'desk@example.org',"
    " 'a@b', 'c@example.org', '', '!c@example.org', 'refused', 1, 0, 'no', 1 FROM message"
    " WHERE kind = 'operator'",
    "UPDATE message SET delivery = 'refused' WHERE id IN (SELECT message_id FROM letter)",
)
"""What mail brings: no desk of a test has a server."""


def make_hostile_store(path: Path, texts: Mapping[str, str]) -> None:
    """One ticket, client, template, operator and queue for each text, named by it everywhere.

    What the desk refuses stands there all the same in the end: see `poison`.
    """
    with closing(open_desk(path, HostileClock(), create=True)) as desk:
        me = desk.act(None, SaveOperator("Olga", login=ME, role="admin")).operator
        if me is None:
            raise LookupError("the desk did not say whom it made")
        desk.act(None, SaveQueue("First line"))
        made = [
            _make_ticket(desk, me, number, text) for number, text in enumerate(texts.values(), 1)
        ]
        fill_the_rest(desk, me, made)
    with closing(sqlite3.connect(path)) as store, store:
        for row in _FROM_OUTSIDE:
            store.execute(row)
    poison(path, list(texts.values()))


def _make_ticket(desk: Desk, me: int, number: int, text: str) -> Hostile:
    line = text[:LINE]
    who = ClientReference(f"{line} {number}", f"client{number}@example.org", line[:40])
    file = NewAttachment(line, "text/plain", text[:LINE].encode())
    body = f"{WORD} {text}"
    made = desk.act(
        me,
        CreateTicket(
            who,
            line[:LONGEST_SUBJECT],
            body,
            kind="question",
            language="en",
            attachments=(file,),
        ),
    )
    (ticket,) = made.tickets
    _try(desk, me, AddNote(ticket, f"{line} note", attachments=(file,)))
    _try(desk, me, ChangeTags(ticket, add=(line,)))
    _try(desk, me, ChangeTags(ticket, add=(line[:20].strip(),)))
    _try(desk, me, SaveOperator(f"{line} {number}", login=f"operator{number}", job=line))
    _try(desk, me, SaveQueue(f"{line} {number}", 1 + number % 3))
    _try(desk, me, Reply(ticket, f"{WORD} {line} reply", 10**9))
    article = SaveArticle(
        f"{line[:150]} article", f"{WORD} {text[:50_000]}", tags=(line,), public=True
    )
    _try(desk, me, article)
    _try(desk, me, SaveTemplate(f"{line} title", (("en", f"{text[:50_000]} body"),), tags=(line,)))
    _try(desk, me, SaveView(f"{line[:40]} {number}", f'client:"{line[:40]}"', scope="team"))
    day = CalendarDay(date(2030, 1, 1) + timedelta(days=number), "9-13", line[:90])
    calendar = SaveCalendar(f"{line[:40]} {number}", zone="UTC", hours="mon-fri 9-18", days=(day,))
    _try(desk, me, calendar)
    if made.client is not None:
        _try(desk, me, AddClientNote(made.client, f"{line} note"))
        _try(desk, me, EditClient(made.client, (("company", line),), (("plan", line),)))
        _try(desk, me, EditClient(made.client, traits=((line[:30], line),)))
        _try(desk, me, EditClient(made.client, (("timezone", line),)))
        _try(desk, me, EditClient(made.client, (("language", line),)))
    for kind in ("reply", "note"):
        desk.remember(KeepDraft(me, ticket, kind, f"> {text[:50_000]}\n\n{line}"))
    return Hostile(number, text, ticket, made.client or 0)


def _try(desk: Desk, me: int, action: Action) -> None:
    """A refusal is as good: what is not stored cannot be shown."""
    try:
        desk.act(me, action)
    except DeskError:
        return
