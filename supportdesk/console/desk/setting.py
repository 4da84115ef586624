"""What a desk screen is made with."""

from dataclasses import dataclass
from datetime import tzinfo

from supportdesk.console.appearance import Appearance
from supportdesk.console.keys import USUAL_KEYS, Keys
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
    keys: Keys = USUAL_KEYS
    appearance: Appearance | None = None
    """The theme in force; None where it cannot be changed."""
