"""Transfer encodings of mail undone: the good ones, the misspelt ones, the forgotten ones."""

import binascii
import re
import zlib

from supportdesk.intake.headers import base64_bytes
from supportdesk.patterns import pattern

LARGEST_UNPACKED = 64 << 20
"""Bytes a packed part may become; the rest of it is left out."""

_UU_BEGIN = pattern(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,300}?)[ \t]*\r?\n", re.MULTILINE)
_UU_END = pattern(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)


def undone(body: bytes, encoding: bytes) -> bytes:
    """The bytes that were encoded. Never raises: what cannot be decoded stays as it is."""
    name = encoding.partition(b";")[0].strip().strip(b"\"'").lower()
    if name.startswith(b"quoted"):
        return binascii.a2b_qp(body)
    if name.startswith((b"base64", b"base-64", b"b64")):
        return base64_bytes(body)
    if name in (b"x-uuencode", b"x-uue", b"uuencode", b"uue"):
        return _uudecoded(body)
    if name in (b"x-gzip64", b"gzip64"):
        return _unzipped(base64_bytes(body))
    return body


def uuencoded_files(body: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text around uuencoded files, and those files as (name, content)."""
    if b"begin" not in body:
        return body, []
    files, text, at = [], [], 0
    while begin := _UU_BEGIN.search(body, at):
        end = _UU_END.search(body, begin.end())
        if end is None or not (content := _lines_decoded(body[begin.end() : end.start()])):
            break
        files.append((begin[1], content))
        text.append(body[at : begin.start()])
        at = end.end()
    return b"".join([*text, body[at:]]), files


def _uudecoded(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    end = _UU_END.search(body, begin.end()) if begin else None
    return _lines_decoded(body[begin.end() if begin else 0 : end.start() if end else len(body)])


def _lines_decoded(lines: bytes) -> bytes:
    """Lines of uuencode; nothing where one of them is none."""
    found = []
    for line in lines.splitlines():
        if not line.strip():
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                found.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return b""
    return b"".join(found)


def _unzipped(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, LARGEST_UNPACKED)
    except zlib.error:
        return packed
