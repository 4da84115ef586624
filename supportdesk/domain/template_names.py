"""The names a template may use, each once, and the synonyms other help desks taught (R5).

A name is registered when the desk knows its value; a template with any other name is not saved.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from types import MappingProxyType

LONGEST_TEMPLATE = 16_384
"""Characters of a template."""

NAMES = frozenset(
    """
    client.name client.first_name client.last_name client.company client.email client.phone
    client.language client.vip
    ticket.number ticket.subject ticket.kind ticket.state ticket.priority ticket.queue
    ticket.created
    operator.name operator.first_name operator.last_name operator.job operator.signature
    owner.name owner.first_name owner.last_name
    greeting now last_message
    """.split()
)

SYNONYMS = MappingProxyType(
    {
        "ticket.id": "ticket.number",
        "ticket.title": "ticket.subject",
        "ticket.status": "ticket.state",
        "ticket.ticket_type": "ticket.kind",
        "ticket.group.name": "ticket.queue",
        "ticket.created_at": "ticket.created",
        "ticket.requester.name": "client.name",
        "ticket.requester.first_name": "client.first_name",
        "ticket.requester.last_name": "client.last_name",
        "ticket.requester.email": "client.email",
        "ticket.requester.phone": "client.phone",
        "ticket.requester.language": "client.language",
        "ticket.organization.name": "client.company",
        "ticket.assignee.name": "owner.name",
        "ticket.assignee.first_name": "owner.first_name",
        "ticket.assignee.last_name": "owner.last_name",
        "ticket.latest_comment": "last_message",
        "current_user.name": "operator.name",
        "current_user.first_name": "operator.first_name",
        "current_user.last_name": "operator.last_name",
        "current_user.signature": "operator.signature",
        "agent.signature": "operator.signature",
    }
)
"""Zendesk's name → ours."""

ASK = "ask: "
"""Begins the name of a value asked of the operator at insert, written `ask['label']`."""
TRAIT = "client.trait: "
"""Begins the name of a client's trait, written `client.trait['skill']`; any trait may exist."""

FIELD = "client.field: "
"""Begins the name of a property of clients, written `client.field['Plan']`; any may exist."""

_OPEN_FAMILIES = {("ask",): ASK, ("client", "trait"): TRAIT, ("client", "field"): FIELD}
LONGEST_LABEL = 80


def registered_name(path: Sequence[str]) -> str | None:
    """The one name of what `path` (`["client", "name"]`) means, or None for an unknown one.

    A label or trait follows its family: `["ask", "срок"]` is `ask: срок`.
    """
    family = _OPEN_FAMILIES.get(tuple(path[:-1]))
    if family is not None:
        label = " ".join(path[-1].split())
        return family + label if 0 < len(label) <= LONGEST_LABEL else None
    written = ".".join(path)
    written = SYNONYMS.get(written, written)
    return written if written in NAMES else None


def is_registered(name: str) -> bool:
    """Whether `name` is one that `registered_name` gives."""
    return name in NAMES or name.startswith((ASK, TRAIT, FIELD))


def nearest_name(path: Sequence[str]) -> str | None:
    """The valid name most like an unknown one; None when nothing resembles it."""
    found = get_close_matches(".".join(path).lower(), sorted(NAMES | SYNONYMS.keys()), 1, 0.5)
    return found[0] if found else None
