"""The characters of a file that says nothing of its charset."""

from supportdesk.domain.charset import decoded

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def characters(raw: bytes, *, whole: bool) -> str | None:
    """The bytes as text, or None for what is no text.

    `whole` says whether they are all of the file: a character cut in two at their end is left out.
    """
    is_utf_16 = raw.startswith(_UTF_16)
    if b"\0" in raw and not is_utf_16:
        return None
    return decoded(raw if whole else _whole_characters(raw, is_utf_16=is_utf_16))


def _whole_characters(raw: bytes, *, is_utf_16: bool) -> bytes:
    if is_utf_16:
        return raw[: len(raw) // 2 * 2]
    end = len(raw)
    for _step in range(min(3, end)):
        if raw[end - 1] & 0xC0 == 0x80:
            end -= 1
    return raw[: end - 1] if end and raw[end - 1] >= 0xC0 else raw
