"""What a desk screen is made with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from supportdesk.console.themes import Palette
from supportdesk.desk.desk import Desk
from supportdesk.store.read.rows import OperatorRow


def _no_folder() -> str:
    """There is no folder of articles, so nothing stands in the way."""
    return ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Where articles come from besides the store, and where their pages are published."""

    bring_up_to_date: Callable[[], str] = _no_folder
    """Takes in what changed in the folder of articles; answers what stood in the way, in words.

    Raises DeskError.
    """
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DeskSetting:
    """The desk, who works at it, and how it looks; `zone` None is the system's."""

    desk: Desk
    me: OperatorRow
    palette: Palette
    desk_name: str
    zone: tzinfo | None = None
    knowledge: Knowledge = Knowledge()
