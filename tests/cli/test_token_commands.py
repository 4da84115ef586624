"""`tokens`: the secret is told once, and what is listed opens nothing by itself."""

import pytest

from supportdesk.cli.commands.serving import _place_of_proxy
from supportdesk.domain.access import PREFIX
from tests.cli.conftest import Shell


def test_a_token_is_made_listed_and_revoked(shell: Shell) -> None:
    shell.ticket()
    made = shell.done(
        "tokens", "add", "robot", "--scope", "read", "--expires", "90d", "--json"
    ).item
    assert made["token"].startswith(PREFIX)
    assert (made["number"], made["scopes"], made["open"]) == (1, ["read"], True)
    assert made["expires"].startswith("2026-05-31T")
    (listed,) = shell.done("tokens", "list", "--json").items
    assert listed == {name: value for name, value in made.items() if name != "token"}
    assert "robot" in shell.done("tokens", "list").out
    assert shell.done("tokens", "revoke", "1", "--json").item["done"] == "RevokeToken"
    assert "revoked" in shell.done("tokens", "list").out
    assert shell("tokens", "revoke", "1", "--json").error["code"] == "token.over"


def test_people_are_told_the_secret_and_how_to_end_it(shell: Shell) -> None:
    shell.ticket()
    told = shell.done("tokens", "add", "robot", "--expires", "never")
    assert told.out.startswith(PREFIX)
    assert "tokens revoke 1" in told.err
    (listed,) = shell.done("tokens", "list", "--json").items
    assert (listed["expires"], listed["scopes"]) == (None, ["read", "notes", "act"])


def test_two_tokens_of_one_operator_are_told_apart_by_their_names(shell: Shell) -> None:
    shell.ticket()
    shell.done("operators", "add", "Olga", "--login", "olga", "--role", "lead")
    shell.done("tokens", "add", "laptop", "--for", "olga", "--expires", "2026-03-03")
    shell.done("tokens", "add", "laptop")
    refused = shell("tokens", "add", " laptop ", "--for", "olga")
    assert refused.code == 1
    assert "Olga has a token laptop already: number 1." in refused.err
    assert "supportdesk tokens revoke 1;" in refused.err
    shell.done("tokens", "revoke", "2")
    shell.done("tokens", "add", "laptop")
    shell.clock.forward(days=2)
    shell.done("tokens", "add", "laptop", "--for", "olga")


def test_nothing_is_listed_where_there_is_none(shell: Shell) -> None:
    shell.ticket()
    assert "supportdesk tokens add" in shell.done("tokens", "list").out


@pytest.mark.parametrize("wanted", ["nonsense", "localhost", "10.0.0.5/8", "*", "127.0.0.1:80", ""])
def test_a_proxy_that_comes_from_nowhere_is_refused(shell: Shell, wanted: str) -> None:
    shell.ticket()
    refused = shell("serve", "--trust-proxy", "127.0.0.1", "--trust-proxy", wanted, "--json")
    assert (refused.code, refused.error["code"]) == (2, "serve.no_proxy")
    assert "--trust-proxy 127.0.0.1" in refused.error["message"]


def test_a_proxy_comes_from_an_address_or_a_network() -> None:
    for wanted in ("127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"):
        assert _place_of_proxy(wanted) == wanted


def test_serve_does_not_listen_where_strangers_can_read(shell: Shell) -> None:
    shell.ticket()
    for host in ("0.0.0.0", "::", "192.0.2.1", "desk.example.org"):
        refused = shell("serve", "--host", host, "--json")
        assert (refused.code, refused.error["code"]) == (1, "serve.outside")
