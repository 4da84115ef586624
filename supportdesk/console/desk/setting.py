"""What a desk screen is made with."""

from dataclasses import dataclass
from datetime import tzinfo

from supportdesk.console.themes import Palette
from supportdesk.desk.desk import Desk
from supportdesk.store.read.rows import OperatorRow


@dataclass(frozen=True, slots=True)
class DeskSetting:
    """The desk, who works at it, and how it looks; `zone` None is the system's."""

    desk: Desk
    me: OperatorRow
    palette: Palette
    desk_name: str
    zone: tzinfo | None = None
    tracks_time: bool = True
    """Whether the time spent on tickets is counted (F42)."""
