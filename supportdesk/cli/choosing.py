"""Finding the one queue, client or template that somebody typed the name of."""

from supportdesk.cli.session import Session, find_operator
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.provisional import is_provisional
from supportdesk.domain.ticket import Priority
from supportdesk.store.read import clients, desk_lists, macros, sendings, tickets, views
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import MacroRow, QueueRow, TemplateRow, TicketRow, ViewRow

LONGEST_NUMBER = 19
"""Digits with which a number no longer fits into a store."""
NOBODY = ("nobody", "none", "-")


def ticket(session: Session, number: int) -> TicketRow:
    """The ticket with this number. Raises NotFound("ticket.missing").

    One that was made on a copy is also found by the name it had until its desk numbered it.
    """
    row = session.ask(tickets.row, number, session.my_id())
    if row is None and is_provisional(number):
        numbered = session.ask(sendings.numbered, number)
        if numbered is not None:
            row = session.ask(tickets.row, numbered, session.my_id())
    if row is None:
        raise NotFound("ticket.missing", number=number)
    return row


def owner(session: Session, wanted: str) -> int | None:
    """The operator meant by `me`, `nobody`, a login, e-mail, name or number."""
    folded = wanted.strip().casefold()
    if folded in NOBODY:
        return None
    if folded == "me":
        return session.actor().id
    return find_operator(session.operators, wanted).id


def queue(session: Session, wanted: str) -> QueueRow:
    """The queue with this name or number. Raises NotFound("queue.missing")."""
    folded = wanted.strip().casefold()
    rows = session.ask(desk_lists.queues)
    for row in rows:
        if row.name.casefold() == folded:
            return row
    for row in rows:
        if str(row.id) == folded:
            return row
    raise NotFound("queue.missing", wanted=wanted)


def client(session: Session, wanted: str) -> ClientCard:
    """The client with this number, e-mail, phone or name, if there is only one.

    Raises NotFound("client.missing") and Refused("client.ambiguous").
    """
    text = wanted.strip()
    if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER:
        card = session.ask(clients.card, int(text))
        if card is not None:
            return card
    exact = session.ask(clients.id_by_address, "email", text.casefold())
    found = [exact] if exact is not None else session.ask(clients.ids_by_text, text, 6)
    if len(found) > 1:
        raise Refused("client.ambiguous", wanted=wanted, ids=found)
    card = session.ask(clients.card, found[0]) if text and found else None
    if card is None:
        raise NotFound("client.missing", wanted=wanted)
    return card


def template(session: Session, wanted: str) -> TemplateRow:
    """The template with this number or title, or the only one whose title contains the text.

    Raises NotFound("template.missing") and Refused("template.ambiguous").
    """
    folded = wanted.strip().casefold()
    rows = session.ask(desk_lists.templates)
    for row in rows:
        if folded in (str(row.id), row.title.casefold()):
            return row
    found = [row for row in rows if folded and folded in row.title.casefold()]
    if len(found) > 1:
        raise Refused("template.ambiguous", wanted=wanted, ids=[row.id for row in found])
    if not found:
        raise NotFound("template.missing", wanted=wanted)
    return found[0]


def macro(session: Session, wanted: str) -> MacroRow:
    """The macro with this number or name, or the only one whose name contains the text.

    Raises NotFound("macro.missing") and Refused("macro.ambiguous").
    """
    folded = wanted.strip().casefold()
    rows = session.ask(macros.macros)
    for row in rows:
        if folded in (row.name.casefold(), str(row.id)):
            return row
    found = [row for row in rows if folded and folded in row.name.casefold()]
    if len(found) > 1:
        raise Refused("macro.ambiguous", wanted=wanted, ids=[row.id for row in found])
    if not found:
        raise NotFound("macro.missing", wanted=wanted)
    return found[0]


def view(session: Session, wanted: str) -> ViewRow:
    """The saved view with this number or name; one's own comes before others of that name.

    Raises NotFound("saved_view.missing") and Refused("view.ambiguous").
    """
    folded = " ".join(wanted.split()).casefold()
    rows = session.ask(views.saved, session.my_id())
    found = [row for row in rows if row.name.casefold() == folded]
    found = [row for row in found if row.scope == "me"] or found
    found = found or [row for row in rows if str(row.id) == folded]
    if len(found) > 1:
        raise Refused("view.ambiguous", wanted=wanted, ids=[row.id for row in found])
    if not found:
        raise NotFound("saved_view.missing", wanted=wanted)
    return found[0]


def priority(wanted: str) -> int:
    """A priority by name or number. Raises Invalid("priority.unknown")."""
    folded = wanted.strip().casefold()
    for known in Priority:
        if folded in (known.name.lower(), str(int(known))):
            return int(known)
    raise Invalid("priority.unknown", wanted=wanted)


def kind(wanted: str) -> str | None:
    """A kind of request; `none` takes it away."""
    folded = wanted.strip().casefold()
    return None if folded in ("", "none", "-") else folded
