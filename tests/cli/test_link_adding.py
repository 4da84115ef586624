"""`link`: adding, showing and removing links, and everything that may be wrong with one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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


def test_whoever_gives_a_wrong_token_is_told_the_command_to_give_it_again(team: Team) -> None:
    refused = team.add(token="sdt_nothing")
    assert team.address in refused.err
    assert refused.err.endswith(f"supportdesk link add team {team.address} --secret file\n")
    weak = team.desk.done("tokens", "add", "weak", "--scope", "read", "--json").item
    refused = team.add(token=weak["token"])
    assert refused.err.endswith(f"supportdesk link add team {team.address} --secret file\n")
    team.add()
    refused = team.desk("link", "token", NAME, stdin="sdt_x\n")
    assert refused.err.endswith("supportdesk link token team\n")


def nobody_is_asked(_name: str) -> str:
    """In the place of the question for a token."""
    raise AssertionError("a token was asked for that nothing could keep")


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may be asked for a token."""
    monkeypatch.setattr("supportdesk.cli.commands.links.ask_secret", nobody_is_asked)
    monkeypatch.setattr("supportdesk.cli.commands.link_adding.ask_secret", nobody_is_asked)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a keyring that can be used."""
    import keyring
    from keyring.errors import NoKeyringError

    def none(_service: str, _name: str) -> None:
        raise NoKeyringError

    monkeypatch.setattr(keyring, "get_password", none)


@pytest.mark.usefixtures("unasked", "no_keyring")
def test_no_token_is_asked_for_that_no_keyring_keeps(shell: Shell) -> None:
    asked = ("link", "add", NAME, "https://desk.example.org")
    refused = shell(*asked, "--history", "2026-01-01", stdin="sdt_x\n")
    assert refused.code == 2
    assert refused.err.endswith(
        "supportdesk link add team https://desk.example.org --secret file --history 2026-01-01\n"
    )


@pytest.mark.usefixtures("no_keyring")
def test_a_link_whose_keyring_is_gone_is_told_what_works(linked: Team) -> None:
    folder = linked.home / "home" / ".config" / "supportdesk"
    links, secrets = folder / "links.toml", folder / "secrets.toml"
    links.write_text(links.read_text().replace('"file"', '"keyring"'))
    secrets.unlink()
    again = ("link", "token", NAME, "--secret", "file")
    for asked in (("link", "token", NAME), ("--link", NAME, "sync", "--once")):
        refused = linked.desk(*asked, stdin="sdt_x\n")
        assert refused.code in (2, 5)
        assert refused.err.endswith(f"supportdesk {' '.join(again)}\n")
    assert linked.desk(*again, stdin="sdt_x\n").code == 5
    assert '"keyring"' in links.read_text()
    linked.desk.done(*again, stdin=linked.token)
    assert linked.token in secrets.read_text()
    linked.done("sync", "--once")
    assert linked.desk("link", "token", NAME, "--secret", "pocket").code == 2


def test_a_token_that_moves_is_left_in_no_other_place(
    linked: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable_of(f"link:{NAME}"), linked.token)
    linked.desk.done("link", "token", NAME, "--secret", "environment")
    secrets = linked.home / "home" / ".config" / "supportdesk" / "secrets.toml"
    assert linked.token not in secrets.read_text()
    linked.done("sync", "--once")


@pytest.mark.usefixtures("unasked")
def test_no_token_is_asked_for_that_no_file_keeps(shell: Shell, home: Path) -> None:
    secrets = home / "home" / ".config" / "supportdesk" / "secrets.toml"
    secrets.parent.mkdir(parents=True)
    secrets.write_text("")
    secrets.chmod(0o644)
    asked = ("link", "add", NAME, "https://desk.example.org", "--secret", "file", "--json")
    assert shell(*asked, stdin="sdt_x\n").error["code"] == "secret.open"


def test_no_token_is_asked_for_that_would_not_be_kept(
    linked: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.cli.commands.links.ask_secret", nobody_is_asked)
    folder = linked.home / "home" / ".config" / "supportdesk"
    (folder / "secrets.toml").chmod(0o644)
    give = ("link", "token", NAME, "--json")
    assert linked.desk(*give).error["code"] == "secret.open"
    links = folder / "links.toml"
    links.write_text(links.read_text().replace('"file"', '"environment"'))
    refused = linked.desk(*give)
    assert (refused.code, refused.error["code"]) == (2, "link.set_outside")
    assert variable_of(f"link:{NAME}") in refused.error["message"]


def test_a_link_is_not_removed_without_its_token(linked: Team) -> None:
    secrets = linked.home / "home" / ".config" / "supportdesk" / "secrets.toml"
    secrets.chmod(0o644)
    refused = linked.desk("link", "remove", NAME, "--json")
    assert (refused.code, refused.error["code"]) == (2, "secret.open")
    assert linked.file.exists()
    assert NAME in linked.desk.done("link", "list").out
    secrets.chmod(0o600)
    linked.desk.done("link", "remove", NAME)
    assert linked.token not in secrets.read_text()


@pytest.mark.usefixtures("no_keyring")
def test_a_link_goes_without_a_keyring_and_says_what_may_be_left(linked: Team) -> None:
    links = linked.home / "home" / ".config" / "supportdesk" / "links.toml"
    links.write_text(links.read_text().replace('"file"', '"keyring"'))
    kept = links.read_text(), linked.file.read_bytes()
    told = linked.desk.done("link", "remove", NAME)
    assert f"keyring del supportdesk link:{NAME}" in told.err
    links.write_text(kept[0])
    linked.file.write_bytes(kept[1])
    told = linked.desk.done("link", "remove", NAME, "--json")
    assert told.item == {"removed": NAME, "left": "token"}


def test_a_link_that_is_removed_is_no_setting_any_more(
    linked: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked.desk.done("config", "set", "link", "other")
    linked.desk.done("link", "remove", NAME)
    settings = linked.home / "home" / ".config" / "supportdesk" / "config.toml"
    assert "other" in settings.read_text()
    assert linked.add().code == 0
    linked.desk.done("config", "set", "link", NAME)
    monkeypatch.setenv("SUPPORTDESK_LINK", NAME)
    told = linked.desk.done("link", "remove", NAME)
    assert "setting `link`" in told.out
    assert "SUPPORTDESK_LINK" in told.err
    assert NAME not in settings.read_text()
    monkeypatch.delenv("SUPPORTDESK_LINK")
    assert linked.desk.done("list", "--json").items[0]["number"] == 1


def test_a_setting_that_names_no_link_is_told_how_to_be_taken_out(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUPPORTDESK_STORE")
    shell.done("config", "set", "link", "gone")
    refused = shell("list")
    assert refused.code == 3
    assert refused.err.endswith("supportdesk config unset link\n")
    assert "config unset" not in shell("--link", "gone", "list").err


def test_plain_http_behind_https_is_told_as_what_it_is(team: Team) -> None:
    plain = team.address
    team.address = plain.replace("http://", "https://")
    refused = team.add(NAME, "--json")
    assert (refused.code, refused.error["code"]) == (5, "remote.unreachable")
    assert "certificate" not in refused.error["message"]
    assert refused.error["message"].endswith(f"Try: {plain}")
    assert nothing_is_left(team)


@pytest.mark.parametrize(
    ("address", "code", "status"),
    [
        ("http://desk.example.org", "remote.broken", 2),
        ("https://me:secret@desk.example.org", "remote.broken", 2),
        ("desk", "remote.broken", 2),
        ("http://127.0.0.1:99999999", "remote.broken", 2),
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


def test_a_file_that_was_spoilt_by_hand_is_named(linked: Team) -> None:
    folder = linked.home / "home" / ".config" / "supportdesk"
    links, secrets = folder / "links.toml", folder / "secrets.toml"
    kept = links.read_text()
    links.write_text(kept.replace(linked.address, "http://127.0.0.1:99999999"))
    refused = linked.copy("sync", "--once", "--json")
    assert (refused.code, refused.error["code"]) == (5, "remote.broken")
    links.write_text(kept)
    secrets.write_text("x = " + "[" * 100_000)
    refused = linked.copy("sync", "--once", "--json")
    assert (refused.code, refused.error["code"]) == (2, "secret.unreadable")


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
