"""The guide to sending: its commands run as written."""

import re
import shlex
from pathlib import Path

from supportdesk.i18n.deliveries import STATES
from tests.cli.conftest import Shell

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "sending.md").read_text(encoding="utf-8")


def test_its_commands_are_accepted(shell: Shell) -> None:
    shell.ticket()
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    commands = [shlex.split(line)[1:] for line in "".join(blocks).splitlines()]
    for words in commands:
        if words[:2] != ["mail", "add"]:  # asks for a password
            shell.done(*words)
    assert len(commands) == 13


def test_it_tells_of_everything_that_can_be_shown() -> None:
    loud = [said for said in STATES.values() if said.isupper()]
    assert len(loud) == 3
    assert all(f"| {said} |" in GUIDE for said in loud)
