"""A desk full of hostile texts, made once for all who test at the same time."""

import fcntl
import shutil
from pathlib import Path

import pytest

from tests.trust.hostile_store import STORABLE, make_hostile_store


@pytest.fixture(scope="session")
def hostile_desk(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A closed store with every payload wherever a text can stand."""
    here = tmp_path_factory.getbasetemp()
    path = (here if worker_id == "master" else here.parent) / "hostile.desk"
    with path.with_suffix(".making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not path.exists():
            begun = path.with_suffix(".begun")
            make_hostile_store(begun, STORABLE)
            begun.rename(path)
    return path


@pytest.fixture
def hostile_copy(hostile_desk: Path, tmp_path: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copy(hostile_desk, tmp_path / "hostile.desk"))
