"""Writing on the ticket in sight: replies, notes, their drafts; nothing is ever lost (F29, F71).

The composers are imported when somebody first writes.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.preparing import Preparing
from supportdesk.console.desk.sending import Sending
from supportdesk.console.desk.text_files import Discarded, TextFiles, Writing
from supportdesk.console.desk.texts import composer_class, receiver_of
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.desk.writers_place import WritersPlace
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft, PrepareMacro, SwitchDraft, TakeUpReturned
from supportdesk.domain.quoting import quoted
from supportdesk.domain.recipients import joined
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.presence import Claim
from supportdesk.store.read.rows import DraftRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer
    from supportdesk.domain.memory import Memory

_GOES_ON = {"reply": "reply", "note": "note", "forward": "drafts"}
"""Kind of text → the command that goes on with it."""


class WritingDesk:
    """Opens composers and does with their texts what the operator asks."""

    def __init__(self, at: Workplace, writer: Writer, moving: Moving) -> None:
        self._at = at
        self._panes = at.panes
        self._writer = writer
        self._moving = moving
        self._preparing = Preparing(at)
        self._place = WritersPlace(at)
        self.files = TextFiles(at)
        self._sending = Sending(at, self.files, self._preparing)
        self.open: Writing | None = None
        self._composers: dict[str, Composer] = {}
        self._discarded: Discarded | None = None
        self._left: KeepDraft | None = None
        """The text that was left last: it may be on its way to the store still."""

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
        draft = self._stored(ticket.number, kind)
        self._open(ticket, draft, self._waits(draft))

    def returned_kinds(self, number: int) -> list[str]:
        """The kinds of my texts that came back from the outbox on a ticket (F32)."""
        return [row.kind for row in self._at.reading.returned(number)]

    async def _take_up(self, ticket: TicketRow, kind: str) -> None:
        """Go on with what came back from the outbox, before what stands there."""
        if await self._at.acting.keep(TakeUpReturned(self._panes.me.id, ticket.number, kind)):
            self._write(ticket, kind)

    async def _get_ready(self) -> None:
        """While the text is typed, bring in what sending it needs."""
        with suppress(DeskError):  # the draft will tell
            await self._writer.run(self._panes.desk.get_ready, quiet=True)

    def begin(
        self, ticket: TicketRow, draft: KeepDraft, prepared: PreparedMacro | None = None
    ) -> None:
        """Open a text that was made for the operator, so that the next key is typed into it.

        It is kept at once, with the macro that waits for it.
        """
        self._open(ticket, draft, prepared)
        if prepared is not None:
            self._remember(_waiting(draft, prepared))
        self._remember(draft)

    def resume(self, number: int, kind: str) -> None:
        """Open the text of this kind left on a ticket, wherever that is. Raises NotFound."""
        self._moving.open_number(number)
        if self._panes.ticket is not None:
            self.write(self._panes.ticket, kind)

    def open_ticket(self, number: int) -> None:
        """Go to a ticket, wherever it is. Raises NotFound."""
        self._moving.open_number(number)

    def _open(self, ticket: TicketRow, draft: KeepDraft, prepared: PreparedMacro | None) -> None:
        """Show a text in its composer under the thread."""
        also = "" if prepared is None else self._preparing.told(prepared, ticket)
        receiver = replace(receiver_of(self._at, ticket, draft.kind), also=also)
        composer = self._composers.get(draft.kind)
        if composer is None:
            make = composer_class(draft.kind)
            composer = self._composers[draft.kind] = make(
                receiver, draft.body, draft.cursor, self._panes.setting.keys
            )
            composer.area.quote = self._quote
            self._panes.run_worker(self._get_ready(), group="draft")
        else:
            composer.begin(receiver, draft.body, draft.cursor)
        composer.show_recipients(draft.recipients)
        self._left = None
        base_seq = draft.base_seq or ticket.last_event
        self.open = Writing(composer, ticket, base_seq, receiver.signature, prepared)
        self.files.show(self.open)
        self._place.take(ticket.number, draft.kind)
        self._panes.begin_writing(composer)
        self.show_keys(reviewing=False)

    def _waits(self, draft: KeepDraft) -> PreparedMacro | None:
        """The macro that waits for a draft; one whose text is gone waits no more."""
        if draft.kind != "reply":
            return None
        prepared = self._at.reading.prepared_macro(draft.ticket)
        if prepared is None or draft.body.strip():
            return prepared
        self._remember(PrepareMacro(draft.operator, draft.ticket, None))
        return None

    def _quote(self) -> str:
        """The client's message in sight as a quote, or nothing."""
        message = self._panes.thread.clients_message
        return "" if message is None else quoted(message.body)

    def show_keys(self, *, reviewing: bool) -> None:
        """Name the editor's keys in the bottom line; the review bar names its own."""
        if self.open is not None:
            keys = () if reviewing else self._panes.setting.keys.editor
            self._panes.footer.hint(keys, {"send": self.open.composer.sending})

    def _close(self) -> None:
        """Take the composer away; what is in it was kept or sent before."""
        if self.open is not None:
            composer = self.open.composer
            self.open = None
            self._place.give_back()
            self._panes.end_writing()
            composer.end()

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on; what is being typed goes on."""
        writing = self.open
        if writing is not None and writing.ticket.number in numbers:
            number = numbers[writing.ticket.number]
            writing.ticket = writing.ticket._replace(number=number)
            self._place.renumber(numbers)

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

    async def edit_outside(self) -> None:
        """Let the operator change the text in an editor of her own; it is kept before (F171)."""
        writing = self.open
        if writing is None or writing.sending:
            return
        await self._keep(writing, asked=False)
        self._panes.say(None)
        body = self._panes.setting.outside.edit(writing.composer.body)
        if self.open is writing and body != writing.composer.body:
            writing.composer.take_back(body)

    def leave(self) -> None:
        """Close the composer, if one is open, keeping its text as a draft."""
        writing = self.open
        if writing is None:
            return
        self._left = writing.draft(self._panes.me.id)
        self._remember(self._left)
        nothing = not writing.composer.body.strip()
        if writing.prepared is not None and nothing:
            self._remember(PrepareMacro(self._panes.me.id, writing.ticket.number, None))
        if not nothing or writing.files or writing.composer.recipients.everybody:
            key = key_of(_GOES_ON[writing.composer.kind])
            self._panes.said_done(_("The draft is kept. {key} goes on with it.").format(key=key))
        self._close()

    def discard(self) -> None:
        """Throw the text away; undo brings it back."""
        if self.open is None:
            return
        draft = self.open.draft(self._panes.me.id)
        waited = self.open.prepared
        self._discarded = Discarded(draft, self._at.acting.done, waited)
        self._panes.run_worker(
            self.files.throw_away(self._discarded, self.open.files), group="draft"
        )
        if waited is not None:
            self._remember(PrepareMacro(draft.operator, draft.ticket, None))
        self._close()
        said = _("The text is discarded. {undo_key} brings it back.")
        self._panes.said_done(said.format(undo_key=key_of("undo")))

    def put_away(self, ticket: TicketRow, draft: DraftRow) -> None:
        """A draft gives way to another text; undo brings it back."""
        me = self._panes.me.id
        kept = _kept(me, draft)
        self._discarded = Discarded(kept, self._at.acting.done, self._waits(kept))

    def bring_back(self) -> bool:
        """Open the text thrown away last, if nothing was done since; whether there was one."""
        thrown, self._discarded = self._discarded, None
        if thrown is None or thrown.after != self._at.acting.done:
            return False
        standing = self._standing(thrown.draft)
        self._moving.open_number(thrown.draft.ticket)
        if self._panes.ticket is not None:
            if standing is not None:
                self._discarded = standing
            if thrown.waited is not None:
                self._remember(_waiting(thrown.draft, thrown.waited))
            elif standing is not None and standing.waited is not None:
                self._remember(PrepareMacro(standing.draft.operator, standing.draft.ticket, None))
            self._open(self._panes.ticket, thrown.draft, thrown.waited)
            self._remember(thrown.draft)
            self._panes.run_worker(self._attach_again(thrown), group="draft")
        return True

    def _standing(self, thrown: KeepDraft) -> Discarded | None:
        """What stands where a text comes back: the next undo brings that back in its turn."""
        standing = self._left
        if standing is None or (standing.ticket, standing.kind) != (thrown.ticket, thrown.kind):
            standing = self._stored(thrown.ticket, thrown.kind)
        if not standing.body.strip() or standing.body == thrown.body:
            return None
        return Discarded(standing, self._at.acting.done, self._waits(standing))

    def _stored(self, number: int, kind: str) -> KeepDraft:
        """My draft on a ticket; one without a text where there is none."""
        me, left = self._panes.me.id, self._at.reading.draft(number, kind)
        if left is None:
            return KeepDraft(me, number, kind, "", 0, 0)
        return _kept(me, left)

    def switch(self, kind: str, body: str, cursor: int) -> None:
        """The same text in the other composer than `kind`; the operator has confirmed it."""
        writing = self.open
        if writing is None:
            return
        before = writing.draft(self._panes.me.id)
        other = "note" if kind == "reply" else "reply"
        if writing.prepared is not None:
            self._remember(PrepareMacro(before.operator, before.ticket, None))
            name = text.line(writing.prepared.name, 60)
            self._panes.said_done(_("{macro} does not wait for a note.").format(macro=name))
        self._close()
        standing = self._stored(before.ticket, other)
        text_of_both = f"{body}\n\n{standing.body}" if standing.body.strip() else body
        recipients = joined(before.recipients, standing.recipients)
        draft = replace(before, kind=other, body=text_of_both, cursor=cursor, recipients=recipients)
        files = (*self._at.reading.draft_files(before.ticket, other), *writing.files)
        self._remember(SwitchDraft(draft, before.kind))
        self._open(writing.ticket, draft, self._waits(draft))
        if self.open is not None:
            self.files.show_those(self.open, files)

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
            receipt = await self._sending.submit_or_keep(writing, body, then_state, at)
        finally:
            writing.sending = False
            writing.composer.hold(held=False)
        if receipt is None:
            writing.composer.go_on()
            return
        async with self._at.acting.one_frame():
            self._panes.said_done(self._sending.said(writing, receipt, at))
            self._close()
            if writing.composer.kind == "reply":
                self._moving.go_on(self._panes.setting.after_sending)


def _kept(me: int, draft: DraftRow) -> KeepDraft:
    return KeepDraft(
        me,
        draft.ticket,
        draft.kind,
        draft.body,
        draft.cursor,
        draft.base_seq,
        draft.recipients,
    )


def _waiting(draft: KeepDraft, prepared: PreparedMacro) -> PrepareMacro:
    return PrepareMacro(draft.operator, draft.ticket, prepared.macro, prepared.does)
