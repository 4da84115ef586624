"""The parts of a mail: its text and its files, whatever the sender's program made of them."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32, compat32
from typing import Any

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.charset import decoded
from supportdesk.intake.headers import header_text, split_head

_PARTS_READ = 500
_LONGEST_NAME = 200
_LONGEST_FIELD = 32_000
_MOST_PARAMETERS = 100
_EXTENSION = {"text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics"}


class _ShortFields(Compat32):
    """Shows the parser only as much of a field as real mail has.

    Python takes time in the square of the semicolons a field holds in quotes.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A field's value; one that no program writes is cut before its parameters."""
        found = super().header_fetch_parse(name, value)
        text = str(found)
        if text.count(";") > _MOST_PARAMETERS or len(text) > _LONGEST_FIELD:
            return text[:_LONGEST_FIELD].partition(";")[0]
        return found


def text_and_files(raw: bytes, charset: str | None) -> tuple[str, tuple[NewAttachment, ...]]:
    """The readable text of a mail and everything else in it as files.

    Plain text is preferred; a mail with HTML alone is turned into text and keeps the HTML as a
    file. A mail that cannot be taken apart keeps its whole source as a file.
    """
    try:
        message = message_from_bytes(raw, policy=_ShortFields())
        reading = _Reading(charset)
        reading.take(message)
        return reading.result()
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError, AssertionError):
        _fields, body = split_head(raw)
        return decoded(body, charset)[:100_000], (
            NewAttachment("message.eml", "message/rfc822", raw),
        )


class _Reading:
    """Collects the parts of one mail in their order."""

    def __init__(self, charset: str | None) -> None:
        self.charset = charset
        self.plain: list[str] = []
        self.html: list[str] = []
        self.files: list[NewAttachment] = []
        self.parts = 0

    def take(self, part: Message) -> None:
        """Read one part and those in it."""
        self.parts += 1
        if self.parts > _PARTS_READ:
            return
        kind = part.get_content_type()
        if kind == "message/rfc822" or (part.is_multipart() and kind.startswith("message/")):
            self._take_mail(part, kind)
        elif part.is_multipart():
            self._take_parts(part, kind)
        elif _is_text(kind) and not _is_file(part):
            text = decoded(_content(part), part.get_content_charset() or self.charset)
            (self.html if kind == "text/html" else self.plain).append(text)
        else:
            content = _content(part)
            if content:
                self.files.append(NewAttachment(_name(part, len(self.files) + 1), kind, content))

    def _take_parts(self, part: Message, kind: str) -> None:
        """Of alternatives only the plain text is read; the HTML one counts when there is none."""
        before = len(self.plain), len(self.html)
        for child in _children(part):
            self.take(child)
        if kind == "multipart/alternative" and len(self.plain) > before[0]:
            del self.html[before[1] :]

    def _take_mail(self, part: Message, kind: str) -> None:
        """A mail inside the mail is a file; a delivery report's fields are its text."""
        if kind == "message/delivery-status":
            self.files.append(
                NewAttachment("delivery-status.txt", "text/plain", _source_of_children(part))
            )
            return
        content = _source_of_children(part)
        if content:
            name = _name(part, len(self.files) + 1)
            self.files.append(NewAttachment(name, "message/rfc822", content))

    def result(self) -> tuple[str, tuple[NewAttachment, ...]]:
        """The text and the files; HTML becomes text only when there is no plain text."""
        plain = "\n".join(text for text in self.plain if text.strip())
        files = list(self.files)
        if self.html and not plain:
            from supportdesk.intake.html_text import text_of_html

            plain = "\n".join(text_of_html(source) for source in self.html)
        files += [
            NewAttachment(f"message-{n}.html" if n > 1 else "message.html", "text/html", encoded)
            for n, encoded in enumerate((_encoded(source) for source in self.html), 1)
        ]
        return plain, tuple(files)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)]


def _source_of_children(part: Message) -> bytes:
    return b"\n".join(child.as_bytes(policy=compat32) for child in _children(part))


def _is_text(kind: str) -> bool:
    """Text to read; a multipart without parts is text of a sender whose boundary is wrong."""
    return kind in ("text/plain", "text/html") or kind.startswith("multipart/")


def _is_file(part: Message) -> bool:
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or (
        bool(_raw_name(part)) and part.get_content_type() != "text/plain"
    )


def _content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it can be."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: Message, number: int) -> str:
    """The file's name as the sender wrote it, without folders; else one made of its kind."""
    name = header_text(_raw_name(part).encode("utf-8", "surrogateescape"))
    name = re.split(r"[/\\]", name)[-1].strip()[-_LONGEST_NAME:]
    if name:
        return name
    kind = part.get_content_type()
    main, _, sub = kind.partition("/")
    plain = re.sub(r"[^a-z0-9]", "", sub) if main in ("image", "text") else "bin"
    return f"part-{number}{_EXTENSION.get(kind, '.' + (plain or 'bin'))}"


def _raw_name(part: Message) -> str:
    try:
        return part.get_filename("") or ""
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _encoded(source: str) -> bytes:
    return source.encode("utf-8", "surrogatepass")
