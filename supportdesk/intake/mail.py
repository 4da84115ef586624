"""One mail (RFC 5322 bytes) to one record. Never raises for what stands in the mail.

A simple text mail is read straight from its head and body; everything else as a tree of parts.
"""

import binascii
import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from supportdesk.domain.action import ClientReference, NewAttachment
from supportdesk.domain.charset import decoded
from supportdesk.domain.mail_nature import Bounce, Nature
from supportdesk.domain.recipients import NOBODY_ELSE, Recipient, Recipients, readable
from supportdesk.domain.ticket import MessageKind
from supportdesk.intake.headers import (
    Fields,
    base64_bytes,
    first,
    header_text,
    own_id,
    references,
    sent_at,
    split_head,
)
from supportdesk.intake.mime import Part, parts_of
from supportdesk.intake.nature import nature_of, wants_no_answer
from supportdesk.intake.people import people, person
from supportdesk.intake.record import MailHead, MailRecord, Skipped, whole_text
from supportdesk.patterns import pattern

_CHARSET = pattern(rb"charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_LIST_ID = pattern(r"<([^<>\s]+)>\s*\Z")
_PLAIN_ENCODINGS = (b"", b"7bit", b"8bit", b"binary")


def read_head(
    raw: bytes,
    place: str,
    latest: datetime,
    otherwise: datetime | None = None,
    *,
    ours: bool = False,
) -> tuple[MailHead, Fields, bytes] | Skipped:
    """The head of a mail with its fields and the bytes of its body.

    `latest` is the present moment: a mail from later has a wrong clock. `otherwise` is the moment
    to take for a mail without a usable one. `ours` is a mail that our own export wrote. A delivery
    report answers the mail that came back.
    """
    fields, body = split_head(raw)
    if not fields:
        return Skipped(place, "mail.no_headers" if raw.strip() else "mail.empty")
    declared = _CHARSET.search(first(fields, "content-type"))
    charset = declared[1].decode("latin-1") if declared else None
    author = person(first(fields, "from") or first(fields, "sender"), charset)
    subject = header_text(first(fields, "subject"), charset)
    nature = nature_of(fields, author.address, author.name, subject)
    head = MailHead(
        source_id=whole_text(own_id(fields) or f"sha256:{sha256(raw).hexdigest()}"),
        references=references(fields),
        subject=subject,
        sent_at=sent_at(fields, latest, otherwise),
        author=author,
        recipients=people(first(fields, "to"), charset) if "to" in fields else (),
        list_id=_list_id(fields),
        nature=nature,
        wants_no_answer=wants_no_answer(fields, nature, author.address),
        charset=charset,
        place=place,
        kind=_kind(fields) if ours else None,
    )
    if nature is Nature.BOUNCE and not head.references:
        head = replace(head, references=_bounce(parts_of(raw, charset), head).returned)
    return head, fields, body


def read_mail(
    raw: bytes,
    place: str,
    latest: datetime,
    otherwise: datetime | None = None,
    *,
    ours: bool = False,
) -> MailRecord | Skipped:
    """The whole mail: its text and its files. See `read_head` for the moments."""
    read = read_head(raw, place, latest, otherwise, ours=ours)
    if isinstance(read, Skipped):
        return read
    head, fields, body = read
    bounce = None
    if _is_simple(fields) and head.nature is not Nature.BOUNCE and b"\nbegin" not in body:
        text = decoded(_decoded_transfer(fields, body), head.charset)
        files: tuple[NewAttachment, ...] = ()
    else:
        from supportdesk.intake.mail_parts import contents_of

        mail = parts_of(raw, head.charset)
        text, files = contents_of(mail)
        if head.nature is Nature.BOUNCE:
            bounce = _bounce(mail, head)
    body_text = whole_text(text.replace("\r\n", "\n")).rstrip()
    return MailRecord(head, body_text, files, _recipients(fields, head), bounce)


def _bounce(mail: Part, head: MailHead) -> Bounce:
    from supportdesk.intake.bounces import bounce_of

    return bounce_of(mail, head.recipients[0].address if head.recipients else None)


def _recipients(fields: Fields, head: MailHead) -> Recipients:
    """Who got a copy; a forward of ours went to somebody else than the client."""
    if "cc" not in fields and head.kind != MessageKind.FORWARD:
        return NOBODY_ELSE
    copied = people(first(fields, "cc"), head.charset) if "cc" in fields else ()
    asked = head.recipients if head.kind == MessageKind.FORWARD else ()
    return readable(Recipients(tuple(map(_recipient, asked)), tuple(map(_recipient, copied))))


def _recipient(who: ClientReference) -> Recipient:
    return Recipient(who.address or "", "" if who.name == who.address else who.name)


def _is_simple(fields: Fields) -> bool:
    """Only text, in an encoding that needs no parser."""
    kind = first(fields, "content-type").lower()
    if "content-disposition" in fields or (kind and not kind.startswith(b"text/plain")):
        return False
    encoding = first(fields, "content-transfer-encoding").strip().lower()
    return encoding in (*_PLAIN_ENCODINGS, b"quoted-printable", b"base64")


def _decoded_transfer(fields: Fields, body: bytes) -> bytes:
    encoding = first(fields, "content-transfer-encoding").strip().lower()
    if encoding == b"quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == b"base64":
        return base64_bytes(body)
    return body


def _kind(fields: Fields) -> str | None:
    kind = first(fields, "x-supportdesk-kind").decode("ascii", "replace")
    return kind if kind in list(MessageKind) else None


def _list_id(fields: Fields) -> str | None:
    raw = first(fields, "list-id")
    if not raw:
        return None
    text = header_text(raw)
    found = _LIST_ID.search(text)
    return found[1] if found else text or None
