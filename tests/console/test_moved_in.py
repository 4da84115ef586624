"""An account that moved in, as operators meet it: queues, thread, history, templates, macros."""

from pathlib import Path

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions
from tests import zendesk_account
from tests.console.consoles import WIDE, running
from tests.small_desk import SmallDesk


async def test_what_moved_in_is_worked_on_like_anything_else(
    small: SmallDesk, tmp_path: Path
) -> None:
    folder = zendesk_account.write(tmp_path / "account")
    import_files(small.desk, [folder], ImportOptions(helpdesk="zendesk", importer=small.olga))
    async with running(small, WIDE) as console:
        await console.press("3")
        listed = console.text
        assert "Matter 1" in listed
        assert "Matter 2" in listed
        assert "Front desk" in listed
        assert "Refunds at work" in listed or "Refunds at…" in listed
        await console.press("enter")
        assert "We ask the bank." in console.text
        assert "on hold (third party) · critical · Billing · Bo Hill" in console.text
        await console.press("f", *"order")
        await console.until("Refunds::Ask for the order")
        await console.press("escape", "t", *"greet")
        await console.until("Good day!")
