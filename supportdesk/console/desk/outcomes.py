"""Telling what became of many tickets: how many were done, and which were not, and why (F7)."""

from collections.abc import Sequence

from supportdesk.console import names, text
from supportdesk.console.desk.asking import Asking
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.views import View
from supportdesk.console.widgets.footer import refused
from supportdesk.domain.envelope import Receipt, Refusal
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.refusals import sentence

MOST_NAMED = 100
"""Refused tickets named with their reasons; nobody reads further."""


def tickets_text(count: int) -> str:
    """So many tickets, in words."""
    return ngettext("{count} ticket", "{count} tickets", count).format(count=count)


def asked_of(numbers: Sequence[int], asked: str) -> str:
    """A question about these tickets: how many they are comes first."""
    return f"{tickets_text(len(numbers))} · {asked}"


class Outcomes:
    """Tells of receipts about many tickets; `moving` lists those that were left as they were."""

    def __init__(self, panes: DeskPanes, asking: Asking, moving: Moving) -> None:
        self._panes = panes
        self._asking = asking
        self._moving = moving

    async def tell(self, receipt: Receipt, said: str, stopped: str = "") -> None:
        """Say what was done, and list what was not; `said` names the count as `{tickets}`.

        `stopped` says which key goes on with one that was stopped.
        """
        sentence = said.format(tickets=tickets_text(len(receipt.tickets)))
        if receipt.left:
            keys = stopped or _(
                "Stopped with {left} left. {redo_key} goes on, {undo_key} takes back what was done."
            )
            self._panes.say(refused(f"{sentence} {_with_keys(keys, receipt.left)}"))
        elif receipt.tickets or not receipt.refused:
            self._panes.said_done(sentence)
        if receipt.refused:
            await self._list(receipt.refused)

    def tell_interrupted(self) -> None:
        """Say that my last change of many tickets was cut short, and what can be done."""
        left = self._panes.reading.interrupted()
        if left and not self._panes.desk.read_only_because:
            told = _(
                "Your last change was cut short with {left} left."
                " {redo_key} goes on, {undo_key} takes back what was done."
            )
            self._panes.say(refused(_with_keys(told, left)))

    async def tell_undone(self, receipt: Receipt) -> None:
        """Say what an undo took back."""
        stopped = _("Stopped with {left} left. {undo_key} goes on.")
        await self.tell(receipt, names.undone_many(receipt.action), stopped)

    async def tell_redone(self, receipt: Receipt) -> None:
        """Say what a redo did again, or went on with."""
        await self.tell(receipt, names.redone_many(receipt.action))

    async def _list(self, refusals: Sequence[Refusal]) -> None:
        """Name the tickets that were left as they were; they can be listed to work on them."""
        from supportdesk.console.screens.confirm import ConfirmScreen

        count = len(refusals)
        title = ngettext(
            "{count} ticket was left as it was", "{count} tickets were left as they were", count
        )
        named = [f"{ticket_name(one.ticket)}  {_why(one)}" for one in refusals[:MOST_NAMED]]
        if count > MOST_NAMED:
            named.append(_("… and {count} more.").format(count=count - MOST_NAMED))
        title = title.format(count=count)
        screen = ConfirmScreen(title, named, yes=_("list these tickets"), no=_("go on"))
        if await self._asking.show(screen):
            numbers = dict.fromkeys(one.ticket for one in refusals if one.ticket is not None)
            self._moving.go_to_list(View("left", title, numbers=tuple(numbers), order=""))


def _with_keys(told: str, left: int) -> str:
    return told.format(left=left, undo_key=key_of("undo"), redo_key=key_of("redo"))


def _why(refusal: Refusal) -> str:
    """What the desk says; of a stop that was not confirmed what it stops at."""
    error = refusal.error
    if isinstance(error, Refused) and error.stops:
        said = (sentence(f"stop.{s.name}", s.parameters, interface="console") for s in error.stops)
        return text.line(" ".join(said))
    return text.line(sentence(error.code, error.parameters, interface="console"))
