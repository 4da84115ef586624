"""Shared options of the desk, and what follows from them."""

from collections.abc import Iterable

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ChangeOption, NewAttachment
from supportdesk.domain.desk_options import checked_option, file_limit
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.store.write.change import change
from supportdesk.store.write.option_fields import kept_options

THE_DESK = 0
"""Events about the desk as a whole name no row."""


def change_option(submission: Submission, action: ChangeOption) -> Receipt:
    """Set a shared option. Raises Invalid for no such option or value."""
    name, value = checked_option(action.name, action.value)
    change(submission.transaction, "desk", THE_DESK, f"option:{name}", value)
    return Receipt(submission.transaction.envelope)


def require_size(kept: dict[str, str], channel: str, sizes: Iterable[int]) -> None:
    """Refuse files that are too large together for the channel; sizes in bytes (F33)."""
    limit, size = file_limit(kept, channel), sum(sizes)
    if size > limit:
        raise Refused(
            "files.too_large", channel=channel, size=_megabytes(size), limit=_megabytes(limit)
        )


def require_fitting(
    submission: Submission, channel: str, attachments: Iterable[NewAttachment]
) -> None:
    """Refuse a message whose files are too large for the channel it goes by (F33)."""
    sizes = [len(file.content) for file in attachments]
    if sizes:
        require_size(kept_options(submission.transaction.connection), channel, sizes)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
