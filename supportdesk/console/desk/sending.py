"""Handing what stands in a composer to the desk: at once, at a time, or with a macro (F29, F32)."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.preparing import Preparing
from supportdesk.console.desk.text_files import TextFiles, Writing
from supportdesk.console.desk.texts import moved_on, sending_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.recipients import NOBODY_ELSE
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.later import N_

if TYPE_CHECKING:
    from supportdesk.domain.action import Forward, Reply

AT_ONCE = 0.1
"""Seconds in which a text is usually accepted: until then no draft of it need be kept."""


_WAITS = {
    "reply": N_("The reply on {number} waits for the line. {undo_key} takes it back."),
    "forward": N_("The forward of {number} waits for the line. {undo_key} takes it back."),
    "note": N_("The note on {number} waits for the line. {undo_key} takes it back."),
}
"""What is said of a text on a copy whose desk is not reached."""


class Sending:
    """Submits a text with everything that goes with it, and says what became of it."""

    def __init__(self, at: Workplace, files: TextFiles, preparing: Preparing) -> None:
        self._at = at
        self._panes = at.panes
        self._files = files
        self._preparing = preparing

    async def submit_or_keep(
        self, writing: Writing, body: str, then_state: str | None, at: datetime | None
    ) -> Receipt | None:
        """Submit the text; what is not accepted at once is kept as a draft meanwhile (F29)."""
        draft = writing.draft(self._panes.me.id)
        sending = asyncio.ensure_future(self._submit(writing, body, then_state, at))
        try:
            at_once, _late = await asyncio.wait({sending}, timeout=AT_ONCE)
            if not at_once:
                self._keep(draft)
            receipt = await sending
        finally:
            sending.cancel()
        if receipt is None and at_once:
            self._keep(draft)
        elif receipt is not None and not at_once:
            self._keep(replace(draft, body="", recipients=NOBODY_ELSE))  # kept behind it
        return receipt

    def _keep(self, draft: KeepDraft) -> None:
        self._panes.run_worker(self._at.acting.keep(draft), group="draft")

    async def _submit(
        self, writing: Writing, body: str, then_state: str | None, at: datetime | None
    ) -> Receipt | None:
        from supportdesk.domain.action import AddNote, Reply

        number = writing.ticket.number
        files = await self._files.to_send(writing)
        if files is None:
            return None
        if writing.composer.kind == "note":
            return await self._at.acting.submit(AddNote(number, body, files))
        kind = None
        if then_state == "solved" and writing.ticket.kind is None:
            kind = await self._at.asking.choose_kind(writing.ticket)
            if kind is None:
                return None
        sending = sending_of(writing.composer, number, body)
        sending = replace(
            sending, base_seq=writing.base_seq, attachments=files, signature=writing.signature
        )
        sending = moved_on(sending, then_state, kind)
        if at is not None:
            return await self._plan(writing, sending, at)
        if writing.prepared is not None and isinstance(sending, Reply):
            return await self._preparing.send(writing.prepared, writing.ticket, sending)
        return await self._at.acting.submit(sending, leaving=writing.composer.kind == "reply")

    async def _plan(
        self, writing: Writing, sending: "Reply | Forward", at: datetime
    ) -> Receipt | None:
        """Plan a text alone: what a macro does beside it is never done in somebody's absence."""
        from supportdesk.domain.action import SendLater

        if writing.prepared is not None:
            name = text.line(writing.prepared.name, 60)
            goes_alone = await self._at.asking.confirm_way(
                _("{macro} cannot be planned").format(macro=name),
                [_("Its other changes are made only when the reply is sent now.")],
                yes=_("plan the reply alone"),
                no=_("go on writing"),
            )
            if not goes_alone:
                return None
        return await self._at.acting.submit(SendLater(sending, at))

    def said(self, writing: Writing, receipt: Receipt, at: datetime | None) -> str:
        """What became of a text that the desk has accepted."""
        number = writing.ticket.number
        if at is not None:
            when = self._panes.moment.until_exactly(to_milliseconds(at))
            planned = _(
                "{number}: planned for {when}, unless the client writes first. {undo_key} undoes."
            )
            return planned.format(number=ticket_name(number), when=when, undo_key=key_of("undo"))
        if self._at.reading.waits_for_the_line():
            return _(_WAITS[writing.composer.kind]).format(
                number=ticket_name(number), undo_key=key_of("undo")
            )
        if writing.composer.kind == "note":
            return _("The note is on {number}; the client does not see it.").format(
                number=ticket_name(number)
            )
        left = 0
        if receipt.undo_until is not None:
            left = to_milliseconds(receipt.undo_until) - self._at.reading.now()
        accepted = _("The reply on {number} is accepted. {undo_key} recalls it for {seconds} s.")
        if writing.composer.kind == "forward":
            accepted = _(
                "The forward of {number} is accepted. {undo_key} recalls it for {seconds} s."
            )
        seconds = max(0, -(-left // 1000))
        return accepted.format(number=ticket_name(number), seconds=seconds, undo_key=key_of("undo"))
