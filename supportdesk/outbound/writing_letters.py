"""From a letter of the store to the mail that leaves: who, about what, answering which mails."""

import re
from collections.abc import Mapping
from dataclasses import field

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import NewAttachment
from supportdesk.domain.desk_options import MAIL_FROM, MAIL_NUMBER, option_value
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.letter import Purpose
from supportdesk.domain.recipients import Recipient
from supportdesk.domain.subject import with_number
from supportdesk.i18n.mail_texts import notice_subject, notice_text
from supportdesk.outbound.composing import Mail, compose, readable_ids, wire_address
from supportdesk.patterns import pattern
from supportdesk.records import dataclass
from supportdesk.store.read import desk_lists, letters, threads, tickets
from supportdesk.store.read.rows import LetterRow, MessageRow

_ANSWERS = pattern(r"\s*(?:re|отв|відп|ответ)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
AUTO_REPLIED, AUTO_GENERATED = "auto-replied", "auto-generated"


@dataclass(frozen=True, slots=True)
class Written:
    """A mail ready to be handed in, and to whom; `impossible` are addresses no server would take.

    `left` names each address as servers take it → as it was typed.
    """

    mail: bytes = b""
    left: Mapping[str, str] = field(default_factory=dict)
    impossible: tuple[str, ...] = ()


def write_letter(desk: Desk, number: int, address: str, name: str) -> Written:
    """Write a letter that is sent from `address`; `name` is the desk's. Raises StoreTrouble."""
    letter = desk.ask(letters.letter, number)
    if letter is None:
        return Written()
    left, impossible = _wire_addresses(letter)
    if not left:
        return Written(impossible=impossible)
    return Written(compose(_mail(desk, letter, Recipient(address, name))), left, impossible)


def _wire_addresses(letter: LetterRow) -> tuple[dict[str, str], tuple[str, ...]]:
    """Whom it has still to reach, as servers take them, and who cannot be reached."""
    usable, impossible = {}, []
    for address in (line for line in letter.left_to if line[0] not in "!?"):
        try:
            usable[wire_address(address)] = address
        except ValueError:
            impossible.append(address)
    return usable, tuple(impossible)


def _notice(desk: Desk, letter: LetterRow, sender: Recipient) -> Mail:
    """What an operator is told of: the ticket, and nothing of its messages."""
    row = desk.ask(tickets.row, letter.ticket, None)
    if row is None:
        raise LookupError(letter.ticket)
    subject = notice_subject(letter.purpose, row.subject)
    return Mail(
        mail_id=letter.mail_id,
        at=from_milliseconds(letter.made_at),
        sender=sender,
        to=letter.recipients.to,
        subject=with_number(subject, row.number),
        body=notice_text(letter.purpose, row.number, row.client, row.queue, row.subject),
        automatic=AUTO_GENERATED,
    )


def _mail(desk: Desk, letter: LetterRow, sender: Recipient) -> Mail:
    if letter.message is None:
        return _notice(desk, letter, sender)
    message = desk.ask(threads.message, letter.message)
    if message is None:
        raise LookupError(letter.message)
    options = desk.ask(desk_lists.options)
    to_third_party = letter.purpose == Purpose.FORWARD
    named = desk.ask(letters.references, message.ticket, message.id, of_third_party=to_third_party)
    answered = readable_ids(named)
    by_operator = option_value(options, MAIL_FROM) == "operator" and message.operator_id is not None
    subject = _subject(letter, is_answer=bool(answered))
    if option_value(options, MAIL_NUMBER) == "on":
        subject = with_number(subject, message.ticket)
    return Mail(
        mail_id=letter.mail_id,
        at=from_milliseconds(letter.made_at),
        sender=Recipient(sender.address, message.author if by_operator else sender.name),
        to=letter.recipients.to,
        cc=letter.recipients.cc,
        subject=subject,
        body=message.body,
        references=answered,
        files=_files(desk, message),
        automatic=AUTO_REPLIED if letter.purpose == Purpose.ACKNOWLEDGEMENT else "",
    )


def _subject(letter: LetterRow, *, is_answer: bool) -> str:
    if letter.purpose == Purpose.FORWARD and not is_answer:
        return f"Fwd: {letter.subject}"
    if not is_answer or _ANSWERS.match(letter.subject):
        return letter.subject
    return f"Re: {letter.subject}"


def _files(desk: Desk, message: MessageRow) -> tuple[NewAttachment, ...]:
    return tuple(
        NewAttachment(
            file.name,
            file.media_type,
            b"".join(desk.content(file)),
        )
        for file in message.attachments
    )
