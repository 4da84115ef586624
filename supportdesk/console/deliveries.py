"""How far a message of ours has travelled, as a thread says it."""

from supportdesk.console import text
from supportdesk.console.times import Watch
from supportdesk.domain.ticket import NEEDS_A_LOOK, Delivery
from supportdesk.i18n import gettext as _
from supportdesk.i18n.deliveries import delivery_text
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.rows import MessageRow
from supportdesk.store.read.sendings import QUEUED, UNKNOWN, LinkRow


def delivery_line(message: MessageRow, watch: Watch) -> str:
    """How far it is, and what can still be done; nothing of what was received."""
    if message.delivery == Delivery.SAVED:
        return _("saved · no outgoing channel")
    if message.letter is not None:
        return text.line(delivery_text(message.letter, watch.stamp), 200)
    if message.delivery != Delivery.QUEUED:
        return ""
    left = max(0, (message.release_at or 0) - watch.now)
    if not left:
        return _("on its way")
    said = _("{undo_key} recalls it for {seconds} s")
    return said.format(seconds=-(-left // 1000), undo_key=key_of("undo"))


def on_way_text(state: str, link: LinkRow, behind: int | None = None) -> str:
    """How far a message is that was written on a copy, until its desk shows it.

    `behind` is the entry of the outbox that has stopped in front of it.
    """
    if behind is not None:
        return _("waits behind entry {entry}").format(entry=behind)
    if state == UNKNOWN:
        return _("may have arrived")
    return _("waits for the line") if state == QUEUED and link.trouble else _("on its way")


def delivery_ink(delivery: str) -> str:
    """Its colour: what somebody has to decide about stands out."""
    if delivery in NEEDS_A_LOOK:
        return "trouble"
    return "waiting" if delivery in (Delivery.QUEUED, Delivery.OUTGOING) else "dim"
