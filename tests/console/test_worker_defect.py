"""What breaks behind a window is reported by its own place, and shows nobody's words."""

from supportdesk.cli.crash import crash_report
from supportdesk.console.commands import BY_NAME
from tests.console.consoles import running
from tests.small_desk import SmallDesk


class BrokenError(Exception):
    """What is thrown here."""


async def test_a_broken_worker_is_reported_by_what_broke_it(small: SmallDesk) -> None:
    async with running(small) as console:

        async def fail() -> None:
            raise BrokenError("canary")

        console.desk.handlers["theme"] = fail
        console.desk.do(BY_NAME["theme"])
        for _moment in range(100):
            if console.app.defect is not None:
                break
            await console.pilot.pause(0.01)
        defect = console.app.defect
        console.app._exception = None  # the stage would raise it at its end
    assert isinstance(defect, BrokenError)
    report = crash_report(defect, "console", small.clock.now)
    assert "BrokenError" in report
    assert " fail" in report
    assert "canary" not in report
