"""Texts and files a person hands to a command."""

import sys
from pathlib import Path

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _

STANDARD_INPUT = "-"


def typed_text(text: str | None, *, what: str) -> str:
    """The text given, or for None and `-` what stands on standard input.

    Raises Invalid("text.not_utf8"): a wrong guess would change somebody's letters.
    """
    if text is not None and text != STANDARD_INPUT:
        return text
    if sys.stdin.isatty():
        print(
            _("Type the {what}; end with Ctrl+D on an empty line.").format(what=what),
            file=sys.stderr,
        )
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").rstrip()
    except UnicodeDecodeError as trouble:
        raise Invalid("text.not_utf8") from trouble


def attached(paths: list[str] | None) -> tuple[NewAttachment, ...]:
    """The files to attach. Raises Invalid("file.unreadable")."""
    from supportdesk.desk.local_files import read_file

    return tuple(read_file(Path(path)) for path in paths or ())
