"""A small desk that sends through a real server."""

from collections.abc import Iterator
from contextlib import contextmanager

from supportdesk.domain.action import ChangeOption, Reply
from supportdesk.outbound.postman import OutgoingAccount, Postman, Round
from supportdesk.outbound.smtp import Security, Server
from supportdesk.store.read import letters, threads
from supportdesk.store.read.rows import LetterRow, MessageRow
from tests.outbound.mail_servers import MailServer, Postbox
from tests.small_desk import SmallDesk

DESK = "desk@help.example"


class Mailing:
    """A small desk that sends through a real server."""

    def __init__(self, small: SmallDesk, server: MailServer) -> None:
        self.small = small
        self.box = server.postbox
        small.act(ChangeOption("outgoing", DESK), by=small.olga)
        self.server = self.server_at(server.port)
        self.postman = self.new_postman()

    @staticmethod
    def server_at(port: int) -> Server:
        """A server that is not waited for long."""
        return Server("127.0.0.1", port, Security.NONE, step_seconds=15.0, total_seconds=30.0)

    def new_postman(self) -> Postman:
        """Another process."""
        account = OutgoingAccount(DESK, "Help Desk", self.server)
        return Postman(self.small.desk, {DESK: account}, chance=lambda: 1.0)

    def reply(self, number: int, body: str = "Hello", **more: object) -> int:
        """A reply whose undo window is over; its message."""
        sending = Reply(number, body, self.small.row(number).last_event, **more)  # type: ignore[arg-type]
        message = self.small.act(sending).message
        assert message is not None
        self.small.clock.forward(seconds=11)
        self.small.desk.work()
        return message

    def round(self, **later: float) -> Round:
        """Deliver what is due, some time later."""
        self.small.clock.forward(**later)
        return self.postman.deliver()

    def message(self, number: int, message: int) -> MessageRow:
        """A message as its ticket shows it."""
        found = self.small.desk.ask(threads.messages, number)
        return next(row for row in found if row.id == message)

    def letter(self, number: int, message: int) -> LetterRow:
        """The letter of a message."""
        return self.small.desk.ask(letters.of_messages, number)[message]


@contextmanager
def served(postbox: Postbox) -> Iterator[MailServer]:
    """A server for the time of a block."""
    server = MailServer(postbox)
    server.start()
    try:
        yield server
    finally:
        server.stop()
