"""What happened, in words: an event in one line, on screen and in plain lines.

What is returned may hold customers' text: clean it on the way to a reader.
"""

from collections.abc import Callable, Mapping

from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.clock_names import clock_name
from supportdesk.i18n.later import N_
from supportdesk.i18n.staffing_names import status_name

_MOMENTS = (
    "created_at",
    "wake_at",
    "due_at",
    "solved_at",
    "closed_at",
    "waiting_since",
    "at",
    "rated_at",
    "revoked_at",
)
_TAG = "tag:"
_FIELD = "field:"
_FOLLOWER = "follower:"
_ARTICLE = "article:"
_OPTION = "option:"
_LOG = "update"
"""An entry of an imported log, before the changes that it tells."""
_TEXT = "text:"
"""Begins a reference that stands for a text."""

SUBJECTS = {
    "ticket": N_("ticket"),
    "message": N_("message"),
    "client": N_("client"),
    "client_note": N_("note on a client"),
    "client_address": N_("address of a client"),
    "client_event": N_("event of a client"),
    "recommendation": N_("recommendation of a client"),
    "client_property": N_("property of clients"),
    "organisation": N_("organisation"),
    "template": N_("template"),
    "macro": N_("macro"),
    "article": N_("article"),
    "operator": N_("operator"),
    "queue": N_("queue"),
    "saved_view": N_("view"),
    "tag": N_("tag"),
    "custom_field": N_("custom field"),
    "time_entry": N_("time spent"),
    "outbox": N_("planned reply"),
    "calendar": N_("calendar"),
    "sla_policy": N_("policy"),
    "absence": N_("absence"),
    "access_token": N_("token"),
    "desk": N_("desk"),
}
"""What events are about."""

FIELDS = {
    "state": N_("state"),
    "reason": N_("reason"),
    "priority": N_("priority"),
    "kind": N_("kind"),
    "subject": N_("subject"),
    "owner_id": N_("owner"),
    "writer": N_("writer"),
    "at": N_("to be sent"),
    "queue_id": N_("queue"),
    "client_id": N_("client"),
    "wake_at": N_("asleep until"),
    "solved_at": N_("solved"),
    "closed_at": N_("closed"),
    "rating": N_("rating"),
    "rated_at": N_("rated"),
    "rating_comment": N_("comment on the rating"),
    "delivery": N_("delivery"),
    "attempt": N_("attempts to send it"),
    "late": N_("late on its way, attempts"),
    "mail_notices": N_("told by mail of"),
    "created_at": N_("created"),
    "reopens": N_("reopened, times"),
    "follow_up_of": N_("follow-up of"),
    "link:parent": N_("child of"),
    "link:duplicate": N_("duplicate of"),
    "link:problem": N_("incident of"),
    "link:merged": N_("merged into"),
    "language": N_("language"),
    "tags": N_("tags"),
    "sla_policy": N_("SLA policy"),
    "name": N_("name"),
    "role": N_("role"),
    "forgotten": N_("forgotten"),
    "revoked_at": N_("revoked"),
}
"""Fields of everything that changes; others are called as the store calls them."""

_OF_MACROS = {"owner": "owner_id", "queue": "queue_id", "wake": "wake_at"}
"""Fields of a ticket as macros call them, where events call them otherwise."""


class EventNames:
    """Tells events of one store: names by id, `policies` by id as text; `moment` says a time."""

    def __init__(
        self,
        operators: Mapping[int, str],
        queues: Mapping[int, str],
        policies: Mapping[str, str],
        moment: Callable[[int], str],
    ) -> None:
        owners = {str(number): name for number, name in operators.items()}
        places = {str(number): name for number, name in queues.items()}
        self._values: Mapping[str, Callable[[str], str]] = {
            "status": status_name,
            "sla_policy": lambda value: policies.get(value, value),
            "writer": lambda value: owners.get(value, value),
            "owner_id": lambda value: owners.get(value, value),
            "queue_id": lambda value: places.get(value, value),
            "priority": lambda value: ticket_names.priority(int(value)),
            "state": ticket_names.state,
            "reason": ticket_names.reason,
            "kind": ticket_names.kind,
            **dict.fromkeys(_MOMENTS, lambda value: moment(int(value))),
        }

    def happened(self, subject: str, field: str, before: str | None, after: str | None) -> str:
        """What one event of a subject's field did."""
        gone = after in (None, "0")
        if field == "present":
            said = _("{what} taken back") if gone else _("{what} added")
            return said.format(what=subject_name(subject))
        if field == _LOG:
            return _("an entry of the imported log")
        if field.startswith(_TAG):
            said = _("tag {tag} removed") if gone else _("tag {tag} added")
            return said.format(tag=field.removeprefix(_TAG))
        if field.startswith(_FOLLOWER):
            said = _("{operator} follows no more") if gone else _("{operator} follows it")
            who = self.value("writer", field.removeprefix(_FOLLOWER))
            return said.format(operator=who)
        if field.startswith(_ARTICLE):
            said = _("article {number} not used any more") if gone else _("article {number} used")
            return said.format(number=field.removeprefix(_ARTICLE))
        if field in ("sla.warning", "sla.breached"):
            said = _("nearly due: {clock}") if field == "sla.warning" else _("overdue: {clock}")
            return said.format(clock=clock_name(after or ""))
        if (subject, field) == ("message", "ticket_id"):
            said = _("message moved from ticket {before} to {after}")
            return said.format(before=before, after=after)
        if field.startswith(_FIELD):
            said = _("field {field}: {before} → {after}")
            name = field.removeprefix(_FIELD)
        else:
            said = _("{field}: {before} → {after}")
            name = field_name(field)
            if subject not in ("ticket", "desk"):
                name = f"{subject_name(subject)}: {name}"
        return said.format(
            field=name, before=self.value(field, before), after=self.value(field, after)
        )

    def value(self, field: str, value: str | None) -> str:
        """What a field held, as it is called; a dash where it held nothing."""
        if value is None:
            return "-"
        if value.startswith(_TEXT):
            return _("(a text)")
        return self._values.get(field, str)(value)


def subject_name(subject: str) -> str:
    """What events are about."""
    return _(SUBJECTS[subject]) if subject in SUBJECTS else subject


def changed_field(field: str) -> str:
    """What has changed of a ticket, by the name that an event or a macro has for it."""
    if field.startswith(_TAG):
        return _("tag {tag}").format(tag=field.removeprefix(_TAG))
    return field_name(_OF_MACROS.get(field, field).removeprefix(_FIELD))


def field_name(field: str) -> str:
    """What a field of a ticket, or of anything else, is called."""
    return _(FIELDS[field]) if field in FIELDS else field.removeprefix(_OPTION)
