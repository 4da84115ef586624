"""A crash report names the error that ended the program, also where another one brings it."""

from datetime import UTC, datetime

import pytest
from textual.worker import WorkerFailed

from supportdesk.cli.crash import crash_report


def test_what_a_worker_failed_of_is_named() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        raise ZeroDivisionError("a client's text")
    failed = WorkerFailed(caught.value)
    report = crash_report(failed, "console", datetime(2026, 3, 2, tzinfo=UTC))
    assert "builtins.ZeroDivisionError" in report
    assert "test_crash_report.py" in report
    assert "client's text" not in report
