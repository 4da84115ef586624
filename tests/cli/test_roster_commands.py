"""`roster` in the shell: the load, the people it needs, and a roster held against the rules."""

import json
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import ClientReference, CreateTicket
from tests.cli.conftest import Shell

ROSTER = """
night_premium = 0.5
[need]
"mon-fri 9-18" = 1
[[person]]
name = "Olga"
hour_cost = 20
shifts = ["2026-03-02 09:00-18:00", "2026-03-03 09:00-13:00", "2026-03-03 14:00-18:00"]
[[person]]
name = "Petro"
shifts = ["2026-03-03 13:00-14:00"]
"""


@pytest.fixture
def file(home: Path) -> Path:
    """A roster that is in order."""
    path = home / "roster.toml"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def tickets(shell: Shell, *gaps: float) -> None:
    """A ticket, then one after each of so many hours."""
    shell.ticket()
    for hours in gaps:
        shell.clock.forward(hours=hours, seconds=-1)
        shell.ticket()


def weeks(shell: Shell, many: int) -> None:
    """Whole weeks of four tickets a day, all at nine; then it is midnight."""
    desk = open_desk(shell.store, shell.clock)
    who = ClientReference("Ann Lee", "ann@example.org")
    for _day in range(7 * many):
        for _ticket in range(4):
            desk.act(1, CreateTicket(who, "Where is my refund?", "I paid twice."))
        shell.clock.forward(days=1)
    desk.close()


def test_the_load_is_told_in_the_zone_one_reads_in(shell: Shell) -> None:
    tickets(shell, 1, 1, 12, 24)
    found = shell.done("roster", "load", "--json").item
    assert (found["from"], found["until"], found["tickets"]) == ("2026-03-02", "2026-03-03", 5)
    assert [hour for hour, n in enumerate(found["hours"]) if n] == [9, 10, 11, 23]
    assert found["hours"][23] == 2
    assert found["night_share"] == 0.4
    assert found["night_shift_justified"]
    cells = {(one["weekday"], one["hour"]): one for one in found["load"]}
    assert len(cells) == 168
    assert cells["mon", 9] == {"weekday": "mon", "hour": 9, "tickets": 1, "days": 1, "mean": 1.0}
    kyiv = shell.done("roster", "load", "--timezone", "Europe/Kyiv", "--json").item
    assert [hour for hour, n in enumerate(kyiv["hours"]) if n] == [1, 11, 12, 13]
    assert (kyiv["until"], kyiv["timezone"]) == ("2026-03-04", "Europe/Kyiv")


def test_a_query_and_a_period_choose(shell: Shell) -> None:
    tickets(shell, 24, 24)
    shell.done("set", "1", "priority=high")
    assert shell.done("roster", "load", "priority:high", "--json").item["tickets"] == 1
    found = shell.done("roster", "load", "--since", "2026-03-03", "--until", "2026-03-09", "--json")
    assert (found.item["tickets"], found.item["until"]) == (2, "2026-03-09")
    assert next(one for one in found.item["load"] if one["tickets"])["mean"] == 1.0
    monday = next(one for one in found.item["load"] if one["weekday"] == "mon")
    assert monday["days"] == 1
    none = shell("roster", "load", "--until", "2026-02-01", "--json")
    assert (none.code, none.error["code"]) == (3, "roster.no_tickets")


def test_the_heat_map_has_numbers_with_or_without_shades(shell: Shell) -> None:
    tickets(shell, 0, 0, 1)
    shaded = shell.done("roster", "load").out.splitlines()
    assert shaded[1].split() == ["Hour", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "All"]
    assert shaded[11].split() == ["09:00", "3", "█", "0", "0", "0", "0", "0", "0", "3"]
    assert shaded[12].split()[:3] == ["10:00", "1", "▒"]
    assert max(map(len, shaded[1:26])) < 80
    plain = shell.done("roster", "load", "--numbers").out
    assert not set("░▒▓█") & set(plain)
    assert "Busiest hour of the day: 09:00 with 3 tickets." in plain
    assert "A night shift is not justified" in plain


def test_live_channels_are_staffed_for_what_came(shell: Shell) -> None:
    tickets(shell, *[0.04] * 19)
    asked = ("--observed", "--channel", "live", "--handling", "10m", "--within", "60s")
    found = shell.done("roster", "need", *asked, "--json").item
    nine = next(one for one in found["need"] if one["weekday"] == "mon" and one["hour"] == 9)
    assert nine["arrivals"] == 20
    assert (nine["people"], nine["level"], nine["waits"]) == (6, 0.8865, 0.1482)
    assert (nine["answer_seconds"], nine["occupancy"]) == (33.35, 0.5556)
    assert sum(one["people"] for one in found["need"]) == 6
    assert found["forecast"] is None
    less = shell.done("roster", "need", *asked, "--level", "70", "--json").item
    assert sum(one["people"] for one in less["need"]) == 5
    closed = shell.done("roster", "need", *asked, "--hours", "tue 9-18", "--json").item
    assert not any(one["people"] for one in closed["need"])
    told = shell.done("roster", "need", *asked).out
    assert "Most: 6 people, Mon 09:00: 89 % answered in time, 33 s on average, 56 %" in told


def test_mail_is_simulated_and_the_time_counted_is_used(shell: Shell) -> None:
    tickets(shell, *[0.1] * 7)
    for number in ("1", "2"):
        shell.done("time", "add", number, "1h", "--reason", "visit")
    asked = ("roster", "need", "--observed", "--hours", "mon-fri 9-17", "--within", "4h")
    found = shell.done(*asked, "--json").item
    assert (found["handling_seconds"], found["channel"]) == (3600, "mail")
    people = {(one["weekday"], one["hour"]): one["people"] for one in found["need"]}
    assert (people["mon", 9], people["mon", 8], people["mon", 17]) == (2, 0, 0)
    assert found["in_time"] == 1.0
    told = shell.done(*asked).out
    assert "80 % of mail is done within 4 open hours." in told
    assert "A ticket takes 3600 s, as was counted." in told
    shell.done("undo")
    shell.done("undo")
    refused = shell(*asked, "--json")
    assert (refused.code, refused.error["code"]) == (1, "roster.no_handling")
    shell.done("take", "1")
    shell.clock.forward(minutes=3, seconds=-1)
    shell.done("set", "1", "kind=help", "state=solved")
    assert shell(*asked).code == 1, "mail is open for longer than it takes"
    call = shell.done("roster", "need", "--observed", "--channel", "live", "--json").item
    assert (call["handling_seconds"], call["handling_source"]) == (180, "open")


def test_a_forecast_tells_its_error_or_why_there_is_none(shell: Shell) -> None:
    shell.ticket()
    weeks(shell, 7)
    asked = ("roster", "need", "--handling", "10m")
    refused = shell(*asked)
    assert refused.code == 1
    assert "Whole weeks: 7, at least 8 are needed. Tickets: 197, at least 200 are" in refused.err
    assert "--observed" in refused.err
    weeks(shell, 1)
    found = shell.done(*asked, "--json").item
    nine = [one["arrivals"] for one in found["need"] if one["hour"] == 9]
    assert nine == [4.125, 4, 4, 4, 4, 4, 4]
    assert found["forecast"]["weeks"] == 8
    bias = (1 / 4 + 1 / 5 + 1 / 6 + 1 / 7) / 112
    assert found["forecast"]["error"]["bias"] == round(bias, 4)
    told = shell.done(*asked).out
    assert "Forecast: the mean of the last 8 weeks." in told
    assert "Its error on the last 4 weeks: 1 % of an hour's tickets, 1 % of a day's, +1 %" in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--level", "100"), "roster.level"),
        (("--within", "90m"), "roster.within"),
        (("--channel", "live", "--within", "0s"), "roster.within"),
        (("--handling", "0m"), "roster.handling"),
        (("--handling", "soon"), "duration.unknown"),
        (("--hours", "always"), "hours.invalid"),
        (("--since", "long ago"), "moment.unknown"),
        (("nosuch:field",), "query.unknown_field"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: str
) -> None:
    shell.ticket()
    refused = shell("roster", "need", "--observed", *arguments, "--json")
    assert (refused.code, refused.error["code"]) == (2, code)


def test_a_roster_in_order_is_added_up(shell: Shell, file: Path) -> None:
    shell.ticket()
    found = shell.done("roster", "check", str(file), "--json").item
    assert found["violations"] == []
    assert (found["hours"], found["night_hours"], found["cost"]) == (18, 0, 340)
    assert found["coverage_checked"]
    assert [one["person"] for one in found["people"]] == ["Olga", "Petro"]
    told = shell.done("roster", "check", str(file)).out
    assert "Roster from 2026-03-02 to 2026-03-03" in told
    assert told.endswith("No rule is broken.\n")


def test_a_broken_rule_ends_in_exit_code_one(shell: Shell, file: Path) -> None:
    tickets(shell, 1)
    text = ROSTER.replace('"2026-03-02 09:00-18:00"', '"2026-03-02 22:00-06:00"')
    file.write_text(text, encoding="utf-8")
    broken = shell("roster", "check", str(file), "--json")
    assert broken.code == 1
    assert [(one["rule"], one["have"], one["need"]) for one in broken.item["violations"]] == [
        ("coverage", 0, 1),
        ("night_shift", 0, 0.05),
        ("rest", 3, 11),
    ]
    assert broken.item["violations"][2]["from"] == "2026-03-03T06:00:00Z"
    told = shell("roster", "check", str(file)).out
    assert "2026-03-02 09:00 to 2026-03-02 18:00: 0 there, 1 needed." in told
    assert "Olga: 3.0 h of rest from 2026-03-03 06:00 to 2026-03-03 09:00, 11 h are" in told
    assert "--confirm night_shift" in told
    assert "3 rules are broken." in told
    passed = shell("roster", "check", str(file), "--confirm", "night_shift", "--json").item
    assert [one["rule"] for one in passed["violations"]] == ["coverage", "rest"]


def test_a_desk_with_work_at_night_may_have_a_night_shift(shell: Shell, file: Path) -> None:
    tickets(shell, 14, 2)
    shell.done("set", "1", "priority=high")
    file.write_text('[[person]]\nname = "Olga"\nshifts = ["2026-03-02 22:00-06:00"]')
    found = shell.done("roster", "check", str(file), "--json").item
    assert (found["violations"], found["night_share"]) == ([], 0.6667)
    assert shell("roster", "check", str(file), "priority:high").code == 1
    assert "no need is named" in shell.done("roster", "check", str(file)).out


def test_what_is_needed_goes_from_one_command_to_the_other(
    shell: Shell, home: Path, file: Path
) -> None:
    tickets(shell, 0.1, 0.1)
    asked = ("need", "--observed", "--channel", "live", "--handling", "10m")
    (home / "need.json").write_text(shell.done("roster", *asked, "--json").out)
    broken = shell("roster", "check", str(file), "--need", str(home / "need.json"), "--json")
    assert [(one["rule"], one["have"], one["need"]) for one in broken.item["violations"]] == [
        ("coverage", 1, 2)
    ]
    for text in ("", "{}", '{"need": [{"weekday": "x"}]}', "[1]", json.dumps({"need": 5})):
        (home / "need.json").write_text(text)
        refused = shell("roster", "check", str(file), "--need", str(home / "need.json"), "--json")
        assert (refused.code, refused.error["code"]) == (2, "roster.need_file"), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "person = 5",
        "[[person]]\nname = 7",
        '[[person]]\nname = "A"\nshifts = 5',
        '[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-25:00"]',
        '[[person]]\nname = "A"\nshifts = ["2026-02-30 09:00-12:00"]',
        '[[person]]\nname = "A"\nshifts = ["9999-12-31 09:00-08:00"]',
        '[[person]]\nname = "A"\nhour_cost = -1\nshifts = ["2026-03-02 09:00-12:00"]',
        '[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00", "2028-03-02 09:00-12:00"]',
        'first = 2026-03-03\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        'timezone = "../etc"\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        'need = 3\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        '[need]\nalways = 3\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        '[need]\n"mon 9-12" = -3\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        'colour = "red"\n[[person]]\nname = "A"\nshifts = ["2026-03-02 09:00-12:00"]',
        '[[person]]\nname = "A"\nshifts = ["0001-01-01 00:00-08:00"]',
        'last = 9999-12-31\n[[person]]\nname = "A"\nshifts = ["9999-12-30 09:00-10:00"]',
        "\x00",
    ],
)
def test_a_file_that_is_no_roster_is_refused_by_name(shell: Shell, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    refused = shell("roster", "check", str(file), "--json")
    assert (refused.code, refused.error["code"]) == (2, "roster.file"), refused.err
    assert refused.error["parameters"]["path"] == str(file)


def test_a_roster_that_is_not_there(shell: Shell, home: Path) -> None:
    refused = shell("roster", "check", str(home / "nothing.toml"), "--json")
    assert (refused.code, refused.error["code"]) == (3, "roster.file_missing")
    refused = shell("roster", "check", str(home), "--json")
    assert (refused.code, refused.error["code"]) == (2, "roster.file")


def test_the_load_counts_messages_and_replies(shell: Shell) -> None:
    number = str(shell.ticket())
    shell.clock.forward(hours=2)
    shell.done("reply", number, "--text", "We look into it.")
    found = shell.done("roster", "load", "--count", "replies", "--json").item
    assert (found["counted"], found["replies"], found["hours"][11]) == ("replies", 1, 1)
    assert "tickets" not in found
    assert "night_shift_justified" not in found
    written = shell.done("roster", "load", "--count", "messages", "--json").item
    assert (written["counted"], written["messages"], written["hours"][9]) == ("messages", 1, 1)
    created = shell.done("roster", "load", "--json").item
    assert (created["counted"], created["tickets"]) == ("tickets", 1)
    said = shell.done("roster", "load", "--count", "replies").out
    assert "Replies by hour and weekday from 2026-03-02" in said
    assert "Busiest hour of the day: 11:00 with 1." in said
    assert "night shift" not in said
