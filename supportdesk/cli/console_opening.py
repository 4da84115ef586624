"""The console on the chosen store; a missing one is made."""

import sys

from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid, Refused


def open_console(session: Session) -> int:
    """Run the console until the operator leaves; return the exit code.

    Raises Refused("console.no_terminal") where nobody could see it.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("console.no_terminal")
    session.open(create=True)
    return run_console(session)


def run_console(session: Session, desk_name: str = "") -> int:
    """Run the console on the open desk as whom one is. Raises Invalid("theme.unknown")."""
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
        tracks_time=settings.tracks_time,
    )
