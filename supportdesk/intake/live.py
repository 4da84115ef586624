"""One live mail into the desk: to its ticket, a new one, or kept with the reason why not (F140).

A mail is told again by its Message-ID and its text, so whoever hands it in may do so twice; it is
lost for nothing but a store that cannot be written, and then StoreTrouble is raised.
"""

import logging
import threading
from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import ReceiveMessage, RecordBounce
from supportdesk.domain.desk_options import OFF, OUTGOING, option_value
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError, StoreTrouble
from supportdesk.domain.language import guess_language
from supportdesk.domain.mail_nature import Nature
from supportdesk.domain.recipients import Recipients, address_key
from supportdesk.intake.record import MailRecord, Skipped
from supportdesk.intake.subjects import normal_subject, ticket_number
from supportdesk.records import dataclass
from supportdesk.store.read import desk_lists, mailboxes

log = logging.getLogger(__name__)

LARGEST_LIVE_MAIL = 32 << 20
"""Bytes of a mail that is fetched; a larger one stays where it is and is listed."""

MAIL_SECONDS = 20.0
"""How long the reading of one mail may take; a longer one is kept unread and listed."""


class Came(StrEnum):
    """What became of a mail."""

    NEW = "new"
    """A new ticket."""
    ADDED = "added"
    """A message on its ticket."""
    KNOWN = "known"
    """It was there already."""
    OWN = "own"
    """A copy of a mail we have sent."""
    RETURNED = "returned"
    """A server told of a mail we have sent."""
    KEPT = "kept"
    """It could not be taken in; it waits for a person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: its ticket, or the `reason` it was kept for under `number`."""

    came: Came
    ticket: int | None = None
    reason: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class LiveMail:
    """A mail as it came: `place` names it in its mailbox."""

    raw: bytes
    mailbox: str
    place: str


class LiveIntake:
    """Takes mails into one desk; `own` are the addresses of the desk, `queue` that of new ones."""

    def __init__(self, desk: Desk, own: Collection[str], queue: str | None = None) -> None:
        self._desk = desk
        self._own = frozenset(map(address_key, own))
        self._queue = queue

    def take(self, mail: LiveMail) -> Outcome:
        """Take one mail in; committed when this returns. Raises StoreTrouble."""
        if len(mail.raw) > LARGEST_LIVE_MAIL:
            return self.keep(mail, "mail.too_large")
        try:
            read = self._read(mail)
            if isinstance(read, Skipped):
                return self.keep(mail, read.reason)
            return self._file(read, mail)
        except StoreTrouble:
            raise
        except DeskError as refused:
            return self.keep(mail, refused.code)
        except Exception:
            log.exception("a mail in %s could not be read", mail.mailbox)
            return self.keep(mail, "item.failed")

    def keep(self, mail: LiveMail, reason: str, size: int | None = None) -> Outcome:
        """Keep a mail as it is for a person; with `size` it was not fetched. StoreTrouble."""
        from supportdesk.store.write import mailboxes as kept

        named = mail.raw if size is None else f"{mail.mailbox}\0{mail.place}".encode()
        number = self._desk.lease(
            kept.keep,
            digest=sha256(named).hexdigest(),
            mailbox=mail.mailbox,
            place=mail.place,
            reason=reason,
            size=len(mail.raw) if size is None else size,
            at=to_milliseconds(self._desk.clock()),
            content=mail.raw if size is None else None,
        )
        return Outcome(Came.KEPT, reason=reason, number=number)

    def _read(self, mail: LiveMail) -> MailRecord | Skipped:
        """Read it beside this thread, which goes on when it takes too long."""
        from supportdesk.intake.mail import read_mail

        found: list[MailRecord | Skipped | Exception] = []
        latest = self._desk.clock()

        def read() -> None:
            try:
                found.append(read_mail(mail.raw, mail.place, latest))
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as defect:
                found.append(defect)

        reader = threading.Thread(target=read, name="mail", daemon=True)
        reader.start()
        reader.join(MAIL_SECONDS)
        if not found:
            return Skipped(mail.place, "mail.too_slow")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    def _file(self, read: MailRecord, mail: LiveMail) -> Outcome:
        head, author = read.head, read.head.author
        own = self._own_addresses()
        is_own = bool(author.address) and address_key(author.address or "") in own
        if is_own and self._desk.ask(mailboxes.is_own_letter, head.source_id):
            copy = RecordBounce((head.source_id,), f"copy:{head.source_id}", arrived=True)
            self._desk.act(None, copy)  # it has left, where nobody knew that
            return Outcome(Came.OWN)
        returned = self._returned(read)
        if returned is not None:
            return returned
        ticket = self._ticket_of(read)
        receipt = self._desk.act(
            None,
            ReceiveMessage(
                client=author,
                subject=head.subject if ticket else normal_subject(head.subject),
                body=read.body,
                source_id=head.source_id,
                ticket=ticket,
                queue=self._queue_number(),
                attachments=read.attachments,
                recipients=_without(read.recipients, own),
                from_person=not (head.wants_no_answer or is_own),
                automatic=read.nature in (Nature.AUTOMATIC, Nature.BOUNCE),
                digest=sha256(mail.raw).hexdigest(),
                references=head.references,
                language=guess_language(read.body[:2_000]),
            ),
        )
        number = receipt.tickets[0]
        if receipt.repeated:
            return Outcome(Came.KNOWN, number)
        return Outcome(Came.ADDED if number == ticket else Came.NEW, number)

    def _own_addresses(self) -> frozenset[str]:
        outgoing = option_value(self._desk.ask(desk_lists.options), OUTGOING)
        return self._own | ({address_key(outgoing)} if outgoing != OFF else set())

    def _returned(self, read: MailRecord) -> Outcome | None:
        """What a delivery report says of a letter of ours; None where it is of none."""
        bounce = read.bounce
        if bounce is None or not bounce.own or not bounce.failed:
            return None
        said = next((one.why or one.status for one in bounce.failed if one.why or one.status), "")
        receipt = self._desk.act(
            None,
            RecordBounce(
                (bounce.own,),
                read.head.source_id,
                permanent=bounce.permanent is not False,
                said=said,
            ),
        )
        return Outcome(Came.RETURNED, receipt.tickets[0]) if receipt.tickets else None

    def _ticket_of(self, read: MailRecord) -> int | None:
        """By what it answers, then by the number in its subject; never by a guess."""
        head = read.head
        address = head.author.address
        answered = self._desk.ask(mailboxes.ticket_answered, head.references, address)
        if answered is not None:
            return answered
        number = ticket_number(head.subject)
        if number is None:
            return None
        return self._desk.ask(mailboxes.ticket_numbered, number, address)

    def _queue_number(self) -> int | None:
        """The account's queue; one that was renamed or is gone leaves the first of the line."""
        if self._queue is None:
            return None
        return self._desk.ask(mailboxes.queue_named, self._queue)


def _without(recipients: Recipients, own: Collection[str]) -> Recipients:
    """Who got a copy beside ourselves: an answer to all does not come back to us."""
    kept = (one for one in recipients.cc if address_key(one.address) not in own)
    return replace(recipients, cc=tuple(kept))
