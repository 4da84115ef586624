"""Attacks on the guards of a reply from the command line: every trap on every way (F34–F36, F76,
F77): what is confirmed for one guard passes no other, and passes once.
"""

import shutil
from collections.abc import Callable
from contextlib import closing

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.memory import ClaimWriting
from tests.cli.conftest import Answer, Shell
from tests.reading import file_of
from tests.small_desk import SmallDesk

FINE = "All is well."
EVERY_STOP = ("newer", "attachment", "recipient", "braces", "writing", "merged")
OTHERS_ADDRESS = "mar@example.org"


@pytest.fixture
def petro(shell: Shell, closed_desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The shell of Petro: tickets of Ann, Marta and Ann."""
    shutil.copy(file_of(closed_desk.desk), shell.store)
    monkeypatch.setenv("SUPPORTDESK_AS", "petro")
    shell.ticket()
    shell.done("new", "--client", f"Marta <{OTHERS_ADDRESS}>", "--text", "Hello?")
    shell.ticket("Again")
    return shell


def forgotten(_shell: Shell) -> str:
    """A file is promised and none goes along."""
    return "The log is attached."


def stranger(_shell: Shell) -> str:
    """What belongs to another client stands in the text."""
    return f"All is well, {OTHERS_ADDRESS}."


def braces(_shell: Shell) -> str:
    """Braces were typed."""
    return "All is {{ well }}."


def news(shell: Shell) -> str:
    """Somebody has written since Petro read the ticket."""
    shell.done("note", "1", "--text", "Wait!", "--as", "olga")
    return FINE


def writer(shell: Shell) -> str:
    """Somebody else writes at this moment, and the desk keeps places."""
    shell.done("options", "set", "writing_lock=on", "--as", "olga")
    with closing(open_desk(shell.store, shell.clock)) as desk:
        desk.remember(ClaimWriting(1, 1))
    return FINE


def merged(shell: Shell) -> str:
    """The ticket has become part of another one, of the same client."""
    shell.done("merge", "1", "3")
    return FINE


TRAPS: dict[str, Callable[[Shell], str]] = {
    "attachment": forgotten,
    "recipient": stranger,
    "braces": braces,
    "newer": news,
    "writing": writer,
    "merged": merged,
}
ONCE = ("attachment", "recipient", "braces")
"""What the text says is there as long as the text."""

Way = Callable[[str, str], tuple[str, ...]]
"""The words that send a text; the change up to which Petro has read comes with it."""

WAYS: dict[str, Way] = {
    "reply": lambda text, seen: ("reply", "1", "--text", text, "--seen", seen),
    "later": lambda text, seen: ("reply", "1", "--text", text, "--seen", seen, "--at", "2h"),
    "forward": lambda text, seen: (
        *("forward", "1", "--to", "bank@example.com", "--message", "none"),
        *("--text", text, "--seen", seen),
    ),
    "bulk": lambda text, _seen: ("bulk", "reply", "number:1,2", "--text", text, "--yes"),
    "macro": lambda _text, _seen: ("macros", "run", "1", "Say", "--send"),
}
NEVER = {
    ("bulk", "newer"),
    ("macro", "newer"),
    ("bulk", "merged"),
    ("bulk", "braces"),
    ("macro", "braces"),
}
"""These read the ticket themselves, find none that was merged, and their braces are names."""


def stops(answer: Answer) -> list[str]:
    """What has stopped a run that answers in JSON; of many tickets, what stopped number 1."""
    if answer.code == 0:
        return []
    assert answer.code == 1
    if answer.err:
        return [stop["name"] for stop in answer.error["stops"]]
    (held,) = [one for one in answer.item["refused"] if one["ticket"] == 1]
    named: list[str] = held["stops"]
    return named


def laid(shell: Shell, trap: str) -> tuple[str, str]:
    """The text of a trap, and the change up to which Petro has read: all but the news."""
    before = shell.done("show", "3", "--json").item["change"]
    text = TRAPS[trap](shell)
    after = shell.done("show", "3", "--json").item["change"]
    return text, str(before if trap == "newer" else after)


def written(shell: Shell) -> list[tuple[object, ...]]:
    """Everything that clients or others outside got, or are to get."""
    with closing(open_desk(shell.store, shell.clock)) as desk:
        sent = "SELECT id, ticket_id FROM message WHERE kind IN ('operator', 'forward')"
        return desk.ask(
            lambda store: [
                *map(tuple, store.execute(f"{sent} AND ticket_id != 2")),
                *map(tuple, store.execute("SELECT id, ticket_id FROM outbox")),
            ]
        )


@pytest.mark.parametrize("trap", TRAPS)
def test_a_stop_is_told_with_what_would_pass_it(petro: Shell, trap: str) -> None:
    plain = petro(*WAYS["reply"](*laid(petro, trap)))
    assert (plain.code, plain.out) == (1, "")
    what, why, further = plain.err.splitlines()
    assert min(len(what), len(why)) > 20
    assert further == f"  To go on all the same, add: --confirm {trap}"


@pytest.mark.parametrize(
    ("trap", "way"), [(t, w) for t in TRAPS for w in WAYS if (w, t) not in NEVER]
)
def test_a_trap_holds_until_it_is_confirmed_by_its_name(petro: Shell, trap: str, way: str) -> None:
    text, seen = laid(petro, trap)
    if way == "macro":
        petro.done("macros", "save", "Say", "--reply", text)
    line = WAYS[way](text, seen)
    others = [part for name in EVERY_STOP if name != trap for part in ("--confirm", name)]
    assert stops(petro(*line, "--json", *others)) == [trap]
    assert written(petro) == []
    assert stops(petro(*line, "--json", "--confirm", trap)) == []
    assert len(written(petro)) == 1
    if trap in ONCE:
        assert stops(petro(*line, "--json")) == [trap]


def test_two_traps_want_two_confirmations_and_a_state_waits_for_them(petro: Shell) -> None:
    text = f"{forgotten(petro)} {stranger(petro)}"
    line = ("reply", "1", "--text", text, "--state", "solved", "--kind", "help", "--json")
    for confirmed in ((), ("attachment",), ("recipient",), ("attachment,recipient",), ("",)):
        options = [part for name in confirmed for part in ("--confirm", name)]
        left = [name for name in ("attachment", "recipient") if name not in confirmed]
        assert stops(petro(*line, *options)) == left
        assert petro.done("show", "1", "--json").item["state"] == "new"
    assert written(petro) == []
    petro.done(*line, "--confirm", "recipient", "--confirm=attachment")
    assert petro.done("show", "1", "--json").item["state"] == "solved"
