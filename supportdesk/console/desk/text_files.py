"""The text that is being written and the files that go with it (F29, F33)."""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from supportdesk.console import names, text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.domain.memory import AttachToDraft, DiscardDraft, KeepDraft
from supportdesk.records import dataclass
from supportdesk.store.read.draft_files import DraftFileRow
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer
    from supportdesk.domain.action import NewAttachment


@dataclass(slots=True)
class Writing:
    """The composer that is open, for which ticket, and what had been seen when it opened."""

    composer: "Composer"
    ticket: TicketRow
    base_seq: int
    signature: str = ""
    prepared: PreparedMacro | None = None
    """The macro whose other changes are made when this reply is sent."""
    files: tuple[DraftFileRow, ...] = ()
    """What is shown to go with the text."""
    sending: bool = False

    def draft(self, me: int) -> KeepDraft:
        """What stands in it."""
        composer = self.composer
        return KeepDraft(
            me,
            self.ticket.number,
            composer.kind,
            composer.body,
            composer.cursor,
            self.base_seq,
            composer.recipients,
        )


@dataclass(frozen=True, slots=True)
class Discarded:
    """A text thrown away, and how many actions had been done by then."""

    draft: KeepDraft
    after: int
    waited: PreparedMacro | None = None
    """The macro that waited for it to be sent."""
    files: "list[NewAttachment]" = field(default_factory=list)
    """Filled when they are out of the store."""


class TextFiles:
    """Names the files of a text, reads them when it is sent, keeps those of one thrown away.

    Content is read and written on the writer's thread, in the order in which it was asked for.
    """

    def __init__(self, at: Workplace) -> None:
        self._at = at

    def show(self, writing: Writing) -> None:
        """Name the files that go with a text by now."""
        number, kind = writing.ticket.number, writing.composer.kind
        self.show_those(writing, self._at.reading.draft_files(number, kind))

    def show_those(self, writing: Writing, files: tuple[DraftFileRow, ...]) -> None:
        """Name these files in the composer."""
        writing.files = files
        shown = [f"{text.line(file.name, 60)} {names.size(file.size)}" for file in files]
        writing.composer.show_files(shown)

    async def to_send(self, writing: Writing) -> "tuple[NewAttachment, ...] | None":
        """The files with their content; None where others were shown: nothing leaves unseen."""
        shown = writing.files
        self.show(writing)
        if writing.files != shown:
            self._at.panes.refuse(Refused("files.changed"))
            return None
        read: list[NewAttachment] = []
        if shown:
            await self._run(lambda: read.extend(self._contents(shown)))
        return tuple(read) if len(read) == len(shown) else None

    async def throw_away(self, thrown: Discarded, files: Sequence[DraftFileRow]) -> None:
        """Forget a text and its files, which stay at hand here."""
        draft, desk = thrown.draft, self._at.panes.desk

        def discard() -> None:
            thrown.files.extend(self._contents(files))
            desk.remember(DiscardDraft(draft.operator, draft.ticket, draft.kind))

        await self._run(discard)

    async def attach_again(self, thrown: Discarded) -> None:
        """The files of a text that was thrown away go with it again."""
        draft, desk = thrown.draft, self._at.panes.desk

        def attach() -> None:
            for file in thrown.files:
                desk.remember(
                    AttachToDraft(draft.operator, draft.ticket, draft.kind, file, draft.base_seq)
                )

        await self._run(attach)

    def _contents(self, files: Sequence[DraftFileRow]) -> "list[NewAttachment]":
        from supportdesk.domain.action import NewAttachment

        content = self._at.reading.draft_content
        return [NewAttachment(file.name, file.media_type, content(file.sha256)) for file in files]

    async def _run(self, change: Callable[[], None]) -> None:
        try:
            await self._at.acting.run(change)
        except DeskError as error:
            self._at.panes.refuse(error)
