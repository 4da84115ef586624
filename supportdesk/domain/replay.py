"""A ticket at a past moment, from how it stands now and what has happened to it (F153).

A change tells what a field held before and after it. So a field holds what the last change up to
the moment set; before the first change, what that one replaced; without any, what it holds now.
Facts count from their own time. Commands count from theirs too, but never from before what the
same field had been recorded with, as spans do: clocks differ, and due work may run late.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from supportdesk.records import dataclass

Key = tuple[str, int, str]
"""What holds a value: subject, its id, field."""

Values = Mapping[Key, str | None]
"""What fields hold, written as events write it; None is nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field's change: at which moment (milliseconds), recorded as which event."""

    seq: int
    at: int
    key: Key
    before: str | None
    after: str | None
    is_fact: bool = False
    """Whether it tells of the past (an import) rather than doing something."""


class Spoken(NamedTuple):
    """A message as far as the numbers of a conversation go by it: its kind and moment."""

    kind: str
    at: int
    asks: bool = True
    """Whether a client's message waits for an answer (R2)."""


class Conversation(NamedTuple):
    """What a ticket knows of its messages; `waiting_since` in milliseconds (R1)."""

    messages: int
    replies: int
    unanswered: int
    waiting_since: int | None
    thanked: bool
    """Whether the last public word is the client's thanks (R1)."""


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The changes in the order in which they count, each with the moment from which it does."""
    latest: dict[Key, int] = {}
    counted = []
    for change in sorted(changes, key=lambda one: one.seq):
        known = latest.get(change.key, change.at)
        at = change.at if change.is_fact else max(change.at, known)
        latest[change.key] = max(at, known)
        counted.append(replace(change, at=at))
    return sorted(counted, key=lambda one: (one.at, one.seq))


def after(now: Values, changes: Sequence[Change], count: int) -> dict[Key, str | None]:
    """What every field held after the first `count` changes of `in_order`."""
    held = dict(now)
    for change in reversed(changes[count:]):
        held[change.key] = change.before
    for change in changes[:count]:
        held[change.key] = change.after
    return held


def count_until(changes: Sequence[Change], moment: int, seq: int = 1 << 62) -> int:
    """How many changes of `in_order` count at a moment, up to event `seq` of that moment."""
    return bisect_right(changes, (moment, seq), key=lambda one: (one.at, one.seq))


def conversation(spoken: Sequence[Spoken]) -> Conversation:
    """The numbers of a conversation whose messages stand in the order of time."""
    unanswered: list[int] = []
    public = [message for message in spoken if message.kind in ("client", "operator")]
    for message in public:
        if message.kind == "operator":
            unanswered.clear()
        elif message.asks:
            unanswered.append(message.at)
    return Conversation(
        len(spoken),
        sum(message.kind == "operator" for message in spoken),
        len(unanswered),
        unanswered[0] if unanswered else None,
        bool(public) and not public[-1].asks,
    )


def differences(
    earlier: Mapping[str, object], later: Mapping[str, object]
) -> list[tuple[str, object, object]]:
    """The names whose values differ, in the order of the later ones: name, then and later."""
    names = [*later, *(name for name in earlier if name not in later)]
    return [
        (name, earlier.get(name), later.get(name))
        for name in names
        if earlier.get(name) != later.get(name)
    ]
