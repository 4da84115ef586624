"""Customers' text made harmless for a reader: terminals, file systems and spreadsheets (law 9).

The stored text is never changed; these pure functions stand on the way out. What a reader gets:

- C0 controls and DEL become visible control pictures (U+2400…), C1 controls, lone surrogates,
  private use and noncharacters become U+FFFD;
- characters that turn the writing direction are shown as `<U+202E>`;
- zero-width characters are dropped, joiners stay where they shape letters or emoji;
- at most four combining marks follow one character;
- long texts are cut and end with an ellipsis.

Nothing here reads markup. Cleaning twice changes nothing more.
"""

import unicodedata
from collections.abc import Mapping

from supportdesk.patterns import pattern

ELLIPSIS = "…"
MARKS_PER_CHARACTER = 4
FILE_NAME_BYTES = 150
REPLACEMENT = "\ufffd"

_PLAIN_CHARACTERS = (
    "\\x20-\\x7e\\xa0-\\xac\\xae-\\u02ff\\u0370-\\u0482\\u048a-\\u058f"
    "\\u2000-\\u200a\\u2010-\\u2027\\u202f-\\u205f\\u20a0-\\u20cf\\u2100-\\u2bff"
    "\\u3000-\\u3029\\u3030-\\u3098\\u309b-\\ua63f\\uac00-\\ud7a3\\uff01-\\uffee\\ufffd"
    "\\U0001f300-\\U0001faff"
)
"""Letters, signs and emoji that need no care: what nearly every text is made of."""
_PLAIN_BLOCK = pattern(f"[\\t\\n{_PLAIN_CHARACTERS}]*")

_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_SHAPED = "\u0600-\u10ff"
_JOINER = pattern(
    f"((?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])|(?<=[{_SHAPED}])[\u200c\u200d](?=[{_SHAPED}]))"
    "|[\u200c\u200d]"
)
_ACTING = pattern(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e"
    "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)

_LINE_BREAKS: Mapping[str, str] = {
    "\t": " ", "\n": "\u240a", "\r": "\u240d", "\x85": " ", "\u2028": " ", "\u2029": " "
}  # fmt: skip
_BLOCK_BREAKS: Mapping[str, str] = {
    "\t": "\t", "\n": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"
}  # fmt: skip

_FORBIDDEN_IN_NAMES = frozenset('<>:"|?*')
_EDGES_OF_NAMES = " .-~"
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
_LONGEST_EXTENSION = 10
_FORMULA_START = pattern("[\\s\\x00\\u200b\\u2060\\ufeff]*(\\S)")


def clean_line(text: str, limit: int = 500) -> str:
    """One line for subjects, names, tags, cells of a table; at most `limit` characters."""
    if len(text) <= limit and _is_plain_line(text):
        return text
    reach = 8 * limit
    beginning = text[:reach].replace("\r\n", "\n")
    cleaned = _shape(_replace(beginning, _LINE_BREAKS))
    if len(cleaned) <= limit and len(text) <= reach:
        return cleaned
    return _shape(cleaned[: limit - 1]) + ELLIPSIS


def _is_plain_line(text: str) -> bool:
    return "\n" not in text and "\t" not in text and _PLAIN_BLOCK.fullmatch(text) is not None


def clean_block(
    text: str, limit: int = 200_000, line_limit: int = 5_000, line_length: int = 2_000
) -> str:
    """Several lines for bodies: at most `limit` characters in `line_limit` lines.

    Lines longer than `line_length` characters are broken, tabs become spaces; a cut text ends
    with a line holding only an ellipsis.
    """
    cut = len(text) > limit
    cleaned = text[:limit].replace("\r\n", "\n").replace("\r", "\n")
    if not _PLAIN_BLOCK.fullmatch(cleaned):
        cleaned = _replace(cleaned, _BLOCK_BREAKS)
    lines = _broken(cleaned.expandtabs(4).split("\n"), line_length)
    if len(lines) > line_limit:
        lines, cut = lines[: line_limit - 1], True
    cleaned = _shape("\n".join(lines))
    if not cut and len(cleaned) <= limit:
        return cleaned
    return _ended(cleaned, limit, line_limit)


def is_inert(text: str) -> bool:
    """Whether nothing in `text` can act on a terminal or hide from a reader.

    Line feeds and tabs may be in it, and the joiners that shape letters and emoji.
    """
    return _ACTING.search(text) is None


def clean_file_name(name: str) -> str:
    """A name to save an attachment under: never a path, hidden, a device, too long or empty.

    Keeps the extension when the name is cut to `FILE_NAME_BYTES` bytes.
    """
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1]
    allowed = "".join(character for character in last if _may_be_in_name(character))
    tidy = " ".join(unicodedata.normalize("NFKC", allowed).split()).strip(_EDGES_OF_NAMES)
    if tidy.split(".", 1)[0].rstrip(_EDGES_OF_NAMES).lower() in _DEVICES:
        tidy = f"_{tidy}"
    return _shortened(tidy) or "attachment"


def clean_cell(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: a suspect one gets a quote."""
    start = _FORMULA_START.match(text)
    first = unicodedata.normalize("NFKC", start.group(1)) if start else ""
    return f"'{text}" if text[:1] in {"\t", "\r", "\n"} or first[:1] in set("=+-@|%") else text


def _replace(text: str, breaks: Mapping[str, str]) -> str:
    """Replace what may act or hide; `breaks` says what becomes of line ends and tabs."""
    found = set(text)
    replacements = {ord(character): _replacement(character, breaks) for character in found}
    replaced = text.translate(replacements)
    marks = {character for character in found if unicodedata.category(character) in {"Mn", "Me"}}
    return _without_piles(replaced, marks) if marks else replaced


def _replacement(character: str, breaks: Mapping[str, str]) -> str | None:
    if character in breaks:
        return breaks[character]
    if character in _DIRECTIONS:
        return f"<U+{ord(character):04X}>"
    match unicodedata.category(character):
        case "Cc" if character < " ":
            return chr(0x2400 + ord(character))
        case "Cc":
            return "\u2421" if character == "\x7f" else REPLACEMENT
        case "Cf":
            return character if character in _JOINERS else None
        case "Cs" | "Co":
            return REPLACEMENT
        case "Cn":
            return _unassigned(ord(character))
    return character


def _unassigned(point: int) -> str | None:
    if 0xE0000 <= point <= 0xE0FFF:  # tags: invisible copies of ASCII
        return None
    never_a_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return REPLACEMENT if never_a_character else chr(point)


def _without_piles(text: str, marks: set[str]) -> str:
    """Keep the first `MARKS_PER_CHARACTER` combining marks after each character."""
    kept: list[str] = []
    piled = 0
    for character in text:
        if character in marks:
            piled += 1
            if piled > MARKS_PER_CHARACTER:
                continue
        elif character not in _JOINERS:
            piled = 0
        kept.append(character)
    return "".join(kept)


def _shape(text: str) -> str:
    """Drop joiners that join nothing."""
    if "\u200c" in text or "\u200d" in text:
        return _JOINER.sub(r"\1", text)
    return text


def _broken(lines: list[str], length: int) -> list[str]:
    """Break lines longer than `length` characters."""
    if all(len(line) <= length for line in lines):
        return lines
    return [
        line[start : start + length]
        for line in lines
        for start in range(0, max(1, len(line)), length)
    ]


def _ended(text: str, limit: int, line_limit: int) -> str:
    """Cut `text` so that a line with an ellipsis fits below it."""
    end = f"\n{ELLIPSIS}"
    lines = text[: limit - len(end)].split("\n")[: line_limit - 1]
    return _shape("\n".join(lines)) + end


def _may_be_in_name(character: str) -> bool:
    if character in _FORBIDDEN_IN_NAMES:
        return False
    return character.isspace() or unicodedata.category(character)[0] != "C"


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    room = FILE_NAME_BYTES - len((dot + extension).encode())
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(_EDGES_OF_NAMES)
    return f"{cut}{dot}{extension}"
