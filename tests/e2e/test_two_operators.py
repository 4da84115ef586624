"""A day of two operators in two consoles on one store, both killed in the middle of a reply."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.store.read import threads
from tests.e2e import chores, more_chores
from tests.e2e.conftest import ME, PROGRAM, Workplace
from tests.e2e.operators import Worker
from tests.recomputation import everything

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(400)]

DONE = 4
"""The category of what is solved, closed or spam; everything below is at work."""

CHORES: tuple[Callable[[Worker, int], None], ...] = (
    more_chores.see_orders,
    chores.attach,
    chores.change_several,
    chores.merge,
    chores.link,
    chores.split,
    chores.keep_a_view,
    chores.take_the_next,
    chores.note_on_the_client,
    more_chores.quote_an_article,
    more_chores.write_elsewhere,
    more_chores.change_colours,
    more_chores.hear_of_a_client,
    chores.answer,
    chores.note,
    chores.from_template,
    chores.by_macro,
    chores.accept,
    chores.tag,
    chores.sleep,
    chores.hurry,
    chores.move,
    chores.hand_over,
    chores.take,
    chores.solve,
    chores.copy_somebody,
    chores.ask_outside,
    chores.send_later,
    chores.count_time,
    chores.fill_in,
)
"""One begins with the first, the other with the last."""
HALF = "The parcel is on"


def test_two_operators_work_all_day_and_nothing_is_lost(workplace: Workplace) -> None:
    olga = Worker(workplace, ME, workplace.me, "english", (140, 40))
    oleh = Worker(workplace, "oleh", person(workplace, "oleh"), "russian", (80, 24))
    mine, his = shared_out(workplace)
    more_chores.furnish_home(olga)
    for who in (olga, oleh):
        who.sit_down()
    work(olga, oleh, mine[:10], his[:10])
    for who, number in ((olga, mine[10]), (oleh, his[10])):
        begin(who, number)
        who.terminal.kill(signal.SIGKILL)
    for who, number in ((olga, mine[10]), (oleh, his[10])):
        who.sit_down()
        go_on(who, number)
    work(olga, oleh, mine[11:20], his[11:20])
    for who in (olga, oleh):
        who.key("1", "q", "q")
        assert who.terminal.ended() == 0
    handled = {number for who in (olga, oleh) for number, _ in who.handled}
    assert len(handled) == 40
    check(workplace, olga, oleh)


def person(work: Workplace, login: str) -> int:
    """The operator of this login."""
    found = work.reader.execute("SELECT id FROM operator WHERE login = ?", (login,)).fetchone()
    return int(found[0])


def shared_out(work: Workplace) -> tuple[list[int], list[int]]:
    """Forty conversations at work, every second for each of the two."""
    found = work.reader.execute(
        "SELECT id FROM ticket WHERE category < 3 AND wake_at IS NULL AND kind IS NOT NULL"
        " AND priority BETWEEN 1 AND 2 AND state <> 'new' ORDER BY id LIMIT 40"
    ).fetchall()
    numbers = [number for (number,) in found]
    assert len(numbers) == 40
    return numbers[::2], numbers[1::2]


def work(olga: Worker, oleh: Worker, hers: list[int], his: list[int]) -> None:
    """Chore after chore, one here and one there."""
    for one, other in zip(hers, his, strict=True):
        for who, number in ((olga, one), (oleh, other)):
            chore = CHORES[len(who.handled) if who is olga else -1 - len(who.handled)]
            who.go_to(number)
            chore(who, number)
            who.handled.append((number, chore.__name__))


def begin(who: Worker, number: int) -> None:
    """Type half of a reply; it is kept within a second."""
    who.go_to(number)
    who.key("r")
    who.wait("─  Reply to ")
    who.type(HALF)
    who.wait("draft saved")


def go_on(who: Worker, number: int) -> None:
    """Find the half that was typed, and send the whole."""
    left = [(draft.ticket, draft.body) for draft in threads.drafts(who.work.reader, who.me)]
    assert left == [(number, HALF)], who.handled
    who.go_to(number)
    who.key("r")
    who.wait(HALF)
    who.type(" its way.")
    who.wait(f"{HALF} its way")
    who.send()
    who.wait(rf"reply on #{number} is accepted")
    who.handled.append((number, "go_on"))


def check(work: Workplace, *workers: Worker) -> None:
    """Everything that is derived equals a recomputation, and so does every list."""
    with closing(open_desk(work.store, lambda: datetime.now(UTC))) as desk:
        everything(desk)
    rows = [*tickets_of(work)]
    for who in workers:
        assert threads.drafts(work.reader, who.me) == []
        for view, belongs in VIEWS.items():
            wanted = sorted((row for row in rows if belongs(row, who.me)), key=order)
            listed = run(work, who.login, "list", "--view", view, "--limit", "0", "--json")
            assert [row["number"] for row in listed] == [row["id"] for row in wanted], view


VIEWS: dict[str, Callable[[dict[str, Any], int], bool]] = {
    "mine": lambda row, me: row["owner_id"] == me and awake(row),
    "unassigned": lambda row, _me: row["owner_id"] is None and awake(row),
    "all": lambda row, _me: awake(row),
    "waiting": lambda row, _me: row["state"] == "waiting" and row["wake_at"] is None,
    "snoozed": lambda row, _me: row["category"] < DONE and row["wake_at"] is not None,
}
"""What belongs to each view, by the rows alone."""


def awake(row: dict[str, Any]) -> bool:
    """Whether a ticket is at work and not asleep."""
    return row["category"] < DONE and row["wake_at"] is None


def order(row: dict[str, Any]) -> tuple[bool, float, float, int]:
    """The one order of R1: critical, due (none last), oldest unanswered message, number."""
    due, waiting = row["due_at"], row["first_unanswered"]
    last = float("inf")
    return row["priority"] < 3, last if due is None else due, waiting or last, row["id"]


def tickets_of(work: Workplace) -> Iterator[dict[str, Any]]:
    """Every ticket as stored, with its oldest client message that nobody has answered."""
    columns = "id, state, category, priority, owner_id, wake_at, due_at"
    for found in work.reader.execute(f"SELECT {columns} FROM ticket"):
        row = dict(zip(columns.split(", "), found, strict=True))
        row["first_unanswered"] = None
        for kind, at in work.reader.execute(
            "SELECT kind, id >> 20 FROM message WHERE ticket_id = ? AND NOT withdrawn ORDER BY id",
            (row["id"],),
        ):
            if kind == "operator":
                row["first_unanswered"] = None
            elif kind == "client" and row["first_unanswered"] is None:
                row["first_unanswered"] = at
        yield row


def run(work: Workplace, login: str, *arguments: str) -> Any:
    """What a command answers as JSON."""
    command = [str(PROGRAM), "--store", str(work.store), "--as", login, *arguments]
    environment = {"HOME": str(work.home), "SUPPORTDESK_LANG": "en", "TZ": "UTC"}
    told = subprocess.run(command, check=True, capture_output=True, env=environment, timeout=60)
    return [row for row in map(json.loads, told.stdout.splitlines()) if "number" in row]
