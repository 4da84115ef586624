"""The progress line stays one line: in any width, and silent in a pipe."""

import io
import sys

import pytest

from supportdesk.cli import progress
from supportdesk.cli.progress import ProgressLine


class Screen(io.StringIO):
    """Standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 140])
def test_it_never_reaches_the_last_column(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    monkeypatch.setenv("COLUMNS", str(columns))
    with ProgressLine("Building the demo desk, tickets:") as line:
        for done in (1, 320, 640):
            line.tell(done, 640)
    shown = [part.removesuffix("\x1b[K") for part in screen.getvalue().split("\r") if part]
    assert len(shown) == 4
    assert max(len(part) for part in shown) < columns
    assert ("[" in shown[1]) == (columns >= 80)


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with ProgressLine("Importing, items:") as line:
        line.tell(1, 2)
    assert pipe.getvalue() == ""
