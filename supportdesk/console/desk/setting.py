"""What a desk screen is made with."""

from collections.abc import Callable
from datetime import tzinfo

from supportdesk.console.appearance import Appearance
from supportdesk.console.keys import USUAL_KEYS, Keys
from supportdesk.console.notices import NoticeSettings
from supportdesk.console.outside import Outside
from supportdesk.console.themes import Palette
from supportdesk.desk.desk import Desk
from supportdesk.domain.lookup import Lookups
from supportdesk.records import dataclass
from supportdesk.store.read.rows import OperatorRow

NOTHING_OUTSIDE = Outside()
NO_NOTICES = NoticeSettings()


def _drop(_sequence: str) -> None:
    """Where there is no terminal."""


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
    lookups: Lookups | None = None
    """Who can be asked about clients, or None."""
    keys: Keys = USUAL_KEYS
    appearance: Appearance | None = None
    """The theme in force; None where it cannot be changed."""
    outside: Outside = NOTHING_OUTSIDE
    notices: NoticeSettings = NO_NOTICES
    signal: Callable[[str], None] = _drop
    """Sends a sequence of our own to the terminal, past the screen."""
    after_sending: str = "next"
    """Where one is when a reply has been sent: next, list or stay (F11)."""
    tracks_time: bool = True
    """Whether the time spent on tickets is counted (F42)."""
    knowledge: Knowledge = Knowledge()
