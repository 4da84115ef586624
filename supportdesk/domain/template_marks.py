"""Marks of unresolved placeholders, and braces that look like one (R5, F35).

A mark is the placeholder's name between U+27E6 and U+27E7: `⟦client.phone⟧`. Values never hold
these two characters, so a mark in a text comes from a template or was typed on purpose.
"""

from collections.abc import Iterator

from supportdesk.domain.template_names import is_registered
from supportdesk.patterns import pattern

_OPEN, _CLOSE = "\u27e6", "\u27e7"
_MARK = pattern(f"{_OPEN}([^{_OPEN}{_CLOSE}\\n]*){_CLOSE}?|{_CLOSE}")
_BRACES = pattern(r"\{\{[^{}\n]{0,200}(?:\}\})?|\{%[^%{}\n]{0,200}(?:%\})?|#\{[^{}\n]{1,200}\}")
_NAME_IN_BRACES = pattern(r"(?<![{#])\{[^\W\d][\w .-]{0,60}\}(?!\})")


def mark(name: str) -> str:
    """What stands in a text for a placeholder without a value."""
    return f"{_OPEN}{without_marks(name)}{_CLOSE}"


def without_marks(text: str) -> str:
    """`text` without the two characters of a mark: for everything that others have written."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def holds_mark(text: str) -> bool:
    """Whether a character of a mark stands anywhere in `text`."""
    return _OPEN in text or _CLOSE in text


def unresolved_marks(text: str) -> tuple[str, ...]:
    """The marks, whole or damaged, with which `text` must never be sent (F35), as they stand.

    In quoted lines (they begin with `>`) only names a template can leave count: whatever else
    stands between such brackets is the client's text.
    """
    return tuple(
        dict.fromkeys(found for found, is_clients_text in _marks(text) if not is_clients_text)
    )


def typed_braces(text: str) -> tuple[str, ...]:
    """What looks like a placeholder but is text, to be confirmed once before sending (R5).

    `{{…}}`, `{%…%}` and `#{…}` anywhere, a lone `{name}` outside quoted lines, and the marks of
    quoted lines that are the client's text.
    """
    found = [quoted for quoted, is_clients_text in _marks(text) if is_clients_text]
    for line, is_quoted in _lines(text):
        if "{" in line:
            found += _BRACES.findall(line)
            found += [] if is_quoted else _NAME_IN_BRACES.findall(line)
    return tuple(dict.fromkeys(found))


def _marks(text: str) -> Iterator[tuple[str, bool]]:
    """Every mark and whether it is a quoted client's text rather than a template's."""
    if not holds_mark(text):
        return
    for line, is_quoted in _lines(text):
        for found in _MARK.finditer(line):
            name = (found.group(1) or "").strip()
            yield found.group(), is_quoted and not is_registered(name)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Every line and whether it is quoted."""
    for line in text.splitlines():
        yield line, line.lstrip().startswith(">")
