"""What leaves, to whom, and with which files."""

from collections.abc import Sequence

from supportdesk.console.deliveries import on_way_text
from supportdesk.console.questions.asking import Questions
from supportdesk.domain.desk_options import file_limit
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.recipients import Recipient
from supportdesk.store.read import desk_lists, draft_files, outbox, recipients, sendings
from supportdesk.store.read.rows import OutboxRow
from supportdesk.store.read.sendings import WITHDRAWN, LinkRow, SendingRow, UnsentRow


class OutgoingQuestions(Questions):
    """What waits to leave, and what came back."""

    def returned(self, number: int) -> Sequence[OutboxRow]:
        """My texts that came back from the outbox on a ticket and lie there (F32)."""
        return self._desk.ask(outbox.returned, self._me, number)

    def link(self) -> LinkRow | None:
        """What this store is a copy of, or None for a desk of its own."""
        return self._desk.ask(sendings.link)

    def sending_counts(self) -> dict[str, int]:
        """How many of the things done on this copy stand how, on their way to its desk."""
        return self._desk.ask(sendings.counts)

    def waits_for_the_line(self) -> bool:
        """Whether what is done here waits: this is a copy, and its desk is not reached."""
        link = self.link()
        return link is not None and bool(link.trouble)

    def never_left(self, receipt: Receipt) -> bool:
        """Whether what was taken back had not left this copy."""
        row = self._desk.ask(sendings.by_key, str(receipt.envelope))
        return row is not None and row.state == WITHDRAWN

    def sendings(self) -> Sequence[SendingRow]:
        """What was done here and is not over: the oldest first."""
        return self._desk.ask(sendings.in_states, sendings.OPEN)

    def held_up(self) -> dict[int, int]:
        """Number of what waits → that of what has stopped in front of it."""
        return self._desk.ask(sendings.held_up)

    def unsent(self) -> Sequence[UnsentRow]:
        """What was done to one ticket and has stopped, or waits."""
        return self._desk.ask(sendings.unsent)

    def all_numbered(self) -> dict[int, int]:
        """The tickets made here that have got their numbers: the former, and what it is now."""
        return self._desk.ask(sendings.all_numbered)

    def on_way(self) -> dict[int, str]:
        """How far messages written here are, where this is a copy and its desk lacks them."""
        link = self.link()
        if link is None:
            return {}
        states, held = self._desk.ask(sendings.messages_on_way), self.held_up()
        behind = {
            row.message: held[row.number]
            for row in (self.sendings() if held else ())
            if row.number in held
        }
        return {
            message: on_way_text(state, link, behind.get(message))
            for message, state in states.items()
        }

    def outbox(self) -> Sequence[OutboxRow]:
        """What of mine came back from the outbox, then what waits there."""
        return self._desk.ask(outbox.of_operator, self._me)

    def untold_returns(self) -> Sequence[OutboxRow]:
        """What of mine came back by itself and I do not know of yet."""
        return self._desk.ask(outbox.untold, self._me)

    def in_copy(self, number: int) -> tuple[Recipient, ...]:
        """Who else the client's last message came to."""
        return self._desk.ask(recipients.in_copy, number)

    def reply_to(self, number: int) -> str | None:
        """The address at which the client is answered."""
        return self._desk.ask(recipients.reply_to, number)

    def known_addresses(self, typed: str) -> Sequence[str]:
        """Addresses that begin with what is typed."""
        return self._desk.ask(recipients.known, typed)

    def draft_files(self, number: int, kind: str) -> tuple[draft_files.DraftFileRow, ...]:
        """The files that go with my unsent text of this kind on a ticket."""
        return self._desk.ask(draft_files.files, self._me, number, kind)

    def file_limit(self, channel: str) -> int:
        """Bytes of files that may go with one message on a channel (F33)."""
        return file_limit(self._desk.ask(desk_lists.options), channel)
