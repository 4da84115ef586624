"""Asking the operator: dialogs of the desk as plain questions with plain answers.

Dialogs are imported when they are first needed: none stands between start and first paint.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import Screen

from supportdesk.console import names, text
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.domain.envelope import Refusal, to_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.moments import parse_moment
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import KINDS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.rows import MessageRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.turns import InTurn

Answer = TypeVar("Answer")

Pick = tuple[str, str, str]
"""One of several: its value, what it is called, and a hint."""

HELD_NAMED = 12
"""Tickets named where the desk stops at many."""

NEWER_SHOWN = 400
"""Characters of each newer message that a stopped reply shows (F76)."""


class Asking:
    """Questions any command may ask. None always means that the operator left the question."""

    def __init__(self, panes: DeskPanes) -> None:
        self._panes = panes
        self.over = ""
        """Which window stands over the desk, or nothing."""

    async def show(self, dialog: Screen[Answer]) -> Answer:
        """Show a dialog over the desk and wait for its answer."""
        before, self.over = self.over, type(dialog).__name__
        try:
            return await cast("InTurn", self._panes.app).ask(dialog)
        finally:
            self.over = before

    async def choose(
        self, title: str, options: Sequence[Pick], current: str | None = None, about: str = ""
    ) -> str | None:
        """Let one of several be picked; answer its value. `about` is told above them, cleaned."""
        from supportdesk.console.screens.choice import ChoiceScreen, Option

        offered = [Option(*option) for option in options]
        screen = ChoiceScreen(title, offered, current=current, about=about)
        chosen = await self.show(screen)
        return None if chosen is None else chosen.value

    async def choose_kind(self, ticket: TicketRow) -> str | None:
        """Ask what kind of request a ticket is (F20)."""
        options = [(name, names.kind(name), "") for name in KINDS]
        title = _("What kind of request was {number}?").format(number=ticket_name(ticket.number))
        return await self.choose(title, options, ticket.kind)

    async def ask_line(
        self,
        title: str,
        read: Callable[[str], str],
        *,
        value: str = "",
        example: str = "",
        words: Sequence[str] = (),
    ) -> str | None:
        """Ask for one line; `read` says what it means or raises DeskError."""
        from supportdesk.console.screens.prompt import PromptScreen

        screen = PromptScreen(title, read, value=value, example=example, words=words)
        return await self.show(screen)

    async def ask_moment(self, title: str, example: str) -> datetime | None:
        """Ask for a moment in the operator's own words."""

        def moment_of(typed: str) -> datetime:
            return parse_moment(typed, self._panes.desk.clock(), self._panes.reading.zone)

        def meaning(typed: str) -> str:
            return self._panes.moment.until_exactly(to_milliseconds(moment_of(typed)))

        typed = await self.ask_line(title, meaning, example=example)
        return None if typed is None else moment_of(typed)

    async def confirm(self, stops: Iterable[Stop]) -> bool:
        """Show why the desk stopped, and ask whether to go on."""
        from supportdesk.console.screens.confirm import ConfirmScreen

        reasons = [part for stop in stops for part in self._reasons(stop)]
        screen = ConfirmScreen(_("Stop and look"), reasons, yes=_("go on all the same"))
        return await self.show(screen) is True

    async def confirm_way(self, title: str, reasons: Sequence[str], *, yes: str, no: str) -> bool:
        """Say why something cannot be as it was meant, and ask whether to go the other way."""
        from supportdesk.console.screens.confirm import ConfirmScreen

        return await self.show(ConfirmScreen(title, reasons, yes=yes, no=no)) is True

    async def confirm_held(self, held: Sequence[Refusal]) -> bool:
        """Show why the desk stopped at some of many tickets, and ask whether to go on there too."""
        from supportdesk.console.screens.confirm import ConfirmScreen

        reasons = [sentence for name in stop_names(held) for sentence in _held_at(name, held)]
        screen = ConfirmScreen(
            ngettext("Stopped at {count} ticket", "Stopped at {count} tickets", len(held)).format(
                count=len(held)
            ),
            reasons,
            yes=_("go on there too"),
            no=_("leave them as they are"),
        )
        return await self.show(screen) is True

    def _reasons(self, stop: Stop) -> list[str]:
        """What the desk says, and the messages it says it of (F76)."""
        told = [sentence(f"stop.{stop.name}", stop.parameters, interface="console")]
        wanted, ticket = stop.parameters.get("messages"), self._panes.ticket
        if isinstance(wanted, Sequence) and ticket is not None:
            messages = self._panes.reading.messages(ticket.number)
            told += [self._quoted(message) for message in messages if message.id in wanted]
        return told

    def _quoted(self, message: MessageRow) -> str:
        sent = self._panes.moment.stamp(message.sent_at)
        body = text.block(message.body[:NEWER_SHOWN])
        return f"{text.line(message.author, 60)}, {sent}\n{body}"


def stop_names(held: Sequence[Refusal]) -> list[str]:
    """The guards that stopped at any of these tickets."""
    return sorted({stop.name for one in held for stop in _stops(one)})


def _held_at(name: str, held: Sequence[Refusal]) -> list[str]:
    """What one guard says, of the first ticket, and where else it stops."""
    found = [(one.ticket, stop) for one in held for stop in _stops(one) if stop.name == name]
    numbers = ", ".join(ticket_name(ticket) for ticket, _stop in found[:HELD_NAMED])
    more = "" if len(found) <= HELD_NAMED else f" {text.ELLIPSIS}"
    said = sentence(f"stop.{name}", found[0][1].parameters, interface="console")
    return [said, f"{len(found)}: {numbers}{more}"]


def _stops(refusal: Refusal) -> Sequence[Stop]:
    return refusal.error.stops if isinstance(refusal.error, Refused) else ()
