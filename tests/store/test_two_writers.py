"""Several processes on one store: nothing lost, nothing doubled, also under kill -9."""

import fcntl
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from time import monotonic

import pytest

from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.read import threads
from supportdesk.store.write import lock
from supportdesk.store.write.engine import Writer
from tests.small_desk import SmallDesk

WRITER = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from supportdesk.desk.desk import open_desk
    from supportdesk.domain.action import AddNote
    path, actor, ticket, name = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    desk = open_desk(path, lambda: datetime.now(UTC))
    for n in range(int(sys.argv[5])):
        desk.act(actor, AddNote(ticket, f"{name}-{n}"))
        print(f"{name}-{n}", flush=True)
    desk.close()
    """
)


def start(small: SmallDesk, ticket: int, name: str, notes: int) -> subprocess.Popen[str]:
    """A process that adds notes and prints each one the desk has accepted."""
    arguments = [str(small.desk.path), str(small.petro), str(ticket), name, str(notes)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )


def notes_of(small: SmallDesk, ticket: int) -> list[str]:
    """The bodies of the ticket's notes."""
    found = small.desk.ask(threads.messages, ticket)
    return [message.body for message in found if message.kind == "note"]


def test_two_processes_write_side_by_side(small: SmallDesk) -> None:
    ticket = small.ticket()
    writers = [start(small, ticket, name, 25) for name in ("left", "right")]
    accepted = [line for writer in writers for line in writer.communicate()[0].split()]
    assert len(accepted) == 50
    assert sorted(notes_of(small, ticket)) == sorted(accepted)


def test_who_has_waited_in_vain_for_the_store_waits_no_second_time(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 1.0)
    writer = Writer(small.desk.path)
    with (small.desk.path.parent / f"{small.desk.path.name}.lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        begun = monotonic()
        with pytest.raises(StoreTrouble, match="locked"), writer.transaction():
            pass
        assert monotonic() - begun >= 1.0
        begun = monotonic()
        writer.close()
        assert monotonic() - begun < 0.5


def test_what_was_accepted_survives_kill_9_exactly_once(small: SmallDesk) -> None:
    ticket = small.ticket()
    accepted: list[str] = []
    for round_number in range(4):
        writer = start(small, ticket, f"round{round_number}", 1000)
        assert writer.stdout is not None
        for _ in range(7 + round_number):
            accepted.append(writer.stdout.readline().strip())
        os.kill(writer.pid, signal.SIGKILL)
        accepted += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
    stored = notes_of(small, ticket)
    assert len(stored) == len(set(stored))
    assert set(accepted) <= set(stored)
    assert len(set(stored) - set(accepted)) <= 4, "at most the one in flight of each round"
    health = small.desk.ask(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0])
    assert health == "ok"
