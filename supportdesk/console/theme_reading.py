"""Reading a theme file, with everything that can be wrong in it told by name (F168)."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from supportdesk.console.themes import GROUNDS, INKS, OWN, STAND_IN, TEXTUAL, WAYS, Palette
from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

SIXTEEN = tuple(
    f"{bright}{colour}"
    for bright in ("", "bright_")
    for colour in "black red green yellow blue magenta cyan white".split()
)
"""The terminal's own colours."""

SECTIONS = (("textual", TEXTUAL), ("grounds", GROUNDS), ("inks", INKS))
_KEYS = {"name", "title", "dark", *(section for section, _names in SECTIONS)}
_EXACT = pattern(r"#[0-9a-fA-F]{6}")
_NAME = pattern(r"[a-z0-9][a-z0-9-]{0,39}")
LARGEST = 65_536
"""Bytes; a theme is a page of text."""


def load_palette(path: Path) -> Palette:
    """Read a theme file; the theme is called as the file.

    Raises Invalid: "theme.unreadable", "theme.name", "theme.parts" for what is missing or not
    known, "theme.colour" for what is no colour, "theme.mixed" for exact colours beside the
    terminal's own.
    """
    found = _content(path)
    if not _NAME.fullmatch(path.stem) or found.get("name", path.stem) != path.stem:
        raise Invalid("theme.name", path=str(path), name=found.get("name", path.stem))
    _require("", {"title", "dark", "textual", "grounds", "inks"}, found, path, _KEYS)
    for section, names in SECTIONS:
        given = found[section]
        if not isinstance(given, dict):
            raise Invalid("theme.parts", path=str(path), section=section, names=names)
        _require(section, set(names) - set(STAND_IN), given, path, set(names))
        for name, colour in given.items():
            _require_colour(section, name, colour, path)
    colours = [colour for section, _names in SECTIONS for colour in found[section].values()]
    if len({colour.startswith("#") for colour in colours}) > 1:
        raise Invalid("theme.mixed", path=str(path))
    return Palette(
        name=path.stem,
        title=str(found["title"]),
        dark=bool(found["dark"]),
        textual=found["textual"],
        grounds=found["grounds"],
        inks={**{ink: found["inks"][other] for ink, other in STAND_IN.items()}, **found["inks"]},
    )


def theme_text(palette: Palette, name: str, path: Path) -> str:
    """The same theme under another name, as a file. Raises Invalid("theme.name")."""
    if not _NAME.fullmatch(name):
        raise Invalid("theme.name", path=str(path), name=name)
    head = [
        f"# #rrggbb, or the terminal's own: {OWN}, {', '.join(SIXTEEN)}",
        f'title = "{name}"',
        f"dark = {str(palette.dark).lower()}",
    ]
    for section, names in SECTIONS:
        colours: Mapping[str, str] = getattr(palette, section)
        head += ["", f"[{section}]", *(f'{one} = "{colours[one]}"' for one in names)]
    return "\n".join((*head, ""))


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise Invalid("theme.unreadable", path=str(path), reason=f"> {LARGEST} B")
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise Invalid("theme.unreadable", path=str(path), reason=reason) from trouble
    except (ValueError, RecursionError) as trouble:
        raise Invalid("theme.unreadable", path=str(path), reason=str(trouble)) from trouble


def _require(
    section: str, needed: set[str], given: Mapping[str, Any], path: Path, known: set[str]
) -> None:
    """Everything needed is there, and nothing that nobody knows."""
    wrong = sorted((needed - set(given)) | (set(given) - known))
    if wrong:
        raise Invalid("theme.parts", path=str(path), section=section or path.name, names=wrong)


def _require_colour(section: str, name: str, colour: object, path: Path) -> None:
    allowed = (OWN, *SIXTEEN, *(WAYS if section == "grounds" else ()))
    exact = isinstance(colour, str) and _EXACT.fullmatch(colour)
    if not exact and colour not in allowed:
        raise Invalid("theme.colour", path=str(path), name=f"{section}.{name}", value=colour)
