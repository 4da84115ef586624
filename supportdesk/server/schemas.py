"""What actions and memories look like, as JSON Schema: made of the records themselves."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

from supportdesk.domain.wire_reading import COMMANDS, MOST, types_of
from supportdesk.domain.wire_reading import MEMORIES as REMEMBERED

Schema = dict[str, Any]

_ID = "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11"
_EXAMPLES: Schema = {
    "note": {
        "summary": "A private note",
        "value": {"id": _ID, "action": {"do": "AddNote", "with": {"ticket": 1, "body": "Called."}}},
    },
    "reply": {
        "summary": "A reply that waits for the client, past the stop `newer`",
        "value": {
            "id": _ID,
            "action": {
                "do": "Reply",
                "with": {
                    "ticket": 1,
                    "body": "Which browser is it?",
                    "base_seq": 17,
                    "then_state": "waiting",
                },
            },
            "confirmed": ["newer"],
        },
    },
}


def _tagged(name: str, value: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name: value},
        "required": [name],
        "additionalProperties": False,
    }


_PLAIN: dict[Any, Schema] = {
    str: {"type": "string", "pattern": "^[^\\u0000]*$"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 1 - MOST, "maximum": MOST - 1},
    datetime: {"type": "string", "format": "date-time", "examples": ["2026-03-01T10:00:00Z"]},
    date: _tagged("day", {"type": "string", "format": "date"}),
    UUID: _tagged("uuid", {"type": "string", "format": "uuid"}),
    bytes: _tagged("bytes", {"type": "string", "contentEncoding": "base64"}),
    NoneType: {"type": "null"},
}


def schema_of(wanted: Any, known: dict[str, Schema]) -> Schema:
    """The schema of a type; those of records are put into `known` and referred to."""
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    if isinstance(wanted, UnionType):
        return {"anyOf": [schema_of(kind, known) for kind in get_args(wanted)]}
    if get_origin(wanted) is tuple:
        kinds = get_args(wanted)
        if kinds[-1] is Ellipsis:
            return {"type": "array", "items": schema_of(kinds[0], known)}
        items = [schema_of(kind, known) for kind in kinds]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    return _record(wanted, known)


def _record(
    kind: type[Any], known: dict[str, Schema], given: frozenset[str] = frozenset()
) -> Schema:
    name = kind.__name__
    if name not in known:
        known[name] = {}
        types = types_of(kind)
        held = [field for field in fields(kind) if field.name not in given]
        needed = [
            field.name
            for field in held
            if field.default is MISSING and field.default_factory is MISSING
        ]
        known[name] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {
                "do": {"const": name},
                "with": {
                    "type": "object",
                    "properties": {
                        field.name: schema_of(types[field.name], known) for field in held
                    },
                    "required": needed,
                    "additionalProperties": False,
                },
            },
            "required": ["do", "with"],
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def schemas() -> dict[str, Schema]:
    """The schemas of everything that can be submitted or remembered, by name."""
    known: dict[str, Schema] = {}
    for kind in COMMANDS.values():
        _record(kind, known)
    for kind in REMEMBERED.values():
        _record(kind, known, frozenset({"operator"}))
    return known


def _any_of(kinds: Mapping[str, object]) -> Schema:
    return {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in kinds]}


def _body(schema: Schema, examples: Schema) -> Schema:
    content = {"application/json": {"schema": schema, "examples": examples}}
    return {"requestBody": {"required": True, "content": content}}


ACTIONS = _body(
    {
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "action": _any_of(COMMANDS),
            "confirmed": {"type": "array", "items": {"type": "string"}},
            "as": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "base": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
        "required": ["id", "action"],
        "additionalProperties": False,
    },
    _EXAMPLES,
)

MEMORIES = _body(
    {
        "type": "object",
        "properties": {"memory": _any_of(REMEMBERED)},
        "required": ["memory"],
        "additionalProperties": False,
    },
    {
        "seen": {
            "summary": "Read up to this message",
            "value": {"memory": {"do": "MarkSeen", "with": {"ticket": 1, "message": 1}}},
        }
    },
)

_TEXT: Schema = {"type": "string", "pattern": "^[^\\u0000]*$"}

FORM = _body(
    {
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "name": {**_TEXT, "maxLength": 200},
            "email": {**_TEXT, "format": "email", "maxLength": 254},
            "subject": {**_TEXT, "maxLength": 300},
            "text": {**_TEXT, "minLength": 1, "maxLength": 20_000},
        },
        "required": ["email", "text"],
    },
    {
        "refund": {
            "summary": "A request",
            "value": {
                "id": _ID,
                "name": "Ann Lee",
                "email": "ann@example.org",
                "subject": "Where is my refund?",
                "text": "I paid twice.",
            },
        }
    },
)

STATUS_FORM = _body(
    {
        "type": "object",
        "properties": {
            "number": _PLAIN[int],
            "email": {**_TEXT, "format": "email", "maxLength": 254},
        },
        "required": ["number", "email"],
    },
    {"one": {"summary": "One's own", "value": {"number": 17, "email": "ann@example.org"}}},
)
