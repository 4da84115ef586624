"""What to do with one ticket: what was read there against what is wished here. Pure (rule 8).

A field has one value that the remote held when it was read last (the base). What is wished here
and has not left stands on top of that. Nothing wished is ever dropped without a step that says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from supportdesk.domain.ticket import MessageKind
from supportdesk.records import dataclass
from supportdesk.store.read.sendings import DONE, QUEUED, SENDING, STOPPED, UNKNOWN

FIELDS = ("state", "owner", "queue", "priority", "subject")
"""Those with one value each; tags are told one by one, as `tag:NAME`."""

FIELD_OF = {
    "SetState": "state",
    "Take": "owner",
    "Assign": "owner",
    "SetPriority": "priority",
    "Move": "queue",
    "Reply": "state",
}
"""What field a wish sets; a reply sets a state only where it carries one."""

SPOKEN = frozenset({"Reply", "Note"})
"""What is never done twice; whatever is only a change may be."""

BY_WORD = DONE
"""Done by somebody's word, and its message has not been seen there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something done here that the remote has to hear of."""

    number: int
    what: str
    state: str
    value: str | None = None
    """What its field is to hold; of a merge the id it goes into."""
    text: str = ""
    sets: bool = False
    """Whether it sets a field at all: a reply without a state does not."""
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()

    @property
    def field(self) -> str | None:
        """The field it sets, or None."""
        return FIELD_OF.get(self.what) if self.sets else None


@dataclass(frozen=True, slots=True)
class Said:
    """A new message there: who cares for its text beyond comparing reads it elsewhere."""

    rid: str
    kind: MessageKind
    text: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class There:
    """A ticket as it was read; `moved` names fields that somebody else than the link has moved.

    None of `held` says that the ticket is gone, or went `into` another.
    """

    held: Mapping[str, str | None] | None
    tags: frozenset[str] = frozenset()
    said: tuple[Said, ...] = ()
    moved: frozenset[str] = frozenset(FIELDS)
    into: str | None = None


class Kind(StrEnum):
    """What a step is."""

    TAKE = "take"
    """Record that a field holds `value` there."""
    ADD = "add"
    """Record the message `value`."""
    FOUND = "found"
    """The message `value` is what a wish came to."""
    AGREE = "agree"
    """The remote holds already what was wished."""
    PUSH = "push"
    """Tell the remote."""
    STOP = "stop"
    """A wish waits for its operator, for `because`."""
    GONE = "gone"
    """Record that the ticket is no more there, or is merged into `value`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `wish` is the number of the wish it is about."""

    kind: Kind
    wish: int | None = None
    field: str | None = None
    value: str | None = None
    because: str = ""
    held: str | None = None
    """Of a conflict: what the remote holds."""


def plan(
    wishes: Sequence[Wish],
    base: Mapping[str, str | None],
    tags: frozenset[str] | None,
    there: There,
) -> list[Step]:
    """What to do with one ticket. `wishes` are the open ones in order, `base` what it held.

    `tags` are those it had when it was read last; None for a ticket that was never read.
    """
    if there.held is None:
        return [Step(Kind.GONE, value=there.into), *_without_ticket(wishes, there.into)]
    steps, settled = _messages(wishes, there)
    newer = " ".join(said.rid for said in there.said if _is_newer(said, steps))
    overtaken = [
        Step(Kind.STOP, wish.number, value=newer, because="reply_newer")
        for wish in wishes
        if newer and wish.what == "Reply" and wish.state == QUEUED
    ]
    settled |= {step.wish for step in overtaken if step.wish is not None}
    steps += overtaken
    for field in FIELDS:
        if field in there.held:
            steps += _field(field, wishes, base, there, settled)
    steps += _tags(wishes, tags, there)
    over = {step.wish for step in steps if step.kind in (Kind.STOP, Kind.AGREE, Kind.FOUND)}
    return steps + [
        Step(Kind.PUSH, wish.number)
        for wish in wishes
        if wish.state == QUEUED and wish.number not in over
    ]


def same_text(one: str, other: str) -> bool:
    """Equal but for what the way may do to line ends and edges."""
    return _plain(one) == _plain(other)


def _messages(wishes: Sequence[Wish], there: There) -> tuple[list[Step], set[int]]:
    """New messages; one of ours that may have arrived is what became of its wish."""
    steps: list[Step] = []
    settled: set[int] = set()
    waiting = [w for w in wishes if w.what in SPOKEN and w.state in (SENDING, UNKNOWN, BY_WORD)]
    for said in there.said:
        kind = "Note" if said.kind is MessageKind.NOTE else "Reply"
        ours = (
            wish
            for wish in waiting
            if said.is_mine
            and wish.what == kind
            and wish.number not in settled
            and same_text(wish.text, said.text)
        )
        wish = next(ours, None)
        if wish is None:
            steps.append(Step(Kind.ADD, value=said.rid))
        else:
            settled.add(wish.number)
            steps.append(Step(Kind.FOUND, wish.number, value=said.rid))
    return steps, settled


def _is_newer(said: Said, steps: Iterable[Step]) -> bool:
    """Whether a client will read it, or wrote it, and it is not what we have just sent."""
    found = {step.value for step in steps if step.kind is Kind.FOUND}
    return said.kind is not MessageKind.NOTE and said.rid not in found


def _field(
    field: str,
    wishes: Sequence[Wish],
    base: Mapping[str, str | None],
    there: There,
    settled: set[int],
) -> list[Step]:
    assert there.held is not None
    held = there.held[field]
    wanting = [
        wish
        for wish in wishes
        if wish.field == field and wish.number not in settled and wish.state != BY_WORD
    ]
    has_changed = field not in base or held != base[field]
    own = [
        wish
        for wish in wishes
        if wish.number in settled and wish.field == field and wish.state != QUEUED
    ]
    has_changed = has_changed and not any(wish.value == held for wish in own)
    if not wanting:
        return [Step(Kind.TAKE, field=field, value=held)] if has_changed or own else []
    steps: list[Step] = []
    moves_on = False
    for wish in wanting:
        if wish.value == held and wish.what != "Reply" and not moves_on:
            steps.append(Step(Kind.AGREE, wish.number))
            has_changed = False
            continue
        moves_on = moves_on or (wish.state != STOPPED and wish.value != held)
        if wish.state in (SENDING, UNKNOWN):
            has_changed = has_changed and wish.value != held
        elif _is_conflict(wish, held) and has_changed and field in there.moved:
            steps.append(
                Step(
                    Kind.STOP,
                    wish.number,
                    field=field,
                    value=wish.value,
                    because="conflict",
                    held=held,
                )
            )
    return steps


def _is_conflict(wish: Wish, held: str | None) -> bool:
    return wish.state == QUEUED and wish.value != held


def _tags(wishes: Sequence[Wish], base: frozenset[str] | None, there: There) -> list[Step]:
    """Tags merge one by one: there is nothing to be asked about."""
    steps: list[Step] = []
    adding: set[str] = set()
    removing: set[str] = set()
    for wish in wishes:
        if wish.what != "Tags":
            continue
        if wish.add <= there.tags and not wish.remove & there.tags:
            steps.append(Step(Kind.AGREE, wish.number))
            continue
        adding = (adding | wish.add) - wish.remove
        removing = (removing | wish.remove) - wish.add
    for tag in sorted(there.tags - (base or frozenset()) - removing):
        steps.append(Step(Kind.TAKE, field=f"tag:{tag}", value="1"))
    for tag in sorted((base or frozenset()) - there.tags - adding):
        steps.append(Step(Kind.TAKE, field=f"tag:{tag}"))
    return steps


def _without_ticket(wishes: Sequence[Wish], into: str | None) -> list[Step]:
    """What becomes of wishes for a ticket that is no more there."""
    return [
        Step(Kind.AGREE, wish.number)
        if wish.what == "Merge" and into is not None and wish.value == into
        else Step(Kind.STOP, wish.number, value=into, because="ticket_gone")
        for wish in wishes
        if wish.state == QUEUED or (wish.what == "Merge" and wish.value == into)
    ]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
