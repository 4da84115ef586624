"""Conversations as an mbox any mail program reads. Pure ASCII: nothing in it can act."""

import re
from collections.abc import Sequence
from email import encoders
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr
from time import asctime

from supportdesk.cli.export import Conversation, Exporter
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.recipients import Recipient
from supportdesk.domain.safe_text import clean_file_name, clean_line
from supportdesk.domain.ticket import CLIENT_SEES
from supportdesk.patterns import pattern
from supportdesk.store.read.rows import AttachmentRow, MessageRow

_READABLE = Charset("utf-8")
_READABLE.body_encoding = QP
_EXACT = Charset("utf-8")
_EXACT.body_encoding = BASE64
"""For texts with a carriage return, which the readable form would turn into a line end."""
_ADDRESS = pattern(r"[!-;=?A-~]+@[!-;=?A-~]+")
_MESSAGE_ID = pattern(r"<?([!-;=?-~]+@[!-;=?-~]+)>?")
_REFERENCES_KEPT = 20
_BEGINS_LIKE_A_SEPARATOR = pattern(rb"(?<=\n)[>F](?=>*From |rom )")
"""Readers take such a line for the next mail, or take one `>` away from it."""


def mbox_of(exporter: Exporter, conversation: Conversation, *, notes: bool) -> bytes:
    """The messages of one ticket; private notes only when asked for."""
    earlier: list[str] = []
    parts = []
    for message in conversation.messages:
        if message.kind not in CLIENT_SEES and not notes:
            continue
        identity = _message_id(message)
        parts.append(_mail(exporter, conversation, message, identity, earlier))
        earlier.append(identity)
    return b"".join(parts)


def _mail(
    exporter: Exporter,
    conversation: Conversation,
    message: MessageRow,
    identity: str,
    earlier: list[str],
) -> bytes:
    row, sent_at = conversation.row, from_milliseconds(message.sent_at)
    mail = _content(exporter, message)
    desk = formataddr(("supportdesk", "desk@supportdesk.invalid"))
    client = _address(row.client, row.client_email, f"client-{row.client_id}")
    author = _address(message.author, exporter.email_of(message), f"message-{message.id}")
    mail["From"] = author
    mail["To"] = client if message.kind == "operator" else _line(message.recipients.to) or desk
    if message.recipients.cc:
        mail["Cc"] = _line(message.recipients.cc)
    mail["Date"] = format_datetime(sent_at)
    mail["Subject"] = _header(row.subject)
    mail["Message-ID"] = identity
    if earlier:
        mail["In-Reply-To"] = earlier[-1]
        mail["References"] = "\n ".join(earlier[-_REFERENCES_KEPT:])
    mail["X-Supportdesk-Ticket"] = str(row.number)
    mail["X-Supportdesk-Kind"] = message.kind
    separator = f"From supportdesk {asctime(sent_at.timetuple())}\n".encode("ascii")
    body = _BEGINS_LIKE_A_SEPARATOR.sub(_encoded, mail.as_bytes())
    return separator + body + (b"\n" if body.endswith(b"\n") else b"\n\n")


def _line(several: Sequence[Recipient]) -> str:
    """Recipients for a To or Cc field; those of a Bcc are written nowhere."""
    return ", ".join(_address(one.name, one.address, "recipient") for one in several)


def _encoded(found: re.Match[bytes]) -> bytes:
    return b"=%02X" % ord(found[0])


def _content(exporter: Exporter, message: MessageRow) -> MIMENonMultipart | MIMEMultipart:
    body = message.body.encode("utf-8", "replace").decode("utf-8")
    text = MIMENonMultipart("text", "plain")
    text.set_payload(body, _EXACT if "\r" in body else _READABLE)
    if not message.attachments:
        return text
    whole = MIMEMultipart()
    whole.attach(text)
    for file in message.attachments:
        whole.attach(_file(file, exporter.content(file)))
    return whole


def _file(file: AttachmentRow, content: bytes) -> MIMEBase:
    main, _, sub = file.media_type.partition("/")
    plain = main.isalpha() and main.isascii() and main not in ("multipart", "message")
    part = (
        MIMEBase(main, sub) if plain and sub.isascii() else MIMEBase("application", "octet-stream")
    )
    part.set_payload(content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=clean_file_name(file.name))
    return part


def _message_id(message: MessageRow) -> str:
    found = _MESSAGE_ID.fullmatch(message.source_id)
    return f"<{found[1] if found else f'{message.id}@supportdesk.invalid'}>"


def _address(name: str, email: str | None, fallback: str) -> str:
    usable = email if email and _ADDRESS.fullmatch(email) else f"{fallback}@supportdesk.invalid"
    return formataddr((clean_line(name), usable))


def _header(text: str) -> str:
    return Header(clean_line(text), "utf-8" if not text.isascii() else "us-ascii").encode()
