"""Random histories of one mirrored ticket converge, and no wish is dropped without a word.

Two desks and the remote are small honest models: the remote refuses what is not on its newest
version, an answer may be lost with or without the deed, and others change the ticket meanwhile.
"""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.desk.mirror.plan import (
    SPOKEN,
    Kind,
    Said,
    Step,
    There,
    Wish,
    plan,
)
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.read.sendings import QUEUED, STOPPED, UNKNOWN
from tests.unit.test_mirror_plan import HELD, NOTHING

VALUES = {"state": ("open", "stalled", "resolved"), "priority": ("0", "50", "100")}
SETTING = {"state": "SetState", "priority": "SetPriority"}
TAG_NAMES = ("vip", "bug")


@dataclass
class Server:
    """The remote: one ticket whose version grows with everything that is done on it."""

    held: dict[str, str | None] = field(default_factory=lambda: dict(HELD))
    tags: set[str] = field(default_factory=set)
    said: list[tuple[int, str, MessageKind, str]] = field(default_factory=list)
    """Version, who, kind, text."""
    moves: list[tuple[int, str, str]] = field(default_factory=list)
    """Version, who, field."""
    version: int = 1

    def say(self, who: str, kind: MessageKind, text: str) -> None:
        self.version += 1
        self.said.append((self.version, who, kind, text))

    def set(self, who: str, name: str, value: str | None) -> None:
        self.version += 1
        self.held[name] = value
        self.moves.append((self.version, who, name))

    def tag(self, add: frozenset[str], remove: frozenset[str]) -> None:
        self.version += 1
        self.tags = (self.tags | add) - remove

    def read(self, me: str, since: int) -> There:
        said = tuple(
            Said(str(version), kind, text, who == me)
            for version, who, kind, text in self.said
            if version > since
        )
        moved = {name for version, who, name in self.moves if version > since and who != me}
        return There(dict(self.held), frozenset(self.tags), said, frozenset(moved))

    def apply(self, me: str, wish: Wish, base: int) -> str | None:
        """Do it, and name the message or the ticket; None where it is not as the base says."""
        if wish.what in SPOKEN:
            public = [v for v, _who, kind, _text in self.said if kind is not MessageKind.NOTE]
            if wish.what == "Reply" and any(version > base for version in public):
                return None
            self.say(
                me, MessageKind.NOTE if wish.what == "Note" else MessageKind.OPERATOR, wish.text
            )
        elif self.version != base:
            return None
        rid = str(self.version)
        if wish.what == "Tags":
            self.tag(wish.add, wish.remove)
        if wish.field is not None:
            self.set(me, wish.field, wish.value)
        return rid


@dataclass
class Replica:
    """A desk: what it shows, what it wishes, and what it knows of the server."""

    me: str
    server: Server
    shown: dict[str, str | None] = field(default_factory=lambda: dict(HELD))
    tags: set[str] = field(default_factory=set)
    base: dict[str, str | None] = field(default_factory=lambda: dict(HELD))
    base_tags: frozenset[str] = NOTHING
    version: int = 1
    wishes: list[Wish] = field(default_factory=list)
    ended: dict[int, str] = field(default_factory=dict)
    thread: list[str] = field(default_factory=list)
    """Ids of the messages it shows, its own included once they are known."""
    made: int = 0

    def set(self, name: str, value: str) -> None:
        """As `desk.mirror.wishes` does: a later change of a field overtakes what has not left."""
        if self.shown[name] == value:
            return
        self.shown[name] = value
        self._overtake(SETTING[name])
        left = [wish.value for wish in self.wishes if wish.field == name]
        if (left[-1] if left else self.base[name]) != value:
            self._wish(Wish(0, SETTING[name], QUEUED, value, sets=True))

    def tag(self, name: str, *, add: bool) -> None:
        if (name in self.tags) is add:
            return
        adding, removing = (frozenset({name}), NOTHING) if add else (NOTHING, frozenset({name}))
        self.tags = (self.tags | adding) - removing
        for wish in [w for w in self.wishes if w.what == "Tags" and w.state in (QUEUED, STOPPED)]:
            adding, removing = adding | (wish.add - removing), removing | (wish.remove - adding)
        self._overtake("Tags")
        unsure = any(wish.what == "Tags" for wish in self.wishes)
        if not unsure:
            adding, removing = adding - self.base_tags, removing & self.base_tags
        if adding or removing:
            self._wish(Wish(0, "Tags", QUEUED, add=adding, remove=removing))

    def say(self, what: str, state: str | None = None) -> None:
        text = f"{what} {self.made} of {self.me}"
        if state is not None:
            self.shown["state"] = state
            self._overtake("SetState")
        self._wish(Wish(0, what, QUEUED, state, text, sets=state is not None))

    def sync(self, outcomes: list[str]) -> None:
        """Read, and tell one after the other; each outcome is done, lost or cut."""
        self.pull()
        for _turn in range(30):
            wish = next((one for one in self.wishes if one.state == QUEUED), None)
            if wish is None:
                return
            outcome = outcomes.pop() if outcomes else "done"
            rid = None if outcome == "cut" else self.server.apply(self.me, wish, self.version)
            if outcome != "done":
                self._become(wish, UNKNOWN)
            elif rid is not None:
                self._done(wish, rid)
            self.pull()
            self._look()

    def pull(self) -> None:
        read = self.server.read(self.me, self.version)
        said = tuple(one for one in read.said if one.rid not in self.thread)
        for step in plan(self.wishes, self.base, self.base_tags, replace(read, said=said)):
            self._do(step)
        assert read.held is not None
        self.base, self.base_tags = dict(read.held), read.tags
        self.version = self.server.version

    def again(self) -> None:
        """Their operator says so, of everything that waits for a word."""
        for wish in [one for one in self.wishes if one.state in (STOPPED, UNKNOWN)]:
            self._become(wish, QUEUED)

    def _do(self, step: Step) -> None:
        match step.kind:
            case Kind.TAKE if step.field is not None and step.field.startswith("tag:"):
                name = {step.field.removeprefix("tag:")}
                self.tags = self.tags | name if step.value else self.tags - name
            case Kind.TAKE if step.field is not None:
                self.shown[step.field] = step.value
            case Kind.ADD if step.value is not None:
                self.thread.append(step.value)
            case Kind.FOUND if step.value is not None:
                self.thread.append(step.value)
                self._end(step.wish, "sent")
            case Kind.AGREE:
                self._end(step.wish, "sent")
            case Kind.STOP:
                assert step.because
                self._become(self._find(step.wish), STOPPED)

    def _done(self, wish: Wish, rid: str) -> None:
        self._end(wish.number, "sent")
        if wish.what in SPOKEN:
            self.thread.append(rid)
        if wish.field is not None:
            self.base[wish.field] = wish.value
            if not any(other.field == wish.field for other in self.wishes):
                self.shown[wish.field] = wish.value
        self.base_tags = (self.base_tags | wish.add) - wish.remove

    def _look(self) -> None:
        """A change that is not there is made anew; of a text its operator is asked."""
        unknown = [wish for wish in self.wishes if wish.state == UNKNOWN]
        for wish in [one for one in unknown if one.what not in SPOKEN]:
            self._become(wish, QUEUED)

    def _wish(self, wish: Wish) -> None:
        self.made += 1
        self.wishes.append(replace(wish, number=self.made))

    def _overtake(self, what: str) -> None:
        for wish in [w for w in self.wishes if w.what == what and w.state in (QUEUED, STOPPED)]:
            self._end(wish.number, "overtaken")

    def _end(self, number: int | None, how: str) -> None:
        assert number is not None
        assert number not in self.ended
        self.ended[number] = how
        self.wishes = [wish for wish in self.wishes if wish.number != number]

    def _become(self, wish: Wish, state: str) -> None:
        self.wishes = [replace(w, state=state) if w is wish else w for w in self.wishes]

    def _find(self, number: int | None) -> Wish:
        return next(wish for wish in self.wishes if wish.number == number)


WHO, OTHERS = st.integers(0, 1), st.sampled_from(["client", "boris"])
SPEECHES = [("Reply", None), ("Reply", "stalled"), ("Note", None)]
DOING = st.one_of(
    st.tuples(st.just("set"), WHO, st.sampled_from([(n, v) for n in VALUES for v in VALUES[n]])),
    st.tuples(st.just("tag"), WHO, st.tuples(st.sampled_from(TAG_NAMES), st.booleans())),
    st.tuples(
        st.just("say"),
        WHO,
        st.sampled_from(SPEECHES),
    ),
    st.tuples(st.just("sync"), WHO, st.lists(st.sampled_from(["done", "lost", "cut"]), max_size=4)),
    st.tuples(
        st.just("there"), st.sampled_from(["client", "boris"]), st.sampled_from(["say", *VALUES])
    ),
)


def happen(server: Server, desks: list[Replica], doing: tuple[str, object, object]) -> None:
    """Let one thing happen."""
    match doing:
        case ("set", int(who), (str(name), str(value))):
            desks[who].set(name, value)
        case ("tag", int(who), (str(name), bool(add))):
            desks[who].tag(name, add=add)
        case ("say", int(who), (str(what), state)):
            assert state is None or isinstance(state, str)
            desks[who].say(what, state)
        case ("sync", int(who), list(outcomes)):
            desks[who].sync(outcomes)
        case ("there", str(who), "say"):
            kind = MessageKind.CLIENT if who == "client" else MessageKind.OPERATOR
            server.say(who, kind, f"{who} at {server.version}")
        case ("there", str(who), str(name)):
            server.set(who, name, VALUES[name][server.version % 3])


@settings(max_examples=1_500, deadline=None)
@given(st.lists(DOING, max_size=25))
def test_random_histories_converge_and_no_wish_is_lost(
    doings: list[tuple[str, object, object]],
) -> None:
    server = Server()
    desks = [Replica("anna", server), Replica("carla", server)]
    for doing in doings:
        happen(server, desks, doing)
    for _round in range(3):
        for desk in desks:
            desk.sync([])
    for desk in desks:
        waits_for_a_word(desk)
        every_wish_is_accounted_for(desk)
    for _round in range(6):
        for desk in desks:
            desk.again()
            desk.sync([])
    for desk in desks:
        assert desk.wishes == []
        every_wish_is_accounted_for(desk)
        assert desk.shown == server.held
        assert desk.tags == server.tags
        assert sorted(desk.thread, key=int) == [str(version) for version, *_rest in server.said]
    sent = [text for _version, who, _kind, text in server.said if who in ("anna", "carla")]
    assert len(sent) == len(set(sent)), "said twice"


def waits_for_a_word(desk: Replica) -> None:
    """What is left is stopped for a reason or unknown; where nothing waits all is as there."""
    assert {wish.state for wish in desk.wishes} <= {STOPPED, UNKNOWN}
    wished = {wish.field for wish in desk.wishes}
    for name, value in desk.server.held.items():
        assert name in wished or desk.shown[name] == value
    open_tags = set().union(*(wish.add | wish.remove for wish in desk.wishes), set())
    assert desk.tags - open_tags == desk.server.tags - open_tags


def every_wish_is_accounted_for(desk: Replica) -> None:
    """Each is done, overtaken by a later one of its own operator, or still there to be seen."""
    still_there = {wish.number for wish in desk.wishes}
    assert still_there | set(desk.ended) == set(range(1, desk.made + 1))
    assert not still_there & set(desk.ended)
    told = [text for _version, who, _kind, text in desk.server.said if who == desk.me]
    done = sum(how == "sent" for how in desk.ended.values())
    assert len(told) <= done + len(still_there)
