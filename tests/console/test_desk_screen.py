"""The desk screen as an operator sees it, and what keys do to it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.console.consoles import USUAL, WIDE, running
from tests.small_desk import SmallDesk


@pytest.mark.parametrize("size", [WIDE, (100, 30), USUAL, (60, 20)])
async def test_the_desk_at_each_width(
    furnished: SmallDesk, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    async with running(furnished, size) as console:
        assert console.text == snapshot
