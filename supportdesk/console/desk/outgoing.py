"""Where a text goes and when: copies, third parties, quotes, and what waits in the outbox."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.console import names, text
from supportdesk.console.desk.letters import Letters
from supportdesk.console.desk.sendings import Leaving, Sendings, asks
from supportdesk.console.desk.text_files import Writing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.console.widgets.footer import Notice, refused
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.letter import FAILED
from supportdesk.domain.memory import AttachToDraft, KeepDraft, MarkReturnTold
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.quoting import quoted
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients, joined
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.forwarded import forwarded
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.returns import why_returned
from supportdesk.store.read.rows import LetterRow, MessageRow, OutboxRow, TicketRow
from supportdesk.store.read.sendings import SendingRow

if TYPE_CHECKING:
    from supportdesk.console.screens.choice import ChoiceScreen, Option

_SHOWN = 400
"""Characters of a text under its line."""

LATER_EXAMPLE = "2h, tomorrow 9, fri, 1 dec"
TIME, BACK = "time", "back"


class Outgoing:
    """Commands about recipients, quotes and sending later."""

    def __init__(self, at: Workplace, writing: WritingDesk) -> None:
        self._at = at
        self._writing = writing
        self._letters = Letters(at)
        self._sendings = Sendings(at, writing)
        self._window: ChoiceScreen[Leaving] | None = None
        """The outbox, while it is in sight."""
        self._told: set[int] = set()
        """Entries that came back and were told of here."""

    # To whom

    async def choose_recipients(self) -> None:
        """Let the recipients of the open text be chosen."""
        writing = self._writing.open
        if writing is None:
            return
        chosen = await self._ask(writing.composer.kind, writing.ticket, writing.composer.recipients)
        if chosen is not None and self._writing.open is writing:
            writing.composer.show_recipients(chosen)
            self._writing.keep_soon(asked=False)

    async def _ask(self, kind: str, ticket: TicketRow, now: Recipients) -> Recipients | None:
        from supportdesk.console.screens.recipients import RecipientsScreen

        reading, is_forward = self._at.reading, kind == "forward"
        client = text.line(ticket.client, 60)
        title = _("Beside {client}, this goes to").format(client=client)
        if is_forward:
            title = _("Forward {number}; {client} does not get it").format(
                number=ticket_name(ticket.number), client=client
            )
        screen = RecipientsScreen(
            title,
            now,
            reading.known_addresses,
            in_copy=() if is_forward else reading.in_copy(ticket.number),
            asks_whom=is_forward,
        )
        return await self._at.asking.show(screen)

    async def do_reply_all(self, ticket: TicketRow) -> None:
        """Write to the client and to everybody their last message came to."""
        people = self._at.reading.in_copy(ticket.number)
        self._writing.write(ticket, "reply")
        writing = self._writing.open
        if writing is None:
            return
        everybody = joined(writing.composer.recipients, Recipients(cc=people))
        writing.composer.show_recipients(everybody)
        if not people:
            said = _("The client's last message came to nobody else.")
            self._at.panes.say(Notice(said, "dim"))

    async def do_forward(self, ticket: TicketRow) -> None:
        """Ask somebody outside about the client's message in sight; the client gets nothing."""
        message = self._at.panes.thread.clients_message
        number, reading = ticket.number, self._at.reading
        left = reading.draft(number, "forward") is not None
        if left or "forward" in self._writing.returned_kinds(number):
            self._writing.write(ticket, "forward")
            return
        chosen = await self._ask("forward", ticket, NOBODY_ELSE)
        if chosen is None or self._writing.open is not None:
            return
        body = "" if message is None else f"\n\n{self._forwarded(message, ticket)}"
        draft = KeepDraft(self._at.panes.me.id, number, "forward", body, 0, 0, chosen)
        self._writing.begin(ticket, draft)
        writing = self._writing.open
        if message is not None and writing is not None:
            await self._attach_files(message, writing)

    def _forwarded(self, message: MessageRow, ticket: TicketRow) -> str:
        sent = f"{self._at.panes.moment.local(message.sent_at):%Y-%m-%d %H:%M}"
        return forwarded(message.author, sent, ticket.subject, quoted(message.body))

    async def _attach_files(self, message: MessageRow, writing: Writing) -> None:
        """The files of the forwarded message go along; Ctrl+F takes them off."""
        from supportdesk.domain.action import NewAttachment

        me, number, reading = self._at.panes.me.id, writing.ticket.number, self._at.reading

        def attach() -> None:
            for file in message.attachments:
                content = reading.content(file)
                copy = NewAttachment(file.name, file.media_type, content)
                self._at.panes.desk.remember(
                    AttachToDraft(me, number, "forward", copy, writing.base_seq)
                )

        if message.attachments:
            await self._at.acting.run(attach)
            self._writing.files.show(writing)

    # On what

    def do_quote(self, ticket: TicketRow) -> None:
        """Write to the client under a quote of what is in sight."""
        message = self._at.panes.thread.clients_message
        self._writing.write(ticket, "reply")
        if self._writing.open is not None and message is not None:
            self._writing.open.composer.area.insert_quote(quoted(message.body))

    # When

    async def send_later(self, body: str) -> None:
        """Ask when the open text is to be sent, and plan it."""
        writing = self._writing.open
        if writing is None:
            return
        title = _("Send it on {number} at").format(number=ticket_name(writing.ticket.number))
        at = await self._at.asking.ask_moment(title, _(LATER_EXAMPLE))
        if at is not None and self._writing.open is writing:
            await self._writing.send(body, None, at)

    async def do_outbox(self) -> None:
        """Show what waits to be sent, and have one after the other decided about.

        It stays while something asks for a decision; and of what is on its way, while more is.
        """
        place = 0
        while (row := await self._chosen(place)) is not None:
            names = [_name_of(option.value) for option in self._waiting()]
            if not await self._decide(row):
                return
            left = self._waiting()
            is_underway = isinstance(row, SendingRow) and not _asks(row)
            if not (left if is_underway else any(_asks(one.value) for one in left)):
                return
            place = _place_after(_name_of(row), names, left)

    async def _chosen(self, place: int) -> Leaving | None:
        """What is chosen in the outbox; the cursor begins at `place`."""
        from supportdesk.console.screens.choice import ChoiceScreen

        empty = _("Nothing waits to be sent.")
        self._window = screen = ChoiceScreen(
            _("Outbox"), self._waiting(), empty=empty, lines=2, place=place
        )
        try:
            chosen = await self._at.asking.show(screen)
        finally:
            self._window = None
        return None if chosen is None else chosen.value

    async def _decide(self, row: Leaving) -> bool:
        """Have it decided what becomes of one; False where that leads out of the outbox."""
        if isinstance(row, SendingRow):
            return await self._sendings.decide(row)
        if isinstance(row, LetterRow):
            await self._letters.decide(row)
            return True
        return await self._change(row)

    def _waiting(self) -> "list[Option[Leaving]]":
        """What waits: what has not left a copy, then letters. Raises StoreTrouble."""
        from supportdesk.console.screens.choice import Option

        waiting: list[Option[Leaving]] = [*self._sendings.listed()]
        waiting += [
            Option(letter, self._letters.label(letter), self._letters.state(letter))
            for letter in self._letters.listed()
        ]
        rows = self._at.reading.outbox()
        waiting += [
            Option(
                row, self._label(row), self._when(row), under=" ".join(row.body[:_SHOWN].split())
            )
            for row in rows
        ]
        return waiting

    async def _change(self, row: OutboxRow) -> bool:
        """Have its time changed, or take it back: False where its text is written on."""
        from supportdesk.domain.action import CancelSending, PostponeSending

        title = _("{number}: {kind} planned for {when}")
        named = title.format(
            number=ticket_name(row.ticket), kind=names.unsent(row.kind), when=self._when(row)
        )
        ways = [(TIME, _("another time"), ""), (BACK, _("take it back and go on writing"), "")]
        way = await self._at.asking.choose(named, ways)
        if way == TIME:
            asked = _("Send it on {number} at").format(number=ticket_name(row.ticket))
            at = await self._at.asking.ask_moment(asked, _(LATER_EXAMPLE))
            if at is not None:
                when = self._at.panes.moment.until_exactly(to_milliseconds(at))
                said = _("{number}: planned for {when}.").format(
                    number=ticket_name(row.ticket), when=when
                )
                await self._at.acting.change(PostponeSending(row.id, at), said)
        elif way == BACK and await self._at.acting.submit(CancelSending(row.id)) is not None:
            self._writing.resume(row.ticket, row.kind)
            return False
        return True

    def _label(self, row: OutboxRow) -> str:
        return f"{ticket_name(row.ticket)} {names.unsent(row.kind)} · {row.client}"

    def _when(self, row: OutboxRow) -> str:
        if row.at is None:
            return _("not sent: {why}").format(why=why_returned(row.because))
        return self._at.panes.moment.until_exactly(row.at)

    # What has become of it

    def catch_up(self) -> None:
        """The store has changed: tell what came back; the outbox in sight shows how it stands.

        Raises StoreTrouble.
        """
        self.tell_returns()
        self._sendings.tell_stopped()
        if self._window is not None:
            self._window.follow(self._waiting(), _name_of)

    def tell_left_undone(self) -> None:
        """The console begins: tell what came back, and what is stopped. Raises StoreTrouble."""
        self.tell_returns()
        self._sendings.tell_stopped()

    def tell_returns(self) -> None:
        """Say which of my planned texts were not sent, and why; once. Raises StoreTrouble."""
        back = [row for row in self._at.reading.untold_returns() if row.id not in self._told]
        if not back or self._at.panes.desk.read_only_because:
            return
        self._told.update(row.id for row in back)
        self._at.panes.say(refused(_told_of(back)))
        self._at.panes.run_worker(self._mark_told(back), group="draft")

    async def _mark_told(self, back: Sequence[OutboxRow]) -> None:
        for row in back:
            await self._at.acting.keep(MarkReturnTold(row.operator_id, row.ticket, row.id))


def _name_of(row: Leaving) -> tuple[type, int]:
    return type(row), row.number if isinstance(row, SendingRow) else row.id


def _asks(row: Leaving) -> bool:
    """Whether it stands there until somebody decides."""
    if isinstance(row, SendingRow):
        return asks(row)
    return row.state in FAILED if isinstance(row, LetterRow) else row.at is None


def _place_after(
    name: tuple[type, int], names: "Sequence[tuple[type, int]]", left: "Sequence[Option[Leaving]]"
) -> int:
    """Where the next one that asks stands, from one of that name on; else the next one at all."""
    behind = names[names.index(name) :] if name in names else ()
    standing = {_name_of(one.value): place for place, one in enumerate(left)}
    asking = [place for place, one in enumerate(left) if _asks(one.value)]
    following = [standing[one] for one in behind if one in standing]
    return next((place for place in following if place in asking), (asking or following or [0])[0])


def _told_of(back: Sequence[OutboxRow]) -> str:
    said = ngettext(
        "The planned reply on {numbers} was not sent: {why}. {drafts_key} goes on with it.",
        "Planned replies on {numbers} were not sent: {why}. {drafts_key} goes on with them.",
        len(back),
    )
    why = "; ".join(dict.fromkeys(why_returned(row.because) for row in back))
    numbers = ", ".join(ticket_name(row.ticket) for row in back)
    return said.format(numbers=numbers, why=why, drafts_key=key_of("drafts"))
