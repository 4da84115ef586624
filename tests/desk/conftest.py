"""What the desk's tests begin with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stores import STORE_KINDS, Stores, stores_of


@pytest.fixture(autouse=True)
def stores_are_made_once(
    copied_store: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    monkeypatch.setattr("supportdesk.store.write.migrate.create_store", copied_store)


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)
