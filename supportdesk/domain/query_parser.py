"""Reading a query as an operator types it (R6): errors name the place and the nearest word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import datetime, tzinfo
from typing import NoReturn

from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.domain.query import (
    LONGEST_QUERY,
    And,
    Condition,
    Equals,
    Happened,
    Not,
    Or,
    Query,
    Sort,
    Term,
    Within,
    Words,
)
from supportdesk.domain.query_custom import custom_field, custom_names, days
from supportdesk.domain.query_fields import (
    BY_ANY_NAME,
    COLUMNS,
    GROUPS,
    OF_AN_EVENT,
    SORTS,
    SPECIAL,
    FieldOfQuery,
    Nature,
)
from supportdesk.domain.query_sla import silence_condition, sla_condition
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

DEEPEST_GROUP = 20

_TOKEN = pattern(
    r"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>-(?=[^\s)]))
    | (?P<field>[^\W\d][\w.]*)(?P<sign>>=|<=|[:=<>])(?!//)
    | "(?P<phrase>[^"]*)"
    | (?P<open_quote>")
    | (?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_VALUE = pattern(r'"(?P<phrase>[^"]*)"|(?P<open_quote>")|(?P<word>[^\s(),"]+)')
_EMPTY = frozenset({"none", "nobody"})
_MINUTE = 60_000
_EVERYTHING = And(())


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int
    sign: str = ""
    values: tuple["_Value", ...] = ()


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    position: int
    quoted: bool


def parse_query(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    me: int | None = None,
    custom: Callable[[], Sequence[FieldDefinition]] = tuple,
    silent_before: Callable[[], int] | None = None,
) -> Query:
    """Read a query; `now` and `zone` say what relative dates mean, `me` who asks.

    `custom` answers the custom fields; it is asked only where a field is none of the usual ones.
    `silent_before` answers before which moment (milliseconds) our last word is too old; without it
    that is eight hours ago.

    Raises Invalid("query.…") with `position` (characters from the start), `text` (what stands
    there) and, where one is near, `nearest`.
    """
    if len(text) > LONGEST_QUERY:
        raise Invalid("query.too_long", position=LONGEST_QUERY, limit=LONGEST_QUERY)
    usual = to_milliseconds(now) - 8 * 60 * _MINUTE
    reader = _Reader(_tokens(text), now, zone, custom, silent_before or (lambda: usual))
    condition = reader.alternatives(depth=0)
    if reader.at < len(reader.tokens):
        _refuse("query.unexpected", reader.tokens[reader.at])
    return Query(condition, tuple(reader.sort), reader.limit, me, reader.group)


def _refuse(code: str, token: _Token | _Value, **more: object) -> NoReturn:
    raise Invalid(code, position=token.position, text=token.text, **more)


def _nearest(word: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.casefold(), known, n=1, cutoff=0.5)), None)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Invalid("query.unexpected", position=at, text=text[at])
        kind = match.lastgroup or ""
        kind = "field" if kind == "sign" else kind
        end = match.end()
        if kind == "open_quote":
            raise Invalid("query.unclosed_quote", position=at, text=text[at : at + 20])
        if kind == "field":
            values, end = _values(text, end)
            found.append(_Token(kind, match["field"], at, match["sign"], values))
        elif kind != "space":
            found.append(_Token(kind, match[kind], at))
        at = end
    return found


def _values(text: str, at: int) -> tuple[tuple[_Value, ...], int]:
    """The values after a field's sign, separated by commas."""
    values: list[_Value] = []
    while (match := _VALUE.match(text, at)) is not None:
        if match["open_quote"]:
            raise Invalid("query.unclosed_quote", position=at, text=text[at : at + 20])
        quoted = match["phrase"] is not None
        values.append(_Value(match["phrase"] if quoted else match["word"], at, quoted))
        at = match.end()
        if text[at : at + 1] != ",":
            break
        at += 1
    return tuple(values), at


@dataclass(slots=True)
class _Reader:
    """Reads the tokens once, from left to right."""

    tokens: list[_Token]
    now: datetime
    zone: tzinfo
    custom: Callable[[], Sequence[FieldDefinition]]
    silent_before: Callable[[], int]
    at: int = 0
    sort: list[Sort] = field(default_factory=list)
    limit: int | None = None
    group: str = ""

    def alternatives(self, depth: int) -> Condition:
        """What stands between `OR`s; nothing there, or in a group, would mean every ticket."""
        parts = [self._together(depth)]
        while self._is_or():
            sign = self.tokens[self.at]
            self.at += 1
            parts.append(self._together(depth))
            if _EVERYTHING in parts:
                _refuse("query.unexpected", sign)
        if depth and parts == [_EVERYTHING] and self.at < len(self.tokens):
            _refuse("query.unexpected", self.tokens[self.at])
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _is_or(self) -> bool:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token is not None and token.kind == "word" and token.text == "OR"

    def _together(self, depth: int) -> Condition:
        """Conditions side by side all hold; plain words, and what is said of an event, are one."""
        parts: list[Condition] = []
        terms: list[Term] = []
        event: list[Equals | Within] = []
        while self.at < len(self.tokens) and not self._is_or():
            token = self.tokens[self.at]
            if token.kind == "close":
                break
            self.at += 1
            if token.kind in ("word", "phrase"):
                if token.text != "AND" or token.kind == "phrase":
                    terms.append(_term(token.text, quoted=token.kind == "phrase"))
            elif token.kind == "field" and token.text.casefold() in SPECIAL:
                self._special(token, depth, negated=False)
            elif isinstance(part := self._one(token, depth), Happened) and token.kind == "field":
                event += part.parts
            elif part != _EVERYTHING:
                parts.append(part)
        if terms:
            parts.append(Words(tuple(terms)))
        if event:
            parts.append(Happened(tuple(event)))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, token: _Token, depth: int) -> Condition:
        if token.kind == "open":
            return self._group(token, depth)
        if token.kind == "field":
            return self._field(token)
        return self._negated(token, depth)

    def _group(self, token: _Token, depth: int) -> Condition:
        if depth >= DEEPEST_GROUP:
            _refuse("query.too_deep", token)
        inner = self.alternatives(depth + 1)
        if self.at >= len(self.tokens):
            _refuse("query.unclosed_group", token)
        self.at += 1
        return inner

    def _negated(self, minus: _Token, depth: int) -> Condition:
        if self.at >= len(self.tokens):
            _refuse("query.unexpected", minus)
        token = self.tokens[self.at]
        self.at += 1
        if token.kind in ("word", "phrase"):
            return Not(Words((_term(token.text, quoted=token.kind == "phrase"),)))
        if token.kind == "field" and token.text.casefold() in SPECIAL:
            self._special(token, depth, negated=True)
            return _EVERYTHING
        if token.kind in ("minus", "close"):
            _refuse("query.unexpected", token)
        return Not(self._one(token, depth))

    def _special(self, token: _Token, depth: int, *, negated: bool) -> None:
        """`sort:` and `limit:` are about the whole query."""
        if depth or token.sign not in (":", "=") or not token.values:
            _refuse("query.misplaced", token)
        name = token.text.casefold()
        if name == "limit":
            value = token.values[0]
            if negated or not value.text.isdecimal() or len(value.text) > 9:
                _refuse("query.number", value, field="limit")
            self.limit = int(value.text)
            return
        if name == "group_by":
            self.group = self.group or _group(token)
            return
        for value in token.values:
            wanted = value.text.removeprefix("-").casefold()
            if wanted not in SORTS:
                _refuse(
                    "query.unknown_value", value, field=name, nearest=_nearest(wanted, [*SORTS])
                )
            self.sort.append(Sort(wanted, negated or value.text.startswith("-")))

    def _field(self, token: _Token) -> Condition:
        known = BY_ANY_NAME.get(token.text.casefold())
        if known is None:
            fields = self.custom()
            known = custom_field(token.text, fields)
        if known is None:
            names = [*BY_ANY_NAME, *SPECIAL, *custom_names(fields)]
            _refuse("query.unknown_field", token, nearest=_nearest(token.text, names))
        if not token.values:
            _refuse("query.no_value", token, field=known.name)
        if known.name in OF_AN_EVENT:
            return Happened((self._of_an_event(known, token),))
        if token.sign in (":", "="):
            if known.name == "sla":
                asked = [self._plain(known, value) for value in token.values]
                return sla_condition(asked, to_milliseconds(self.now))
            if known.name == "silent":
                asked = [self._plain(known, value) for value in token.values]
                return silence_condition(asked, self.silent_before())
            return self._equals(known, token.values)
        if len(token.values) > 1:
            _refuse("query.one_value", token.values[1], field=known.name)
        return self._compared(known, token.sign, token.values[0])

    def _of_an_event(self, known: FieldOfQuery, token: _Token) -> Equals | Within:
        """`after:` is a moment the event is not older than; the others name what it was."""
        if known.nature is Nature.MOMENT:
            if len(token.values) > 1:
                _refuse("query.one_value", token.values[1], field=known.name)
            if ".." in token.values[0].text:
                return self._span(known, token.values[0])
            sign = ">=" if token.sign in (":", "=") else token.sign
            return self._compared(known, sign, token.values[0])
        if token.sign not in (":", "="):
            _refuse("query.not_comparable", token.values[0], field=known.name)
        return Equals(known.name, tuple(self._plain(known, value) for value in token.values))

    def _plain(self, known: FieldOfQuery, value: _Value) -> str | None:
        is_empty = not value.quoted and value.text.casefold() in _EMPTY and known.may_be_empty
        return None if is_empty else _choice(known, value)

    def _equals(self, known: FieldOfQuery, values: tuple[_Value, ...]) -> Condition:
        if known.nature is Nature.TEXT:
            column = COLUMNS[known.name]
            found = [Words((_term(v.text, quoted=v.quoted),), column) for v in values]
            return found[0] if len(found) == 1 else Or(tuple(found))
        parts: list[Condition] = []
        plain: list[str | int | None] = []
        for value in values:
            if not value.quoted and value.text.casefold() in _EMPTY and known.may_be_empty:
                plain.append(None)
            elif known.nature in (Nature.MOMENT, Nature.NUMBER, Nature.DAY):
                parts.append(self._span(known, value))
            else:
                plain.append(_choice(known, value))
        if plain:
            parts.append(Equals(known.name, tuple(plain)))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _span(self, known: FieldOfQuery, value: _Value) -> Within:
        """`field:value` and `field:from..to`, both ends included."""
        low, dots, high = value.text.partition("..")
        if not dots:
            start, end = self._edges(known, value)
            return Within(known.name, start, end if end > start else start + _MINUTE)
        first = self._edges(known, replace(value, text=low))[0] if low else None
        last = self._edges(known, replace(value, text=high))[1] if high else None
        return Within(known.name, first, last)

    def _compared(self, known: FieldOfQuery, sign: str, value: _Value) -> Within:
        if known.nature in (Nature.TEXT, Nature.NAME) or (
            known.nature is Nature.CHOICE and not known.ordered
        ):
            _refuse("query.not_comparable", value, field=known.name)
        start, end = self._edges(known, value)
        match sign:
            case ">":
                return Within(known.name, end, None)
            case ">=":
                return Within(known.name, start, None)
            case "<":
                return Within(known.name, None, start)
            case _:
                return Within(known.name, None, end)

    def _edges(self, known: FieldOfQuery, value: _Value) -> tuple[int, int]:
        """First and one-past-last whole number that a value means."""
        if known.nature is Nature.CHOICE:
            number = known.choices.index(str(_choice(known, value)))
            return number, number + 1
        if known.nature is Nature.NUMBER:
            sign = "-" if known.may_be_empty and value.text.startswith("-") else ""
            digits = value.text.removeprefix(sign).lstrip("#№")
            if not digits.isdecimal() or len(digits) > 15:
                _refuse("query.number", value, field=known.name)
            number = int(sign + digits)
            return number, number + 1
        from supportdesk.domain.moments import parse_boundary

        try:
            start, end = parse_boundary(value.text, self.now, self.zone)
        except Invalid as unclear:
            raise Invalid(
                "query.moment", position=value.position, text=value.text, field=known.name
            ) from unclear
        if known.nature is Nature.DAY:
            return days(start, end, self.zone)
        first = to_milliseconds(start)
        return first, max(to_milliseconds(end), first)


def _group(token: _Token) -> str:
    value = token.values[0]
    wanted = value.text.casefold()
    if wanted not in GROUPS:
        _refuse("query.unknown_value", value, field="group_by", nearest=_nearest(wanted, [*GROUPS]))
    return wanted


def _choice(known: FieldOfQuery, value: _Value) -> str:
    if known.nature is not Nature.CHOICE:
        return value.text
    wanted = value.text.casefold()
    wanted = known.meanings.get(wanted, wanted)
    if wanted not in known.choices:
        nearest = _nearest(wanted, [*known.choices])
        _refuse("query.unknown_value", value, field=known.name, nearest=nearest)
    return wanted


def _term(text: str, *, quoted: bool) -> Term:
    if not quoted and len(text) > 1 and text.endswith("*"):
        return Term(text.rstrip("*"), is_prefix=True)
    return Term(text)
