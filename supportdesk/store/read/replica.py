"""Whole rows of what has changed: what a copy of the store needs to be the same (remotes.md).

Columns are those of the tables without what a database works out by itself; a test holds them
against those. Which rows belong to a ticket, a message or a client is said once, here.
"""

import json
from collections.abc import Collection, Iterable, Mapping

from supportdesk.store.read.changes import Changes
from supportdesk.store.read.connection import Reader

Row = dict[str, object]
Rows = dict[str, list[Row]]

_ORIGIN = "uuid origin remote_id remote_version"

COLUMNS: Mapping[str, str] = {
    "ticket": (
        f"{_ORIGIN} id source_id subject state category priority kind queue_id owner_id client_id"
        " channel language reason created_at updated_at solved_at closed_at wake_at due_at risk_at"
        " sla_policy_id waiting_since unanswered messages replies client_messages reopens"
        " last_client_message thanked rating rated_at rating_comment last_event follow_up_of"
    ),
    "ticket_tag": "ticket_id tag_id",
    "ticket_link": "ticket_id kind other_id",
    "ticket_follower": "operator_id ticket_id",
    "ticket_article": "ticket_id article_id",
    "ticket_span": "ticket_id number from_at to_at state category queue_id owner_id asleep",
    "field_value": "ticket_id field_id value word number",
    "sla_clock": (
        "id ticket_id clock started_at policy_id target due_at warn_at paused_at remaining ended_at"
        " met warned_at breached_at"
    ),
    "message": (
        "id uuid source_id remote_id ticket_id kind operator_id client_id author body delivery"
        " release_at withdrawn attachments recipients signed_from asks"
    ),
    "message_recipient": "id message_id place address key name",
    "attachment": "id message_id name media_type size sha256",
    "client": (
        f"{_ORIGIN} id name organisation_id language timezone vip traits created_at channel"
        " merged_into forgotten_at"
    ),
    "client_address": "id client_id kind key shown place",
    "client_note": "id client_id author_id at body withdrawn",
    "client_property_value": "client_id property_id value",
    "client_event": "id client_id at kind body details source_id",
    "recommendation": "id client_id score at comment withdrawn",
    "event": "seq at envelope_id actor_id subject subject_id ticket_id field before after rule",
    "envelope": "number id actor_id at action undone_by bulk_id by_id",
    "text_value": "id subject subject_id value",
    "operator": (
        f"{_ORIGIN} id name login role email job signature active status status_since queues skills"
        " caps starts mail_notices"
    ),
    "queue": f"{_ORIGIN} id name line signature dealing take_back skills",
    "tag": "id name synonym_of",
    "organisation": f"{_ORIGIN} id name contract contract_until hours timezone email phone note",
    "template": f"{_ORIGIN} id source_id title kind queue_id tags withdrawn stage trait",
    "template_variant": "template_id language body",
    "macro": f"{_ORIGIN} id name does withdrawn",
    "article": (
        f"{_ORIGIN} id source_id title body language tags public url file digest updated_at"
        " withdrawn"
    ),
    "custom_field": "id name title type choices former position retired",
    "client_property": "id name kind choices pinned withdrawn",
    "calendar": f"{_ORIGIN} id name zone hours days withdrawn",
    "sla_policy": (
        f"{_ORIGIN} id position name query targets calendar_id hold_pauses out_of_hours withdrawn"
    ),
    "absence": "id operator_id from_at until_at substitute_id withdrawn",
    "saved_view": (
        f"{_ORIGIN} id name query sort group_by columns scope owner_id role digit withdrawn"
    ),
    "setting": "name value",
    "bulk": "id envelope_id actor_id at action takes_back cursor is_planned window",
    "outbox": (
        "id uuid operator_id ticket_id kind action confirmed made_at at state because told"
        " message_id"
    ),
    "time_entry": (
        "id ticket_id operator_id work at milliseconds reason author_id in_all withdrawn"
    ),
    "dealt": "id ticket_id operator_id at event why taken_back_at given_back_at",
}
"""Table → its columns."""

OF_TICKET = (
    *("ticket_tag", "ticket_link", "ticket_follower", "ticket_article", "ticket_span"),
    *("field_value", "sla_clock", "outbox", "time_entry", "dealt"),
)
OF_MESSAGE = ("message_recipient", "attachment")
OF_CLIENT = (
    *("client_address", "client_note", "client_property_value", "client_event", "recommendation"),
)
"""Tables whose rows stand and fall with a ticket, a message or a client."""

WHOLE = {
    **{name: (name,) for name in "operator queue tag organisation macro article".split()},
    **{name: (name,) for name in "custom_field client_property calendar sla_policy".split()},
    **{name: (name,) for name in "absence saved_view".split()},
    "desk": ("setting",),
    "template": ("template", "template_variant"),
}
"""What of the desk itself has changed → tables that are given whole then, and at the beginning."""


def rows(connection: Reader, page: Changes, seen: Collection[int]) -> Rows:
    """The rows of a page of changes, by table; of its events those with a `seq` in `seen`.

    Rows of a ticket, message or client replace all that a copy had of it.
    """
    found: Rows = {}

    def take(table: str, column: str, keys: Iterable[object]) -> list[Row]:
        taken = _rows(connection, table, *_among(column, keys))
        found.setdefault(table, []).extend(taken)
        return taken

    take("ticket", "id", page.tickets)
    owned = {table: take(table, "ticket_id", page.tickets) for table in OF_TICKET}
    take("message", "id", page.messages)
    take("message", "ticket_id", page.threads)
    found["message"] = _distinct(found["message"])
    for table in OF_MESSAGE:
        take(table, "message_id", [row["id"] for row in found["message"]])
    cards = take("client", "id", page.clients)
    for table in OF_CLIENT:
        take(table, "client_id", page.clients)
    events = take("event", "seq", seen)
    found["envelope"] = _envelopes(connection, {str(row["envelope_id"]) for row in events})
    take("bulk", "id", {row["bulk_id"] for row in found["envelope"]})
    take("text_value", "id", _texts(events))
    for subject, forgotten in (("ticket", page.threads), ("client", page.clients)):
        where, held = _among("subject_id", forgotten)
        of_subject = f"subject = '{subject}' AND {where}"
        found["text_value"] += _rows(connection, "text_value", of_subject, held)
    found["text_value"] = _distinct(found["text_value"])
    whole = _whole(page)
    for table in sorted(whole):
        found[table] = _rows(connection, table)
    if "tag" not in whole:
        take("tag", "id", {row["tag_id"] for row in owned["ticket_tag"]})
    if "organisation" not in whole:
        take("organisation", "id", {row["organisation_id"] for row in cards})
    return found


def whole_tables(page: Changes) -> list[str]:
    """The tables that are given whole with a page."""
    return sorted(_whole(page))


def _whole(page: Changes) -> set[str]:
    names = set(WHOLE) if page.since == 0 else set(page.stale) & set(WHOLE)
    if any(event.field == "forgotten" for event in page.events):
        names.add("organisation")  # its name may have been that of the person
    return {table for name in names for table in WHOLE[name]}


def _rows(
    connection: Reader, table: str, where: str = "", held: Mapping[str, object] | None = None
) -> list[Row]:
    """All columns of the rows for which a condition holds; none is every row."""
    names = COLUMNS[table].split()
    listed = ", ".join(f'"{name}"' for name in names)
    statement = f'SELECT {listed} FROM "{table}"{f" WHERE {where}" if where else ""}'
    found = connection.execute(statement, held or {})
    return [dict(zip(names, row, strict=True)) for row in found]


def _among(column: str, keys: Iterable[object]) -> tuple[str, dict[str, object]]:
    """A column holds one of these whole numbers."""
    written = json.dumps([key for key in keys if key is not None])
    return f'"{column}" IN (SELECT value FROM json_each(:keys))', {"keys": written}


def _envelopes(connection: Reader, ids: Iterable[str]) -> list[Row]:
    """The envelopes with these ids, and those that were taken back by one of them."""
    held = {f"id{place}": known for place, known in enumerate(sorted(ids))}
    listed = ", ".join(f":{name}" for name in held)
    if not held:
        return []
    both = [_rows(connection, "envelope", f"{c} IN ({listed})", held) for c in ("id", "undone_by")]
    return list({row["number"]: row for several in both for row in several}.values())


def _texts(events: Iterable[Row]) -> list[int]:
    """The kept texts that events refer to."""
    sides = [str(row[side]) for row in events for side in ("before", "after")]
    return [int(side[5:]) for side in sides if side.startswith("text:")]


def _distinct(several: Iterable[Row]) -> list[Row]:
    """Rows that were found in two ways, once each."""
    return list({row["id"]: row for row in several}.values())
