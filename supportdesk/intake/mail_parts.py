"""What a mail holds: its readable text and its files, whatever a program made of them."""

import re
from collections.abc import Sequence
from dataclasses import field

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.charset import decoded
from supportdesk.intake.headers import first, header_text, split_head
from supportdesk.intake.mime import Part, parts_of, shown_name
from supportdesk.intake.transfer import uuencoded_files
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_LONGEST_NAME = 200
_MAILS = ("message/rfc822", "message/global", "message/news")
_CALENDARS = ("text/calendar", "application/ics", "text/x-vcalendar")
_PLAIN_OR_PAGE = ("text/plain", "text/html")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENDING = {
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/news": ".eml",
    "message/delivery-status": ".txt",
    "image/jpeg": ".jpg",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
}
_META_CHARSET = pattern(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_MARKUP = pattern(r"<[^<>\n]{1,60}>")
_STUB = pattern(r"\bhtml\b|e-?mail client|почтов\w+ программ|поштов\w+ програм", re.IGNORECASE)
_LONGEST_STUB = 400


def text_and_files(raw: bytes, charset: str | None) -> tuple[str, tuple[NewAttachment, ...]]:
    """The readable text of a mail and everything else in it as files. Never raises.

    Plain text is preferred; a mail with HTML alone is turned into text and keeps the HTML as a
    file. A mail of more parts, or deeper ones, than can be shown keeps its whole source as a file.
    """
    return contents_of(parts_of(raw, charset))


def contents_of(mail: Part) -> tuple[str, tuple[NewAttachment, ...]]:
    """See `text_and_files`."""
    reading = _Reading(mail.charset)
    reading.take(mail)
    text = reading.text()
    if mail.cut:
        reading.files.append(NewAttachment("message.eml", "message/rfc822", mail.source))
    return text, tuple(reading.files)


@dataclass(slots=True)
class _Reading:
    """Collects the contents of one mail in their order."""

    charset: str | None
    texts: list[Part | str] = field(default_factory=list)
    """Parts to read, and text that was made of something else."""
    files: list[NewAttachment] = field(default_factory=list)

    def take(self, part: Part) -> None:
        """Read one part and those in it."""
        if part.children:
            self._take_parts(part)
        elif part.kind.startswith("multipart/"):
            if not part.cut:
                self.texts.append(part)
        elif _is_shown(part) and not (part.name and self.texts):
            self.texts.append(part)
        elif part.kind in _CALENDARS:
            self._take_calendar(part)
        elif part.kind in _TNEF or part.name.lower() == "winmail.dat":
            self._take_tnef(part)
        else:
            self._take_file(part)

    def _take_parts(self, part: Part) -> None:
        """Of alternatives the plain text is read, and the HTML where there is none."""
        before, had = self.texts, bool(self.texts)
        self.texts = []
        for child in part.children:
            self.take(child)
        if part.kind == "multipart/alternative":
            self.texts = _best(self.texts, self)
        self.texts = [*before, *self.texts] if had else self.texts

    def _take_calendar(self, part: Part) -> None:
        """An invitation is read; its file stays one."""
        from supportdesk.intake.invitation import invitation_text

        content = part.content
        told = invitation_text(decoded(content, part.parameters.get("charset") or "utf-8"))
        known = {file.content for file in self.files}
        if told and content not in known:
            self.texts.append(told)
        if content not in known:
            self.files.append(NewAttachment(self._name(part), part.kind, content))

    def _take_tnef(self, part: Part) -> None:
        """What Outlook packed is unpacked; what cannot be unpacked stays a file."""
        from supportdesk.intake.tnef import unpacked

        content = part.content
        found = unpacked(content)
        if found is None:
            self._take_file(part)
            return
        self.files += found.files
        if found.text.strip() and not any(self._read(one).strip() for one in self.texts):
            self.texts.append(found.text)

    def _take_file(self, part: Part) -> None:
        content = part.content
        if content or part.name:
            self.files.append(NewAttachment(self._name(part), part.kind, content))

    def text(self) -> str:
        """The text; HTML that was turned into text is kept as a file."""
        texts = [self._read(one) for one in self.texts]
        pages = [one for one in self.texts if isinstance(one, Part) and one.kind == "text/html"]
        for number, page in enumerate(pages, 1):
            name = f"message-{number}.html" if number > 1 else "message.html"
            source = _page(page, self.charset).encode("utf-8", "surrogatepass")
            self.files.append(NewAttachment(name, "text/html", source))
        return "\n".join(text for text in texts if text.strip()) or self._nested_text()

    def _read(self, one: Part | str) -> str:
        """The words of a part."""
        if isinstance(one, str):
            return one
        if one.kind == "text/html":
            from supportdesk.intake.html_text import text_of_html

            return text_of_html(_page(one, self.charset))
        content, files = uuencoded_files(one.content)
        for name, inside in files:
            shown = header_text(name, self.charset)[-_LONGEST_NAME:]
            self.files.append(NewAttachment(shown, "application/octet-stream", inside))
        text = decoded(content, one.parameters.get("charset") or self.charset)
        if one.kind in ("text/enriched", "text/richtext"):
            text = _MARKUP.sub("", text.replace("<<", "‹"))
        return text

    def _nested_text(self) -> str:
        """A mail that says nothing but holds another one says what that one does."""
        for file in self.files:
            if file.media_type in _MAILS:
                fields, _body = split_head(file.content)
                said, _files = text_and_files(file.content, None)
                names = ("from", "date", "subject")
                head = [f"{name.title()}: {header_text(first(fields, name))}" for name in names]
                return "\n".join(head) + f"\n\n{said}"
        return ""

    def _name(self, part: Part) -> str:
        """The file's name as the sender wrote it; else one made of what it is."""
        name = shown_name(part)[-_LONGEST_NAME:]
        if name:
            return name
        if part.kind in _MAILS:
            fields, _body = split_head(part.content)
            subject = re.sub(r"[/\\\s]+", " ", header_text(first(fields, "subject"))).strip()
            return f"{subject[:80] or 'message'}.eml"
        if part.kind == "message/delivery-status":
            return "delivery-status.txt"
        if part.kind in _CALENDARS:
            return "invitation.ics"
        main, _slash, sub = part.kind.partition("/")
        plain = re.sub(r"[^a-z0-9]", "", sub) if main in ("image", "text", "audio") else "bin"
        ending = _ENDING.get(part.kind, f".{plain or 'bin'}")
        return f"part-{len(self.files) + 1}{ending}"


def _is_shown(part: Part) -> bool:
    """Whether a part is text to be read at once, no file."""
    if part.kind not in ("text/plain", "text/html", "text/enriched", "text/richtext"):
        return False
    return part.disposition != "attachment" and (part.kind == "text/plain" or not part.name)


def _best(texts: list[Part | str], reading: _Reading) -> list[Part | str]:
    """The alternatives to read: what was made of a calendar stays beside either."""
    pages = [one for one in texts if isinstance(one, Part) and one.kind == "text/html"]
    plain = [one for one in texts if isinstance(one, Part) and one.kind == "text/plain"]
    if any(reading._read(one).strip() for one in plain):
        texts = [one for one in texts if isinstance(one, str) or one.kind in _PLAIN_OR_PAGE]
    others = [one for one in texts if one not in pages]
    said = "\n".join(reading._read(one) for one in others if isinstance(one, Part)).strip()
    if not pages or (said and not _is_stub(said, pages, reading)):
        return others
    return [*pages, *(one for one in others if isinstance(one, str))]


def _is_stub(said: str, pages: Sequence[Part], reading: _Reading) -> bool:
    """Whether a plain text only says that there is another one."""
    if len(said) > _LONGEST_STUB or not _STUB.search(said):
        return False
    return len("".join(map(reading._read, pages))) > 2 * len(said)


def _page(part: Part, charset: str | None) -> str:
    """The HTML of a part, in the charset it names itself where its field names none."""
    content = part.content
    declared = part.parameters.get("charset") or charset
    if declared is None and (named := _META_CHARSET.search(content, 0, 4_000)):
        declared = named[1].decode("ascii")
    return decoded(content, declared)
