"""Several processes deal on one store: no ticket twice, nobody over the cap, nobody forgotten (R3).

`SUPPORTDESK_SIMULATION_SECONDS=600` lets them work for ten minutes instead of some seconds.
"""

import os
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

from supportdesk.domain.action import (
    ClientReference,
    CreateTicket,
    SaveOperator,
    SetDealing,
    SetStatus,
)
from supportdesk.store.read import dealing, health
from tests.small_desk import SmallDesk
from tests.stores import text_of

SECONDS = float(os.environ.get("SUPPORTDESK_SIMULATION_SECONDS", "5"))
OPERATORS = 12
PROCESSES = 3
CAP = 3

ALL_PASSES = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime
    from supportdesk.address import address_of
    from supportdesk.desk.opening import open_desk
    desk = open_desk(address_of(sys.argv[1]), lambda: datetime.now(UTC))
    desk.get_ready()
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(60):
        desk.deal()
    desk.close()
    """
)

AT_WORK = textwrap.dedent(
    """
    import random, sys, time
    from datetime import UTC, datetime
    from supportdesk.address import address_of
    from supportdesk.desk.opening import open_desk
    from supportdesk.domain.action import *
    from supportdesk.domain.errors import DeskError
    desk = open_desk(address_of(sys.argv[1]), lambda: datetime.now(UTC))
    mine = [int(one) for one in sys.argv[3:]]
    chance = random.Random(mine[0])
    until, n = time.monotonic() + float(sys.argv[2]), 0
    while time.monotonic() < until or n < 40:
        me, n = chance.choice(mine), n + 1
        kind = chance.random()
        owned = [number for (number,) in desk.ask(lambda c: c.execute(
            "SELECT id FROM ticket WHERE owner_id = ? AND category <= 1", (me,)).fetchall())]
        try:
            if kind < 0.35:
                who = ClientReference(f"C{me}-{n}", f"c{me}-{n}@example.org")
                desk.act(me, CreateTicket(who, "Help", "Please."))
            elif kind < 0.45:
                desk.act(me, SetStatus(chance.choice(("available", "available", "break"))))
            elif owned:
                number = chance.choice(owned)
                last = desk.ask(lambda c: c.execute(
                    "SELECT last_event FROM ticket WHERE id = ?", (number,)).fetchone()[0])
                desk.act(me, Reply(number, "Done.", last, then_state="solved", then_kind="help"))
        except DeskError as error:
            print("refused", error.code, flush=True)
        desk.work()
    desk.close()
    """
)


def start(code: str, small: SmallDesk, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own on the store."""
    return subprocess.Popen(
        [sys.executable, "-c", code, text_of(small.desk.address), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )


def crew(small: SmallDesk, count: int) -> list[int]:
    """So many new operators."""
    made = [
        small.act(SaveOperator(f"Op {n}", login=f"op{n}"), by=small.olga).operator
        for n in range(count)
    ]
    return [operator for operator in made if operator is not None]


def test_two_processes_never_deal_one_ticket_twice(small: SmallDesk) -> None:
    people = crew(small, 4)
    for n in range(10):
        small.act(CreateTicket(ClientReference(f"C{n}", f"c{n}@example.org"), "Help", "Please."))
    for operator in people:
        small.act(SetStatus("available"), by=operator)
    small.act(SetDealing(small.billing, "balanced"), by=small.olga)
    racing = [start(ALL_PASSES, small) for _ in range(2)]
    for one in racing:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in racing:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    small.act(SetDealing(small.first_line, "balanced", take_back=0), by=small.olga)
    for one in racing:
        assert one.communicate()[1] == ""
    dealt = small.desk.ask(
        lambda c: c.execute("SELECT ticket_id, operator_id FROM dealt").fetchall()
    )
    assert sorted(ticket for ticket, _operator in dealt) == list(range(1, 11))
    assert max(Counter(operator for _ticket, operator in dealt).values()) <= CAP


def test_many_operators_in_several_processes(small: SmallDesk) -> None:
    people = crew(small, OPERATORS)
    small.act(SetDealing(small.first_line, "balanced"), by=small.olga)
    for operator in people:
        small.act(SetStatus("available"), by=operator)
    shares = [people[n::PROCESSES] for n in range(PROCESSES)]
    working = [start(AT_WORK, small, SECONDS, *share) for share in shares]
    for one in working:
        out, err = one.communicate(timeout=SECONDS + 60)
        assert (one.returncode, err) == (0, "")
        told = {line for line in out.splitlines() if line != "refused reply.stopped"}
        assert told == set(), "nothing is refused but a reply beside a newer one"
    assert_never_above_the_cap(small)
    let_everybody_finish(small, people)
    for finding in small.desk.ask(lambda c: list(health.findings(c))):
        assert finding.faults == 0, finding


def assert_never_above_the_cap(small: SmallDesk) -> None:
    """Replay every event: at each automatic assignment its owner had room."""
    owner: dict[int, str | None] = {}
    at_work: dict[int, bool] = {}
    handed = 0
    events = small.desk.ask(
        lambda c: c.execute(
            "SELECT ticket_id, field, after, rule FROM event WHERE subject = 'ticket'"
            " AND field IN ('present', 'owner_id', 'state') ORDER BY seq"
        ).fetchall()
    )
    for ticket, field, after, rule in events:
        if field == "owner_id":
            assert not (rule and owner.get(ticket) and rule != "take_back"), "dealt while owned"
            owner[ticket] = after
            if rule and after:
                handed += 1
                load = sum(at_work[one] for one, whose in owner.items() if whose == after)
                assert load <= CAP, (ticket, after, load)
        else:
            at_work[ticket] = field == "present" or after in ("new", "open")
    assert handed > OPERATORS


def let_everybody_finish(small: SmallDesk, people: list[int]) -> None:
    """Nobody idles while a ticket waits; and every ticket has its turn in the end."""
    from datetime import UTC, datetime

    from supportdesk.domain.action import SetState

    small.clock.now = datetime.now(UTC)
    for operator in people:
        small.act(SetStatus("available"), by=operator)
    waiting = lambda c: [one.number for one in dealing.waiting(dealing.on(c))]  # noqa: E731
    load = "SELECT coalesce(sum(n), 0) FROM ticket_count WHERE owner_id = ? AND category <= 1"
    owned = "SELECT id, owner_id FROM ticket WHERE owner_id IS NOT NULL AND category <= 1"
    while small.desk.ask(waiting):
        loads = [
            small.desk.ask(lambda c, one=one: c.execute(load, (one,)).fetchone()[0])  # type: ignore[misc]
            for one in people
        ]
        assert set(loads) == {CAP}, "somebody idles"
        for number, operator in small.desk.ask(lambda c: c.execute(owned).fetchall()):
            small.act(SetState(number, "closed"), by=operator)
