"""The operator's desk: one handler for every key, from the one registry (R7)."""

import asyncio
from dataclasses import replace

from textual import events, work

from supportdesk.console import text
from supportdesk.console.commands import Command, Where, keymap
from supportdesk.console.keyboard import pressed
from supportdesk.console.screens.desk_finding import DeskFinding
from supportdesk.console.screens.desk_setting import DeskSetting
from supportdesk.console.widgets.footer import Notice, refused
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists


def is_everywhere(command: Command | None) -> bool:
    """Whether a key means this also while somebody writes."""
    return command is not None and command.where is Where.EVERYWHERE


class DeskScreen(DeskFinding):
    """All of the desk's commands."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__(setting)
        self._keymap = keymap(Where.LIST, Where.TICKET)
        self._beginnings = {press.split(" ")[0] for press in self._keymap if " " in press}
        self._begun = ""

    def on_mount(self) -> None:
        """Greet whoever opens an empty desk that is theirs alone."""
        try:
            alone = len(self.desk.ask(desk_lists.operators)) == 1 and self.me.role == "admin"
            if alone and not self.reading.has_tickets():
                self.welcome()
        except DeskError as error:
            self.refuse(error)

    async def on_key(self, event: events.Key) -> None:
        """Do what a key means here; a key that begins a sequence waits for the next."""
        press = pressed(event.key, event.character)
        if self._begun:
            press, self._begun = f"{self._begun} {press}", ""
        elif press in self._beginnings and self.writing is None:
            self._begun = press
            self.say(Notice(_("g …  m mine · u unassigned · a all · d drafts · h recent"), "dim"))
            event.stop()
            return
        command = self._keymap.get(press)
        if self.writing is not None:
            if self.focused is None and (event.is_printable or not is_everywhere(command)):
                event.stop()
                self.writing.composer.take_early(event)
            if event.is_printable or not is_everywhere(command):
                return
        self.say(None)
        if command is not None:
            event.stop()
            event.prevent_default()
            self.do(command)
            await asyncio.sleep(0)  # the dialog a command opens stands before the next key
        elif event.is_printable:
            said = _("{key} means nothing here. ? shows the keys.")
            self.say(Notice(said.format(key=text.line(press)), "dim"))

    def do(self, command: Command) -> None:
        """Run a command; what the desk refuses is told in the bottom line."""
        reason = self.refusal(command)
        if reason:
            helps = _("3 shows everything, / searches, ? shows the keys.")
            self.say(refused(f"{_(command.title)}: {reason}. {helps}"))
            return
        try:
            getattr(self, f"do_{command.name}")()
        except DeskError as error:
            self.refuse(error)

    def do_quit(self) -> None:
        """Leave; drafts are kept."""
        self.keep_draft_now()
        self.app.exit()

    @work(group="welcome")
    async def welcome(self) -> None:
        """Say what this is, and ask for the names a new desk begins with."""
        from supportdesk.console.screens.first_run import FirstRunScreen
        from supportdesk.domain.action import SaveOperator, SaveQueue

        queue = next(iter(self.desk.ask(desk_lists.queues)), None)
        if queue is None or self.desk.read_only_because:
            return
        named = await self.app.push_screen_wait(FirstRunScreen(self.me.name, queue.name))
        if named is None:
            return
        me = self.me
        await self.submit(
            SaveOperator(named.operator, me.id, me.login, me.role, me.email, me.job, me.signature)
        )
        await self.submit(SaveQueue(named.queue, queue.line, queue.id))
        self.me = replace(me, name=named.operator)
        self.show_first()
