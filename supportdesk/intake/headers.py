"""The head of a mail: fields, encoded words, moments. Tolerant, and fast enough for archives.

Python's own header classes raise on a good part of real mail (unknown charsets, stray line ends,
raw bytes) and cost most of the time of reading it, so only what is needed is read here.
"""

import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from supportdesk.domain.charset import decoded
from supportdesk.intake.record import whole_text
from supportdesk.patterns import pattern

Fields = dict[str, list[bytes]]
"""Lower-case name of a field → its values in order, unfolded, not decoded."""

LONGEST_HEAD = 1 << 20
"""Bytes; what comes after is taken for the text."""

_FIELD_NAME = pattern(rb"[!-9;-~]+[ \t]*\Z")
_FOLD = pattern(rb"\n(?=[ \t])")
_END_OF_HEAD = pattern(rb"\n(?=\r?\n)")
_EMPTY_LINE = pattern(rb"\r?\n")
_EMPTY_LINES = pattern(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_WORD = pattern(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = pattern(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_PADDED_LINE = pattern(rb"=[ \t]*\r?\n")
_PADDING = pattern(rb"(=[=\s]*)")
_NOT_BASE64 = pattern(rb"[^A-Za-z0-9+/=\s]")
_FOREIGN = pattern(rb"[^A-Za-z0-9+/]+")
_MESSAGE_ID = pattern(r"<([^<>\s]{3,400})>")
_REFERENCES_KEPT = 200

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)


def split_head(raw: bytes) -> tuple[Fields, bytes]:
    """The fields of a mail and the bytes of its body. No fields: it is not a mail."""
    fields, body = read_fields(raw, beginning_of(raw))
    return fields, raw[body:]


def beginning_of(raw: bytes) -> int:
    """Where the head of a mail begins: some programs write empty lines before it."""
    empty = _EMPTY_LINES.match(raw)
    return empty.end() if empty else 0


def read_fields(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Fields, int]:
    """The fields that stand from `start` on, and where the body under them begins.

    A line that is no field, where a program forgot the empty line, begins the body.
    """
    end = len(raw) if end is None else end
    if (empty := _EMPTY_LINE.match(raw, start, end)) is not None:
        return {}, empty.end()
    found = _END_OF_HEAD.search(raw, start, min(end, start + LONGEST_HEAD))
    close = found.start() if found else min(end, start + LONGEST_HEAD)
    fields: Fields = {}
    for line in _FOLD.sub(b"", raw[start:close].replace(b"\r\n", b"\n")).split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and _FIELD_NAME.match(name):
            fields.setdefault(name.strip().decode("ascii").lower(), []).append(value.strip())
        elif not line.startswith((b"From ", b">From ")) and line.strip():
            return fields, _first_that_is_none(raw, start, close)
    if found is None:
        return fields, close
    empty = _EMPTY_LINE.match(raw, found.end(), end)
    return fields, empty.end() if empty else found.end()


def _first_that_is_none(raw: bytes, start: int, close: int) -> int:
    """Where the first line begins that is no field of a head and does not go on with one."""
    at = start
    for line in raw[start:close].split(b"\n"):
        name, colon, _value = line.partition(b":")
        is_field = bool(colon and _FIELD_NAME.match(name))
        goes_on = at > start and line.startswith((b" ", b"\t"))
        if not (is_field or goes_on or line.startswith((b"From ", b">From ")) or not line.strip()):
            return at
        at += len(line) + 1
    return close


def first(fields: Fields, name: str) -> bytes:
    """The first value of a field, or nothing."""
    values = fields.get(name)
    return values[0] if values else b""


def header_text(raw: bytes, charset: str | None = None) -> str:
    """A field's value as one line of text: encoded words decoded, line ends made blanks.

    `charset` is the one of the body: the best guess for raw bytes in a head.
    """
    if b"=?" in raw:
        text = _decoded_words(raw.decode("latin-1"), charset)
    elif raw.isascii():
        text = raw.decode("ascii")
    else:
        text = _raw_text(raw, charset)
    return whole_text(" ".join(text.split()))


def _raw_text(raw: bytes, charset: str | None) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(raw, charset)


def _decoded_words(text: str, charset: str | None) -> str:
    """RFC 2047; neighbours of one charset are joined first: senders split letters."""
    text = _BETWEEN_WORDS.sub(r"\1", text)
    parts: list[str] = []
    pending, pending_charset, at = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        at = word.end()
        if pending and (between or word[1].lower() != pending_charset):
            parts.append(decoded(pending, pending_charset))
            pending = b""
        parts.append(_raw_text(between.encode("latin-1"), charset))
        pending, pending_charset = pending + _word_bytes(word), word[1].lower()
    parts.append(decoded(pending, pending_charset) if pending else "")
    parts.append(_raw_text(text[at:].encode("latin-1"), charset))
    return "".join(parts)


def _word_bytes(word: re.Match[str]) -> bytes:
    encoded = word[3].encode("latin-1")
    if word[2] in "qQ":
        return binascii.a2b_qp(encoded, header=True)
    return base64_bytes(encoded)


def base64_bytes(encoded: bytes) -> bytes:
    """Base64 as senders write it: foreign characters left out, missing padding added.

    What a list wrote under it in plain text stays as it is.
    """
    padded = _PADDED_LINE.search(encoded)
    if padded is not None and _NOT_BASE64.search(encoded, padded.end()):
        return base64_bytes(encoded[: padded.end()]) + b"\n" + encoded[padded.end() :]
    first, *more = _PADDING.split(encoded)
    pieces = [_base64_piece(first)]
    for between, piece in zip(more[::2], more[1::2], strict=True):
        if b"\n" not in between:
            break
        pieces.append(_base64_piece(piece))
    return b"".join(pieces)


def _base64_piece(encoded: bytes) -> bytes:
    clean = _FOREIGN.sub(b"", encoded)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def message_ids(raw: bytes) -> list[str]:
    """The Message-IDs a field names, without angle brackets, the newest two hundred."""
    return _MESSAGE_ID.findall(raw.decode("utf-8", "replace"))[-_REFERENCES_KEPT:]


def own_id(fields: Fields) -> str | None:
    """The Message-ID of a mail without angle brackets, or None."""
    raw = first(fields, "message-id")
    found = message_ids(raw)
    if found:
        return found[0]
    text = raw.decode("utf-8", "replace").strip().strip("<>")
    return text if 2 < len(text) <= 400 and not re.search(r"\s", text) else None


def references(fields: Fields) -> tuple[str, ...]:
    """What a mail answers, oldest first: References, then In-Reply-To, each once."""
    named = message_ids(first(fields, "references")) + message_ids(first(fields, "in-reply-to"))
    return tuple(dict.fromkeys(named))


def moment(raw: bytes) -> datetime | None:
    """The moment a Date field names, in UTC; None when it names none."""
    try:
        parts = parsedate_tz(raw.decode("ascii", "replace"))
        if parts is None:
            return None
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return datetime(*parts[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def sent_at(fields: Fields, latest: datetime, otherwise: datetime | None = None) -> datetime:
    """When a mail was sent: its Date, else when it was received, else `otherwise`, else `latest`.

    A moment more than a day after `latest` (the present), or before 1971, is a wrong clock.
    """
    received = (value.rpartition(b";")[2] for value in fields.get("received", ()))
    for raw in (first(fields, "date"), *received):
        found = moment(raw) if raw else None
        if found is not None and EARLIEST <= found <= latest + timedelta(days=1):
            return found
    return otherwise or latest
