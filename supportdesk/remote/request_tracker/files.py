"""Files: read by their number, and written under names of any alphabet.

In a single read the content is base64; in JSON the server fails at a name beyond ASCII, but takes
it as an encoded word of a mail's head (RFC 2047). An empty file cannot be sent.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from supportdesk.remote.facts import Attachment
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.values import number, record, text
from supportdesk.remote.trouble import Broken

MOST_BYTES = 10_000_000
"""What a server takes in one attachment unless it was told otherwise; the rest it would drop."""


async def read_content(asking: Asking, rid: str) -> Attachment:
    """A file with its name. Raises Missing."""
    found = record((await asking.get(f"attachment/{number(rid)}")).json())
    try:
        content = b64decode(text(found.get("Content")), validate=False)
    except (binascii.Error, ValueError):
        raise Broken("shape") from None
    return Attachment(text(found.get("Filename")), text(found.get("ContentType")), content)


def to_send(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Files as the server takes them."""
    return [
        {
            "FileName": _encoded(file.name),
            "FileType": file.media_type or "application/octet-stream",
            "FileContent": b64encode(file.content).decode("ascii"),
        }
        for file in files
    ]


def refused(files: Sequence[Attachment]) -> str | None:
    """Why the server would not keep one of these files; None where it would."""
    for file in files:
        if not file.content:
            return "file.empty"
        if len(file.content) > MOST_BYTES:
            return "file.too_large"
        if not file.name.strip():
            return "file.unnamed"
    return None


def _encoded(name: str) -> str:
    if name.isascii():
        return name
    return f"=?UTF-8?B?{b64encode(name.encode('utf-8', 'replace')).decode('ascii')}?="
