"""Writing on the ticket in sight: replies, notes, their drafts; nothing is ever lost (F29, F71).

The composers are imported when somebody first writes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical

from supportdesk.console.commands import hints
from supportdesk.console.screens.desk_changes import DeskChanges
from supportdesk.console.widgets.card import trait_text
from supportdesk.console.widgets.footer import done
from supportdesk.console.writing_commands import EDITOR_COMMANDS
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft, MarkSeen
from supportdesk.i18n import gettext as _
from supportdesk.store.read import threads
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer


@dataclass(slots=True)
class Writing:
    """The composer that is open, for which ticket, and what had been seen when it opened."""

    composer: "Composer"
    ticket: TicketRow
    base_seq: int
    sending: bool = False

    def draft(self, me: int) -> KeepDraft:
        """What stands in it."""
        composer = self.composer
        return KeepDraft(
            me, self.ticket.number, composer.kind, composer.body, composer.cursor, self.base_seq
        )


class DeskWriting(DeskChanges):
    """Opens composers and does with their texts what the operator asks."""

    writing: Writing | None = None
    discarded: KeepDraft | None = None
    """A text thrown away last: undo brings it back."""

    # Opening and closing

    def do_reply(self) -> None:
        """Write to the client."""
        self.write("reply")

    def do_note(self) -> None:
        """Write a private note."""
        self.write("note")

    def write(self, kind: str) -> None:
        """Open the composer of this kind on the ticket in sight, with the draft left there."""
        ticket = self.thread.ticket
        if ticket is None or self.writing is not None or self.refuses_changes():
            return
        draft = self.desk.ask(threads.draft, self.me.id, ticket.number, kind)
        if draft is None:
            self.open_composer(ticket, KeepDraft(self.me.id, ticket.number, kind, "", 0, 0))
        else:
            kept = KeepDraft(
                self.me.id, ticket.number, kind, draft.body, draft.cursor, draft.base_seq
            )
            self.open_composer(ticket, kept)

    def open_composer(self, ticket: TicketRow, draft: KeepDraft) -> None:
        """Show a text in its composer under the thread."""
        from supportdesk.console.widgets.composer import NoteComposer, Receiver, ReplyComposer

        card = self.reading.card(ticket.client_id)
        traits = () if card is None else [trait_text(name, value) for name, value in card.traits]
        receiver = Receiver(ticket.client, ticket.client_email, traits)
        kind = ReplyComposer if draft.kind == "reply" else NoteComposer
        composer = kind(receiver, draft.body, draft.cursor)
        self.writing = Writing(composer, ticket, draft.base_seq or ticket.last_event)
        self.pane = "thread"
        self.add_class("-writing")
        self.thread.set_active(False)
        self.footer.hint(EDITOR_COMMANDS, {"send": composer.sending})
        self.query_one("#work", Vertical).mount(composer)

    def close_composer(self) -> None:
        """Take the composer away; what is in it was kept or sent before."""
        if self.writing is not None:
            self.writing.composer.remove()
            self.writing = None
            self.remove_class("-writing")
            self.set_focus(None)
            self.thread.set_active(True)
            self.footer.hint(hints(self.pane))

    def on_composer_reviewing(self, event: "Composer.Reviewing") -> None:
        """The review bar names its own keys."""
        if self.writing is not None:
            self.say(None)
            hints_now = () if event.active else EDITOR_COMMANDS
            self.footer.hint(hints_now, {"send": self.writing.composer.sending})

    def recalled(self, number: int, kind: str) -> None:
        """A text has come back by undo: show the ticket, with the text in its composer."""
        if self.thread.ticket is None or self.thread.ticket.number != number:
            self.open_number(number)
        self.write(kind)

    # Drafts

    def keep_draft_now(self) -> None:
        """Keep what is being typed, at once and on this thread: the program is ending."""
        writing = self.writing
        if writing is not None and not writing.sending and not self.desk.read_only_because:
            self.desk.remember(writing.draft(self.me.id))

    async def on_composer_draft_changed(self, event: "Composer.DraftChanged") -> None:
        """Keep the draft within the second (F29)."""
        if self.writing is not None and not self.writing.sending:
            self.say(None)
            self.run_worker(self._keep_draft(self.writing, asked=event.asked), group="draft")

    async def _keep_draft(self, writing: Writing, *, asked: bool) -> None:
        try:
            await self.in_writer(lambda: self.desk.remember(writing.draft(self.me.id)))
        except DeskError as error:
            self.refuse(error)
            writing.composer.show_kept(_("draft not saved"))
            return
        writing.composer.show_kept(_("draft saved {time}").format(time=self.moment.time))
        if asked:
            self.say(done(_("The draft is saved.")))

    def on_composer_left(self, _event: "Composer.Left") -> None:
        """Keep the text and close."""
        self.leave_composer()

    def leave_composer(self) -> None:
        """Close the composer, keeping its text as a draft."""
        writing = self.writing
        if writing is not None:
            self.run_worker(self.keep(writing.draft(self.me.id)), group="draft")
            if writing.composer.body.strip():
                key = "r" if writing.composer.kind == "reply" else "c"
                self.say(done(_("The draft is kept. {key} goes on with it.").format(key=key)))
            self.close_composer()

    def on_composer_discarded(self, _event: "Composer.Discarded") -> None:
        """Throw the text away; undo brings it back."""
        if self.writing is not None:
            draft = self.writing.draft(self.me.id)
            empty = KeepDraft(draft.operator, draft.ticket, draft.kind, "")
            self.run_worker(self.keep(empty), group="draft")
            self.close_composer()
            self.discarded = draft
            self.say(done(_("The text is discarded. z brings it back.")))

    def do_undo(self) -> None:
        """Bring back what was thrown away last, else take back what I did last."""
        draft, self.discarded = self.discarded, None
        ticket = None if draft is None else self.reading.row(draft.ticket)
        if draft is None or ticket is None:
            super().do_undo()
            return
        if self.thread.ticket is None or self.thread.ticket.number != draft.ticket:
            self.open_number(draft.ticket)
        self.open_composer(ticket, draft)

    def on_composer_switched(self, event: "Composer.Switched") -> None:
        """The same text in the other composer; the operator has confirmed it."""
        writing = self.writing
        if writing is None:
            return
        before = writing.draft(self.me.id)
        other = "note" if event.kind == "reply" else "reply"
        empty = KeepDraft(before.operator, before.ticket, before.kind, "")
        self.run_worker(self.keep(empty), group="draft")
        self.close_composer()
        self.open_composer(
            writing.ticket,
            KeepDraft(self.me.id, before.ticket, other, event.body, event.cursor, before.base_seq),
        )

    # Sending

    def on_composer_submitted(self, event: "Composer.Submitted") -> None:
        """Send the reply or save the note."""
        if self.writing is not None and not self.writing.sending:
            self.writing.sending = True
            self.send(self.writing, event.body, event.then_state)

    @work(group="send")
    async def send(self, writing: Writing, body: str, then_state: str | None) -> None:
        """Hand the text to the desk; it stays in its composer until the desk has it."""
        try:
            receipt = await self._submit_text(writing, body, then_state)
        finally:
            writing.sending = False
        if receipt is None:
            writing.composer.focus()
            return
        self.close_composer()
        self.say(done(self._sent(writing, receipt)))
        seen = [message.id for message in self.reading.messages(writing.ticket.number)]
        await self.keep(MarkSeen(self.me.id, writing.ticket.number, max(seen)))
        self.catch_up()

    async def _submit_text(
        self, writing: Writing, body: str, then_state: str | None
    ) -> Receipt | None:
        from supportdesk.domain.action import AddNote, Reply

        number = writing.ticket.number
        if writing.composer.kind == "note":
            return await self.submit(AddNote(number, body))
        kind = None
        if then_state == "solved" and writing.ticket.kind is None:
            kind = await self.choose_kind(writing.ticket)
            if kind is None:
                return None
        reply = Reply(number, body, writing.base_seq, then_state=then_state, then_kind=kind)
        return await self.submit(reply)

    def _sent(self, writing: Writing, receipt: Receipt) -> str:
        number = writing.ticket.number
        if writing.composer.kind == "note":
            return _("The note is on #{number}; the client does not see it.").format(number=number)
        left = 0
        if receipt.undo_until is not None:
            left = to_milliseconds(receipt.undo_until) - self.reading.now()
        said = _("The reply on #{number} is accepted. z recalls it for {seconds} s.")
        return said.format(number=number, seconds=max(0, -(-left // 1000)))
