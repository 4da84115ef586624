"""A desk full of hostile texts, made once a session."""

import shutil
from pathlib import Path

import pytest

from tests.trust.hostile_store import STORABLE, make_hostile_store


@pytest.fixture(scope="session")
def hostile_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with every payload wherever a text can stand."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.desk"
    make_hostile_store(path, STORABLE)
    return path


@pytest.fixture
def hostile_copy(hostile_desk: Path, tmp_path: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copy(hostile_desk, tmp_path / "hostile.desk"))
