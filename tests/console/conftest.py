"""What the console's tests begin with."""

import pytest

from tests.console.consoles import furnish
from tests.small_desk import SmallDesk


@pytest.fixture
def furnished(small: SmallDesk) -> SmallDesk:
    """The small desk with a few days of work in it."""
    furnish(small)
    return small


@pytest.fixture(autouse=True)
def a_modern_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests run in, the console is shown on one with every colour."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
