"""A ticket at a past moment, and what differs between two of them: for people and for scripts."""

from collections.abc import Mapping
from datetime import tzinfo

from supportdesk.cli.event_texts import EventTexts
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.replay import TicketHistory, TicketThen, history
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.moments import parse_past
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.replay import differences
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.event_names import field_name
from supportdesk.objects.tickets import (
    event_object,
    link_objects,
    thread_objects,
    ticket_object,
    used_objects,
)
from supportdesk.objects.times import utc_text
from supportdesk.store.read.rows import MessageRow, TicketRow

_BESIDE = ("change", "updated", "uuid")
"""What a comparison leaves out: it differs with everything else."""


def past_moment(session: Session, written: str) -> int:
    """The moment somebody looks back to, in milliseconds. Raises Invalid("moment.…")."""
    return to_milliseconds(parse_past(written, session.clock(), session.settings.zone))


def tell_past(session: Session, number: int, at: int, *, events: bool, original: bool) -> None:
    """Show a ticket as it stood at a moment. Raises Refused("replay.not_yet")."""
    told = session.ask(history, number, session.my_id())
    then = told.at(at)
    happened = [event for event in told.events if event.at <= at] if events else None
    if session.as_json:
        item = past_object(then)
        if happened is not None:
            item["events"] = [event_object(event) for event in happened]
        session.output.item(item)
        return
    _tell_then(session, then, original=original)
    if happened is not None:
        print()
        session.output.say(_("What happened until then:"))
        texts = EventTexts(session)
        for event in happened:
            session.output.say(texts.line(event))


def past_object(then: TicketThen) -> dict[str, object]:
    """A ticket at a moment for scripts.

    `known` is false where its source told no changes: then all but state and messages is as the
    ticket came.
    """
    return {
        "at": utc_text(then.at),
        "known": then.told,
        **ticket_object(then.row),
        "links": link_objects(then.links),
        "articles": used_objects(then.articles),
        "thread": thread_objects(then.messages),
    }


def _tell_then(session: Session, then: TicketThen, *, original: bool) -> None:
    from supportdesk.cli.ticket_texts import tell_message, tell_ticket

    zone = session.settings.zone
    session.output.say(_("As it was {when}").format(when=local_text(then.at, zone)))
    if not then.told:
        session.output.say(
            _("Imported: of then only state and messages are known, the rest is as it came.")
        )
    tell_ticket(session.output, then.row, zone, then.links)
    used = [f"{one.title} ({one.id})" for one in then.articles]
    session.output.fact(_("Articles used"), " · ".join(used))
    for place, message in enumerate(then.messages, 1):
        tell_message(session.output, message, zone, session.now(), place, original=original)


def tell_difference(session: Session, number: int, at: int, other: int) -> None:
    """Tell what differs between a ticket at two moments. Raises Refused("replay.not_yet")."""
    told: TicketHistory = session.ask(history, number, session.my_id())
    then, later = told.at(at), told.at(other)
    added = _only_in(later, then)
    gone = _only_in(then, later)
    if session.as_json:
        session.output.item(
            {
                "number": number,
                "at": utc_text(at),
                "compared_with": utc_text(other),
                "changes": _changes(then, later),
                "messages_added": thread_objects(added),
                "messages_gone": thread_objects(gone),
            }
        )
        return
    _say_difference(session, then, later)
    from supportdesk.cli.ticket_texts import tell_message

    zone = session.settings.zone
    for title, messages in ((_("Messages added:"), added), (_("Messages gone:"), gone)):
        if messages:
            print()
            session.output.say(title)
        for place, message in enumerate(messages, 1):
            tell_message(session.output, message, zone, session.now(), place)


def _say_difference(session: Session, then: TicketThen, later: TicketThen) -> None:
    zone = session.settings.zone
    said = _("Ticket {number} from {then} to {later}")
    moments = {"then": local_text(then.at, zone), "later": local_text(later.at, zone)}
    session.output.say(said.format(number=ticket_name(then.row.number), **moments))
    changed = differences(_shown(then.row, zone), _shown(later.row, zone))
    for name, before, after in changed:
        session.output.say(
            _("{field}: {before} → {after}").format(
                field=field_name(name), before=before or "-", after=after or "-"
            )
        )
    if not changed:
        session.output.say(_("No field differs."))


def _changes(then: TicketThen, later: TicketThen) -> list[dict[str, object]]:
    return [
        {"field": name, "from": before, "to": after}
        for name, before, after in differences(ticket_object(then.row), ticket_object(later.row))
        if name not in _BESIDE
    ]


def _only_in(then: TicketThen, other: TicketThen) -> list[MessageRow]:
    known = {message.id for message in other.messages}
    return [message for message in then.messages if message.id not in known]


def _shown(row: TicketRow, zone: tzinfo) -> Mapping[str, object]:
    """What a comparison looks at, in words, by the names of fields."""
    moments = {
        "wake_at": row.wake_at,
        "solved_at": row.solved_at,
        "closed_at": row.closed_at,
        "created_at": row.created_at,
    }
    return {
        "subject": row.subject,
        "state": ticket_names.state(row.state),
        "reason": ticket_names.reason(row.reason or ""),
        "priority": ticket_names.priority(row.priority),
        "kind": ticket_names.kind(row.kind or ""),
        "queue_id": row.queue,
        "owner_id": row.owner or "",
        "client_id": row.client,
        "tags": ", ".join(row.tags),
        "language": row.language or "",
        **{name: "" if at is None else local_text(at, zone) for name, at in moments.items()},
        **{held.title or held.name: held.value for held in row.fields},
    }
