"""Ratings and NPS in the shell: entry, import, lists, the report and every refusal."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_a_ticket_is_rated_shown_found_and_undone(shell: Shell) -> None:
    number = str(shell.ticket())
    told = shell.done("rate", number, "--score", "2", "--comment", "Slow")
    assert told.out == f"Ticket {number} is rated 2 of 5.\n"
    shown = shell.done("show", number, "--json").item
    assert (shown["rating"]["score"], shown["rating"]["comment"]) == (2, "Slow")
    assert shown["rating"]["at"] == "2026-03-02T09:00:02Z"
    assert "rated 2 of 5: Slow" in shell.done("show", number).out
    assert shell.done("list", "rating<3", "--json").item["number"] == int(number)
    assert "rating: - → 2" in shell.done("show", number, "--events").out
    assert shell.done("undo", "--json").item["done"] == "RateTicket"
    assert shell.done("show", number, "--json").item["rating"] is None


def test_ratings_come_from_a_table_of_any_headings_once(shell: Shell, tmp_path: Path) -> None:
    shell.ticket()
    shell.ticket("Other")
    table = tmp_path / "csat.csv"
    table.write_text(
        "Case,CSAT,Words,Date\n1,5,Thanks,2026-03-01T10:00\n#2,2.0,,2026-03-01\n7,3,,2026-03-01\n"
        "2,six,,2026-03-01\n2,6,,2026-03-01\n,3,,2026-03-01\n2,3,,soon\n"
    )
    columns = "ticket=Case,score=CSAT,comment=Words,at=Date"
    first = shell("ratings", "import", str(table), "--columns", columns, "--json")
    assert first.code == 2
    assert first.item == {"new": 2, "known": 0, "wrong": 5}
    assert [line.split('"code": "')[1].split('"')[0] for line in first.err.splitlines()] == [
        "survey.no_ticket",
        "survey.line",
        "rating.score",
        "survey.line",
        "survey.line",
    ]
    again = shell("ratings", "import", str(table), "--columns", columns, "--json")
    assert again.item == {"new": 0, "known": 2, "wrong": 5}
    assert shell.done("show", "1", "--json").item["rating"] == {
        "score": 5,
        "at": "2026-03-01T10:00:00Z",
        "comment": "Thanks",
    }


def test_a_source_names_its_tickets_as_it_does(shell: Shell, tmp_path: Path) -> None:
    old = '{"source_id": "A-7", "client": {"name": "Al"}, "created": "2026-01-01T00:00:00Z"}'
    (tmp_path / "old.jsonl").write_text(old)
    shell.done("import", str(tmp_path / "old.jsonl"))
    held = shell.done("list", "--json").items
    table = tmp_path / "csat.tsv"
    table.write_text("source\tscore\nA-7\t4\n")
    said = shell.done("ratings", "import", str(table), "--at", "yesterday")
    assert said.out == "New 1, known 0, left out 0.\n"
    assert shell.done("list", "rating:4", "--json").item["number"] == held[0]["number"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--columns", "stars=Stars"), "survey.column"),
        (("--columns", "score"), "survey.column"),
        (("--columns", "score=Points"), "survey.columns"),
        ((), "survey.columns"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_it_lacks(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    shell.ticket()
    table = tmp_path / "csat.csv"
    table.write_text("ticket,score\n1,4\n")
    refused = shell("ratings", "import", str(table), *arguments, "--json")
    assert refused.error["code"] == code
    missing = shell("ratings", "import", str(tmp_path / "none.csv"), "--json")
    assert missing.error["code"] == "survey.unreadable"


def test_nps_is_told_with_its_number_and_interval(shell: Shell, tmp_path: Path) -> None:
    shell.ticket()
    assert shell.done("nps", "report").out == "Nobody was asked in this period.\n"
    shell.done("nps", "add", "ann@example.org", "--score", "9", "--comment", "Quick")
    table = tmp_path / "nps.csv"
    table.write_text(
        "email,score,at\nann@example.org,10,2026-02-01\nann@example.org,7,2026-02-02\n"
        "ann@example.org,3,2026-02-03\nbo@example.org,3,2026-02-03\n"
    )
    brought = shell("nps", "import", str(table), "--json")
    assert (brought.code, brought.item) == (2, {"new": 3, "known": 0, "wrong": 1})
    told = shell.done("nps", "report", "--json").item
    assert {name: told[name] for name in ("n", "promoters", "passives", "detractors", "nps")} == {
        "n": 4,
        "promoters": 2,
        "passives": 1,
        "detractors": 1,
        "nps": 25.0,
    }
    assert told["low"] < 25 < told["high"]
    assert "NPS +25 of 4 answers" in shell.done("nps", "report").out
    assert shell.done("nps", "report", "--since", "-1d", "--json").item["n"] == 1
    low = shell.done("nps", "list", "--detractors", "--json").item
    assert (low["score"], low["name"], low["at"]) == (3, "Ann Lee", "2026-02-03T00:00:00Z")
    assert "Quick" in shell.done("nps", "list").out
    refused = shell("nps", "report", "--since", "2026-03-01", "--until", "2026-02-01", "--json")
    assert refused.error["code"] == "report.period"
    shell.done("undo")
    assert shell.done("nps", "report", "--json").item["n"] == 3


def test_the_commands_of_the_guide_are_accepted(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket()
    monkeypatch.chdir(tmp_path)
    Path("csat.csv").write_text("ticket,score,at\n1,4,2026-03-01\n")
    Path("survey.csv").write_text("Case,Stars,Date\n1,4,2026-03-01\n")
    Path("plain.csv").write_text("ticket,score\n1,4\n")
    Path("nps.csv").write_text("client,score,at\n1,4,2026-03-01\n")
    guide = Path(__file__).parents[2] / "docs" / "ratings.md"
    blocks = re.findall(r"^```sh\n(.*?)^```", guide.read_text(), re.MULTILINE | re.DOTALL)
    for line in "".join(blocks).splitlines():
        shell.done(*shlex.split(line)[1:])
    assert len(blocks) == 4


def test_a_wrong_score_is_refused_with_what_would_work(shell: Shell) -> None:
    shell.ticket()
    refused = shell("rate", "1", "--score", "9")
    assert refused.code != 0
    assert "9 is no score: it goes from 1 to 5." in refused.err
    assert "--score 5" in refused.err
