"""Writing on the ticket in sight: replies, notes, their drafts; nothing is ever lost (F29, F71).

The composers are imported when somebody first writes.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.text_files import Discarded, TextFiles, Writing
from supportdesk.console.desk.texts import composer_class, moved_on, receiver_of, sending_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.desk.writers_place import WritersPlace
from supportdesk.console.writing_commands import EDITOR_COMMANDS
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft, SwitchDraft, TakeUpReturned
from supportdesk.domain.quoting import quoted
from supportdesk.domain.recipients import NOBODY_ELSE
from supportdesk.i18n import gettext as _
from supportdesk.store.read.presence import Claim
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer
    from supportdesk.domain.memory import Memory

AT_ONCE = 0.1
"""Seconds in which a text is usually accepted: until then no draft of it need be kept."""


class WritingDesk:
    """Opens composers and does with their texts what the operator asks."""

    def __init__(self, at: Workplace, writer: Writer, moving: Moving) -> None:
        self._at = at
        self._panes = at.panes
        self._writer = writer
        self._moving = moving
        self._place = WritersPlace(at)
        self.files = TextFiles(at)
        self.open: Writing | None = None
        self._composers: dict[str, Composer] = {}
        self._discarded: Discarded | None = None

    # Opening and closing

    def do_reply(self, ticket: TicketRow) -> None:
        """Write to the client."""
        self.write(ticket, "reply")

    def do_note(self, ticket: TicketRow) -> None:
        """Write a private note."""
        self.write(ticket, "note")

    def write(self, ticket: TicketRow, kind: str) -> None:
        """Open the composer of this kind, with the draft left there.

        Where somebody else writes to the client, ask before (F77).
        """
        if self.open is not None:
            return
        claim = self._place.of_another(ticket.number, kind)
        if claim is None:
            self._write(ticket, kind)
        else:
            self._panes.run_worker(self._take_over(ticket, claim), group="command")

    async def _take_over(self, ticket: TicketRow, claim: Claim) -> None:
        if await self._place.take_over(ticket.number, claim):
            self._write(ticket, "reply")

    def _write(self, ticket: TicketRow, kind: str) -> None:
        if self.open is not None:
            return
        if kind in self.returned_kinds(ticket.number):
            self._panes.run_worker(self._take_up(ticket, kind), group="draft")
            return
        me = self._panes.me.id
        left = self._at.reading.draft(ticket.number, kind)
        draft = KeepDraft(me, ticket.number, kind, "", 0, 0)
        if left is not None:
            draft = KeepDraft(
                me, left.ticket, kind, left.body, left.cursor, left.base_seq, left.recipients
            )
        self._open(ticket, draft)

    def returned_kinds(self, number: int) -> list[str]:
        """The kinds of my texts that came back from the outbox on a ticket (F32)."""
        return [row.kind for row in self._at.reading.returned(number)]

    async def _take_up(self, ticket: TicketRow, kind: str) -> None:
        """Go on with what came back from the outbox, before what stands there."""
        if await self._at.acting.keep(TakeUpReturned(self._panes.me.id, ticket.number, kind)):
            self._write(ticket, kind)

    def begin(self, ticket: TicketRow, draft: KeepDraft) -> None:
        """Open a composer with a text that was made for the operator, and keep it at once."""
        if self.open is None:
            self._open(ticket, draft)
            self.keep_soon(asked=False)

    async def _get_ready(self) -> None:
        """While the text is typed, bring in what sending it needs."""
        with suppress(DeskError):  # the draft will tell
            await self._writer.run(self._panes.desk.get_ready, quiet=True)

    def resume(self, number: int, kind: str) -> None:
        """Open the text of this kind left on a ticket, wherever that is. Raises NotFound."""
        self._moving.open_number(number)
        if self._panes.ticket is not None:
            self.write(self._panes.ticket, kind)

    def _open(self, ticket: TicketRow, draft: KeepDraft) -> None:
        """Show a text in its composer under the thread."""
        receiver = receiver_of(self._at, ticket, draft.kind)
        composer = self._composers.get(draft.kind)
        if composer is None:
            make = composer_class(draft.kind)
            composer = self._composers[draft.kind] = make(receiver, draft.body, draft.cursor)
            composer.area.quote = self._quote
            self._panes.run_worker(self._get_ready(), group="draft")
        else:
            composer.begin(receiver, draft.body, draft.cursor)
        composer.show_recipients(draft.recipients)
        base_seq = draft.base_seq or ticket.last_event
        self.open = Writing(composer, ticket, base_seq, receiver.signature)
        self.files.show(self.open)
        self._place.take(ticket.number, draft.kind)
        self._panes.begin_writing(composer)
        self.show_keys(reviewing=False)

    def _quote(self) -> str:
        """The client's message in sight as a quote, or nothing."""
        message = self._panes.thread.clients_message
        return "" if message is None else quoted(message.body)

    def show_keys(self, *, reviewing: bool) -> None:
        """Name the editor's keys in the bottom line; the review bar names its own."""
        if self.open is not None:
            keys = () if reviewing else EDITOR_COMMANDS
            self._panes.footer.hint(keys, {"send": self.open.composer.sending})

    def _close(self) -> None:
        """Take the composer away; what is in it was kept or sent before."""
        if self.open is not None:
            composer = self.open.composer
            self.open = None
            self._place.give_back()
            self._panes.end_writing()
            composer.end()

    # Drafts

    def keep_now(self) -> None:
        """Keep what is being typed, at once and on this thread: the program is ending."""
        writing = self.open
        if writing is not None and not writing.sending:
            self._panes.desk.remember(writing.draft(self._panes.me.id))

    def keep_soon(self, *, asked: bool) -> None:
        """Keep the draft within the second (F29); say so where the operator asked for it."""
        if self.open is not None and not self.open.sending:
            self._panes.say(None)
            self._panes.run_worker(self._keep(self.open, asked=asked), group="draft")

    async def _keep(self, writing: Writing, *, asked: bool) -> None:
        if writing.sending or self.open is not writing:
            return  # it was handed over, left or thrown away since, and is kept by that or not
        draft = writing.draft(self._panes.me.id)
        try:
            await self._writer.run(lambda: self._panes.desk.remember(draft))
        except DeskError as error:
            self._panes.refuse(error)
            writing.composer.show_kept(_("draft not saved"))
            return
        time = self._panes.moment.time
        writing.composer.show_kept(_("draft saved {time}").format(time=time))
        if asked:
            self._panes.said_done(_("The draft is saved."))

    def leave(self) -> None:
        """Close the composer, if one is open, keeping its text as a draft."""
        writing = self.open
        if writing is None:
            return
        self._remember(writing.draft(self._panes.me.id))
        kept = writing.composer.body.strip() or writing.composer.recipients.everybody
        if kept or writing.files:
            key = {"reply": "r", "note": "c"}.get(writing.composer.kind, "g d")
            self._panes.said_done(_("The draft is kept. {key} goes on with it.").format(key=key))
        self._close()

    def discard(self) -> None:
        """Throw the text away; undo brings it back."""
        if self.open is None:
            return
        draft = self.open.draft(self._panes.me.id)
        self._discarded = Discarded(draft, self._at.acting.done)
        self._panes.run_worker(
            self.files.throw_away(self._discarded, self.open.files), group="draft"
        )
        self._close()
        self._panes.said_done(_("The text is discarded. z brings it back."))

    def bring_back(self) -> bool:
        """Open the text thrown away last, if nothing was done since; whether there was one."""
        thrown, self._discarded = self._discarded, None
        if thrown is None or thrown.after != self._at.acting.done:
            return False
        self._moving.open_number(thrown.draft.ticket)
        if self._panes.ticket is not None:
            self._open(self._panes.ticket, thrown.draft)
            self._panes.run_worker(self._attach_again(thrown), group="draft")
        return True

    def switch(self, kind: str, body: str, cursor: int) -> None:
        """The same text in the other composer than `kind`; the operator has confirmed it."""
        writing = self.open
        if writing is None:
            return
        before = writing.draft(self._panes.me.id)
        other = "note" if kind == "reply" else "reply"
        draft = replace(before, kind=other, body=body, cursor=cursor)
        self._remember(SwitchDraft(draft, before.kind))
        self._close()
        self._open(writing.ticket, draft)
        if self.open is not None:
            self.files.show_those(self.open, writing.files)

    async def _attach_again(self, thrown: Discarded) -> None:
        await self.files.attach_again(thrown)
        if self.open is not None and self.open.ticket.number == thrown.draft.ticket:
            self.files.show(self.open)

    def _remember(self, memory: "Memory") -> None:
        self._panes.run_worker(self._at.acting.keep(memory), group="draft")

    # Sending

    async def send(self, body: str, then_state: str | None, at: datetime | None = None) -> None:
        """Hand the text to the desk, to be sent now or at `at`; it stays until the desk has it."""
        writing = self.open
        if writing is None or writing.sending:
            return
        writing.sending = True
        writing.composer.hold(held=True)
        self._panes.expect_end_of_writing()
        try:
            receipt = await self._submit_or_keep(writing, body, then_state, at)
        finally:
            writing.sending = False
            writing.composer.hold(held=False)
        if receipt is None:
            writing.composer.focus()
            return
        self._panes.said_done(self._sent(writing, receipt, at))
        self._close()

    async def _submit_or_keep(
        self, writing: Writing, body: str, then_state: str | None, at: datetime | None
    ) -> Receipt | None:
        """Submit the text; what is not accepted at once is kept as a draft meanwhile (F29)."""
        draft = writing.draft(self._panes.me.id)
        kept: list[KeepDraft] = []

        def keep() -> None:
            kept.append(draft)
            self._remember(draft)

        late = self._panes.set_timer(AT_ONCE, keep)
        try:
            receipt = await self._submit(writing, body, then_state, at)
        finally:
            late.stop()
        if receipt is None and not kept:
            keep()
        elif receipt is not None and kept:
            self._remember(replace(draft, body="", recipients=NOBODY_ELSE))  # kept behind it
        return receipt

    async def _submit(
        self, writing: Writing, body: str, then_state: str | None, at: datetime | None
    ) -> Receipt | None:
        from supportdesk.domain.action import AddNote, SendLater

        number = writing.ticket.number
        files = await self.files.to_send(writing)
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
        return await self._at.acting.submit(sending if at is None else SendLater(sending, at))

    def _sent(self, writing: Writing, receipt: Receipt, at: datetime | None) -> str:
        number = writing.ticket.number
        if at is not None:
            when = self._panes.moment.until_exactly(to_milliseconds(at))
            said = _("#{number}: planned for {when}, unless the client writes first. z undoes.")
            return said.format(number=number, when=when)
        if writing.composer.kind == "note":
            return _("The note is on #{number}; the client does not see it.").format(number=number)
        left = 0
        if receipt.undo_until is not None:
            left = to_milliseconds(receipt.undo_until) - self._at.reading.now()
        said = _("The reply on #{number} is accepted. z recalls it for {seconds} s.")
        if writing.composer.kind == "forward":
            said = _("The forward of #{number} is accepted. z recalls it for {seconds} s.")
        return said.format(number=number, seconds=max(0, -(-left // 1000)))
