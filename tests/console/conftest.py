"""What the console's tests begin with."""

import pytest

from tests.console.consoles import furnish
from tests.small_desk import SmallDesk


@pytest.fixture
def furnished(small: SmallDesk) -> SmallDesk:
    """The small desk with a few days of work in it."""
    furnish(small)
    return small
