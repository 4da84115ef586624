"""What the tests of copies begin with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.replica.copies import Copied
from tests.small_desk import SmallDesk


@pytest.fixture(autouse=True)
def stores_are_made_once(
    copied_store: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    monkeypatch.setattr("supportdesk.store.write.migrate.create_store", copied_store)
    monkeypatch.setattr("supportdesk.desk.replica.beginning.create_store", copied_store)


@dataclass
class Copier:
    """Makes copies of desks, in a folder of its own."""

    folder: Path
    made: list[Copied] = field(default_factory=list)

    def __call__(self, small: SmallDesk, operator: int | None = None) -> Copied:
        """A copy of a desk for an operator (Petro); nothing was read yet."""
        path = self.folder / f"copy-{len(self.made)}.desk"
        found = Copied(path, small.desk, operator or small.petro, small.clock)
        self.made.append(found)
        return found


@pytest.fixture
def copy_of(tmp_path: Path) -> Iterator[Copier]:
    """Makes copies; they are closed at the end."""
    folder = tmp_path / "copies"
    folder.mkdir()
    copier = Copier(folder)
    yield copier
    for one in copier.made:
        one.close()


@pytest.fixture
def number(small: SmallDesk) -> int:
    """A ticket that is there before the copy is read."""
    return small.ticket()
