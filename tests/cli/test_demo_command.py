"""The demo from the shell: a desk of its own, never one that is there already."""

import signal
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.terminal import Terminal


def test_the_demo_builds_a_store_to_look_around_in(shell: Shell, home: Path) -> None:
    store = home / "demo.desk"
    built = shell.done(
        *("demo", "--no-console", "--tickets", "60", "--store", str(store), "--json")
    ).item
    assert (built["store"], built["tickets"]) == (str(store), 60)
    listed = shell.done(
        "list", "created>2020-01-01", "--limit", "0", "--store", str(store), "--json"
    )
    assert len(listed.items) == 60
    assert shell.done("doctor", "--store", str(store), "--json").item["sound"]
    assert shell.done("counts", "--store", str(store)).code == 0


def test_the_same_seed_makes_the_same_desk(shell: Shell, home: Path) -> None:
    told = []
    for name in ("one", "two"):
        shell.done(*("demo", "--no-console", "--tickets", "30", "--seed", "7"), *store(home, name))
        items = shell.done("list", "created>2020-01-01", "--json", *store(home, name)).items
        told.append([(item["subject"], item["client"]["name"], item["state"]) for item in items])
        shell.clock.forward(seconds=-2)
    assert told[0] == told[1]


def store(home: Path, name: str) -> tuple[str, str]:
    """The option that names a store of its own."""
    return ("--store", str(home / f"{name}.desk"))


def test_the_demo_never_fills_a_store_that_is_there(shell: Shell) -> None:
    shell.ticket()
    refused = shell("demo", "--no-console", "--store", str(shell.store), "--json")
    assert (refused.code, refused.error["code"]) == (1, "demo.exists")
    assert shell.done("list", "--json").item["number"] == 1


def test_without_a_store_the_configured_one_is_left_alone(shell: Shell) -> None:
    built = shell.done("demo", "--no-console", "--tickets", "10", "--json").item
    assert not shell.store.exists()
    path = Path(built["store"])
    assert path.parent.name.startswith("supportdesk-demo-")
    for part in path.parent.iterdir():
        part.unlink()
    path.parent.rmdir()


def test_the_demo_console_wants_a_terminal(shell: Shell) -> None:
    refused = shell("demo", "--json")
    assert (refused.code, refused.error["code"]) == (1, "console.no_terminal")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_demo_ended_while_it_is_built_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    command = [str(Path(sys.executable).with_name("supportdesk")), "demo"]
    with Terminal(command, environment={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait("tickets:")
        assert list(tmp_path.iterdir())
        terminal.send_signal(number)
        assert terminal.ended() == 128 + number
    assert not list(tmp_path.iterdir())
