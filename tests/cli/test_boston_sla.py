"""Boston's target rule as policies: our clocks say of every closed request what the city said.

The file is no part of the repository; without it there is nothing to compare.
"""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.oracles import boston

DATA = next(
    (found for up in Path(__file__).parents if (found := up / "shared/data").is_dir()), Path()
)
FILE = DATA / "11-ticket-csv" / "boston311-100.csv"
MAP = """
times = ["%Y-%m-%d %H:%M:%S"]
missing = ["", "NA"]

[ticket]
id = "case_enquiry_id"
subject = "case_enquiry_id"
body = ["reason", "type"]
client = "=Resident {row}"
created = "open_dt"
closed = "closed_dt"
state = "case_status"
tags = ["type"]

[state]
Open = "new"
Closed = "closed"
"""
WORKING_MINUTES = 510
"""Of a day from 08:30 to 17:00."""


def policies(rows: list[dict[str, str]]) -> str:
    """The rule of each type, those alike in one policy: working or calendar days.

    A clock that reads whole minutes at opening has up to a minute more at the target.
    """
    alike: dict[tuple[str, int], list[str]] = {}
    for kind, rule in boston.rules(rows).items():
        alike.setdefault((rule.clock, rule.days), []).append(kind)
    written = []
    for (clock, days), kinds in alike.items():
        a_day = WORKING_MINUTES if clock == "working" else 1440
        tags = ["-".join(kind.casefold().split())[:60] for kind in kinds]
        named = ",".join(f'"{tag}"' for tag in tags)
        hours, minutes = divmod(days * a_day + 1, 60)
        written.append(
            f"[[policy]]\nname = \"{days} {clock} days\"\nquery = 'tag:{named}'\n"
            f'calendar = "{clock}"\n[policy.targets.all]\nresolution = "{hours}h{minutes:02d}"\n'
        )
    return "\n".join(written)


def test_our_clocks_say_what_the_city_says(shell: Shell, home: Path) -> None:
    if not FILE.exists():
        pytest.skip("the data of the city are not here")
    rows = boston.read(FILE)
    mapping, targets = home / "boston.toml", home / "policies.toml"
    mapping.write_text(MAP, encoding="utf-8")
    targets.write_text(policies(rows), encoding="utf-8")
    shell.ticket()
    zone = ("--zone", boston.CITY.key)
    shell.done("calendar", "save", "working", *zone, "--hours", "mon-fri 8:30-17")
    shell.done("calendar", "save", "calendar", *zone, "--hours", "24x7")
    shell.done("sla", "apply", str(targets))
    shell.done("import", str(FILE), "--map", str(mapping), "--timezone", boston.CITY.key)
    ours: dict[str, bool | None] = {}
    for item in shell.done("list", "created<2025-01-01", "--limit", "200", "--json").items:
        shown = shell.done("show", str(item["number"]), "--json").item
        (ours[shown["subject"]],) = [one["met"] for one in shown["clocks"]] or [None]
    judged = list(boston.verdicts(rows))
    assert len(judged) > 50
    assert len({one.on_time for one in judged}) == 2
    assert [one.number for one in judged if ours[one.number] is not one.on_time] == []
    assert all(one.agrees for one in judged)
