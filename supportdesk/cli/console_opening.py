"""The console on the chosen store; a missing one is made."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.cli.collecting import collecting
from supportdesk.cli.lookups import open_lookups
from supportdesk.cli.posting import delivering
from supportdesk.cli.session import Session
from supportdesk.domain.errors import Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.keeping import keep_setting
from supportdesk.settings.keys_file import keys_file, read_keys
from supportdesk.settings.paths import own_themes

FRAMES_A_SECOND = ("TEXTUAL_FPS", "240")
"""Textual waits for the next of its ticks before it shows what a layout has changed: 4 ms, not 17.

Read where Textual is imported; nothing here is animated, so there are no more frames for it.
"""

CONSOLE_FIRST = 3.0
"""Seconds after which mail is fetched: the first frames of the console come before it."""

if TYPE_CHECKING:
    from supportdesk.console.desk.setting import Knowledge
    from supportdesk.console.keys import Keys
    from supportdesk.intake.article_folder import ArticleFolder


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

    Raises Invalid for a theme that is none, and whatever `own_keys` raises.
    """
    me = session.actor()
    os.environ.setdefault(*FRAMES_A_SECOND)
    from supportdesk.console.app import run
    from supportdesk.console.appearance import Wardrobe
    from supportdesk.console.notices import NoticeSettings
    from supportdesk.console.theme_finding import DEFAULT_THEME

    settings = session.settings
    theme = settings.theme or DEFAULT_THEME

    def keep(name: str) -> None:
        keep_theme(settings.file, name)

    with delivering(session), collecting(session, CONSOLE_FIRST), _following(session):
        return run(
            session.desk,
            me,
            desk_name=desk_name,
            zone=settings.zone,
            lookups=open_lookups(session),
            knowledge=_knowledge(session, me.id),
            after_sending=settings.after_sending,
            tracks_time=settings.tracks_time,
            keys=own_keys(),
            wardrobe=Wardrobe(theme, own_themes(), keep),
            notices=NoticeSettings(
                whom=settings.notify,
                title=settings.notify_title,
                bell=settings.notify_bell,
                desktop=settings.notify_desktop,
                command=settings.notify_command,
                quiet=settings.quiet_hours,
                tmux="TMUX" in os.environ,
            ),
        )


def _following(session: Session) -> AbstractContextManager[None]:
    """Keep a copy as its desk is; what that needs is loaded for a copy alone."""
    if not session.is_copy:
        return nullcontext()
    from supportdesk.cli.links import following

    return following(session)


def keep_theme(file: Path, name: str) -> None:
    """Remember a theme in the settings file. Raises Refused("settings.unwritable")."""
    try:
        keep_setting(file, "theme", name)
    except SettingTrouble as trouble:
        reason = trouble.parameters.get("reason")
        raise Refused("settings.unwritable", path=str(file), reason=reason) from trouble


def own_keys() -> "Keys":
    """The keys of `keys.toml`, else the usual ones. Raises SettingTrouble, Invalid."""
    from supportdesk.console.keys import USUAL_KEYS

    file = keys_file()
    chosen = read_keys(file)
    return USUAL_KEYS.remapped(chosen, str(file)) if chosen else USUAL_KEYS


def _knowledge(session: Session, me: int) -> "Knowledge":
    """The folder of articles, if one is set, looked into when somebody opens the articles."""
    from supportdesk.console.desk.setting import Knowledge

    folder, url = session.settings.articles, session.settings.articles_url
    if folder is None:
        return Knowledge(url=url)
    looking: list[ArticleFolder] = []

    def bring_up_to_date() -> str:
        from supportdesk.intake.article_folder import ArticleFolder

        if not looking:
            looking.append(ArticleFolder(session.desk, me, folder))
        left = looking[0].bring_up_to_date().left
        if not left:
            return ""
        path, code = left[0]
        why = sentence(code, {"path": path}, interface="console")
        told = _("{path} was left out: {why}").format(path=path, why=why)
        return told if len(left) == 1 else f"{told} (+{len(left) - 1})"

    return Knowledge(bring_up_to_date, url)
