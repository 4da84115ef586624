"""Who a mail is from: names and addresses as programs and list archives write them.

Archives hide addresses (`ann at example.org`, `@nn @ending from ex@mple`). The first form can be
turned back; the others lose letters and are no address at all: their people are known by name.
"""

import re

from supportdesk.domain.action import ClientReference
from supportdesk.intake.headers import header_text
from supportdesk.patterns import pattern

_ADDRESS = pattern(r"[^\s@<>(),;:\"|]+@[^\s@<>(),;:\"|]+")
_PLAINLY_HIDDEN = pattern(r"([^\s@<>(),;:\"|]+) at ([\w-]+(?:\.[\w-]+)+)")
_QUOTED = pattern(rb'\s*"((?:[^"\\]|\\.)*)"\s*<([^<>]*)>')
_ANGLED = pattern(rb"([^<>]*)<([^<>]*)>")
_BRACKETED = pattern(rb"([^()]*)\((.*)\)\s*\Z", re.DOTALL)
_THROUGH_A_LIST = pattern(r"\s+via\s+\S.*\Z", re.IGNORECASE)
_LONGEST_NAME = 300

NO_ADDRESS = "@supportdesk.invalid"
"""What our own export writes for people without an address."""


def person(raw: bytes, charset: str | None = None) -> ClientReference:
    """The first person a From, Reply-To or To field names. The name is never empty.

    A person who wrote through a mailing list that put its own address in the place of theirs
    (`Ann Lee via List`) has no address.
    """
    written, shown = _parts(raw)
    address = real_address(header_text(written, charset))
    name = header_text(shown, charset).strip("\"' ")[:_LONGEST_NAME]
    without_list = _THROUGH_A_LIST.sub("", name)
    if without_list and without_list != name:
        return ClientReference(without_list)
    if not name:
        name = address or header_text(written, charset).partition(" ")[0][:_LONGEST_NAME]
    return ClientReference(name or "?", address)


def people(raw: bytes, charset: str | None = None, limit: int = 20) -> tuple[ClientReference, ...]:
    """The people with an address a To or Cc field names, at most `limit`."""
    found = (person(part, charset) for part in _split(raw)[:limit])
    return tuple(one for one in found if one.address)


def real_address(written: str) -> str | None:
    """The e-mail address somebody wrote, or None when it is hidden or none at all."""
    text = written.strip().strip("<>'\"")
    if text.endswith(NO_ADDRESS):
        return None
    if _ADDRESS.fullmatch(text):
        return text
    hidden = _PLAINLY_HIDDEN.fullmatch(text)
    return f"{hidden[1]}@{hidden[2]}" if hidden else None


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """(address, name) as they are written."""
    quoted = _QUOTED.match(raw)
    if quoted:
        return quoted[2], re.sub(rb"\\(.)", rb"\1", quoted[1])
    angled = _ANGLED.match(raw)
    if angled:
        return angled[2], angled[1]
    bracketed = _BRACKETED.match(raw)
    if bracketed:
        return bracketed[1], bracketed[2]
    return raw.partition(b",")[0], b""


def _split(raw: bytes) -> list[bytes]:
    """The field cut at commas that stand outside quotes and brackets."""
    parts, start, quoted, depth = [], 0, False, 0
    for at, byte in enumerate(raw[:20_000]):
        if byte == ord('"'):
            quoted = not quoted
        elif not quoted and byte in b"(<":
            depth += 1
        elif not quoted and byte in b")>":
            depth = max(0, depth - 1)
        elif byte == ord(",") and not quoted and depth == 0:
            parts.append(raw[start:at])
            start = at + 1
    return [*parts, raw[start:20_000]]
