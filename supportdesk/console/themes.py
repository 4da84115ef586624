"""Colour themes: one TOML file each, made into a Textual theme and the palette of our panes."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.style import Style
from textual.theme import Theme

DEFAULT_THEME = "calm-dark"

TEXTUAL = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
)
"""The colour roles of Textual's own widgets."""

GROUNDS = ("desk", "chrome", "cursor", "cursor-idle", "note-ground")
"""What text stands on: reading panes, the frame around them, cursor rows, private notes."""

INKS = (
    "text",
    "bright",
    "dim",
    "rule",
    "accent",
    "client",
    "operator",
    "note",
    "unread",
    "priority-critical",
    "priority-high",
    "waiting",
    "good",
    "trouble",
    "quote",
)
"""What text is written in. `rule` draws lines and is never text."""

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""Where themes are found: inside an installed package, beside it in a checkout."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The inks and grounds of a theme, as styles for painting lines."""

    name: str
    title: str
    dark: bool
    textual: Mapping[str, str]
    grounds: Mapping[str, str]
    inks: Mapping[str, str]
    _made: dict[tuple[str, str, str], Style] = field(default_factory=dict, compare=False)

    def ink(self, ink: str, ground: str = "desk", attributes: str = "") -> Style:
        """The style of `ink` on `ground`; `attributes` are words like "bold" or "underline".

        Raises KeyError for an ink or ground no theme has.
        """
        key = (ink, ground, attributes)
        style = self._made.get(key)
        if style is None:
            written = f"{attributes} {self.inks[ink]} on {self.grounds[ground]}"
            style = self._made[key] = Style.parse(written)
        return style

    def theme(self) -> Theme:
        """This palette as a Textual theme; every ink and ground is a CSS variable of its name."""
        roles = {f"ink-{name}": value for name, value in self.inks.items()}
        roles.update({f"ground-{name}": value for name, value in self.grounds.items()})
        theme = Theme(name=self.name, primary=self.textual["primary"], variables=roles)
        for role, colour in self.textual.items():
            setattr(theme, role, colour)
        theme.dark = self.dark
        return theme


def load_palette(path: Path) -> Palette:
    """Read a theme file.

    Raises ValueError naming what is missing or unknown, OSError for a file that cannot be read.
    """
    with path.open("rb") as file:
        found = tomllib.load(file)
    return _palette(found, path)


def palettes(folders: Iterable[Path] = FOLDERS) -> dict[str, Palette]:
    """All themes of `folders` by name; an earlier folder wins."""
    found: dict[str, Palette] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            palette = load_palette(path)
            found.setdefault(palette.name, palette)
    return found


def _palette(found: Mapping[str, Any], path: Path) -> Palette:
    for section, names in (("textual", TEXTUAL), ("grounds", GROUNDS), ("inks", INKS)):
        given = set(found.get(section, ()))
        if given != set(names):
            wrong = ", ".join(sorted(given ^ set(names)))
            raise ValueError(f"{path.name}: [{section}] lacks or does not know: {wrong}")
    return Palette(
        name=str(found["name"]),
        title=str(found["title"]),
        dark=bool(found["dark"]),
        textual=found["textual"],
        grounds=found["grounds"],
        inks=found["inks"],
    )
