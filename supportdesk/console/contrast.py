"""How well text stands out from what is behind it, as WCAG 2 measures it."""

from collections.abc import Iterator

from supportdesk.console.themes import GROUNDS, INKS, Palette

ENOUGH = 4.5
"""The least contrast of text that is easy to read (WCAG 2, level AA)."""

DRAWN = ("rule",)
"""Inks that draw lines and are never text."""


def faint_pairs(palette: Palette) -> Iterator[tuple[str, str, float]]:
    """Ink, ground and contrast of every text that stands out too little.

    Of the terminal's own colours nobody knows: nothing is said of them.
    """
    if palette.ansi:
        return
    for ground in GROUNDS:
        for ink in INKS:
            found = contrast(palette.inks[ink], palette.grounds[ground])
            if ink not in DRAWN and found < ENOUGH:
                yield ink, ground, found


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`: from 1, the same, to 21, black on white."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
