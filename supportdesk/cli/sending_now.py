"""What a command does on a copy leaves with it, where the desk answers at once.

Then it is as at the desk itself: the numbers are those of the desk, and what the desk refuses is
refused here, with nothing left behind but the text, as a draft.
"""

import asyncio
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from supportdesk.cli.links import following_lock, linked, sync_within
from supportdesk.desk.replica.arriving import as_there, refusal
from supportdesk.domain.errors import DeskError, Invalid, NotFound, StoreTrouble
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.remote.trouble import RemoteTrouble, Unreachable
from supportdesk.settings.fields import SettingTrouble
from supportdesk.store.read.sendings import (
    DISCARDED,
    QUEUED,
    SENDING,
    SENT,
    STOPPED,
    WITHDRAWN,
    SendingRow,
)

if TYPE_CHECKING:
    from supportdesk.cli.session import Session
    from supportdesk.desk.replica.linked_desk import LinkedDesk
    from supportdesk.domain.envelope import Receipt

AT_ONCE_SECONDS = 1.5
"""How long a command waits for the desk before what it did is left to the next sync."""

_LOOK_SECONDS = 0.02


def sending_now(session: "Session") -> "SendingNow | None":
    """What sends for this run; None where the desk is the copy of none of ours."""
    desk = linked(session.desk)
    return None if desk is None else SendingNow(session, desk)


class SendingNow:
    """Sends what one run of the program does, and says in the end what has become of it."""

    def __init__(self, session: "Session", desk: "LinkedDesk") -> None:
        self._session = session
        self._desk = desk
        self._trouble: DeskError | SettingTrouble | None = None
        self._sent = 0
        self._waiting = 0
        self._is_held = False
        """Whether something that has stopped is in the way of what was done."""

    def settle(self, receipt: "Receipt") -> "Receipt":
        """The receipt with what the desk says of it; `sent` is whether it has arrived there.

        Raises Refused for what the desk refuses: it is not kept, and a text is a draft again.
        """
        if self._trouble is None:
            self._send(receipt)
        row = self._desk.sending_of(receipt.envelope)
        if row is None or row.state in (WITHDRAWN, DISCARDED):
            return receipt
        if row.state == STOPPED:
            self._give_up(row)
        settled = as_there(receipt, row)
        self._sent += bool(settled.sent)
        if not settled.sent:
            self._waiting += 1
            first = {sending.number for sending in self._desk.to_send()}
            is_put_off = bool(row.because)
            self._is_held = row.state == QUEUED and not is_put_off and row.number not in first
        return settled

    def tell(self) -> None:
        """One line: it is there; or two: it waits, why, and what sends it."""
        name, say = self._desk.link.name, self._session.output.say
        if self._session.as_json:
            return
        why = self._why()
        if self._waiting and why is None:
            say(_("Not sent to {name} yet: something before it has stopped.").format(name=name))
            say(_("See: supportdesk --link {name} sync list").format(name=name))
        elif self._waiting:
            say(_("Not sent to {name} yet: {why}").format(name=name, why=why))
            say(_("Send it: supportdesk --link {name} sync --once").format(name=name))
        elif self._sent:
            say(_("Sent to {name}.").format(name=name))

    def _send(self, receipt: "Receipt") -> None:
        lock = following_lock(self._session, patience=0)
        with ExitStack() as held:
            held.callback(lock.close)
            try:
                held.enter_context(lock)
            except StoreTrouble:
                self._watch(receipt)  # somebody follows the desk, and sends it
            else:
                self._sync()

    def _sync(self) -> None:
        async def sync() -> None:
            await asyncio.wait_for(sync_within(self._session, None), AT_ONCE_SECONDS)

        try:
            asyncio.run(sync())
        except TimeoutError:
            self._trouble = Unreachable("slow", sent=True)
        except (RemoteTrouble, Invalid, NotFound, SettingTrouble) as trouble:
            self._trouble = trouble

    def _watch(self, receipt: "Receipt") -> None:
        """Wait until whoever follows the desk has sent it, as long as the desk is reached."""
        last = time.monotonic() + AT_ONCE_SECONDS
        while time.monotonic() < last and self._desk.link.failing_since is None:
            row = self._desk.sending_of(receipt.envelope)
            if row is None or row.state not in (QUEUED, SENDING, SENT):
                return
            time.sleep(_LOOK_SECONDS)

    def _give_up(self, row: SendingRow) -> None:
        drafts = self._desk.discard(row.number)
        if drafts and row.ticket is not None and not self._session.as_json:
            said = _("Its text is a draft again, on ticket {number}.")
            self._session.output.warn(said.format(number=ticket_name(row.ticket)))
        raise refusal(row.because)

    def _why(self) -> str | None:
        """What keeps it from its desk; None where that is what was done before it."""
        trouble, link = self._trouble, self._desk.link
        if trouble is not None:
            return sentence(trouble.code, trouble.parameters, interface=None)
        if link.failing_since is not None:
            held = link.trouble.get("parameters") or {}
            return sentence(str(link.trouble["code"]), held, interface=None)
        return None if self._is_held else sentence("remote.unreachable", {}, interface=None)
