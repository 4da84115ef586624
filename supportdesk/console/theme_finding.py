"""Finding themes: one TOML file each, an operator's own before those that came with the program."""

from collections.abc import Iterable
from pathlib import Path

from supportdesk.console.theme_reading import load_palette
from supportdesk.console.themes import Palette
from supportdesk.domain.errors import DeskError, Invalid

DEFAULT_THEME = "calm-dark"

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
"""Where themes are found: inside an installed package, beside it in a checkout."""


def palettes(folders: Iterable[Path] = FOLDERS) -> dict[str, Palette]:
    """All themes of `folders` that can be read, by name; an earlier folder wins."""
    found, _troubles = survey(folders)
    return found


def survey(folders: Iterable[Path] = FOLDERS) -> tuple[dict[str, Palette], list[DeskError]]:
    """All themes of `folders` by name, and what is wrong with the files that are none."""
    found: dict[str, Palette] = {}
    troubles: list[DeskError] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                found.setdefault(path.stem, load_palette(path))
            except DeskError as trouble:
                troubles.append(trouble)
    return found, troubles


def find_palette(name: str, folders: Iterable[Path] = FOLDERS) -> Palette:
    """The theme of this name.

    Raises Invalid("theme.unknown"), or what is wrong with the file of this name.
    """
    folders = tuple(folders)
    for folder in folders:
        if (path := folder / f"{name}.toml").is_file():
            return load_palette(path)
    raise Invalid("theme.unknown", wanted=name, allowed=sorted(palettes(folders)))
