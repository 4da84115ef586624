"""What an export tells of a ticket's time, as entries of its log.

An export says how a ticket stands at its last change; some also tell every change before. Either
way these are entries with a name and a moment: the same ones of a second export are known, and a
newer export adds what is new.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from supportdesk.domain.ticket import MessageKind
from supportdesk.intake.helpdesks.found import slug
from supportdesk.intake.record import ChangeRecord, SpokenRecord, whole_text

Values = tuple[tuple[str, str | None], ...]


def with_snapshot(
    changes: Sequence[ChangeRecord], at: datetime, values: Values
) -> tuple[ChangeRecord, ...]:
    """The entries of a log, then how the ticket stands."""
    last = max((change.at for change in changes), default=at)
    return (*changes, ChangeRecord(f"as-of-{at.isoformat()}", max(at, last), None, values))


def tag_values(tags: Iterable[str]) -> Values:
    """Tags as an entry names them."""
    words = dict.fromkeys(slug(whole_text(tag)) for tag in tags)
    return tuple((f"tag:{tag}", "1") for tag in words if tag)


def as_messages_tell(messages: Iterable[SpokenRecord], until: datetime) -> Iterator[ChangeRecord]:
    """A log for a ticket without one: our public answer makes it wait, a client's word opens it."""
    state = "new"
    for message in sorted(messages, key=lambda one: one.sent_at):
        wanted = {MessageKind.OPERATOR: "waiting", MessageKind.CLIENT: "open"}.get(
            MessageKind(message.kind), state
        )
        if wanted == state or (wanted == "open" and state == "new") or message.sent_at > until:
            continue
        state = wanted
        name = message.source_id.rpartition("#")[2]
        yield ChangeRecord(f"said-{name}", message.sent_at, message.operator, (("state", state),))
