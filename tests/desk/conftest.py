"""What the desk's tests begin with."""

from collections.abc import Iterator

import pytest

from tests.made_stores import made_once


@pytest.fixture(autouse=True, scope="package")
def stores_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    with made_once(tmp_path_factory.mktemp("empty")):
        yield
