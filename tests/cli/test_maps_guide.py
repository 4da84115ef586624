"""What the guide to maps says is so: its map works, its commands run."""

import re
import shlex
from pathlib import Path

import pytest

from supportdesk.domain.ticket import CLOSE_REASONS, HOLD_REASONS
from supportdesk.intake.map_check import CHANGE_FIELDS, TICKET_FIELDS
from supportdesk.intake.table_map import BUILT_IN, built_in_maps
from tests.cli.conftest import Shell

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "maps.md").read_text(encoding="utf-8")
LOG = """\
case,opened,at,n,who,status,team,person,weight,product,topic,customer
7,2026-02-01 08:00,2026-02-01 09:00,1,Vera,Work,Desk second,Vera,High,Lamp,Light,Ann
7,2026-02-01 08:00,2026-02-01 09:00,2,Nightly,Closed,?,?,High,Lamp,Light,Ann
"""


def block(language: str) -> str:
    """The one block of this language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_map_and_the_commands_of_the_guide_work(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    Path("my-desk.toml").write_text(block("toml"), encoding="utf-8")
    Path("audit.csv").write_text(LOG, encoding="utf-8")
    outs = [shell.done(*shlex.split(line)[1:]).out for line in block("sh").splitlines()]
    assert "Read 2, new 2, known 0, left out 0." in outs[0]
    ticket = shell.done("show", "1", "--json").item
    assert (ticket["state"], ticket["owner"], ticket["queue"]) == ("closed", "Vera", "Desk second")
    assert (ticket["subject"], ticket["priority"], ticket["reason"]) == (
        *("Lamp · Light", "high"),
        "silence",
    )


def test_the_guide_names_everything_there_is() -> None:
    words = set(re.findall(r"\w+", GUIDE))
    logs = {one.name for one in built_in_maps() if one.changes}
    assert words >= TICKET_FIELDS - {"vip"} | CHANGE_FIELDS - {"kind"}
    assert words >= {*HOLD_REASONS, *CLOSE_REASONS}
    assert all(f"`{name}`" in GUIDE for name in logs)
    assert all((BUILT_IN / f"{name}.toml").exists() for name in logs)
