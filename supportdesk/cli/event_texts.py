"""What happened, in words: one event a line, for people and screen readers."""

from datetime import tzinfo

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.event_names import EventNames
from supportdesk.i18n.staffing_names import why_moved
from supportdesk.store.read import desk_lists
from supportdesk.store.read.policies import policy_names
from supportdesk.store.read.rows import EventRow


def event_names(session: Session) -> EventNames:
    """What the people, queues and policies that events name are called."""
    zone = session.settings.zone
    return EventNames(
        {row.id: row.name for row in session.operators},
        {row.id: row.name for row in session.ask(desk_lists.queues)},
        session.ask(policy_names),
        lambda moment: local_text(moment, zone),
    )


class EventTexts:
    """Tells events of one store: who its people and queues are is read once."""

    def __init__(self, session: Session) -> None:
        self._zone: tzinfo = session.settings.zone
        self._names = event_names(session)

    def line(self, event: EventRow) -> str:
        """One thing that happened to a ticket: its change number, when, who, what."""
        why = f" ({why})" if (why := why_moved(event.rule)) else ""
        return "  ".join((*self._beginning(event), f"{self._what(event)}{why}"))

    def desk_line(self, event: EventRow) -> str:
        """One thing that happened on the desk: also to which row, and by which action and rule."""
        told = [*self._beginning(event)]
        if event.ticket is not None:
            told += [ticket_name(event.ticket), self._what(event)]
        elif event.subject_id:
            told += [f"{self._what(event)} [{event.subject_id}]"]
        else:
            told += [self._what(event)]
        done = " · ".join(part for part in (event.action, event.rule) if part)
        return "  ".join([*told, f"({done})"] if done else told)

    def _beginning(self, event: EventRow) -> tuple[str, str, str]:
        who = event.actor or _("the desk")
        if event.by is not None:
            who = _("{who} (by {by})").format(who=who, by=event.by)
        return str(event.seq), local_text(event.at, self._zone), who

    def _what(self, event: EventRow) -> str:
        return self._names.happened(event.subject, event.field, event.before, event.after)
