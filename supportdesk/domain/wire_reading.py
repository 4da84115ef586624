"""Actions in JSON from outside, read by the types of their fields: nothing else comes through.

The form is that of `domain.wire`; `wire.decode` trusts what the desk itself has written.
"""

import re
import sys
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from supportdesk.domain import action as actions
from supportdesk.domain import memory
from supportdesk.domain.action import Action
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.domain.memory import Memory
from supportdesk.domain.roles import ALLOWED

MOST = 1 << 62
"""No whole number of an action is as large, above nothing or below it."""

FIRST_MOMENT, LAST_MOMENT = -62_104_060_800_000, 1 << 47
"""Milliseconds: the years 2 and 6429; a `datetime` holds some more, and so does one of any zone."""

_Given = Mapping[str, object]
"""Fields that are not read: what they hold, wherever a record has them."""

COMMANDS: dict[str, type[Any]] = {kind.__name__: kind for kind in ALLOWED}
"""What may be submitted from outside: everything that has a row in the table of roles."""

MEMORIES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in get_args(Memory) if kind is not memory.UseToken
}
"""What may be remembered from outside, of whoever comes with the token."""


def read_action(plain: object) -> Action:
    """The action that stands in JSON as {"do": NAME, "with": {…}}.

    Raises Invalid("action.unknown") and Invalid("action.malformed") with the place.
    """
    action: Action = _named(COMMANDS, plain, {}, "action")
    return action


def read_memory(plain: object, operator: int) -> Memory:
    """A personal thing in the same form; whose it is, is never read. Raises Invalid."""
    remembered: Memory = _named(MEMORIES, plain, {"operator": operator}, "memory")
    return remembered


def read_id(plain: object, place: str) -> UUID:
    """A UUID as text. Raises Invalid("action.malformed")."""
    text = read_text(plain, place)
    try:
        return UUID(text)
    except ValueError:
        raise _malformed(place, "uuid") from None


def read_names(plain: object, place: str) -> tuple[str, ...]:
    """A list of texts. Raises Invalid("action.malformed")."""
    names: tuple[str, ...] = _several((str, ...), plain, {}, place)
    return names


def types_of(kind: type[Any]) -> dict[str, Any]:
    """Field of a record → its type."""
    if kind not in _TYPES:
        known = {**vars(actions), **vars(sys.modules[kind.__module__])}
        _TYPES[kind] = get_type_hints(kind, known)
    return _TYPES[kind]


def _named(kinds: Mapping[str, type[Any]], plain: object, given: _Given, place: str) -> Any:
    match plain:
        case {"do": str(name), "with": dict(held), **rest} if not rest:
            kind = kinds.get(name)
            if kind is None:
                raise Invalid("action.unknown", wanted=name[:100], place=place)
            return _record(kind, held, given, f"{place}.with")
    raise _malformed(place, '{"do": NAME, "with": {…}}')


def _record(kind: type[Any], held: dict[str, object], given: _Given, place: str) -> Any:
    types = types_of(kind)
    values = {name: value for name, value in given.items() if name in types}
    for name, plain in held.items():
        if name not in types:
            raise Invalid("action.no_field", wanted=name[:100], place=place)
        if name not in given:
            values[name] = _meant(types[name], plain, given, f"{place}.{name}")
    for field in fields(kind):
        is_needed = field.default is MISSING and field.default_factory is MISSING
        if is_needed and field.name not in values:
            raise Invalid("action.field_missing", wanted=field.name, place=place)
    return kind(**values)


def _meant(wanted: Any, plain: object, given: _Given, place: str) -> Any:
    if wanted in _PLAIN:
        return _PLAIN[wanted](plain, place)
    if isinstance(wanted, UnionType):
        return _one_of(get_args(wanted), plain, given, place)
    if get_origin(wanted) is tuple:
        return _several(get_args(wanted), plain, given, place)
    return _named({wanted.__name__: wanted}, plain, given, place)


def _one_of(kinds: tuple[Any, ...], plain: object, given: _Given, place: str) -> Any:
    if plain is None and NoneType in kinds:
        return None
    held = [kind for kind in kinds if kind is not NoneType]
    if len(held) == 1:
        return _meant(held[0], plain, given, place)
    return _named({kind.__name__: kind for kind in held}, plain, given, place)


def _several(kinds: tuple[Any, ...], plain: object, given: _Given, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise _malformed(place, "list")
    if kinds[-1] is Ellipsis:
        return tuple(_meant(kinds[0], one, given, f"{place}.{n}") for n, one in enumerate(plain))
    if len(plain) != len(kinds):
        raise _malformed(place, f"list of {len(kinds)}")
    pairs = zip(kinds, plain, strict=True)
    return tuple(_meant(kind, one, given, f"{place}.{n}") for n, (kind, one) in enumerate(pairs))


def read_text(plain: object, place: str) -> str:
    """A text a store can hold. Raises Invalid."""
    if not isinstance(plain, str):
        raise _malformed(place, "text")
    if re.search("[\ud800-\udfff\0]", plain):
        raise Invalid("text.not_utf8")
    return plain


def _yes_or_no(plain: object, place: str) -> bool:
    if not isinstance(plain, bool):
        raise _malformed(place, "true or false")
    return plain


def whole_number(plain: object, place: str) -> int:
    """A whole number a store can hold. Raises Invalid."""
    if isinstance(plain, bool) or not isinstance(plain, int):
        raise _malformed(place, "whole number")
    if not -MOST < plain < MOST:
        raise Invalid("number.too_large")
    return plain


def _moment(plain: object, place: str) -> datetime:
    match plain:
        case {"moment": milliseconds, **rest} if not rest:
            number = whole_number(milliseconds, place)
            if FIRST_MOMENT <= number < LAST_MOMENT:
                return from_milliseconds(number)
        case str(written):
            return _written_moment(written, place)
    raise _malformed(place, '{"moment": MILLISECONDS} or "2026-03-01T10:00:00Z"')


def _written_moment(written: str, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 < moment.year < 6000:
        raise _malformed(place, '{"moment": MILLISECONDS} or "2026-03-01T10:00:00Z"')
    return moment


def _day(plain: object, place: str) -> date:
    match plain:
        case {"day": str(written), **rest} if not rest:
            try:
                return date.fromisoformat(written)
            except ValueError:
                pass
    raise _malformed(place, '{"day": "2026-03-01"}')


def _id(plain: object, place: str) -> UUID:
    match plain:
        case {"uuid": written, **rest} if not rest:
            return read_id(written, place)
    raise _malformed(place, '{"uuid": UUID}')


def _bytes(plain: object, place: str) -> bytes:
    match plain:
        case {"bytes": str(written), **rest} if not rest:
            try:
                return b64decode(written, validate=True)
            except (NotBase64, ValueError):
                pass
    raise _malformed(place, '{"bytes": BASE64}')


def _malformed(place: str, wanted: str) -> Invalid:
    return Invalid("action.malformed", place=place, wanted=wanted)


_TYPES: dict[type[Any], dict[str, Any]] = {}
"""The types of the fields of records that have been read: working them out takes long."""

_PLAIN: dict[Any, Callable[[object, str], Any]] = {
    str: read_text,
    bool: _yes_or_no,
    int: whole_number,
    datetime: _moment,
    date: _day,
    UUID: _id,
    bytes: _bytes,
}
