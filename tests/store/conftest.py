"""What the store's tests begin with."""

from collections.abc import Iterator

import pytest

from tests.stores import STORE_KINDS, Stores, stores_of


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)
