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
from supportdesk.store.read import health, threads
from supportdesk.store.write import lock
from supportdesk.store.write.engine import FileWriter
from tests.reading import file_of
from tests.small_desk import SmallDesk
from tests.stores import text_of

WRITER = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime
    from supportdesk.address import address_of
    from supportdesk.desk.opening import open_desk
    from supportdesk.domain.action import AddNote
    address = address_of(sys.argv[1])
    actor, ticket, name = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    desk = open_desk(address, lambda: datetime.now(UTC))
    for n in range(int(sys.argv[5])):
        desk.act(actor, AddNote(ticket, f"{name}-{n}"))
        print(f"{name}-{n}", flush=True)
    desk.close()
    """
)


def start(small: SmallDesk, ticket: int, name: str, notes: int) -> subprocess.Popen[str]:
    """A process that adds notes and prints each one the desk has accepted."""
    arguments = [text_of(small.desk.address), str(small.petro), str(ticket), name, str(notes)]
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


def test_whoever_follows_the_change_number_misses_nothing(small: SmallDesk) -> None:
    """Numbers of changes are in the order of their commits: none appears behind a greater one."""
    ticket = small.ticket()
    writers = [start(small, ticket, name, 25) for name in ("left", "right")]
    followed: list[int] = []
    while any(writer.poll() is None for writer in writers) or followed != all_changes(small):
        followed += changes_after(small, followed[-1] if followed else 0)
        assert followed == all_changes(small)[: len(followed)]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0


def all_changes(small: SmallDesk) -> list[int]:
    """The numbers of all events."""
    return changes_after(small, 0)


def changes_after(small: SmallDesk, change: int) -> list[int]:
    """The numbers of the events after one."""
    found = small.desk.ask(
        lambda c: c.execute(
            "SELECT seq FROM event WHERE seq > :change ORDER BY seq", {"change": change}
        ).fetchall()
    )
    return [seq for (seq,) in found]


def test_who_has_waited_in_vain_for_the_store_waits_no_second_time(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 1.0)
    writer = FileWriter(file_of(small.desk))
    with (file_of(small.desk).parent / f"{file_of(small.desk).name}.lock").open("ab") as held:
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
    assert [
        found for found in small.desk.ask(lambda c: [*health.findings(c)]) if found.faults
    ] == []
