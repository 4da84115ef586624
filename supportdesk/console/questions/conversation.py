"""One ticket: what was said, what it is to others, and how it stands."""

from collections.abc import Sequence

from supportdesk.console.questions.asking import Questions
from supportdesk.store.read import clocks, links, outbox, threads, times
from supportdesk.store.read.clocks import ClockRow
from supportdesk.store.read.rows import AlikeTicket, AttachmentRow, DraftRow, LinkRow, MessageRow

NEWEST_MESSAGES = 500
"""Messages of a conversation read at once; the rest when somebody scrolls up to them."""

_ALL_MESSAGES = 100_000


class ConversationQuestions(Questions):
    """A ticket and the texts on it."""

    def messages(self, number: int, *, whole: bool = False) -> tuple[MessageRow, ...]:
        """The newest messages of a ticket, or all of them, oldest first."""
        limit = _ALL_MESSAGES if whole else NEWEST_MESSAGES
        return self._desk.ask(threads.messages, number, limit)

    def draft(self, number: int, kind: str) -> DraftRow | None:
        """My unsent text of this kind on a ticket, or None."""
        return self._desk.ask(threads.draft, self._me, number, kind)

    def drafts(self) -> Sequence[DraftRow]:
        """All my unsent texts."""
        return self._desk.ask(threads.drafts, self._me)

    def clocks(self, number: int) -> Sequence[ClockRow]:
        """The clocks of a ticket, every cycle."""
        return self._desk.ask(clocks.clocks_of, number)

    def links(self, number: int) -> Sequence[LinkRow]:
        """What a ticket is to others."""
        return self._desk.ask(links.of_ticket, number)

    def end_of_merges(self, number: int) -> int:
        """The ticket in which this one stands by now: mostly itself."""
        return self._desk.ask(links.end_of_merges, number)

    def alike(self, number: int) -> Sequence[AlikeTicket]:
        """The client's tickets that may be about the same, the most alike first."""
        return self._desk.ask(links.alike, number)

    def planned(self, number: int) -> Sequence[tuple[str, str, int]]:
        """What waits on a ticket: kind, operator and time."""
        return self._desk.ask(outbox.planned, number)

    def time_on(self, number: int, operator: int | None) -> int:
        """Milliseconds spent on a ticket by an operator, or by everybody."""
        return self._desk.ask(times.total, number, operator)

    def my_time(self, number: int) -> dict[str, int]:
        """Kind of work → milliseconds I have spent with it on a ticket."""
        spent: dict[str, int] = {}
        for row in self._desk.ask(times.entries, times.Sought(number, self._me)):
            spent[row.work] = spent.get(row.work, 0) + row.milliseconds
        return {work: milliseconds for work, milliseconds in spent.items() if milliseconds}

    def draft_content(self, sha256: str) -> bytes:
        """The bytes of a file of an unsent text."""
        return b"".join(self._desk.ask(threads.attachment_chunks, sha256))

    def content(self, file: AttachmentRow) -> bytes:
        """The bytes of a file."""
        return b"".join(self._desk.content(file))
