"""What another reader of mail expects of a mail, beside what ours reads: where the two differ.

The expectations are the JSON of an independent parser: part by part, with header values, texts,
and which parts are the text and which are files.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from supportdesk.intake.mail import read_mail
from supportdesk.intake.record import MailRecord, Skipped

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Difference:
    """One field of one mail; `expected` and `found` are for a person, never committed."""

    mail: str
    field: str
    expected: object
    found: object


def differences(name: str, raw: bytes, expected: bytes) -> Iterator[Difference]:
    """Where our reading of a mail is another one than the expected."""
    oracle = Expected(json.loads(expected))
    read = read_mail(raw, name, NOW)
    if isinstance(read, Skipped):
        yield Difference(name, "whole", "a mail", read.reason)
        return
    for field, wanted, found in _compared(oracle, read):
        if wanted != found:
            yield Difference(name, field, wanted, found)


def _compared(oracle: "Expected", read: MailRecord) -> Iterator[tuple[str, object, object]]:
    head = read.head
    wanted = oracle.people("from") or oracle.people("sender")
    if wanted:
        found = (head.author.name, head.author.address or "")
        yield "from", _named(wanted[:1]), _named([found])
    yield "to", addresses(oracle.people("to")), [one.address for one in head.recipients]
    yield "cc", addresses(oracle.people("cc")), [one.address for one in read.recipients.cc]
    yield "subject", folded(oracle.text("subject")), folded(head.subject)
    if oracle.date is not None and oracle.date < NOW:
        yield "date", oracle.date, head.sent_at
    if identity := oracle.texts("message_id"):
        yield "message-id", identity[0], head.source_id
    answered = [*oracle.texts("references"), *oracle.texts("in_reply_to")]
    yield "references", list(dict.fromkeys(answered)), list(head.references)
    yield "text", folded(oracle.plain), folded(read.body) if oracle.plain else ""
    if not oracle.plain:
        yield "html", bool(oracle.html.strip()), bool(read.body.strip())
    files = [(file.name, file.content) for file in read.attachments]
    for wanted_name, content in oracle.files:
        same = [name for name, found in files if alike(found, content)]
        if not same:
            yield "file", (wanted_name, len(content)), [(name, len(it)) for name, it in files]
        elif wanted_name and wanted_name not in same:
            yield "file name", wanted_name, same


def alike(one: bytes, other: bytes) -> bool:
    """Whether two files are the same but for the charset of a text and its line ends."""
    texts = (one, one.decode("cp1252", "replace").encode())
    return plainly(other) in map(plainly, texts)


def plainly(content: bytes) -> bytes:
    """A file without the ends of its lines."""
    return re.sub(rb"\s+", b"", content)


def folded(text: str) -> str:
    """A text as one reads it: blanks and empty lines do not count."""
    return " ".join(text.replace("\0", "").split())


def addresses(people: list[tuple[str, str]]) -> list[str]:
    """Those that are addresses, as we keep them."""
    return [address for _name, address in people if re.fullmatch(r"[^\s@]+@[^\s@]+", address)]


def _named(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(folded(name) or address, address) for name, address in people]


class Expected:
    """The JSON of one mail."""

    def __init__(self, written: Any) -> None:
        self.parts: list[Any] = written["parts"]
        self.written = written
        self.headers: dict[str, Any] = {}
        for header in self.parts[0]["headers"]:
            name = header["name"]
            name = next(iter(name.values())) if isinstance(name, dict) else name
            self.headers.setdefault(name, header["value"])

    def people(self, field: str) -> list[tuple[str, str]]:
        """(name, address) of everybody a field names."""
        value = self.headers.get(field)
        if not isinstance(value, dict) or "Address" not in value:
            return []
        found = value["Address"]
        groups = [found["List"]] if "List" in found else [g["addresses"] for g in found["Group"]]
        return [(one.get("name") or "", one.get("address") or "") for g in groups for one in g]

    def texts(self, field: str) -> list[str]:
        """A value that may be several."""
        value = self.headers.get(field)
        if not isinstance(value, dict):
            return []
        return [value["Text"]] if "Text" in value else list(value.get("TextList", []))

    def text(self, field: str) -> str:
        """A value that is one text."""
        return next(iter(self.texts(field)), "")

    @property
    def date(self) -> datetime | None:
        """The moment of the Date field, where it is one."""
        value = self.headers.get("date")
        if not isinstance(value, dict) or "DateTime" not in value:
            return None
        at = value["DateTime"]
        away = timedelta(hours=at["tz_hour"], minutes=at["tz_minute"])
        zone = timezone(-away if at["tz_before_gmt"] else away)
        clock = at["hour"], at["minute"], at["second"]
        try:
            written = datetime(at["year"], at["month"], at["day"], *clock, tzinfo=zone)
            return written.astimezone(UTC)
        except ValueError:
            return None

    @property
    def plain(self) -> str:
        """The plain text that is to be read."""
        bodies = [self.parts[number]["body"] for number in self.written["text_body"]]
        return "\n".join(body["Text"] for body in bodies if "Text" in body)

    @property
    def html(self) -> str:
        """The HTML that is to be read."""
        bodies = [self.parts[number]["body"] for number in self.written["html_body"]]
        return "\n".join(body["Html"] for body in bodies if "Html" in body)

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """(name, content) of every file."""
        found = []
        for number in self.written["attachments"]:
            part = self.parts[number]
            body = part["body"]
            if "Message" in body or "Multipart" in body:
                continue
            kind = next(iter(body))
            content = bytes(body[kind]) if "Binary" in kind else body[kind].encode()
            found.append((self._name(part), content))
        return found

    def _name(self, part: Any) -> str:
        for wanted, attribute in (("content_disposition", "filename"), ("content_type", "name")):
            for header in part["headers"]:
                value = header["value"]
                if header["name"] == wanted and isinstance(value, dict):
                    for one in value.get("ContentType", {}).get("attributes") or ():
                        if one["name"] == attribute:
                            return folded(one["value"])
        return ""
