"""Attacks on the roles from the command line: no command gives anybody what is not theirs (F155).

Every command that changes something is run as everybody who may not; a command that stands in no
table fails the first test until somebody has said what it changes.
"""

import shlex
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.roles import ALLOWED, ROLES
from tests.cli.changing_commands import (
    CHANGES,
    EVENT,
    OF_COPIES,
    OF_MAILS,
    OF_OTHER_SYSTEMS,
    OF_THE_FILE,
    OF_THE_SYSTEMS_USER,
    PERSONAL,
    READING,
    Actions,
    every_command,
    stage,
    write_files,
)
from tests.cli.conftest import Answer, Shell
from tests.reading import file_of
from tests.small_desk import SmallDesk, StandingClock

CONFIRMED = (
    *("attachment", "recipient", "newer", "writing", "braces", "merged", "changed", "forget"),
    *("tag_in_use", "role", "role.not_allowed", "view.not_shared", "undo.not_own"),
)
LINES = [
    pytest.param(line, needed, id=line) for attacks in CHANGES.values() for line, needed in attacks
]


@dataclass
class Attack:
    """A shell on a furnished desk, and what that holds."""

    shell: Shell
    files: dict[str, str]

    def __call__(self, who: str, line: str, *more: str) -> Answer:
        """Run a line as somebody."""
        words = [word.format(**self.files) for word in shlex.split(line)]
        return self.shell(*words, "--as", who, *more, stdin=EVENT)

    @property
    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with closing(sqlite3.connect(self.shell.store)) as store:
            named = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'"
            tables = [name for (name,) in store.execute(named)]
            return {name: store.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}

    def refused(self, who: str, line: str, code: str, *more: str) -> str:
        """The line is refused with this code, whatever is confirmed; the sentence."""
        options = [part for name in CONFIRMED for part in ("--confirm", name)]
        answer = self(who, line, "--json", *options, *more)
        assert (answer.error["code"], answer.out) == (code, ""), (who, line)
        assert answer.code == answer.error["exit"], (who, line)
        return str(answer.error["message"])

    def nobody(self, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
        """Who has left is told so, also where a variable names them."""
        monkeypatch.setenv("SUPPORTDESK_AS", "left")
        words = [word.format(**self.files) for word in shlex.split(line)]
        answer = self.shell(*words, stdin=EVENT)
        monkeypatch.delenv("SUPPORTDESK_AS")
        told = "There is no operator left at work here. See: supportdesk operators list\n"
        assert (answer.code, answer.out, answer.err) == (3, "", told), line


@pytest.fixture(scope="module")
def staged(closed_desk: SmallDesk, tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """The furnished desk, closed; its clock is the moment after."""
    path = tmp_path_factory.mktemp("staged") / "staged.desk"
    shutil.copy(file_of(closed_desk.desk), path)
    clock = StandingClock()
    with closing(open_desk(path, clock)) as desk:
        small = replace(closed_desk, desk=desk, clock=clock)
        people = stage(small)
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("UPDATE operator SET active = 0 WHERE id = ?", (people["left"],))
    return small


@pytest.fixture
def attack(shell: Shell, staged: SmallDesk, home: Path) -> Attack:
    """A copy of the furnished desk to be attacked."""
    shutil.copy(file_of(staged.desk), shell.store)
    shell.clock.now = staged.clock.now
    return Attack(shell, write_files(home) | newest_envelopes(shell.store))


def newest_envelopes(store: Path) -> dict[str, str]:
    """What the lead did last, and Petro's reply."""
    newest = "SELECT id FROM envelope WHERE {} ORDER BY number DESC LIMIT 1"
    wanted = {"lead": "actor_id = 1", "reply": "action = 'Reply'"}
    with closing(sqlite3.connect(store)) as found:
        return {
            name: found.execute(newest.format(where)).fetchone()[0]
            for name, where in wanted.items()
        }


NAMES = {"lead": "olga", "operator": "petro", "trainee": "tamar"}
"""Logins by role; of other roles the role is the login."""


OF_PETRO = ("undo", "redo")
"""What an admin has not done, but Petro."""


def login(role: str) -> str:
    """Who has this role."""
    return NAMES.get(role, role)


def forbidden(needed: Actions) -> list[str]:
    """The roles that may not do all of these."""
    return [role for role in ROLES if not all(role in ALLOWED[action] for action in needed)]


def test_every_command_says_what_it_changes() -> None:
    known = (
        PERSONAL,
        OF_COPIES,
        OF_MAILS,
        OF_OTHER_SYSTEMS,
        OF_THE_FILE,
        OF_THE_SYSTEMS_USER,
        READING,
    )
    told = [set(CHANGES), *map(set, known)]
    assert sorted(name for kind in told for name in kind) == sorted(every_command())


@pytest.mark.parametrize(("line", "needed"), LINES)
def test_nobody_gets_by_a_command_what_is_not_theirs(
    attack: Attack, monkeypatch: pytest.MonkeyPatch, line: str, needed: Actions
) -> None:
    before = attack.rows
    roles = forbidden(needed)
    assert (roles[0], "admin" in roles) == ("auditor", False)
    ending = "). Ask a lead to do it."
    for role in roles[1:]:
        told = attack.refused(login(role), line, "role.not_allowed")
        assert told.startswith(f"The role {role} may not do this (")
        assert told.endswith(ending)
    plain = attack("auditor", line)
    assert plain.code == 1
    assert plain.err.startswith("The role auditor may not do this (")
    assert plain.err.endswith(f"{ending}\n")
    assert plain.err.count("\n") == 1
    attack.nobody(monkeypatch, line)
    assert attack.rows == before
    may = "petro" if line in OF_PETRO else "admin"
    if line == "redo":
        attack.shell.done("undo", "--as", may)
        before = attack.rows
    done = attack(may, line)
    assert (done.code, attack.rows != before) == (0, True), done.err


@pytest.mark.parametrize("line", PERSONAL.values())
def test_nobody_keeps_anything_who_is_not_of_this_desk(
    attack: Attack, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    before = attack.rows
    attack.nobody(monkeypatch, line)
    assert attack.rows == before
    assert attack("petro", line).code == 0
    assert attack.rows != before


@pytest.mark.parametrize("line", ["note 1 --text Look.", "seen 1 --unread", "undo", "redo"])
def test_a_name_that_is_nobodys_is_no_way_in(attack: Attack, line: str) -> None:
    before = attack.rows
    assert attack.refused("nobody", line, "operator.missing").startswith("There is no operator")
    stranger = attack.shell(*shlex.split(line))
    assert (stranger.code, "is not an operator of this desk" in stranger.err) == (1, True)
    assert attack.rows == before


# What is a matter of whose it is: the same actions, on what is others' own

OTHERS = (
    ("operator", "undo {lead}", "undo.not_own"),
    ("trainee", "undo {lead}", "undo.not_own"),
    ("mentor", "undo {lead}", "undo.not_own"),
    ("trainee", "undo {reply}", "role.not_allowed"),
    ("mentor", "outbox at 1 3h", "outbox.not_own"),
    ("mentor", "outbox cancel 1", "outbox.not_own"),
    ("operator", "time add 1 5m --reason call --operator olga", "time.not_own"),
    ("trainee", "time correct 1 5m --reason call --operator olga", "time.not_own"),
    ("operator", "views save Ours owner:me --for team", "view.not_shared"),
    ("trainee", "views save Ours owner:me --for operator", "view.not_shared"),
    ("mentor", "views edit Team --query tag:x", "view.not_shared"),
    ("operator", "views edit Team --for me", "view.not_shared"),
    ("operator", "views delete Team", "view.not_shared"),
    ("mentor", "views import {shared}", "view.not_shared"),
    ("operator", "tokens add robot --for olga", "operator.not_yourself"),
    ("lead", "tokens add robot --for admin", "operator.not_yourself"),
    ("auditor", "tokens add robot --for petro", "operator.not_yourself"),
    ("operator", "tokens revoke 1", "token.not_own"),
    ("lead", "views delete 2", "saved_view.missing"),
    ("lead", "operators add Eve --login eve --role admin", "role.not_given"),
    ("lead", "operators add Eve --login eve --role lead", "role.not_given"),
    ("lead", "operators edit olga --role admin", "role.not_given"),
    ("lead", "operators edit admin --role operator", "role.not_given"),
    ("lead", "operators edit admin --login mallory", "role.not_given"),
)


@pytest.mark.parametrize(("role", "line", "code"), OTHERS)
def test_what_is_others_own_stays_theirs(attack: Attack, role: str, line: str, code: str) -> None:
    before = attack.rows
    told = attack.refused(login(role), line, code)
    assert f"({code})" not in told, "it has a sentence of its own"
    assert attack.rows == before


def test_a_draft_that_is_refused_its_file_is_not_kept_without_it(attack: Attack) -> None:
    before = attack.rows
    line = "drafts save 1 --text Soon. --attach {crew}"
    attack.refused("auditor", line, "role.not_allowed")
    assert attack.rows == before
