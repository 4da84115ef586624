"""Tickets, messages and events in words: one fact a line, for people and screen readers.

What is returned may hold customers' text: `Output` cleans it.
"""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from supportdesk.cli.output import Output
from supportdesk.cli.times import local_text
from supportdesk.domain.ticket import Priority
from supportdesk.i18n import gettext as _
from supportdesk.i18n.link_names import link_phrases
from supportdesk.store.read.rows import AttachmentRow, FieldRow, LinkRow, MessageRow, TicketRow


def list_headings() -> list[str]:
    """The headings of `list`."""
    return [
        _("Number"),
        _("State"),
        _("Priority"),
        _("Owner"),
        _("Updated"),
        _("Client"),
        _("Subject"),
    ]


def list_cells(row: TicketRow, zone: tzinfo) -> list[str]:
    """One line of `list`; the subject comes last and takes the room that is left."""
    return [
        f"#{row.number}{'*' if row.unread else ''}",
        _("asleep") if row.wake_at else row.state,
        Priority(row.priority).name.lower(),
        row.owner or "-",
        local_text(row.updated_at, zone),
        row.client,
        row.subject,
    ]


def tell_ticket(
    output: Output, row: TicketRow, zone: tzinfo, links: Iterable[LinkRow] = ()
) -> None:
    """Everything about a ticket but its messages."""
    output.fact(_("Ticket"), f"#{row.number}")
    output.fact(_("Subject"), row.subject)
    output.fact(_("State"), row.state)
    output.fact(_("Reason"), row.reason)
    output.fact(_("Priority"), Priority(row.priority).name.lower())
    output.fact(_("Kind"), row.kind)
    output.fact(_("Queue"), row.queue)
    output.fact(_("Owner"), row.owner or _("nobody"))
    email = f" <{row.client_email}>" if row.client_email else ""
    output.fact(_("Client"), f"{row.client}{email}")
    output.fact(_("Tags"), ", ".join(row.tags))
    for held in row.fields:
        output.fact(held.title, field_text(held))
    for name, moment in _moments(row):
        output.fact(name, local_text(moment, zone))
    linked = link_phrases(row.number, [(one.ticket, one.kind, one.other) for one in links])
    output.fact(_("Links"), " · ".join(linked))
    output.fact(_("Messages"), row.messages)


def tell_message(output: Output, message: MessageRow, zone: tzinfo, now: int, place: int) -> None:
    """Its place, who speaks and when, the text indented, then its files; `now` in milliseconds."""
    print()
    who = f"{speakers().get(message.kind, message.kind)} {message.author}"
    when = local_text(message.sent_at, zone)
    held = message.release_at is not None and message.release_at > now
    state = _(" (can still be recalled)") if held else ""
    output.say(f"{place}. {who}, {when}{state}:")
    output.block(message.body)
    for file in message.attachments:
        output.say(f"  {attachment_text(file)}")


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
    }


def field_text(held: FieldRow) -> str:
    """A value of a custom field in words."""
    value = {"yes": _("yes"), "no": _("no")}[held.value] if held.type == "bool" else held.value
    return _("{value} (retired field)").format(value=value) if held.retired else value


def _moments(row: TicketRow) -> Iterator[tuple[str, int]]:
    named = (
        (_("Created"), row.created_at),
        (_("Updated"), row.updated_at),
        (_("Waiting since"), row.waiting_since),
        (_("Asleep until"), row.wake_at),
        (_("Solved"), row.solved_at),
        (_("Closed"), row.closed_at),
    )
    return ((name, moment) for name, moment in named if moment is not None)
