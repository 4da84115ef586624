"""Files: read by their number, and sent under names of any alphabet.

In a single read the content is base64. A file is sent as part of a form: in JSON the server fails
at a name beyond ASCII. An empty file it does not take at all.
"""

import json
from collections.abc import Sequence

from supportdesk.remote.facts import Attachment
from supportdesk.remote.line import Parts

MOST_BYTES = 10_000_000
"""What a server takes in one attachment unless it was told otherwise; the rest it would drop."""


def form(body: object, files: Sequence[Attachment]) -> Parts:
    """What is said and its files as the server takes them together."""
    said = ("JSON", (None, json.dumps(body).encode("ascii"), "application/json"))
    return (said, *(("Attachments", _part(file)) for file in files))


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


def _part(file: Attachment) -> tuple[str, bytes, str]:
    """A form cannot hold double quotes in a name."""
    name = file.name.replace('"', "'")
    return name, file.content, file.media_type or "application/octet-stream"
