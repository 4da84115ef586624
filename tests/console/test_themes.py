"""Themes: complete, readable by every eye on every terminal, refused if they are not (F168)."""

from pathlib import Path

import pytest
from rich.color import Color, ColorSystem

from supportdesk.console.contrast import faint_pairs
from supportdesk.console.theme_finding import find_palette, palettes, survey
from supportdesk.console.theme_reading import load_palette, theme_text
from supportdesk.console.themes import GROUNDS, INKS, Palette
from supportdesk.domain.errors import Invalid

THEMES = palettes()
DRAWN = {"rule"}
"""Inks that draw lines and are never text."""

TEXTS = [ink for ink in INKS if ink not in DRAWN]
EXACT = sorted(name for name, palette in THEMES.items() if not palette.ansi)
OWN = sorted(set(THEMES) - set(EXACT))
SHIPPED = Path(__file__).parents[2] / "themes"

XTERM = (
    "black #000000 red #cd0000 green #00cd00 yellow #cdcd00 blue #0000ee magenta #cd00cd"
    " cyan #00cdcd white #e5e5e5 bright_black #7f7f7f bright_red #ff0000 bright_green #00ff00"
    " bright_yellow #ffff00 bright_blue #5c5cff bright_magenta #ff00ff bright_cyan #00ffff"
    " bright_white #ffffff"
)
VGA = (
    "black #000000 red #aa0000 green #00aa00 yellow #aa5500 blue #0000aa magenta #aa00aa"
    " cyan #00aaaa white #aaaaaa bright_black #555555 bright_red #ff5555 bright_green #55ff55"
    " bright_yellow #ffff55 bright_blue #5555ff bright_magenta #ff55ff bright_cyan #55ffff"
    " bright_white #ffffff"
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_every_sort_of_theme_is_shipped() -> None:
    exact = {"calm-dark", "calm-light", "high-contrast", "colour-blind"}
    assert exact == set(EXACT)
    assert set(OWN) == {"terminal", "terminal-light", "plain"}
    assert THEMES["calm-dark"].dark
    assert not THEMES["calm-light"].dark


@pytest.mark.parametrize("theme", EXACT)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", TEXTS)
def test_text_stands_out_from_its_ground(theme: str, ground: str, ink: str) -> None:
    palette = THEMES[theme]
    found = contrast(palette.inks[ink], palette.grounds[ground])
    least = 7 if theme == "high-contrast" else 4.5
    assert found >= least, f"{ink} on {ground}: {found:.1f}"


@pytest.mark.parametrize("theme", EXACT)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_stands_out_where_a_terminal_has_256_colours(theme: str, ground: str) -> None:
    palette = THEMES[theme]
    found = {
        ink: contrast(in_256(palette.inks[ink]), in_256(palette.grounds[ground])) for ink in TEXTS
    }
    assert min(found.values()) >= 4.5, sorted(found.items(), key=lambda one: one[1])[:3]


def in_256(colour: str) -> str:
    """The nearest colour of a terminal with 256."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


@pytest.mark.parametrize("theme", OWN)
@pytest.mark.parametrize("terminal", [XTERM, VGA], ids=["xterm", "VGA"])
def test_the_terminals_own_colours_stand_out_from_its_own_ground(theme: str, terminal: str) -> None:
    palette = THEMES[theme]
    words = terminal.split()
    colours = dict(zip(words[::2], words[1::2], strict=True))
    text, ground = ("white", "black") if palette.dark else ("black", "bright_white")
    colours["default"] = colours[text]
    found = {ink: contrast(colours[palette.inks[ink]], colours[ground]) for ink in TEXTS}
    assert min(found.values()) >= 4.5, found
    reversed_rows = {palette.ink(ink, "cursor").color for ink in INKS}
    assert {str(colour and colour.name) for colour in reversed_rows} == {"default"}
    assert all(palette.ink(ink, "cursor").reverse for ink in INKS)


@pytest.mark.parametrize("theme", EXACT)
def test_panes_differ_by_shade(theme: str) -> None:
    grounds = THEMES[theme].grounds
    assert len(set(grounds.values())) == len(grounds)


def seen_by(colour: str, matrix: tuple[tuple[float, float, float], ...]) -> list[float]:
    """A colour as such eyes see it: linear red, green and blue."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return [sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]


PROTAN = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
DEUTAN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
"""Machado, Oliveira, Fernandes 2009: eyes without red, without green."""

TOLD_APART = (
    *(("good", "trouble"), ("client", "operator"), ("operator", "trouble")),
    *(("waiting", "good"), ("note", "waiting")),
)


@pytest.mark.parametrize("matrix", [PROTAN, DEUTAN], ids=["protan", "deutan"])
@pytest.mark.parametrize(("one", "other"), TOLD_APART)
def test_colour_blind_eyes_tell_meanings_apart(
    one: str, other: str, matrix: tuple[tuple[float, float, float], ...]
) -> None:
    inks = THEMES["colour-blind"].inks
    left, right = seen_by(inks[one], matrix), seen_by(inks[other], matrix)
    assert sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) ** 0.5 > 0.25


def wrong(tmp_path: Path, content: str, name: str = "mine") -> Invalid:
    """What is said of a theme file with this content."""
    file = tmp_path / f"{name}.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_palette(file)
    assert refused.value.parameters["path"] == str(file)
    return refused.value


@pytest.mark.parametrize(
    ("old", "new", "code", "named"),
    [
        ('unread = "#7aa2f7"\n', "", "theme.parts", "unread"),
        ('unread = "#7aa2f7"', 'unred = "#7aa2f7"', "theme.parts", "unred"),
        ("dark = true", "", "theme.parts", "dark"),
        ("[inks]", "[ink]", "theme.parts", "ink"),
        ('unread = "#7aa2f7"', 'unread = "bleu"', "theme.colour", "inks.unread"),
        ('unread = "#7aa2f7"', "unread = 7", "theme.colour", "inks.unread"),
        ('unread = "#7aa2f7"', 'unread = "reverse"', "theme.colour", "inks.unread"),
        ('unread = "#7aa2f7"', 'unread = "red"', "theme.mixed", ""),
        ("[inks]", "[inks", "theme.unreadable", ""),
        ("dark = true", 'dark = true\nname = "other"', "theme.name", "other"),
    ],
)
def test_what_is_wrong_with_a_theme_is_said_by_name(
    tmp_path: Path, old: str, new: str, code: str, named: str
) -> None:
    sound = theme_text(THEMES["calm-dark"], "mine", tmp_path)
    (tmp_path / "mine.toml").write_text(sound, encoding="utf-8")
    assert load_palette(tmp_path / "mine.toml").inks == THEMES["calm-dark"].inks
    assert old in sound
    refused = wrong(tmp_path, sound.replace(old, new))
    assert refused.code == code
    assert named in str(refused.parameters)


def test_a_broken_theme_does_not_hide_the_others_and_is_told_when_wanted(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[inks")
    found, troubles = survey([tmp_path, SHIPPED])
    assert set(found) == set(THEMES)
    assert [trouble.code for trouble in troubles] == ["theme.unreadable"]
    with pytest.raises(Invalid) as refused:
        find_palette("broken", [tmp_path, SHIPPED])
    assert refused.value.code == "theme.unreadable"
    with pytest.raises(Invalid) as unknown:
        find_palette("loud", [tmp_path, SHIPPED])
    assert "calm-dark" in str(unknown.value.parameters["allowed"])


def test_the_first_folder_wins(tmp_path: Path) -> None:
    title = own(tmp_path)
    assert palettes([tmp_path, SHIPPED])["calm-dark"].title == title


def own(folder: Path) -> str:
    """A theme of one's own that takes the place of calm-dark; its title."""
    sound = (SHIPPED / "calm-dark.toml").read_text(encoding="utf-8")
    (folder / "calm-dark.toml").write_text(sound.replace("Calm dark", "Mine"), encoding="utf-8")
    return "Mine"


def test_faint_text_is_found() -> None:
    calm = THEMES["calm-dark"]
    faint = Palette("x", "X", True, calm.textual, calm.grounds, {**calm.inks, "dim": "#555555"})
    assert {(ink, ground) for ink, ground, _found in faint_pairs(faint)} == {
        ("dim", ground) for ground in GROUNDS
    }
    assert list(faint_pairs(calm)) == []
