"""Finding things: tickets by words and numbers, saved replies, commands, keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from supportdesk.console.commands import COMMANDS, Command, Where
from supportdesk.console.screens.desk_writing import DeskWriting
from supportdesk.console.views import View
from supportdesk.console.writing_commands import EDITOR_COMMANDS, REVIEW_COMMANDS
from supportdesk.domain.errors import NotFound
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists, search, threads

if TYPE_CHECKING:
    from supportdesk.console.screens.search import Found
    from supportdesk.console.widgets.composer import Composer

REGISTRY = (*COMMANDS, *EDITOR_COMMANDS, *REVIEW_COMMANDS)
"""Every command of the console: what the help shows."""

LEFT_OUT = frozenset(
    ("down", "up", "page_down", "page_up", "first", "last", "next_pane", "previous_pane", "palette")
)
"""Commands nobody looks for by name."""

NEEDS_NO_TICKET = frozenset(("back", "new_ticket", "undo", "redo"))
CHANGES = frozenset(
    (
        *("reply", "note", "template", "assign", "take", "state", "wait", "snooze", "solve"),
        *("close", "move", "priority", "tags", "new_ticket", "unread", "undo", "redo"),
    )
)
"""Commands that write: none of them begins on a store that is only read."""


class DeskFinding(DeskWriting):
    """Commands that open a window to find something in."""

    sought = ""
    """What was searched for last."""

    # Tickets

    @work(group="find")
    async def do_search(self) -> None:
        """Find tickets while typing."""
        from supportdesk.console.screens.search import SearchScreen
        from supportdesk.domain.query_suggest import suggest

        screen = SearchScreen(self._found, suggest, self.moment, query=self.sought)
        found = await self.app.push_screen_wait(screen)
        if found is None:
            return
        self.sought = found.query
        view = View("search", _("Search: {query}").format(query=found.query), found.query)
        self.go_to_list(view, found.number)
        if found.number is not None:
            self.open_number(found.number)

    def _found(self, query: str, limit: int) -> Sequence["Found"]:
        """Tickets with the place where the words stand; called on a thread."""
        from supportdesk.console.screens.search import Found

        hits = self.desk.ask(search.search_hits, self.reading.query(query), limit)
        rows = {row.number: row for row in self.reading.rows([hit.number for hit in hits])}
        return [Found(rows[hit.number], hit) for hit in hits if hit.number in rows]

    @work(group="find")
    async def do_go_to_number(self) -> None:
        """Open a ticket by its number."""
        typed = await self.ask_line(_("Go to ticket"), self._subject_of, example=_("a number"))
        if typed is not None:
            self.open_number(int(typed.lstrip("#№")))

    @work(group="find")
    async def do_drafts(self) -> None:
        """Go on with a text that was left unsent."""
        from supportdesk.console.screens.drafts import DraftsScreen

        drafts = self.desk.ask(threads.drafts, self.me.id)
        chosen = await self.app.push_screen_wait(DraftsScreen(drafts, self.moment))
        if chosen is not None:
            self.open_number(chosen.value.ticket)
            self.write(chosen.value.kind)

    def _subject_of(self, typed: str) -> str:
        """Which ticket a number means. Raises NotFound."""
        number = typed.lstrip("#№").strip()
        row = self.reading.row(int(number)) if number.isdecimal() and len(number) < 16 else None
        if row is None:
            raise NotFound("ticket.missing", number=typed)
        return row.subject

    # Saved replies

    def do_template(self) -> None:
        """Start a reply from a saved text."""
        if self.thread.ticket is not None:
            self.write("reply")
            self.pick_template()

    def on_composer_template_wanted(self, _event: "Composer.TemplateWanted") -> None:
        """The writer asks for a saved text."""
        self.pick_template()

    @work(group="find")
    async def pick_template(self) -> None:
        """Let a saved text be picked, filled in for this ticket, into the open composer."""
        from supportdesk.console.screens.template_picker import TemplatePickerScreen
        from supportdesk.desk.template_values import language_of, template_context

        writing = self.writing
        if writing is None:
            return
        ticket = writing.ticket
        screen = TemplatePickerScreen(
            self.desk.ask(desk_lists.templates),
            template_context(self.desk, self.me, ticket, self.reading.zone),
            kind=ticket.kind,
            language=language_of(ticket, self.reading.card(ticket.client_id)),
            queue=ticket.queue_id,
        )
        picked = await self.app.push_screen_wait(screen)
        if picked is not None and self.writing is writing:
            writing.composer.insert(picked.text)

    # Commands

    @work(group="find")
    async def do_help(self) -> None:
        """Show the keys."""
        from supportdesk.console.screens.help import HelpScreen

        await self.app.push_screen_wait(HelpScreen(REGISTRY))

    @work(group="find")
    async def do_palette(self) -> None:
        """Find a command by its name and do it."""
        from supportdesk.console.screens.palette import PaletteScreen

        offered = [command for command in COMMANDS if command.name not in LEFT_OUT]
        offered.sort(key=lambda command: command.where is not Where.TICKET)
        chosen = await self.app.push_screen_wait(PaletteScreen(offered, self.refusals()))
        if chosen is not None:
            self.do(chosen.value)

    def refusals(self) -> dict[str, str]:
        """Commands that cannot be done now, with the reason."""
        reasons = {command.name: self.refusal(command) for command in COMMANDS}
        return {name: reason for name, reason in reasons.items() if reason}

    def refusal(self, command: Command) -> str:
        """Why a command cannot be done now, or nothing."""
        if self.desk.read_only_because and command.name in CHANGES:
            return _("this store is read only")
        if command.where is not Where.TICKET or command.name in NEEDS_NO_TICKET:
            return ""
        return _("no ticket is shown") if self.thread.ticket is None else ""

    def do(self, command: Command) -> None:
        """Run a command."""
        raise NotImplementedError
