"""Whether files are small enough to go with a message (F33)."""

from collections.abc import Iterable

from supportdesk.domain.desk_options import file_limit
from supportdesk.domain.errors import Refused


def require_size(kept: dict[str, str], channel: str, sizes: Iterable[int]) -> None:
    """Refuse files that are too large together for the channel; sizes in bytes (F33)."""
    limit, size = file_limit(kept, channel), sum(sizes)
    if size > limit:
        raise Refused(
            "files.too_large", channel=channel, size=_megabytes(size), limit=_megabytes(limit)
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
