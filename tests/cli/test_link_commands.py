"""`link`, `--link` and `sync`: a copy of a served desk, as an operator and a script use it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from supportdesk.settings.secrets import variable_of
from tests.cli.conftest import Shell
from tests.cli.linked import NAME, Team, served
from tests.server.conftest import program


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


def nothing_is_left(team: Team) -> bool:
    """Whether a link that was refused left no file and no token."""
    folder = team.home / "home" / ".config" / "supportdesk"
    kept = [path.name for path in folder.glob("*.toml")] if folder.exists() else []
    return kept == [] and not team.file.exists()


def test_a_link_is_added_listed_and_removed(team: Team) -> None:
    added = team.add()
    assert added.code == 0, added.err
    assert "Open it: supportdesk --link team" in added.out
    assert team.token not in added.out + added.err
    secrets = team.home / "home" / ".config" / "supportdesk" / "secrets.toml"
    assert team.token in secrets.read_text()
    assert team.token not in secrets.with_name("links.toml").read_text()
    assert (team.mode(secrets), team.mode(team.file.parent)) == (0o600, 0o700)
    (item,) = team.desk.done("link", "list", "--json").items
    assert item == team.desk.done("link", "status", NAME, "--json").item
    assert (item["link"], item["address"], item["complete"]) == (NAME, team.address, True)
    assert (item["waiting"], item["stopped"], item["trouble"]) == (0, 0, None)
    assert team.done("list", "--json").items[0]["number"] == 1
    assert team.add().code == 2
    assert team.desk("link", "add", NAME, team.address, "--json").error["code"] == "link.taken"
    assert team.desk.done("link", "remove", NAME, "--json").item == {"removed": NAME}
    assert list(team.file.parent.iterdir()) == []
    assert team.token not in secrets.read_text()
    assert "link add" in team.desk.done("link", "list").out


@pytest.mark.parametrize(
    ("token", "code", "status"),
    [
        ("sdt_nothing", "remote.signed_out", 5),
        ("ключ", "remote.signed_out", 5),
        ("", "link.token_empty", 2),
    ],
)
def test_a_token_that_does_not_open_leaves_nothing_behind(
    team: Team, token: str, code: str, status: int
) -> None:
    refused = team.add(NAME, "--json", token=token)
    assert (refused.code, refused.error["code"]) == (status, code)
    assert nothing_is_left(team)


def test_a_token_has_to_open_enough_and_be_alive(team: Team) -> None:
    weak = team.desk.done("tokens", "add", "weak", "--scope", "read", "--json").item
    refused = team.add(NAME, "--json", token=weak["token"])
    assert (refused.code, refused.error["code"]) == (2, "link.scopes")
    assert "act notes" in refused.error["message"]
    team.desk.done("tokens", "revoke", "1")
    assert team.add(NAME, "--json").error["code"] == "remote.signed_out"
    assert nothing_is_left(team)


@pytest.mark.parametrize(
    ("address", "code", "status"),
    [
        ("http://desk.example.org", "remote.broken", 2),
        ("https://me:secret@desk.example.org", "remote.broken", 2),
        ("desk", "remote.broken", 2),
        ("http://127.0.0.1:9", "remote.unreachable", 5),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(
    shell: Shell, address: str, code: str, status: int
) -> None:
    refused = shell("link", "add", NAME, address, "--secret", "file", "--json", stdin="sdt_x\n")
    assert (refused.code, refused.error["code"]) == (status, code)
    assert "secret@" not in refused.err


@pytest.mark.parametrize("name", ["Team", "a b", "../x", "-x", ""])
def test_a_link_needs_a_plain_name(shell: Shell, name: str) -> None:
    refused = shell("link", "add", "--json", "--", name, "https://desk.example.org")
    assert (refused.code, refused.error["code"]) == (2, "link.name")


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, content = (200, b"{}") if self.path.startswith("/json") else (404, b"no")
        self.send_response(status)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_told: object) -> None:
        pass


@contextmanager
def elsewhere() -> Iterator[str]:
    """A server that is no desk."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_is_no_desk_is_told_apart(shell: Shell) -> None:
    asked = ("--secret", "file", "--json")
    with elsewhere() as address:
        refused = shell("link", "add", NAME, address, *asked, stdin="sdt_x\n")
        assert (refused.code, refused.error["code"]) == (5, "remote.missing")
        refused = shell("link", "add", NAME, f"{address}/json", *asked, stdin="sdt_x\n")
        assert (refused.code, refused.error["code"]) == (5, "remote.broken")


def test_a_certificate_nobody_vouches_for_is_not_trusted(team: Team) -> None:
    pem = str(Path(__file__).resolve().parents[1] / "outbound" / "loopback.pem")
    options = ("--tls-cert", pem, "--tls-key", pem, "--no-work")
    with program(team.desk.store, team.home / "tls", *options) as server:
        team.address = server.address
        refused = team.add(NAME, "--json")
    assert (refused.code, refused.error["code"]) == (5, "remote.unreachable")
    assert "certificate" in refused.error["message"]
    assert nothing_is_left(team)


def test_a_token_may_stand_in_the_environment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("link", "add", NAME, team.address, "--secret", "environment")
    refused = team.desk(*asked, "--json")
    variable = variable_of(f"link:{NAME}")
    assert (refused.code, refused.error["code"]) == (2, "link.no_token")
    assert variable in refused.error["message"]
    monkeypatch.setenv(variable, team.token)
    team.desk.done(*asked)
    assert team.done("note", "1", "--text", "Called.", "--json").item["sent"] is True
    assert team.desk("link", "add", "x", team.address, "--secret", "pocket").code == 2


def test_another_token_is_tried_before_it_is_kept(linked: Team) -> None:
    made = linked.desk.done("tokens", "add", "other", "--expires", "never", "--json").item
    hers = linked.desk.done("tokens", "add", "hers", "--for", "olga", "--json").item
    give = ("link", "token", NAME, "--json")
    assert linked.desk(*give, stdin="sdt_x\n").error["code"] == "remote.signed_out"
    refused = linked.desk(*give, stdin=hers["token"])
    assert (refused.code, refused.error["code"]) == (1, "link.other_operator")
    linked.desk.done("tokens", "revoke", "1")
    waits = linked.done("note", "1", "--text", "Called.")
    assert "does not know the token" in waits.out
    linked.desk.done(*give, stdin=made["token"])
    assert linked.done("sync", "--once", "--json").item["sent"] == 1


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
    assert [item["now"] for item in linked.done("sync", "--dry-run", "--json").items] == [
        True,
        False,
    ]
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


def test_a_link_that_is_not_there_is_named_as_such(linked: Team) -> None:
    for asked in (("--link", "nosuch", "list"), ("link", "status", "nosuch")):
        refused = linked.desk(*asked, "--json")
        assert (refused.code, refused.error["code"]) == (3, "link.missing")
    linked.file.unlink()
    refused = linked.copy("list", "--json")
    assert (refused.code, refused.error["code"]) == (2, "link.no_store")
    assert "no copy here" in linked.desk.done("link", "list").out
    linked.desk.done("link", "remove", NAME)
    linked.file.write_text("left over")
    assert linked.add(NAME, "--json").error["code"] == "link.left_over"


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


def test_what_has_not_left_is_not_thrown_away_unasked(linked: Team) -> None:
    linked.leave()
    linked.done("note", "1", "--text", "Called.")
    refused = linked.desk("link", "remove", NAME, "--json")
    assert (refused.code, refused.error["stops"][0]["name"]) == (1, "unsent")
    linked.desk.done("link", "remove", NAME, "--confirm", "unsent")
    assert not linked.file.exists()


def test_a_first_reading_that_was_cut_off_goes_on(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supportdesk.remote.own_desk.asking import DeskServer
    from supportdesk.remote.trouble import Unreachable

    async def cut(_server: DeskServer, *_asked: object) -> None:
        raise Unreachable("cut", sent=True)

    with monkeypatch.context() as patched:
        patched.setattr(DeskServer, "changes", cut)
        failed = team.add()
    assert failed.code == 5
    assert "supportdesk --link team sync --once" in failed.err
    refused = team.copy("new", "--client", "Bob", "--text", "x", "--json")
    assert refused.error["code"] == "link.not_read_yet"
    team.done("sync", "--once")
    team.done("note", "1", "--text", "x")


def test_a_store_of_its_own_is_no_copy(shell: Shell) -> None:
    shell.ticket()
    for typed in (("sync",), ("sync", "--once"), ("sync", "list"), ("sync", "again", "1")):
        refused = shell(*typed, "--json")
        assert (refused.code, refused.error["code"]) == (1, "link.no_copy")
    assert "sent" not in shell.done("note", "1", "--text", "x", "--json").item
