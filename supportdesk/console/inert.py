"""The last step before bytes: whatever a widget painted, no control character leaves (trust.md)."""

from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_INERT: dict[int, str | None] = dict.fromkeys(
    (
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    )
)
_INERT.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))


@lru_cache(4096)
def inert(text: str) -> str:
    """Drop controls, bidi and zero-width formatting (all 0 cells wide) from painted text."""
    return text if text.isascii() and text.isprintable() else text.translate(_INERT)


class InertFilter(LineFilter):
    """Makes every painted line inert; links are shown as text, never as links."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return `segments` with inert texts and without hyperlinks."""
        return [self._inert_segment(segment) for segment in segments]

    @staticmethod
    def _inert_segment(segment: Segment) -> Segment:
        text, style, control = segment
        safe = inert(text)
        if style is not None and style.link:
            return Segment(safe, style.update_link(None), control)
        return segment if safe is text else Segment(safe, style, control)
