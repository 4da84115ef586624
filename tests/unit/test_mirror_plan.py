"""The planner of a mirrored ticket: what it says in each case."""

from dataclasses import replace

import pytest

from supportdesk.desk.mirror.plan import (
    BY_WORD,
    Said,
    Step,
    There,
    Wish,
    plan,
)
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.read.sendings import QUEUED, STOPPED, UNKNOWN

HELD = {"state": "open", "owner": None, "queue": "General", "priority": "0", "subject": "Kettle"}
NOTHING: frozenset[str] = frozenset()


def there(*said: Said, tags: frozenset[str] = NOTHING, **held: str | None) -> There:
    """The ticket as it was read, with these fields changed by somebody else."""
    return There({**HELD, **held}, tags, said)


def told(steps: list[Step]) -> list[tuple[str, int | None, str]]:
    """Kind, wish, and the field or the reason."""
    return [(str(step.kind), step.wish, step.because or step.field or "") for step in steps]


STATE = Wish(1, "SetState", QUEUED, "stalled", sets=True)
REPLY = Wish(2, "Reply", QUEUED, None, "Hello")
NOTE = Wish(3, "Note", QUEUED, None, "Inside")
TAGS = Wish(4, "Tags", QUEUED, add=frozenset({"vip"}))
MERGE = Wish(5, "Merge", QUEUED, "9")
WITH_STATE = Wish(6, "Reply", QUEUED, "stalled", "Bye", sets=True)
CLIENT = Said("71", MessageKind.CLIENT, "Still leaking", is_mine=False)
COLLEAGUE = Said("72", MessageKind.OPERATOR, "Hello", is_mine=False)
INSIDE = Said("73", MessageKind.NOTE, "Psst", is_mine=False)

HELD_UP = replace(STATE, state=STOPPED)
BUG, VIP = frozenset({"bug"}), frozenset({"vip"})
ADD, GONE = ("add", None, ""), ("gone", None, "")


def pushed(wish: int) -> tuple[str, int, str]:
    return ("push", wish, "")


def agreed(wish: int) -> tuple[str, int, str]:
    return ("agree", wish, "")


CASES = [
    ("nothing new", [], there(), []),
    ("changed there alone", [], there(state="resolved"), [("take", None, "state")]),
    ("changed here alone", [STATE], there(), [pushed(1)]),
    ("both the same", [STATE], there(state="stalled"), [agreed(1)]),
    ("both differently", [STATE], there(state="resolved"), [("stop", 1, "conflict")]),
    (
        "another field there",
        [STATE],
        there(priority="50"),
        [("take", None, "priority"), ("push", 1, "")],
    ),
    ("a client wrote", [REPLY], there(CLIENT), [("add", None, ""), ("stop", 2, "reply_newer")]),
    (
        "a colleague wrote",
        [REPLY],
        there(COLLEAGUE),
        [("add", None, ""), ("stop", 2, "reply_newer")],
    ),
    ("only a note is new", [REPLY], there(INSIDE), [("add", None, ""), ("push", 2, "")]),
    ("notes replay", [NOTE], there(CLIENT), [("add", None, ""), ("push", 3, "")]),
    (
        "tags merge",
        [TAGS],
        there(tags=frozenset({"bug"})),
        [("take", None, "tag:bug"), ("push", 4, "")],
    ),
    (
        "the tag is there",
        [TAGS],
        there(tags=frozenset({"vip"})),
        [("agree", 4, ""), ("take", None, "tag:vip")],
    ),
    ("a reply with a state", [WITH_STATE], there(state="resolved"), [("stop", 6, "conflict")]),
    ("two in a row", [STATE, NOTE], there(), [pushed(1), pushed(3)]),
    ("stopped stays", [HELD_UP], there(state="resolved"), []),
    (
        "stopped and done there",
        [replace(STATE, state=STOPPED)],
        there(state="stalled"),
        [agreed(1)],
    ),
    ("gone", [STATE], There(None), [GONE, ("stop", 1, "ticket_gone")]),
    ("merged as wished", [MERGE], There(None, into="9"), [GONE, agreed(5)]),
    (
        "merged elsewhere",
        [MERGE],
        There(None, into="8"),
        [GONE, ("stop", 5, "ticket_gone")],
    ),
]


@pytest.mark.parametrize(
    ("wishes", "read", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_case(
    wishes: list[Wish], read: There, wanted: list[tuple[str, int | None, str]]
) -> None:
    assert told(plan(wishes, HELD, NOTHING, read)) == wanted


@pytest.mark.parametrize("state", ["sending", UNKNOWN, BY_WORD])
def test_what_we_sent_is_found_and_never_shown_twice(state: str) -> None:
    own = Said("80", MessageKind.OPERATOR, "Hello\r\n", is_mine=True)
    steps = plan([replace(REPLY, state=state)], HELD, NOTHING, there(own))
    assert told(steps) == [("found", 2, "")]
    assert steps[0].value == "80"


def test_the_same_words_of_another_are_not_ours() -> None:
    steps = plan([replace(REPLY, state=UNKNOWN)], HELD, NOTHING, there(COLLEAGUE))
    assert told(steps) == [("add", None, "")]


def test_the_servers_own_answer_to_our_reply_is_no_conflict() -> None:
    wish = Wish(7, "SetState", QUEUED, "resolved", sets=True)
    read = There({**HELD, "state": "open"}, NOTHING, (), moved=frozenset())
    assert told(plan([wish], {**HELD, "state": "new"}, NOTHING, read)) == [("push", 7, "")]
