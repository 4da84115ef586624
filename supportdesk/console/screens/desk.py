"""The operator's desk: one handler for every key, from the one registry (R7)."""

from textual import events

from supportdesk.console.commands import Command, Where, keymap
from supportdesk.console.keyboard import pressed
from supportdesk.console.screens.desk_setting import DeskSetting
from supportdesk.console.screens.desk_writing import DeskWriting
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _


class DeskScreen(DeskWriting):
    """All of the desk's commands."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__(setting)
        self._keymap = keymap(Where.LIST, Where.TICKET)
        self._beginnings = {press.split(" ")[0] for press in self._keymap if " " in press}
        self._begun = ""

    def on_key(self, event: events.Key) -> None:
        """Do what a key means here; a key that begins a sequence waits for the next."""
        press = pressed(event.key, event.character)
        if self._begun:
            press, self._begun = f"{self._begun} {press}", ""
        elif press in self._beginnings:
            self._begun = press
            self.say(Notice(_("g …  m mine · u unassigned · a all · d drafts · h recent"), "dim"))
            event.stop()
            return
        self.say(None)
        command = self._keymap.get(press)
        if command is not None and hasattr(self, f"do_{command.name}"):
            event.stop()
            event.prevent_default()
            self.do(command)

    def do(self, command: Command) -> None:
        """Run a command; what the desk refuses is told in the bottom line."""
        try:
            getattr(self, f"do_{command.name}")()
        except DeskError as error:
            self.refuse(error)
