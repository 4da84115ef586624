"""`Content-Type` and `Content-Disposition`: a word and its parameters (RFC 2045, RFC 2231)."""

import re
from urllib.parse import unquote_to_bytes

from supportdesk.domain.charset import decoded
from supportdesk.intake.headers import header_text
from supportdesk.patterns import pattern

_LONGEST = 32_000
"""Bytes of a field that are read; no program writes as many."""
_MOST = 100
"""Parameters that are read."""

_COMMENT = pattern(rb"\([^()\"]{0,200}\)")
_PARAMETER = pattern(
    rb";[\s;]*([^\s=;\"]{1,100})\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))", re.DOTALL
)
_QUOTED_PAIR = pattern(rb"\\(.)", re.DOTALL)
_PIECE = pattern(r"([^*]+)\*(?:(\d{1,3})(\*)?)?\Z")


def read_field(raw: bytes, charset: str | None = None) -> tuple[str, dict[str, str]]:
    """The word in lower case (`text/plain`, `attachment`) and the parameters. Never raises."""
    raw = raw[:_LONGEST]
    word, semicolon, _rest = raw.partition(b";")
    kind = _COMMENT.sub(b"", word).strip().strip(b'"').lower().decode("latin-1")
    if not semicolon:
        return kind, {}
    return kind, _parameters(raw[len(word) :], charset)


def _parameters(raw: bytes, charset: str | None) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for number, found in enumerate(_PARAMETER.finditer(raw)):
        if number >= _MOST:
            break
        name = found[1].decode("latin-1").lower()
        value = found[3].strip() if found[2] is None else _QUOTED_PAIR.sub(rb"\1", found[2])
        piece = _PIECE.match(name)
        if piece is None:
            plain.setdefault(name, header_text(value, charset))
        else:
            encoded = bool(piece[3]) or piece[2] is None
            pieces.setdefault(piece[1], {}).setdefault(int(piece[2] or 0), (value, encoded))
    return plain | {name: _joined(several, charset) for name, several in pieces.items()}


def _joined(pieces: dict[int, tuple[bytes, bool]], charset: str | None) -> str:
    """The pieces of one value in their order, decoded as the first of them says (RFC 2231)."""
    whole, declared = b"", None
    for number in sorted(pieces):
        value, encoded = pieces[number]
        if encoded:
            if number == min(pieces) and value.count(b"'") >= 2:
                name, _language, value = value.split(b"'", 2)
                declared = name.decode("latin-1")
            value = unquote_to_bytes(value)
        whole += value
    if declared is None and b"=?" in whole:
        return header_text(whole, charset)
    return " ".join(decoded(whole, declared or charset).split())
