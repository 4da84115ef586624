"""One invented desk a session, copied for each test that works on it in a terminal."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.demo.building import build_demo
from supportdesk.desk.opening import open_desk
from supportdesk.store.read.connection import open_file
from tests.terminal import Terminal

ME = "alex"
SEED = 7
PROGRAM = Path(sys.executable).with_name("supportdesk")


@dataclass(frozen=True)
class Workplace:
    """A store of one's own, and consoles that open it."""

    store: Path
    me: int
    home: Path
    reader: sqlite3.Connection
    """A look into the store past the console."""

    def console(self, size: tuple[int, int] = (80, 24), who: str = ME, **chosen: str) -> Terminal:
        """The program in a terminal, in English and UTC; `chosen` are more of its variables."""
        return Terminal(
            [str(PROGRAM), "--store", str(self.store), "--as", who],
            size=size,
            environment={
                "HOME": str(self.home),
                "XDG_CONFIG_HOME": str(self.home),
                "XDG_STATE_HOME": str(self.home),
                "LANG": "C.UTF-8",
                "LC_ALL": "C.UTF-8",
                "SUPPORTDESK_LANG": "en",
                "EDITOR": str(self.home / "editor"),
                "TZ": "UTC",
                **chosen,
            },
        )


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The store of an invented desk, closed, and the operator who looks at it."""
    path = tmp_path_factory.mktemp("demo") / "demo.desk"
    with closing(open_desk(path, lambda: datetime.now(UTC), create=True)) as desk:
        built = build_demo(desk, seed=SEED, now=datetime.now(UTC), me_login=ME)
    return path, built.me


@pytest.fixture
def workplace(demo_store: tuple[Path, int], tmp_path: Path) -> Iterator[Workplace]:
    """A copy of the demo desk."""
    path, me = demo_store
    store, home = tmp_path / "work.desk", tmp_path / "home"
    shutil.copy(path, store)
    home.mkdir()
    with closing(open_file(store)) as reader:
        yield Workplace(store, me, home, reader)
