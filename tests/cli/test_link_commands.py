"""`link`, `--link` and `sync`: a copy of a served desk, as an operator and a script use it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Shell
from tests.cli.linked import NAME, Team, served

HEAVY = {"httpx", "sqlalchemy", "textual", "typer", "asyncio"}


@pytest.fixture
def team(shell: Shell, home: Path) -> Iterator[Team]:
    """A served desk, and no link yet."""
    with served(shell, home) as found:
        yield found


@pytest.fixture
def linked(team: Team) -> Team:
    """A served desk, and its copy here."""
    added = team.add()
    assert added.code == 0, added.err
    return team


def test_what_a_command_does_arrives_with_it(linked: Team) -> None:
    told = linked.done("note", "1", "--text", "Called.").out
    assert told.splitlines() == ["Private note on ticket 1 is kept.", "Sent to team."]
    made = linked.done("new", "--client", "Bob", "--text", "Hello", "--json").item
    assert (made["ticket"], made["sent"]) == (2, True)
    assert "Called." in linked.desk.done("show", "1").out
    assert {row["number"] for row in linked.desk.done("list", "--json").items} == {1, 2}
    assert linked.done("undo", "--json").item["sent"] is True
    assert linked.done("bulk", "note", "state:open", "--text", "All.", "--yes").out.endswith(
        "Sent to team.\n"
    )
    assert linked.done("sync", "list", "--json").items == []


def test_what_is_done_without_a_line_waits_and_goes_in_its_order(linked: Team) -> None:
    linked.leave()
    told = linked.done("new", "--client", "Bob", "--text", "Hello").out.splitlines()
    name = told[0].split()[1]
    assert name.startswith("new-")
    assert told[1] == "Not sent to team yet: The other desk cannot be reached."
    assert told[2] == "Send it: supportdesk --link team sync --once"
    written = linked.done("note", name, "--text", "Asked back.", "--json").item
    assert (written["sent"], written["ticket"] > 10**15) == (False, True)
    assert f"Ticket: {name}" in linked.done("show", name).out
    first, second = linked.done("sync", "list", "--json").items
    assert [first["do"], second["do"]] == ["CreateTicket", "AddNote"]
    planned = linked.done("sync", "--dry-run", "--json").items
    assert [item["step"] for item in planned] == ["push", "wait"]
    failed = linked.copy("sync", "--once", "--json")
    assert (failed.code, failed.error["code"]) == (5, "remote.unreachable")
    status = linked.desk.done("link", "status", NAME, "--json").item
    assert (status["waiting"], status["trouble"]) == (2, "remote.unreachable")
    assert "Not reached since" in linked.desk.done("link", "status", NAME).out
    linked.come_back()
    assert linked.done("sync", "--once", "--json").item["sent"] == 2
    assert "Asked back." in linked.desk.done("show", "2").out
    assert "Ticket: #2" in linked.done("show", name).out
    assert linked.done("note", name, "--text", "More.", "--json").item["ticket"] == 2
    assert linked.desk.done("link", "status", NAME, "--json").item["trouble"] is None


def test_what_is_taken_back_before_it_left_never_leaves(linked: Team) -> None:
    linked.leave()
    linked.done("note", "1", "--text", "Wrong.")
    assert "sent" not in linked.done("undo", "--json").item
    assert "Nothing waits" in linked.done("sync", "list").out
    linked.come_back()
    assert linked.done("sync", "--once", "--json").item["sent"] == 0
    assert "Wrong." not in linked.desk.done("show", "1").out


def test_the_desk_refuses_as_if_it_had_been_asked_itself(linked: Team) -> None:
    linked.other("set", "1", "priority=high")
    refused = linked.copy("set", "1", "priority=low", "--json")
    assert (refused.code, refused.error["code"]) == (1, "sync.conflict")
    assert [stop["name"] for stop in refused.error["stops"]] == ["conflict"]
    assert linked.done("sync", "list", "--json").items == []
    assert linked.done("show", "1", "--json").items[0]["priority"] == "high"
    linked.done("set", "1", "priority=low")
    assert linked.desk.done("show", "1", "--json").items[0]["priority"] == "low"


def test_a_text_that_is_refused_is_a_draft_again(linked: Team) -> None:
    linked.other("set", "1", "state=closed", "--confirm", "unanswered")
    refused = linked.copy("reply", "1", "--text", "Dear Ann", "--state", "waiting")
    assert refused.code == 1
    assert "--confirm" in refused.err or "draft" in refused.err
    (draft,) = linked.done("drafts", "list", "--json").items
    assert draft["body"] == "Dear Ann"
    assert linked.done("sync", "list", "--json").items == []


def test_what_was_stopped_is_sent_past_its_stop_or_let_go(linked: Team) -> None:
    linked.leave()
    linked.done("set", "1", "priority=low")
    linked.other("set", "1", "priority=high")
    linked.come_back()
    synced = linked.copy("sync", "--once", "--json")
    assert (synced.code, synced.item["stopped"], synced.item["left"]) == (1, 1, 1)
    (entry,) = linked.done("sync", "list", "--json").items
    assert (entry["state"], entry["because"]["stops"]) == ("stopped", ["conflict"])
    told = linked.done("sync", "list").out
    assert "STOPPED" in told
    assert "sync again" in told
    assert linked.done("show", "1", "--json").items[0]["priority"] == "high"
    held = linked.done("set", "1", "priority=normal")
    assert "sync list" in held.out
    number = str(entry["entry"])
    assert linked.copy("sync", "discard", "99", "--json").error["code"] == "remote_sending.missing"
    linked.done("sync", "again", number)
    assert linked.copy("sync", "again", number, "--json").error["code"] == "link.not_now"
    linked.copy("sync", "--once")
    left = linked.done("sync", "list", "--json").items
    for item in left:
        linked.done("sync", "discard", str(item["entry"]))
    assert linked.done("sync", "list", "--json").items == []


def test_the_nearest_name_of_a_store_or_link_counts(
    linked: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = linked.desk

    def link() -> object:
        return desk.done("config", "--json").item["link"]

    assert link() is None
    desk.done("config", "set", "link", NAME)
    assert link() is None, "the store stands in the environment, which is nearer than the file"
    monkeypatch.setenv("SUPPORTDESK_LINK", NAME)
    shown = desk.done("config", "--json").item
    assert (shown["link"], shown["sources"]["store"]) == (NAME, "link")
    assert desk.done("--store", str(desk.store), "config", "--json").item["link"] is None
    refused = desk("--store", str(desk.store), "--link", NAME, "list", "--json")
    assert (refused.code, refused.error["code"]) == (2, "link.and_store")
    monkeypatch.delenv("SUPPORTDESK_STORE")
    monkeypatch.delenv("SUPPORTDESK_LINK")
    assert link() == NAME
    assert desk.done("list", "--link", NAME, "--json").items == desk.done("list", "--json").items
    assert desk("list", "--link", "../x", "--json").error["code"] == "link.name"


@pytest.mark.parametrize(
    "typed",
    [
        ("tokens", "list"),
        ("tokens", "add", "x"),
        ("tokens", "revoke", "1"),
        ("serve", "--port", "0"),
        ("import", "x.mbox"),
        ("import", "x.mbox", "--dry-run"),
        ("ratings", "import", "ratings.csv", "--at", "yesterday"),
        ("assign", "--auto"),
    ],
)
def test_what_belongs_to_the_desk_is_refused_on_its_copy(
    linked: Team, home: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]
) -> None:
    monkeypatch.chdir(home)
    Path("ratings.csv").write_text("ticket,score\n1,5\n")
    refused = linked.copy(*typed, "--json")
    assert (refused.code, refused.error["code"]) == (1, "link.only_there")


def test_one_is_whom_the_token_is_for(linked: Team) -> None:
    for typed in (("note", "1", "--text", "x"), ("list", "owner:me")):
        refused = linked.copy(*typed, "--as", "olga", "--json")
        assert (refused.code, refused.error["code"]) == (1, "link.not_yourself")
    (me,) = {row["login"] for row in linked.done("operators", "list", "--json").items} - {"olga"}
    linked.done("note", "1", "--text", "x", "--as", me)


def test_a_copy_is_sound_kept_and_restored(linked: Team, home: Path) -> None:
    report = linked.done("doctor", "--json").item
    assert report["sound"]
    assert report["change"] == linked.desk.done("doctor", "--json").item["change"]
    backup = str(home / "copy.backup")
    linked.done("backup", backup)
    linked.done("note", "1", "--text", "Later.")
    refused = linked.desk("restore", backup, "--json")
    assert (refused.code, refused.error["code"]) == (1, "link.other_backup")
    own = str(home / "own.backup")
    linked.desk.done("backup", own)
    assert linked.copy("restore", own, "--json").error["code"] == "link.other_backup"
    linked.done("restore", backup)
    linked.done("sync", "--once")
    assert "Later." in linked.done("show", "1").out


def test_a_copy_can_be_read_without_being_written(linked: Team) -> None:
    linked.leave()
    assert linked.done("list", "--read-only", "--json").items[0]["number"] == 1
    for typed in (("note", "1", "--text", "x"), ("sync", "--once")):
        refused = linked.copy(*typed, "--read-only", "--json")
        assert (refused.code, refused.error["code"]) == (4, "store.read_only")


def test_presence_is_asked_of_the_desk(linked: Team) -> None:
    hers = linked.desk.done(
        *("tokens", "add", "hers", "--for", "olga", "--expires", "never", "--json")
    ).item
    linked.done("sync", "--once")
    beat = {"memory": {"do": "Beat", "with": {"ticket": 1, "doing": "writing"}}}
    headers = {"Authorization": f"Bearer {hers['token']}"}
    answer = httpx.post(f"{linked.address}/v1/memories", json=beat, headers=headers)
    assert answer.status_code == 200, answer.text
    (there,) = linked.done("presence", "--json").items
    assert (there["operator"], there["ticket"], there["doing"]) == ("Olga", 1, "writing")
    linked.leave()
    assert linked.copy("presence", "--json").code == 5


def test_work_brings_a_copy_up_to_date(linked: Team) -> None:
    linked.desk.done("note", "1", "--text", "From there.")
    linked.done("work", "--once")
    assert "From there." in linked.done("show", "1").out


def test_a_list_of_a_copy_loads_nothing_heavy(linked: Team) -> None:
    """Neither what asks the desk, nor what sends to it: budget S14."""
    listing = "import sys\nfrom supportdesk.cli.main import main\n"
    listing += "assert main(sys.argv[1:]) == 0\nprint(*sys.modules, file=sys.stderr)\n"
    done = subprocess.run(
        [sys.executable, "-c", listing, "--link", NAME, "list"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "refund" in done.stdout
    assert not HEAVY & set(done.stderr.split())


def test_a_store_of_its_own_is_no_copy(shell: Shell) -> None:
    shell.ticket()
    for typed in (("sync",), ("sync", "--once"), ("sync", "list"), ("sync", "again", "1")):
        refused = shell(*typed, "--json")
        assert (refused.code, refused.error["code"]) == (1, "link.no_copy")
    assert "sent" not in shell.done("note", "1", "--text", "x", "--json").item


def test_a_copy_from_elsewhere_sends_nothing(linked: Team, tmp_path: Path) -> None:
    """Whoever gives a file away may write into it what was done there, with any link's name."""
    linked.leave()
    linked.done("note", "1", "--text", "Planted")
    given = tmp_path / "given.desk"
    shutil.copy(linked.file, given)
    linked.done("sync", "discard", "1")
    linked.come_back()
    for typed in ("sync --once", "sync --dry-run", "sync"):
        refused = linked.desk("--store", str(given), *typed.split(" "), "--json")
        assert (refused.code, refused.error["code"]) == (1, "link.other_copy")
    assert "Planted" not in linked.desk.done("show", "1").out


def test_the_name_of_a_ticket_made_here_goes_on_to_mean_it(linked: Team) -> None:
    linked.leave()
    made = linked.done("new", "--client", "Bob", "--subject", "A call", "--text", "Hello").out
    assert "new-1" in made
    linked.come_back()
    linked.done("sync", "--once")
    assert "Hello" in linked.done("show", "new-1").out
    (message,) = linked.done("show", "new-1", "--json").item["thread"]
    assert message["body"] == "Hello"
    assert "Ticket 2 was not there" in linked.copy("show", "new-1", "--at", "2020-01-01").err
    assert linked.done("seen", "new-1").out == "Ticket 2 is read.\n"


def test_what_was_done_to_several_names_them(linked: Team) -> None:
    linked.desk.ticket()
    linked.done("sync", "--once")
    linked.leave()
    linked.done("merge", "2", "1")
    assert "#2 #1 merge" in linked.done("sync", "list").out


@pytest.mark.parametrize(
    ("address", "token", "because"),
    [
        ("https://desk:8765432100", "-", "remote.broken"),
        ("https://desk.example.org", "", "link.no_token"),
        ("5", "-", "links.invalid"),
    ],
)
def test_what_keeps_the_process_beside_from_following_stands_at_the_link(
    linked: Team, monkeypatch: pytest.MonkeyPatch, address: str, token: str, because: str
) -> None:
    """It is begun anew again and again, and a console hears nothing else of it."""
    monkeypatch.setattr("supportdesk.cli.commands.syncing._end_with_parent", lambda _stop: None)
    beside = ("--store", str(linked.file), "sync", "--beside")
    file = linked.home / "home" / ".config" / "supportdesk" / "links.toml"
    sound = file.read_text()
    spoiled = "address = 5" if address == "5" else f'address = "{address}"'
    file.write_text(sound.replace(f'address = "{linked.address}"', spoiled))
    if not token:
        (file.parent / "secrets.toml").unlink()
    assert linked.desk(*beside).code != 0
    file.write_text(sound)
    (told,) = linked.desk.done("link", "list", "--json").items
    assert told["trouble"] == because
    assert told["failing_since"] is not None
    if token:
        linked.done("sync", "--once")
        (told,) = linked.desk.done("link", "list", "--json").items
        assert told["trouble"] is None
