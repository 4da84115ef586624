"""A message as the mail that leaves (RFC 5322): plain ASCII, short lines, no header of others.

Every value is made one line before it becomes a header, so nothing that was typed or received can
begin another one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email import encoders
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, quote

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.recipients import Recipient
from supportdesk.domain.safe_text import clean_file_name, clean_line
from supportdesk.outbound.mail_html import html_twin
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_WIRE = compat32.clone(linesep="\r\n", max_line_length=0)
"""Headers leave as they are written here: folded already."""
_QUOTED = Charset("utf-8")
_QUOTED.body_encoding = QP
_PACKED = Charset("utf-8")
_PACKED.body_encoding = BASE64
_PLAIN_NAME = pattern(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_MAIL_ID = pattern(r"[!-;=?A-~]+@[!-;=?A-~]+")
_MEDIA_TYPE = pattern(r"[a-z]+/[a-z0-9.+-]+")
_NOT_SENT = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

LONGEST_ID = 250
REFERENCES_KEPT = 20
"""The first mail of a conversation and the newest of the others."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What one mail says and to whom; Bcc are no part of it, they are on the envelope alone.

    `mail_id` and `references` are Message-IDs without brackets, oldest first, such as
    `readable_ids` gives. `automatic` is the
    kind of a mail that no person wrote (RFC 3834): `auto-replied` or `auto-generated`.
    """

    mail_id: str
    at: datetime
    sender: Recipient
    to: Sequence[Recipient]
    subject: str
    body: str
    cc: Sequence[Recipient] = ()
    references: Sequence[str] = ()
    files: Sequence[NewAttachment] = ()
    automatic: str = ""


def compose(mail: Mail) -> bytes:
    """The mail as it goes over the wire, lines ended by CR LF and shorter than 998 bytes."""
    whole = _content(mail)
    for name, value in _headers(mail):
        whole[name] = value
    return whole.as_bytes(policy=_WIRE)


def _headers(mail: Mail) -> Iterable[tuple[str, str]]:
    yield "MIME-Version", "1.0"
    yield "From", _people([mail.sender])
    yield "To", _people(mail.to)
    copied = _people(mail.cc)
    if copied:
        yield "Cc", copied
    yield "Date", format_datetime(mail.at)
    yield "Subject", _words("Subject", mail.subject)
    yield "Message-ID", f"<{mail.mail_id}>"
    if mail.references:
        yield "In-Reply-To", f"<{mail.references[-1]}>"
        yield "References", "\r\n ".join(f"<{one}>" for one in mail.references)
    if mail.automatic:
        yield "Auto-Submitted", mail.automatic
        yield "X-Auto-Response-Suppress", "All"
        yield "Precedence", "bulk"


def readable_ids(named: Iterable[str]) -> list[str]:
    """The Message-IDs that can stand in a header: the first, and the newest of the others."""
    usable = (one.strip().strip("<>") for one in named)
    known = list(
        dict.fromkeys(one for one in usable if len(one) <= LONGEST_ID and _MAIL_ID.fullmatch(one))
    )
    return known if len(known) <= REFERENCES_KEPT else [known[0], *known[1 - REFERENCES_KEPT :]]


def wire_address(address: str) -> str:
    """An address as every server takes it: the domain in ASCII. Raises ValueError for others."""
    local, _at, domain = address.rpartition("@")
    whole = f"{local}@{domain.encode('idna').decode('ascii')}"
    if not _MAIL_ID.fullmatch(whole):
        raise ValueError(address)
    return whole


def is_reachable(address: str) -> bool:
    """Whether servers take an address."""
    try:
        return bool(wire_address(address))
    except ValueError:
        return False


def _people(several: Iterable[Recipient]) -> str:
    return ",\r\n ".join(_person(one) for one in several if is_reachable(one.address))


def _person(one: Recipient) -> str:
    address, name = wire_address(one.address), clean_line(one.name, 200)
    if not name:
        return address
    if name.isascii():
        shown = name if _PLAIN_NAME.fullmatch(name) else f'"{quote(name)}"'
    else:
        shown = Header(name, "utf-8", maxlinelen=75).encode(linesep="\r\n")
    return f"{shown} <{address}>"


def _words(name: str, words: str) -> str:
    """A text of any length as folded encoded words, or as it is where it is short and ASCII."""
    line = clean_line(_NOT_SENT.sub("", words))
    charset = "us-ascii" if line.isascii() and "=?" not in line else "utf-8"
    return Header(line, charset, maxlinelen=75, header_name=name).encode(linesep="\r\n")


def _content(mail: Mail) -> MIMENonMultipart | MIMEMultipart:
    body = _NOT_SENT.sub("", re.sub(r"\r\n?", "\n", mail.body)).rstrip() + "\n"
    twins = MIMEMultipart("alternative")
    del twins["MIME-Version"]
    twins.attach(_text("plain", body))
    twins.attach(_text("html", html_twin(body)))
    if not mail.files:
        return twins
    whole = MIMEMultipart()
    del whole["MIME-Version"]
    whole.attach(twins)
    for file in mail.files:
        whole.attach(_file(file))
    return whole


def _text(kind: str, text: str) -> MIMENonMultipart:
    """A text in the encoding that reads best: mostly ASCII letters stay readable."""
    part = MIMENonMultipart("text", kind)
    del part["MIME-Version"]
    foreign = sum(not letter.isascii() for letter in text)
    part.set_payload(text, _PACKED if foreign * 6 > len(text) else _QUOTED)
    return part


def _file(file: NewAttachment) -> MIMEBase:
    media_type = file.media_type.lower()
    if media_type.startswith(("multipart/", "message/")):
        media_type = "application/octet-stream"
    fits = _MEDIA_TYPE.fullmatch(media_type)
    part = MIMEBase(*(media_type if fits else "application/octet-stream").split("/"))
    del part["MIME-Version"]
    part.set_payload(file.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", **_named(clean_file_name(file.name)))
    return part


def _named(name: str) -> dict[str, str | tuple[str, str, str]]:
    """A file name as RFC 2231 wants it: letters of other scripts are no ASCII."""
    return {"filename": name if name.isascii() else ("utf-8", "", name)}
