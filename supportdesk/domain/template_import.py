"""Templates of other help desks in our words, once, at import (R5).

Zendesk's placeholders are synonyms and need no rewriting.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from supportdesk.domain.template_names import registered_name
from supportdesk.patterns import pattern

_PLACEHOLDER = pattern(r"#\{\s*([^{}\n]{1,200}?)\s*\}|\{\{|\{%")
_MOMENT = pattern(r"""dt\(\s*([\w.]+)\s*,\s*(["'])([^"']*)\2\s*(?:,[^)]*)?\)""")

_PEOPLE = MappingProxyType(
    {"ticket.customer": "client", "ticket.owner": "owner", "user": "operator"}
)
_NAMES_OF_PEOPLE = MappingProxyType(
    {
        "firstname": "first_name",
        "lastname": "last_name",
        "fullname": "name",
        "email": "email",
        "phone": "phone",
        "mobile": "phone",
    }
)
_NAMES = MappingProxyType(
    {
        "ticket.state.name": "ticket.state",
        "ticket.priority.name": "ticket.priority",
        "ticket.group.name": "ticket.queue",
        "ticket.title": "ticket.subject",
        "ticket.created_at": "ticket.created",
        "ticket.customer.organization.name": "client.company",
        "ticket.organization.name": "client.company",
        "article.body": "last_message",
        "last_article.body": "last_message",
        "last_external_article.body": "last_message",
        **{
            f"{theirs}.{their_name}": f"{ours}.{our_name}"
            for theirs, ours in _PEOPLE.items()
            for their_name, our_name in _NAMES_OF_PEOPLE.items()
        },
    }
)


def from_zammad(text: str) -> str:
    """Rewrite Zammad's `#{ticket.customer.firstname}` and `#{dt(…)}` as our placeholders.

    Braces that are plain text there stay plain text. A name we do not have is kept as it is, so
    that `check_template` refuses it by name and line.
    """
    return _PLACEHOLDER.sub(_rewritten, text)


def _rewritten(found: re.Match[str]) -> str:
    theirs = found.group(1)
    if theirs is None:
        return f"{{{{ '{found.group()}' }}}}"
    moment = _MOMENT.fullmatch(theirs)
    if moment is not None:
        return f"{{{{ {_our_name(moment.group(1))} | date: '{moment.group(3)}' }}}}"
    return f"{{{{ {_our_name(theirs)} }}}}"


def _our_name(theirs: str) -> str:
    return _NAMES.get(theirs, theirs)


ZENDESK = MappingProxyType(
    {
        "ticket.latest_public_comment": "last_message",
        "ticket.latest_comment_formatted": "last_message",
        "ticket.requester.organization.name": "client.company",
        "ticket.requester.locale": "client.language",
        "ticket.assignee.signature": "operator.signature",
    }
)
"""Zendesk's names that are no synonyms of ours in every template."""

FRESHDESK = MappingProxyType(
    {
        "ticket.requester.firstname": "client.first_name",
        "ticket.requester.lastname": "client.last_name",
        "ticket.requester.company_name": "client.company",
        "ticket.company.name": "client.company",
        "ticket.agent.name": "owner.name",
        "ticket.agent.firstname": "owner.first_name",
        "ticket.agent.lastname": "owner.last_name",
        "ticket.latest_public_comment": "last_message",
    }
)
"""Freshdesk's names; others of it are synonyms."""

_OSTICKET = MappingProxyType(
    {
        "ticket.name": "client.name",
        "ticket.name.full": "client.name",
        "ticket.name.first": "client.first_name",
        "ticket.name.last": "client.last_name",
        "ticket.email": "client.email",
        "ticket.phone": "client.phone",
        "ticket.create_date": "ticket.created",
        "ticket.dept.name": "ticket.queue",
        "ticket.dept": "ticket.queue",
        "ticket.status": "ticket.state",
        "ticket.topic.name": "ticket.kind",
        "ticket.staff.name": "owner.name",
        "ticket.staff.name.first": "owner.first_name",
        "ticket.staff.name.last": "owner.last_name",
        "staff.name": "operator.name",
        "staff.name.first": "operator.first_name",
        "staff.name.last": "operator.last_name",
        "staff.signature": "operator.signature",
        "message": "last_message",
    }
)
_PERCENT = pattern(r"%\{\s*([\w.]{1,80})\s*\}|\{\{|\{%")


def from_osticket(text: str) -> str:
    """Rewrite osTicket's `%{ticket.name.first}` as our placeholders; what we lack is asked for."""

    def rewritten(found: re.Match[str]) -> str:
        theirs = found.group(1)
        if theirs is None:
            return f"{{{{ '{found.group()}' }}}}"
        ours = _OSTICKET.get(theirs, theirs)
        if registered_name(ours.split(".")) is None:
            return f"{{{{ ask['{theirs}'] }}}}"
        return f"{{{{ {ours} }}}}"

    return _PERCENT.sub(rewritten, text)


_OUTPUT = pattern(r"\{\{-?\s*([\w.-]{1,80})\s*(\|[^{}]{0,200})?-?\}\}")


def with_asks(
    text: str, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, tuple[str, ...]]:
    """A template in our names, as far as `names` (theirs → ours) and the synonyms know them.

    What we do not have is asked for at insert, and is named as well: so a text comes in whole and
    never says something else than it said there.
    """
    unknown: dict[str, None] = {}

    def asked(found: re.Match[str]) -> str:
        name, filters = found.groups()
        ours = names.get(name, name)
        if registered_name(ours.split(".")) is not None:
            return found.group().replace(name, ours, 1)
        unknown[name] = None
        return f"{{{{ ask['{name}'] {filters or ''}}}}}"

    return _OUTPUT.sub(asked, text), tuple(unknown)
