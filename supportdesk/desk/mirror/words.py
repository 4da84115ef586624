"""Between the remote's words and ours: states and priorities (R1).

Ours is what rules, clocks and counters go by; the remote's word is what is shown, and what is
written is always one of the words it offered for that ticket.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from supportdesk.desk.mirror.seen import Vocabulary
from supportdesk.domain.ticket import STATES, Category, Priority
from supportdesk.records import dataclass

_BY_CATEGORY = {
    Category.NEW: "new",
    Category.ACTIVE: "open",
    Category.WAITING: "waiting",
    Category.PAUSED: "hold",
    Category.DONE: "solved",
}
_COMMON = {
    "resolved": "solved",
    "rejected": "closed",
    "stalled": "waiting",
    "pending": "waiting",
    "on-hold": "hold",
    "on hold": "hold",
}
"""What words mean that many help desks use."""

DELETED = "deleted"
"""Never chosen for anybody: what is set so is gone."""

NOTHING_TO_SAY = frozenset({"merged"})
"""Our states that follow from something else, which is told there instead."""


class Choice(Exception):
    """No word, or more than one, comes to what is wanted; `offered` are those that may be set."""

    def __init__(self, code: str, offered: Sequence[str]) -> None:
        super().__init__(code)
        self.code = code
        self.offered = tuple(offered)


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary as the store keeps it."""

    me: str
    categories: Mapping[str, Category]
    successors: Mapping[str, Sequence[str]]
    """What may be set from each state, as far as tickets have told."""
    priorities: tuple[tuple[str, Priority], ...]
    has_tags: bool
    read_at: datetime | None = None

    def own_state(self, word: str) -> str:
        """Our state that a word there comes to."""
        category = self.categories.get(word, Category.ACTIVE)
        said = _COMMON.get(word.casefold(), word.casefold())
        if said in STATES and said != "merged" and STATES[said].category is category:
            return said
        return _BY_CATEGORY[category]

    def way(self, wanted: str, held: str, offered: Iterable[str] | None) -> tuple[str, ...]:
        """The words to set there, one after the other, for our state `wanted` while it holds
        `held`; none where that comes to it already.

        `offered` is what may be set from there; None where the remote did not say. Where no word
        of those will do there may be one behind another. Raises Choice where there is no way, or
        several words come to it.
        """
        own = self.own_state(held)
        is_done = STATES[wanted].category is Category.DONE is self._category(held)
        if wanted == own or wanted in NOTHING_TO_SAY or (wanted == "closed" and is_done):
            return ()
        near = self._settable(held, offered)
        found = self._fitting(wanted, near)
        if found:
            return (found,)
        for middle in near:
            if self._category(middle) is Category.ACTIVE:
                found = self._fitting(wanted, self._settable(middle, None))
                if found not in (None, held):
                    return middle, found
        raise Choice("mirror.state_not_offered", near)

    def _settable(self, held: str, offered: Iterable[str] | None) -> list[str]:
        words = self.successors.get(held, ()) if offered is None else offered
        return [word for word in words or self.categories if word not in (held, DELETED)]

    def _fitting(self, wanted: str, settable: Sequence[str]) -> str | None:
        for wish in (wanted, *_NEXT_BEST.get(wanted, ())):
            fitting = [word for word in settable if self.own_state(word) == wish]
            if len(fitting) > 1:
                raise Choice("mirror.state_several", fitting)
            if fitting:
                return fitting[0]
        return None

    def urgency(self, value: str) -> Priority | None:
        """Our priority of a value of theirs, where the vocabulary has it."""
        return dict(self.priorities).get(value)

    def nearest(self, value: str) -> Priority:
        """Our priority of a number between theirs: that of the next one below it."""
        held = int(value) if value.lstrip("-").isdigit() else 0
        below = [ours for known, ours in self.priorities if known.isdigit() and int(known) <= held]
        return below[-1] if below else Priority.NORMAL

    def priority_for(self, wanted: Priority, held: str) -> str:
        """The value to set there for our priority; what it holds, where that is it already.

        What is beyond their most urgent is that.
        """
        urgency = self.urgency(held)
        if urgency is wanted or not self.priorities:
            return held
        fitting = [value for value, ours in self.priorities if ours <= wanted]
        value = (fitting or [self.priorities[0][0]])[-1]
        return held if self.urgency(value) is urgency else value

    def _category(self, word: str) -> Category:
        return self.categories.get(word, Category.ACTIVE)


_NEXT_BEST = {
    "hold": ("waiting",),
    "waiting": ("hold",),
    "closed": ("solved",),
    "solved": ("closed",),
    "spam": ("closed",),
    "new": (),
}
"""What is set where the remote has no word for it."""


def written(vocabulary: Vocabulary, now: datetime) -> str:
    """The vocabulary as the store keeps it, read at that moment."""
    return json.dumps(
        {
            "me": vocabulary.me.rid,
            "states": {word: int(category) for word, category, _next in vocabulary.states},
            "next": {word: list(following) for word, _category, following in vocabulary.states},
            "priorities": [[value, int(ours)] for value, ours in vocabulary.priorities],
            "tags": vocabulary.has_tags,
            "at": now.isoformat(),
        },
        ensure_ascii=False,
    )


def read(kept: str) -> Words:
    """The words that `written` has kept; none of them before anything was read."""
    held = json.loads(kept or "{}")
    return Words(
        held.get("me", ""),
        {word: Category(number) for word, number in held.get("states", {}).items()},
        held.get("next", {}),
        tuple((value, Priority(ours)) for value, ours in held.get("priorities", ())),
        held.get("tags", False),
        datetime.fromisoformat(held["at"]) if "at" in held else None,
    )
