"""Making one client of two: nothing is lost, and the undo is exact (F52)."""

import json

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import MergeClients
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused, Stop
from supportdesk.store.write import client_moving, forgetting, rows
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.client_fields import trait_field
from supportdesk.store.write.client_more_fields import next_place, properties_of
from supportdesk.store.write.rows import Stored

MOST_TICKETS = 2_000
"""Tickets of a client that can be merged away: more would hold up others (law 2)."""

_FILLED_IN = ("company", "language", "timezone", "channel")


def merge_clients(submission: Submission, action: MergeClients) -> Receipt:
    """Give tickets and addresses of `client` to `into`, who also gets what its card lacks.

    Notes and events of the merged client stay its own and are read with the other one's. Stops
    once where both belong to different organisations; refuses a client that was merged or
    forgotten, and one with more than 2,000 tickets.
    """
    transaction = submission.transaction
    source, target = (_mergeable(submission, number) for number in (action.client, action.into))
    if source["id"] == target["id"]:
        raise Refused("client.itself", number=source["id"])
    tickets = client_moving.tickets_of(transaction.connection, source["id"], MOST_TICKETS + 1)
    if len(tickets) > MOST_TICKETS:
        raise Refused("client.too_many", number=source["id"], limit=MOST_TICKETS, into=target["id"])
    submission.stop_unless_confirmed("client.stopped", _stops(submission, source, target))
    _fill_in(submission, source["id"], target)
    _give_addresses(submission, source["id"], target["id"])
    for other in client_moving.merged_into(transaction.connection, source["id"]):
        change(transaction, "client", other, "merged_into", str(target["id"]))
    change(transaction, "client", source["id"], "merged_into", str(target["id"]))
    client_moving.move_tickets(transaction, tickets, target["id"])
    forgetting.drop_lookups(transaction.connection, (source["id"], target["id"]))
    return Receipt(transaction.envelope, client=target["id"])


def require_standing(submission: Submission, number: int) -> int:
    """The client who stands for this one: itself, or whom it was merged into.

    Raises Refused("client.forgotten") and NotFound("client.missing").
    """
    row = rows.require_row(submission.transaction.connection, "client", number)
    if row["merged_into"] is not None:
        return require_standing(submission, row["merged_into"])
    if row["forgotten_at"] is not None:
        raise Refused("client.forgotten", number=number)
    return number


def _mergeable(submission: Submission, number: int) -> Stored:
    row = rows.require_row(submission.transaction.connection, "client", number)
    if row["merged_into"] is not None:
        raise Refused("client.merged", number=number, into=row["merged_into"])
    require_standing(submission, number)
    return row


def _stops(submission: Submission, source: Stored, target: Stored) -> list[Stop]:
    """Two who work for different organisations are rarely one person."""
    ours, theirs = source["organisation_id"], target["organisation_id"]
    if ours is None or theirs is None or ours == theirs:
        return []
    connection = submission.transaction.connection
    named = [rows.require_row(connection, "organisation", one)["name"] for one in (ours, theirs)]
    return [
        Stop(
            "other_company",
            {"client": source["name"], "company": named[0], "other": named[1]},
        )
    ]


def _fill_in(submission: Submission, source: int, target: Stored) -> None:
    """What the card that stays does not know yet, it learns from the other one."""
    transaction, into = submission.transaction, target["id"]
    for field in _FILLED_IN:
        if read_value(transaction, "client", into, field) is None:
            change(
                transaction, "client", into, field, read_value(transaction, "client", source, field)
            )
    row = rows.require_row(transaction.connection, "client", source)
    if row["vip"]:
        change(transaction, "client", into, "vip", "1")
    for name, value in json.loads(row["traits"]).items():
        if name not in json.loads(target["traits"]):
            change(transaction, "client", into, trait_field(transaction, into, name), value)
    held = properties_of(transaction, into)
    for number, value in properties_of(transaction, source).items():
        if number not in held:
            change(transaction, "client", into, f"property:{number}", value)


def _give_addresses(submission: Submission, source: int, into: int) -> None:
    """Addresses go behind those of the client that stays: its first one receives replies."""
    transaction = submission.transaction
    behind = next_place(transaction, into)
    for address, place in client_moving.addresses_of(transaction.connection, source):
        change(transaction, "client_address", address, "place", str(behind + place))
        change(transaction, "client_address", address, "client_id", str(into))
