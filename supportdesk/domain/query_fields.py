"""The fields of the question language, each registered once (law 7, R6)."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from supportdesk.domain.ticket import BY_MAIL, NEEDS_A_LOOK, STATES, Category, Delivery, Priority
from supportdesk.records import dataclass


class Nature(StrEnum):
    """What values a field takes, and which signs may stand before them."""

    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    CHOICE = "choice"
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FieldOfQuery:
    """One field: its name, what it takes, other names people are used to."""

    name: str
    nature: Nature
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """The closed list of values, in rising order, of a CHOICE field."""
    ordered: bool = False
    """Whether `<` and `>` mean something for a CHOICE field."""
    may_be_empty: bool = False
    """Whether `none` (or `nobody`) can be asked for."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Other words for the values of a CHOICE field."""


CATEGORIES = tuple(category.name.lower() for category in Category)
PRIORITIES = tuple(priority.name.lower() for priority in Priority)

VALUED_EVENTS = ("state", "owner", "queue", "priority", "kind", "tag")
"""Changes with something before and after: what `from:` and `to:` name."""

EVENTS = (
    "created",
    "message",
    "reply",
    "note",
    *VALUED_EVENTS,
    "subject",
    "wake",
    "field",
    "update",
)
"""What can happen to a ticket; `message` is a client's, `update` an entry of an imported log."""

YES_OR_NO = ("no", "yes")

FAILED = "failed"
DELIVERIES = (FAILED, *sorted(BY_MAIL))
"""How far a letter of the ticket has come; `failed` are those somebody has to decide about."""

_ALL = (
    FieldOfQuery("number", Nature.NUMBER, ("id", "ticket")),
    FieldOfQuery("state", Nature.CHOICE, ("status",), tuple(STATES)),
    FieldOfQuery("category", Nature.CHOICE, (), CATEGORIES),
    FieldOfQuery("priority", Nature.CHOICE, (), PRIORITIES, ordered=True),
    FieldOfQuery("kind", Nature.NAME, ("type",), may_be_empty=True),
    FieldOfQuery("queue", Nature.NAME, ("group", "mailbox")),
    FieldOfQuery("line", Nature.NUMBER),
    FieldOfQuery("owner", Nature.NAME, ("assignee", "assigned"), may_be_empty=True),
    FieldOfQuery("first_owner", Nature.NAME, may_be_empty=True),
    FieldOfQuery("follower", Nature.NAME, ("followers",), may_be_empty=True),
    FieldOfQuery("client", Nature.NAME, ("requester", "customer")),
    FieldOfQuery("vip", Nature.CHOICE, (), YES_OR_NO),
    FieldOfQuery("company", Nature.NAME, ("organization", "organisation"), may_be_empty=True),
    FieldOfQuery("email", Nature.NAME, may_be_empty=True),
    FieldOfQuery("phone", Nature.NAME, may_be_empty=True),
    FieldOfQuery("tag", Nature.NAME, ("tags",), may_be_empty=True),
    FieldOfQuery("channel", Nature.NAME),
    FieldOfQuery("lang", Nature.NAME, ("language",), may_be_empty=True),
    FieldOfQuery("attachment", Nature.NAME, ("attachments", "file"), may_be_empty=True),
    FieldOfQuery("mail", Nature.CHOICE, (), DELIVERIES),
    FieldOfQuery("subject", Nature.TEXT),
    FieldOfQuery("body", Nature.TEXT),
    FieldOfQuery("reply", Nature.TEXT),
    FieldOfQuery("note", Nature.TEXT),
    FieldOfQuery("created", Nature.MOMENT, ("created_at",)),
    FieldOfQuery("updated", Nature.MOMENT, ("updated_at",)),
    FieldOfQuery("solved", Nature.MOMENT, may_be_empty=True),
    FieldOfQuery("closed", Nature.MOMENT, may_be_empty=True),
    FieldOfQuery("due", Nature.MOMENT, may_be_empty=True),
    FieldOfQuery("sla", Nature.CHOICE, (), ("ok", "risk", "breached"), may_be_empty=True),
    FieldOfQuery("silent", Nature.CHOICE, (), YES_OR_NO),
    FieldOfQuery("thanked", Nature.CHOICE, ("thanks",), YES_OR_NO),
    FieldOfQuery("wake", Nature.MOMENT, ("snoozed",), may_be_empty=True),
    FieldOfQuery("waiting", Nature.MOMENT, ("since",), may_be_empty=True),
    FieldOfQuery("messages", Nature.NUMBER, ("count",)),
    FieldOfQuery("replies", Nature.NUMBER),
    FieldOfQuery("reopens", Nature.NUMBER),
    FieldOfQuery("rating", Nature.NUMBER, ("csat", "score"), may_be_empty=True),
    FieldOfQuery("rated", Nature.MOMENT, (), may_be_empty=True),
    FieldOfQuery("event", Nature.CHOICE, ("change",), EVENTS),
    FieldOfQuery("from", Nature.NAME, may_be_empty=True),
    FieldOfQuery("to", Nature.NAME, may_be_empty=True),
    FieldOfQuery("by", Nature.NAME, may_be_empty=True),
    FieldOfQuery("after", Nature.MOMENT),
)

OF_AN_EVENT = ("event", "from", "to", "by", "after")
"""Fields that, side by side, are about one and the same event (F152)."""

FIELDS = {known.name: known for known in _ALL}
"""Every field by its own name."""

BY_ANY_NAME = FIELDS | {synonym: known for known in _ALL for synonym in known.synonyms}

SORTS = ("due", "waiting", "created", "updated", "number", "priority", "messages", "vip")
"""What `sort:` takes; a `-` before it, or before the value, turns the order round."""

COLUMNS = {"subject": "subject", "body": "client", "reply": "reply", "note": "note"}
"""The column of the full-text index a TEXT field looks in."""

GROUPS = ("state", "queue", "owner", "priority", "kind", "client", "channel", "lang")
"""What `group_by:` takes: tickets that have the same stand together under a heading (F2)."""

SPECIAL = ("sort", "order_by", "limit", "group_by")

ANY = "any"
"""`attachment:any`: there is one, whatever it is called."""


def deliveries(value: str) -> tuple[Delivery, ...]:
    """What `mail:` asks for."""
    return tuple(sorted(NEEDS_A_LOOK)) if value == FAILED else (Delivery(value),)
