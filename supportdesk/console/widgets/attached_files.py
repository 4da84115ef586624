"""The line of a composer that names what goes with the text (F33)."""

from collections.abc import Sequence

from textual.widgets import Static

from supportdesk.console import text
from supportdesk.i18n import gettext as _


class AttachedFiles(Static):
    """Takes no room while nothing is attached."""

    DEFAULT_CSS = "AttachedFiles { height: auto; max-height: 2; color: $ink-text; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()

    def show(self, names: Sequence[str]) -> None:
        """Name the files: "invoice.pdf 12 kB", cleaned already."""
        if tuple(names) == self.names:
            return
        self.names = tuple(names)
        self.display = bool(names)
        said = _("With {files} · Ctrl+F takes off").format(files=", ".join(names))
        self.update(text.content(said if names else ""))
