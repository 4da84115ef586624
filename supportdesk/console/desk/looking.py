"""Choosing how the console looks, and following the file of one's own theme (F168)."""

from supportdesk.console.appearance import Appearance, title_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _


class Looking:
    """Commands about colours."""

    def __init__(self, at: Workplace, appearance: Appearance | None) -> None:
        self._at = at
        self._appearance = appearance

    async def do_theme(self) -> None:
        """Choose a theme; it is shown at once and remembered."""
        appearance = self._appearance
        if appearance is None:
            return
        themes = appearance.themes()
        options = [(one.name, title_of(one), one.name) for one in themes]
        name = await self._at.asking.choose(_("Colours"), options, appearance.chosen.name)
        if name is None:
            return
        appearance.choose(name)
        said = _("The theme is {name}.").format(name=name)
        if appearance.limited:
            said += " " + _("This terminal shows it as {name}.").format(name=appearance.shown.name)
        self._at.panes.said_done(said)

    def catch_up(self) -> None:
        """Show the theme anew when its file was saved; tell what is wrong with it.

        One `stat` where nothing is new.
        """
        if self._appearance is None:
            return
        try:
            if self._appearance.catch_up():
                said = _("The theme {name} was read again.")
                self._at.panes.said_done(said.format(name=self._appearance.chosen.name))
        except DeskError as error:
            self._at.panes.refuse(error)
