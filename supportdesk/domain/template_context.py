"""What a template can say about one ticket, as plain texts, numbers and moments (R5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from supportdesk.domain.grammar import name_parts
from supportdesk.domain.safe_text import clean_block, clean_line
from supportdesk.domain.template_marks import without_marks
from supportdesk.domain.template_names import ASK, FIELD, TRAIT
from supportdesk.domain.template_words import greeting
from supportdesk.records import dataclass

Value = str | int | float | bool | datetime
"""All a template ever works on: nothing with attributes or methods of its own."""

_LONGEST_LINE = 200
_LONGEST_BLOCK = 2_000
"""Characters of a signature, an answer or a quoted message: they fit into the 10 kB of a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContext:
    """The values for one ticket, client and operator; what is None or empty is unresolved.

    Texts are as stored and are cleaned here; times are aware.
    """

    now: datetime
    zone: tzinfo
    """The client's clock, or the desk's when the client's is unknown."""
    language: str
    """Of the text: decides greeting, word forms, dates (`ru`, `uk`, else English)."""
    client_name: str | None = None
    client_company: str | None = None
    client_email: str | None = None
    client_phone: str | None = None
    client_language: str | None = None
    client_vip: bool = False
    client_traits: tuple[tuple[str, str], ...] = ()
    client_properties: tuple[tuple[str, str], ...] = ()
    ticket_number: int | None = None
    ticket_subject: str | None = None
    ticket_kind: str | None = None
    ticket_state: str | None = None
    ticket_priority: str | None = None
    """The priority's name in lower case: low, normal, high, critical."""
    ticket_queue: str | None = None
    ticket_created: datetime | None = None
    operator_name: str | None = None
    operator_job: str | None = None
    operator_signature: str | None = None
    owner_name: str | None = None
    last_message: str | None = None
    """The client's last message, unquoted."""

    def values(self, answers: Mapping[str, str]) -> dict[str, Value]:
        """Every name that has a value; `answers` are what the operator answered, by label."""
        lines = {
            **_person("client", self.client_name),
            "client.company": self.client_company,
            "client.email": self.client_email,
            "client.phone": self.client_phone,
            "client.language": self.client_language,
            "ticket.subject": self.ticket_subject,
            "ticket.kind": self.ticket_kind,
            "ticket.state": self.ticket_state,
            "ticket.priority": self.ticket_priority,
            "ticket.queue": self.ticket_queue,
            **_person("operator", self.operator_name),
            "operator.job": self.operator_job,
            **_person("owner", self.owner_name),
            **{TRAIT + " ".join(name.split()): text for name, text in self.client_traits},
            **{FIELD + " ".join(name.split()): text for name, text in self.client_properties},
        }
        blocks = {
            "operator.signature": self.operator_signature,
            **{ASK + " ".join(label.split()): text for label, text in answers.items()},
        }
        values: dict[str, Value] = {
            "client.vip": self.client_vip,
            "now": self.now.astimezone(self.zone),
        }
        values["greeting"] = greeting(self.now.astimezone(self.zone).hour, self.language)
        values.update(_filled((name, _line(text)) for name, text in lines.items()))
        values.update(_filled((name, _block(text)) for name, text in blocks.items()))
        values.update(_filled([("last_message", _quoted(_block(self.last_message)))]))
        if self.ticket_number is not None:
            values["ticket.number"] = self.ticket_number
        if self.ticket_created is not None:
            values["ticket.created"] = self.ticket_created.astimezone(self.zone)
        return values


def _person(role: str, name: str | None) -> dict[str, str | None]:
    first, last = name_parts(_line(name))
    return {f"{role}.name": name, f"{role}.first_name": first, f"{role}.last_name": last}


def _line(text: str | None) -> str:
    return clean_line(without_marks(text or ""), _LONGEST_LINE).strip()


def _block(text: str | None) -> str:
    return clean_block(without_marks(text or ""), _LONGEST_BLOCK).strip()


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if text else ""


def _filled(texts: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Value]]:
    """Only texts with something to read: a value is never blank."""
    return ((name, text) for name, text in texts if text)
