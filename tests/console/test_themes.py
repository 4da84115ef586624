"""Themes: complete, readable, and refused when they are not."""

from pathlib import Path

import pytest

from supportdesk.console.themes import GROUNDS, INKS, load_palette, palettes

THEMES = palettes()
DRAWN = {"rule"}
"""Inks that draw lines and are never text."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_a_calm_dark_and_a_calm_light_theme_are_shipped() -> None:
    assert {"calm-dark", "calm-light"} <= set(THEMES)
    assert THEMES["calm-dark"].dark
    assert not THEMES["calm-light"].dark


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", [ink for ink in INKS if ink not in DRAWN])
def test_text_stands_out_from_its_ground(theme: str, ground: str, ink: str) -> None:
    palette = THEMES[theme]
    found = contrast(palette.inks[ink], palette.grounds[ground])
    assert found >= 4.5, f"{ink} on {ground}: {found:.1f}"


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_panes_differ_by_shade(theme: str) -> None:
    grounds = THEMES[theme].grounds
    assert len(set(grounds.values())) == len(grounds)


def test_a_theme_that_lacks_an_ink_is_refused_by_name(tmp_path: Path) -> None:
    source = next(Path(__file__).parents[2].joinpath("themes").glob("calm-dark.toml"))
    lines = source.read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(line for line in lines if not line.startswith("unread")))
    with pytest.raises(ValueError, match="unread"):
        load_palette(broken)


def test_the_first_folder_wins(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "themes" / "calm-dark.toml"
    mine = source.read_text(encoding="utf-8").replace('title = "Calm dark"', 'title = "Mine"')
    (tmp_path / "calm-dark.toml").write_text(mine, encoding="utf-8")
    assert palettes([tmp_path, source.parent])["calm-dark"].title == "Mine"
