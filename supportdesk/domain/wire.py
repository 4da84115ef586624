"""Actions as JSON, and back: what waits in the store to be done reads as what was asked."""

import json
from base64 import b64decode, b64encode
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from supportdesk.domain import action as actions
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import Memory

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *get_args(actions.Command),
        *get_args(actions.Fact),
        actions.ClientReference,
        actions.NewAttachment,
        actions.ArticleFile,
        actions.CalendarDay,
        actions.PolicyTarget,
        actions.Recipient,
        actions.Recipients,
        FieldDefinition,
        Macro,
    )
}


def encode(action: actions.Action) -> str:
    """An action as one line of JSON; moments to the millisecond, as the store keeps them."""
    return json.dumps(_plain(action), ensure_ascii=False, separators=(",", ":"))


def plain_memory(memory: Memory) -> Any:
    """A personal thing as JSON has it, without whose it is."""
    plain = _plain(memory)
    plain["with"].pop("operator")
    return plain


def decode(written: str) -> Any:
    """The action that `encode` has written."""
    return _meant(json.loads(written))


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case tuple():
            return [_plain(part) for part in value]
        case datetime():
            return {"moment": to_milliseconds(value)}
        case date():
            return {"day": value.isoformat()}
        case UUID():
            return {"uuid": str(value)}
        case bytes():
            return {"bytes": b64encode(value).decode("ascii")}
        case _:
            held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
            return {"do": type(value).__name__, "with": held}


def _meant(plain: Any) -> Any:
    match plain:
        case list():
            return tuple(_meant(part) for part in plain)
        case {"moment": milliseconds}:
            return from_milliseconds(milliseconds)
        case {"day": written}:
            return date.fromisoformat(written)
        case {"uuid": written}:
            return UUID(written)
        case {"bytes": written}:
            return b64decode(written)
        case {"do": name, "with": held}:
            return _KINDS[name](**{field: _meant(value) for field, value in held.items()})
        case _:
            return plain
