"""The console on the chosen store; a missing one is made."""

import sys
from typing import TYPE_CHECKING

from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.settings.keys_file import keys_file, read_keys

if TYPE_CHECKING:
    from supportdesk.console.keys import Keys


def open_console(session: Session) -> int:
    """Run the console until the operator leaves; return the exit code.

    Raises Refused("console.no_terminal") where nobody could see it.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("console.no_terminal")
    session.open(create=True)
    return run_console(session)


def run_console(session: Session, desk_name: str = "") -> int:
    """Run the console on the open desk as whom one is.

    Raises Invalid("theme.unknown") and whatever `own_keys` raises.
    """
    me = session.actor()
    from supportdesk.console.app import run
    from supportdesk.console.themes import DEFAULT_THEME, palettes

    settings = session.settings
    theme = settings.theme or DEFAULT_THEME
    if theme not in (known := palettes()):
        raise Invalid("theme.unknown", wanted=theme, allowed=sorted(known))
    return run(
        session.desk,
        me,
        theme=theme,
        desk_name=desk_name,
        zone=settings.zone,
        keys=own_keys(),
    )


def own_keys() -> "Keys":
    """The keys of `keys.toml`, else the usual ones. Raises SettingTrouble, Invalid."""
    from supportdesk.console.keys import USUAL_KEYS

    file = keys_file()
    chosen = read_keys(file)
    return USUAL_KEYS.remapped(chosen, str(file)) if chosen else USUAL_KEYS
