"""What the desk's tests begin with."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def stores_are_made_once(
    copied_store: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    monkeypatch.setattr("supportdesk.store.write.migrate.create_store", copied_store)
