"""`--as` somebody else, by whom the system knows: a right, and recorded."""

import pytest

from tests.cli.conftest import Shell
from tests.reading import file_of
from tests.small_desk import SmallDesk


@pytest.fixture
def people(shell: Shell, small: SmallDesk) -> Shell:
    """A shell on the small desk; its people have logins."""
    small.ticket()
    small.desk.close()
    file_of(small.desk).rename(shell.store)
    return shell


def be(monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    """Let the system know one by this login from now on."""
    monkeypatch.setattr("supportdesk.cli.session.system_login", lambda: login)


@pytest.mark.parametrize(
    "line", [("note", "1", "--text", "x"), ("drafts", "list"), ("counts",), ("list", "owner:me")]
)
def test_an_operator_is_nobody_else(
    people: Shell, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    be(monkeypatch, "petro")
    refused = people("--as", "olga", "--json", *line)
    assert (refused.code, refused.error["code"], refused.out) == (1, "operator.not_yourself", "")
    people.done("--as", "petro", *line)
    assert "Leave --as out" in people("--as", "olga", *line).err


def test_a_lead_is_named_beside_whom_he_stood_in_for(
    people: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, "olga")
    people.done("note", "1", "--text", "x", "--as", "petro")
    told = people.done("show", "1", "--events")
    assert "Petro (by Olga)" in told.out
    events = people.done("show", "1", "--events", "--json").item["events"]
    assert (events[-1]["actor"], events[-1]["by"]) == ("Petro", "Olga")
