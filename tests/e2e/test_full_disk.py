"""The disk is full while somebody writes: it is said, nothing typed is lost, and work goes on."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from supportdesk.store.read import threads
from supportdesk.store.read.connection import open_file
from tests.e2e.conftest import Workplace
from tests.e2e.test_terminal_ends import begin_a_reply
from tests.trust.small_disk import NoDisk, SmallDisk, small_disk

pytestmark = pytest.mark.terminal


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """A disk that can be filled."""
    try:
        with small_disk(24) as mounted:
            yield mounted
    except NoDisk as reason:
        pytest.skip(str(reason))


def test_a_reply_waits_for_room_on_a_full_disk(workplace: Workplace, disk: SmallDisk) -> None:
    store = disk.folder / "work.desk"
    shutil.copy(workplace.store, store)
    with closing(open_file(store)) as reader:
        work = replace(workplace, store=store, reader=reader)
        with work.console((120, 30)) as terminal:
            begin_a_reply(terminal, "Good morning")
            terminal.wait("draft saved")
            disk.fill()
            terminal.press(", the parcel is on its way")
            terminal.wait("disk of .* is full")
            terminal.press("ctrl+d")
            terminal.settle(1)
            assert "is full" in terminal.text
            assert "Good morning, the parcel is on its way" in terminal.text
            disk.make_room()
            terminal.press("ctrl+d")
            terminal.wait("The reply on .* is accepted")
        (sent,) = reader.execute("SELECT body FROM message ORDER BY id DESC LIMIT 1").fetchone()
        assert sent.startswith("Good morning, the parcel is on its way")
        assert threads.drafts(reader, work.me) == []
