"""Tickets, messages and events in words: one fact a line, for people and screen readers.

What is returned may hold customers' text: `Output` cleans it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from functools import partial
from types import MappingProxyType

from supportdesk.cli.output import Output
from supportdesk.cli.times import local_text
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.recipients import by_place, line_of
from supportdesk.domain.ticket import MAILED, MessageKind
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext, ticket_names
from supportdesk.i18n.deliveries import delivery_text
from supportdesk.i18n.link_names import link_phrases
from supportdesk.i18n.rating_names import rating_text
from supportdesk.store.read.rows import AttachmentRow, FieldRow, LinkRow, MessageRow, TicketRow

USUAL_COLUMNS = ("state", "priority", "owner", "updated", "client")


def list_headings(
    columns: tuple[str, ...] = (), titles: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """The headings of `list`; `titles` are those of custom fields by name."""
    said = {
        "state": _("State"),
        "priority": _("Priority"),
        "client": _("Client"),
        "queue": _("Queue"),
        "owner": _("Owner"),
        "kind": _("Kind"),
        "tags": _("Tags"),
        "created": _("Created"),
        "updated": _("Updated"),
        "messages": _("Messages"),
        "channel": _("Channel"),
        "language": _("Language"),
    }
    return [
        _("Number"),
        *(said.get(name) or titles.get(name, name) for name in columns or USUAL_COLUMNS),
        _("Subject"),
    ]


def list_cells(row: TicketRow, zone: tzinfo, columns: tuple[str, ...] = ()) -> list[str]:
    """One line of `list`; the subject comes last and takes the room that is left.

    Behind the number stands a star and how many messages are new since one's last look.
    """
    new = f"*{row.new_messages}" if row.new_messages > 1 else "*" if row.unread else ""
    cells = {
        "state": _("asleep") if row.wake_at else ticket_names.state(row.state),
        "priority": ticket_names.priority(row.priority),
        "client": _("{client} (VIP)").format(client=row.client) if row.vip else row.client,
        "queue": row.queue,
        "owner": row.owner or "-",
        "kind": ticket_names.kind(row.kind) if row.kind else "-",
        "tags": " ".join(row.tags) or "-",
        "created": local_text(row.created_at, zone),
        "updated": local_text(row.updated_at, zone),
        "messages": str(row.messages),
        "channel": ticket_names.channel(row.channel),
        "language": row.language or "-",
    }
    cells |= {held.name: field_text(held) for held in row.fields if held.name not in cells}
    chosen = [cells.get(name, "-") for name in columns or USUAL_COLUMNS]
    return [f"{ticket_name(row.number)}{new}", *chosen, row.subject]


def tell_ticket(
    output: Output, row: TicketRow, zone: tzinfo, links: Iterable[LinkRow] = ()
) -> None:
    """Everything about a ticket but its messages."""
    output.fact(_("Ticket"), ticket_name(row.number))
    output.fact(_("Subject"), row.subject)
    output.fact(_("State"), ticket_names.state(row.state))
    if row.thanked:
        output.fact(_("Last word"), _("the client's thanks: nothing waits for an answer"))
    output.fact(_("Rating"), rating_text(row.rating, row.rating_comment))
    output.fact(_("Reason"), ticket_names.reason(row.reason or ""))
    output.fact(_("Priority"), ticket_names.priority(row.priority))
    output.fact(_("Kind"), ticket_names.kind(row.kind or ""))
    output.fact(_("Queue"), row.queue)
    output.fact(_("Owner"), row.owner or _("nobody"))
    email = f" <{row.client_email}>" if row.client_email else ""
    vip = " VIP" if row.vip else ""
    output.fact(_("Client"), f"{row.client}{email}{vip}")
    output.fact(_("Tags"), ", ".join(row.tags))
    for held in row.fields:
        output.fact(held.title, field_text(held))
    for name, moment in _moments(row):
        output.fact(name, local_text(moment, zone))
    linked = link_phrases(
        row.number, [(one.ticket, one.kind, one.other) for one in links], ticket_name
    )
    output.fact(_("Links"), " · ".join(linked))
    output.fact(_("Messages"), row.messages)


def tell_message(
    output: Output,
    message: MessageRow,
    zone: tzinfo,
    now: int,
    place: int,
    *,
    original: bool = True,
) -> None:
    """Its place, who speaks and when, the text indented, then its files; `now` in milliseconds.

    Without `original`, what a mail quotes and signs with is folded.
    """
    print()
    who = f"{speakers().get(message.kind, message.kind)} {message.author}"
    when = local_text(message.sent_at, zone)
    held = message.release_at is not None and message.release_at > now
    state = _(" (can still be recalled)") if held else ""
    output.say(f"{place}. {who}, {when}{state}:")
    if message.letter is not None:
        told = delivery_text(message.letter, partial(local_text, zone=zone))
        output.say(f"  {told}")
    if message.sender and message.kind == MessageKind.CLIENT:
        said = _("from {address}, which is none of the client's addresses")
        output.say(f"  {said.format(address=message.sender)}")
    for where, several in by_place(message.recipients):
        output.say(f"  {places()[where]}: {line_of(several)}")
    _tell_text(output, message, original=original)
    for file in message.attachments:
        output.say(f"  {attachment_text(file)}")


def _tell_text(output: Output, message: MessageRow, *, original: bool) -> None:
    from supportdesk.domain.folding import LONGEST, out_of_sight

    if original or message.kind not in MAILED or len(message.body) > LONGEST:
        output.block(message.body)
        return
    lines, at = message.body.split("\n"), 0
    for fold in out_of_sight(lines):
        output.block("\n".join(lines[at : fold.start]))
        said = ngettext(
            "  … {lines} quoted line folded; --original shows it",
            "  … {lines} quoted lines folded; --original shows them",
            fold.lines,
        )
        output.say(said.format(lines=fold.lines))
        at = fold.end
    output.block("\n".join(lines[at:]))


def attachment_text(file: AttachmentRow) -> str:
    """A file in one line; size in bytes."""
    return _("File {number}: {name}, {media_type}, {size} bytes").format(
        number=file.id, name=file.name, media_type=file.media_type, size=file.size
    )


def speakers() -> dict[str, str]:
    """What each kind of message is called."""
    return {
        "client": _("Client"),
        "operator": _("Operator"),
        "note": _("Private note of"),
        "system": _("System"),
        "forward": _("Forwarded, not to the client, by"),
        "third_party": _("Third party (not the client)"),
    }


def places() -> dict[str, str]:
    """What each place of a recipient is called."""
    return {"to": _("To"), "cc": _("Copy to"), "bcc": _("Hidden copy to")}


def field_text(held: FieldRow) -> str:
    """A value of a custom field in words."""
    value = {"yes": _("yes"), "no": _("no")}[held.value] if held.type == "bool" else held.value
    return _("{value} (retired field)").format(value=value) if held.retired else value


def _moments(row: TicketRow) -> Iterator[tuple[str, int]]:
    named = (
        (_("Created"), row.created_at),
        (_("Updated"), row.updated_at),
        (_("Waiting since"), row.waiting_since),
        (_("Due"), row.due_at),
        (_("Asleep until"), row.wake_at),
        (_("Solved"), row.solved_at),
        (_("Closed"), row.closed_at),
    )
    return ((name, moment) for name, moment in named if moment is not None)
