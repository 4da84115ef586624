"""`report`: numbers in every format, the tickets behind them, and files that nothing can act in."""

import csv
import io
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import pytest

from supportdesk.cli.commands.report import Format
from supportdesk.domain.metric import LINES, METRICS
from supportdesk.i18n import metric_names
from tests.cli.conftest import Shell

HOSTILE = "=cmd|'/c x'!A1 <script>alert(1)</script> \"|` [x](javascript:y) \x1b[31m"


def worked(shell: Shell) -> tuple[int, int]:
    """Two tickets, one of them answered after an hour and closed."""
    first, second = shell.ticket(), shell.ticket()
    shell.clock.forward(hours=1)
    shell.done("reply", str(first), "--text", "Yes.", "--confirm", "newer")
    shell.done("set", str(first), "state=closed", "kind=help")
    return first, second


def test_every_metric_has_a_name_and_a_meaning() -> None:
    assert tuple(metric_names.TITLES) == tuple(metric_names.DEFINITIONS) == tuple(METRICS)
    assert tuple(metric_names.LINES) == LINES


def test_a_report_tells_numbers_that_open_their_tickets(shell: Shell) -> None:
    first, second = worked(shell)
    told = shell.done("report", "--json").item
    totals = {one["metric"]: one["total"] for one in told["metrics"]}
    assert totals["arrivals"] == {"tickets": 2}
    assert totals["one_touch"] == {"tickets": 1, "n": 1, "of": 1, "share": 1.0}
    assert totals["first_response"]["median"] == pytest.approx(3600, abs=5)
    for metric, total in totals.items():
        behind = shell.done("report", "--tickets", metric, "--json").items
        assert len(behind) == total["tickets"]
    backlog = shell.done("report", "--tickets", "backlog", "--json").items
    assert [ticket["number"] for ticket in backlog] == [second]
    line = ("--by", "kind", "--tickets", "arrivals", "--line")
    for name, number in (("help", first), ("none", second)):
        (only,) = shell.done("report", *line, name, "--json").items
        assert only["number"] == number


def test_a_report_of_a_query_and_a_period(shell: Shell) -> None:
    worked(shell)
    closed = shell.done("report", "state:closed", "--metric", "arrivals", "--json").item
    assert closed["metrics"][0]["total"] == {"tickets": 1}
    empty = shell.done("report", "--since", "2020-01-01", "--until", "2020-01-31", "--json").item
    totals = {one["metric"]: one["total"] for one in empty["metrics"]}
    assert totals["waiting"] is None
    assert totals["reopened"] == {"tickets": 0, "n": 0, "of": 0, "share": None}
    shown = shell.done("report", "--since", "2020-01-01", "--until", "2020-01-31").out
    assert "nan" not in shown.lower()


def test_the_period_before_stands_beside(shell: Shell) -> None:
    worked(shell)
    shell.clock.forward(hours=24 * 3)
    shell.ticket()
    asked = ("report", "--since", "-2d", "--trend", "--metric", "arrivals", "--by", "kind")
    (one,) = shell.done(*asked, "--json").item["metrics"]
    assert one["total"] == {"tickets": 1, "before": {"tickets": 2}}
    assert {(line["line"], line["before"]["tickets"]) for line in one["lines"]} == {
        (None, 1),
        ("help", 1),
    }
    rows = list(csv.DictReader(io.StringIO(shell.done(*asked, "--format", "csv").out)))
    assert [(row["by"], row["period"], row["tickets"]) for row in rows[:2]] == [
        ("", "this", "1"),
        ("", "before", "2"),
    ]


def test_markdown_and_csv_are_as_they_were(shell: Shell) -> None:
    worked(shell)
    asked = ("report", "--by", "kind", "--metric", "arrivals", "--since", "2026-03-01")
    assert shell.done(*asked, "--format", "markdown").out.partition("## ")[2] == (
        "In all\n\n| Metric | Value | Of that |\n|---|---|---|\n| Arrivals | 2 |  |\n\n"
        "## Arrivals\n\nTickets created in the period\\.\n\n"
        "| Kind | Value | Of that |\n|---|---|---|\n| none | 1 |  |\n| help | 1 |  |\n"
    )
    assert shell.done(*asked, "--format", "csv").out == (
        "metric,by,line,tickets,n,of,share,median,p90,longest,total,unit,response\n"
        "arrivals,,,2,,,,,,,,,\narrivals,kind,,1,,,,,,,,,\narrivals,kind,help,1,,,,,,,,,\n"
    )


class Page(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_names_act_in_no_format(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("queues", "add", HOSTILE)
    shell.done("set", str(number), f"queue={HOSTILE}")
    asked = ("report", "--by", "queue", "--metric", "arrivals")
    page = shell.done(*asked, "--format", "html").out
    read = Page(page)
    assert "<script>alert(1)</script>" in read.text
    assert {"script", "img", "link", "iframe", "a"}.isdisjoint(read.tags)
    assert "svg" in read.tags
    assert not any(name.startswith("on") or name in ("src", "href") for name in read.names)
    assert not re.search(r"https?:|url\(|@import", page)
    for form in Format:
        assert "\x1b" not in shell.done(*asked, "--format", form).out.replace("\\u001b", "")
    rows = list(csv.DictReader(io.StringIO(shell.done(*asked, "--format", "csv").out)))
    assert rows[1]["line"].startswith("'=cmd")
    marked = shell.done(*asked, "--format", "markdown").out
    line = next(line for line in marked.splitlines() if "cmd" in line)
    assert len(re.findall(r"(?<!\\)\|", line)) == 4
    assert not re.search(r"(?<!\\)[<`\[]", line)


@pytest.mark.parametrize("by", LINES)
@pytest.mark.parametrize("form", ["html", "text"])
def test_all_lines_are_drawn(shell: Shell, by: str, form: str) -> None:
    worked(shell)
    assert "Arrivals" in shell.done("report", "--by", by, "--format", form, "--trend").out


def test_a_file_is_written_once_and_never_replaced(shell: Shell, home: Path) -> None:
    shell.ticket()
    file = home / "report.html"
    asked = ("report", "--format", "html", "--output", str(file))
    assert shell.done(*asked, "--json").item["bytes"] == file.stat().st_size
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    refused = shell(*asked, "--json")
    assert (refused.code, refused.error["code"]) == (2, "file.exists")


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("nosuch:1",), "query.unknown_field", 2),
        (("limit:5",), "report.limit", 2),
        (("--since", "soonish"), "moment.unknown", 2),
        (("--since", "2026-03-01", "--until", "2026-02-01"), "report.period", 2),
        (("--by", "colour"), "report.lines", 2),
        (("--metric", "joy"), "report.metric", 2),
        (("--tickets", "joy"), "report.metric", 2),
        (("--tickets", "arrivals", "--by", "kind", "--line", "joy"), "report.line", 3),
        (("--tickets", "arrivals", "--line", "joy"), "usage", 2),
        (("--line", "joy", "--by", "kind"), "usage", 2),
        (("--tickets", "arrivals", "--trend"), "usage", 2),
    ],
)
def test_what_cannot_be_measured_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    shell.ticket()
    refused = shell("report", *arguments, "--json")
    assert (refused.code, refused.error["code"]) == (exit_code, code)


def test_time_of_everybody_is_for_leads(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("time", "add", str(number), "30m", "--reason", "call")
    (one,) = shell.done("report", "--metric", "handling", "--by", "operator", "--json").item[
        "metrics"
    ]
    assert (one["total"]["total"], one["lines"][0]["share"]) == (1800, 1.0)
    shell.done("operators", "add", "Petro", "--role", "operator")
    refused = shell("--as", "Petro", "report", "--metric", "handling", "--json")
    assert refused.error["code"] == "time.not_own"
    told = shell.done("--as", "Petro", "report", "--json").item["metrics"]
    assert "handling" not in {metric["metric"] for metric in told}


def test_the_guide_has_every_metric_as_it_is_defined() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    for name, metric in METRICS.items():
        cells = (
            f"`{name}`",
            metric_names.TITLES[name],
            metric.kind,
            metric_names.DEFINITIONS[name],
        )
        assert f"| {' | '.join(cells)} |" in guide
    assert all(f"`{code}`" in guide for code in ("tickets", "median", "share", "before"))


@pytest.mark.parametrize(
    "code",
    re.findall(
        r"^supportdesk (report .*)$",
        (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    ),
)
def test_the_commands_of_the_guide_run(shell: Shell, code: str) -> None:
    shell.ticket()
    shell.done("queues", "add", "Billing")
    answer = shell(*shlex.split(code))
    assert answer.code == 0 or "Billing" in answer.err


def test_years_before_the_first_ticket_are_left_out(shell: Shell) -> None:
    shell.ticket()
    told = shell.done("report", "--since", "0001-01-02", "--by", "day", "--json").item
    assert told["since"] == "2026-03-02T00:00:00Z"
    lines = next(one["lines"] for one in told["metrics"] if one["metric"] == "arrivals")
    assert [line["tickets"] for line in lines] == [1]
