"""The console on the chosen store; a missing one is made."""

import sys
from typing import TYPE_CHECKING

from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence

if TYPE_CHECKING:
    from supportdesk.console.desk.setting import Knowledge
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
        knowledge=_knowledge(session, me.id),
    )


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
