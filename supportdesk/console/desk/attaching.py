"""Files: with a text being written, and those of the conversation in sight (F33)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from supportdesk.console import names, text
from supportdesk.console.desk.text_files import Writing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.domain.desk_options import INTERNAL
from supportdesk.domain.errors import DeskError, NotFound, Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.rows import AttachmentRow, TicketRow


class Attaching:
    """Commands about files; the disk is read and written on the writer's thread."""

    def __init__(self, at: Workplace, writing: WritingDesk) -> None:
        self._at = at
        self._writing = writing

    # With a text

    async def manage(self) -> None:
        """Add files to the open text, or take some off."""
        from supportdesk.console.screens.attach import AttachScreen

        writing = self._writing.open
        if writing is None:
            return
        number, kind = writing.ticket.number, writing.composer.kind
        titles = {"reply": _("Files of the reply"), "note": _("Files of the note")}
        screen = AttachScreen(
            titles.get(kind, kind), lambda: self._at.reading.draft_files(number, kind)
        )

        async def add(path: Path) -> str:
            return await self._add(writing, path)

        async def take_off(file: int) -> str:
            return await self._remove(writing, file)

        screen.add, screen.take_off = add, take_off
        await self._at.asking.show(screen)

    async def _add(self, writing: Writing, path: Path) -> str:
        """Attach the file at `path`; answer what is wrong, or nothing."""
        from supportdesk.desk.local_files import read_file
        from supportdesk.domain.memory import AttachToDraft

        me, desk = self._at.panes.me.id, self._at.panes.desk
        number, kind = writing.ticket.number, writing.composer.kind
        limit = self._at.reading.file_limit(INTERNAL if kind == "note" else writing.ticket.channel)

        def attach() -> None:
            file = read_file(path, limit)
            desk.remember(AttachToDraft(me, number, kind, file, writing.base_seq))

        return await self._kept(writing, attach)

    async def _remove(self, writing: Writing, file: int) -> str:
        from supportdesk.domain.memory import DetachFromDraft

        me, desk = self._at.panes.me.id, self._at.panes.desk
        number, kind = writing.ticket.number, writing.composer.kind
        return await self._kept(
            writing, lambda: desk.remember(DetachFromDraft(me, number, kind, file))
        )

    async def _kept(self, writing: Writing, change: Callable[[], None]) -> str:
        try:
            await self._at.acting.run(change)
        except DeskError as error:
            return sentence(error.code, error.parameters, interface="console")
        self._writing.files.show(writing)
        return ""

    # Of the conversation

    async def do_open_file(self, ticket: TicketRow) -> None:
        """Read or save a file; the newest stands first."""
        files = [
            file
            for message in reversed(self._at.reading.messages(ticket.number, whole=True))
            for file in message.attachments
        ]
        file = await self._choose(ticket, files)
        if file is None:
            return
        try:
            wanted = await self._shown(file)
        except Refused:
            wanted = True
        if wanted:
            await self._save(file)

    async def _choose(
        self, ticket: TicketRow, files: Sequence[AttachmentRow]
    ) -> AttachmentRow | None:
        if not files:
            raise NotFound("file.none", number=ticket.number)
        if len(files) == 1:
            return files[0]
        options = [
            (str(file.id), text.line(file.name, 120), names.size(file.size)) for file in files
        ]
        title = _("Files of {number}").format(number=ticket_name(ticket.number))
        chosen = await self._at.asking.choose(title, options)
        return next((file for file in files if str(file.id) == chosen), None)

    async def _shown(self, file: AttachmentRow) -> bool:
        """Show a file; whether it is to be saved. Raises Refused for what is no text."""
        from supportdesk.console.screens.file_preview import FilePreviewScreen
        from supportdesk.desk.local_files import preview

        body = preview(self._at.panes.desk, file)
        title = f"{text.line(file.name, 120)} · {names.size(file.size)}"
        return await self._at.asking.show(FilePreviewScreen(title, body)) is True

    async def _save(self, file: AttachmentRow) -> None:
        """Ask where to, and write it there under a harmless name."""
        from supportdesk.console.file_names import path_of
        from supportdesk.desk.local_files import save

        title = _("Save {name} into the folder").format(name=text.line(file.name, 60))
        wanted = await self._at.asking.ask_line(title, lambda typed: typed, value="~/Downloads")
        if wanted is None:
            return
        desk = self._at.panes.desk
        folder = path_of(wanted)
        saved: list[Path] = []
        await self._at.acting.run(lambda: saved.append(save(desk, file, folder)))
        path = text.line(str(saved[0].absolute()), 300)
        self._at.panes.said_done(_("Saved: {path}").format(path=path))
