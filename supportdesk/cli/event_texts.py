"""What happened to a ticket, in words: one event a line, for people and screen readers."""

from collections.abc import Callable, Mapping
from datetime import tzinfo

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.clock_names import clock_name
from supportdesk.store.read import desk_lists
from supportdesk.store.read.policies import policy_names
from supportdesk.store.read.rows import EventRow

_MOMENTS = ("created_at", "wake_at", "due_at", "solved_at", "closed_at", "waiting_since", "at")
_TAG = "tag:"
_FIELD = "field:"
_ARTICLE = "article:"
_LOG = "update"


class EventTexts:
    """Tells events of one store: who its people and queues are is read once."""

    def __init__(self, session: Session) -> None:
        self._zone: tzinfo = session.settings.zone
        owners = {str(row.id): row.name for row in session.operators}
        queues = {str(row.id): row.name for row in session.ask(desk_lists.queues)}
        policies = session.ask(policy_names)
        self._values: Mapping[str, Callable[[str], str]] = {
            "writer": lambda value: owners.get(value, value),
            "owner_id": lambda value: owners.get(value, value),
            "queue_id": lambda value: queues.get(value, value),
            "priority": lambda value: ticket_names.priority(int(value)),
            "sla_policy": lambda value: policies.get(value, value),
            "state": ticket_names.state,
            "reason": ticket_names.reason,
            "kind": ticket_names.kind,
            **dict.fromkeys(_MOMENTS, lambda value: local_text(int(value), self._zone)),
        }

    def line(self, event: EventRow) -> str:
        """One thing that happened: its change number, when, who, what."""
        who = event.actor or _("the desk")
        if event.by is not None:
            who = _("{who} (by {by})").format(who=who, by=event.by)
        return f"{event.seq}  {local_text(event.at, self._zone)}  {who}  {self._what(event)}"

    def _what(self, event: EventRow) -> str:
        gone = event.after in (None, "0")
        if event.field == "present":
            said = _("{what} taken back") if gone else _("{what} added")
            return said.format(what=_subjects().get(event.subject, event.subject))
        if event.field == _LOG:
            return _("an entry of the imported log")
        if event.field.startswith(_TAG):
            said = _("tag {tag} removed") if gone else _("tag {tag} added")
            return said.format(tag=event.field.removeprefix(_TAG))
        if event.field.startswith(_FIELD):
            said = _("field {field}: {before} → {after}")
            name, before, after = event.field.removeprefix(_FIELD), event.before, event.after
            return said.format(field=name, before=before or "-", after=after or "-")
        if event.field.startswith(_ARTICLE):
            said = _("article {number} not used any more") if gone else _("article {number} used")
            return said.format(number=event.field.removeprefix(_ARTICLE))
        if event.field in ("sla.warning", "sla.breached"):
            said = (
                _("nearly due: {clock}") if event.field == "sla.warning" else _("overdue: {clock}")
            )
            return said.format(clock=clock_name(event.after or ""))
        if event.subject == "message" and event.field == "ticket_id":
            said = _("message moved from ticket {before} to {after}")
            return said.format(before=event.before, after=event.after)
        name = _fields().get(event.field, event.field)
        if event.subject != "ticket":
            name = f"{_subjects().get(event.subject, event.subject)}: {name}"
        return _("{field}: {before} → {after}").format(
            field=name,
            before=self._value(event.field, event.before),
            after=self._value(event.field, event.after),
        )

    def _value(self, field: str, value: str | None) -> str:
        if value is None:
            return "-"
        return self._values.get(field, str)(value)


def _subjects() -> dict[str, str]:
    return {
        "ticket": _("ticket"),
        "message": _("message"),
        "client": _("client"),
        "outbox": _("planned reply"),
    }


def _fields() -> dict[str, str]:
    return {
        "state": _("state"),
        "reason": _("reason"),
        "priority": _("priority"),
        "kind": _("kind"),
        "subject": _("subject"),
        "owner_id": _("owner"),
        "writer": _("writer"),
        "at": _("to be sent"),
        "queue_id": _("queue"),
        "wake_at": _("asleep until"),
        "solved_at": _("solved"),
        "closed_at": _("closed"),
        "delivery": _("delivery"),
        "created_at": _("created"),
        "reopens": _("reopened, times"),
        "follow_up_of": _("follow-up of"),
        "link:parent": _("child of"),
        "link:duplicate": _("duplicate of"),
        "link:problem": _("incident of"),
        "link:merged": _("merged into"),
        "language": _("language"),
        "sla_policy": _("SLA policy"),
    }
