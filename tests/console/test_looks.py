"""Choosing a theme, themes live from their file, and terminals that show less (F168)."""

import os
from datetime import UTC
from pathlib import Path

import pytest
from rich.color import ColorType
from textual import events

from supportdesk.console.app import Console
from supportdesk.console.appearance import Wardrobe
from supportdesk.console.theme_finding import palettes
from supportdesk.console.theme_reading import theme_text
from supportdesk.domain.errors import Refused
from supportdesk.store.read import desk_lists
from tests.console import consoles
from tests.console.consoles import Running
from tests.small_desk import SmallDesk


def console(small: SmallDesk, wardrobe: Wardrobe) -> Console:
    """A console for Petro with these themes."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.petro)
    return Console(small.desk, me, desk_name="First line", zone=UTC, wardrobe=wardrobe)


def colours(app: Console) -> set[str]:
    """Every colour on the screen, as it goes out."""
    found = set()
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            for colour in () if style is None else (style.color, style.bgcolor):
                if colour is not None:
                    exact = colour.type is ColorType.TRUECOLOR
                    found.add(colour.get_truecolor().hex if exact else colour.name)
    return found


async def test_a_theme_is_chosen_in_the_palette_shown_at_once_and_remembered(
    furnished: SmallDesk,
) -> None:
    kept: list[str] = []
    app = console(furnished, Wardrobe(keep=kept.append))
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        assert "#16181d" in colours(app)
        await running.press("ctrl+p", *"colour", "enter", *"calm-light", "enter")
        assert running.notice == "The theme is calm-light."
        assert kept == ["calm-light"]
        assert "#fbfbfc" in colours(app)
        assert not {"#16181d", "#1c1f28", "#d3d7e1"} & colours(app), "nothing of the former is left"
        await running.press("ctrl+p", *"colour", "enter", *"own", "enter")
        assert not {one for one in colours(app) if one.startswith("#")}
        await running.press("r", *"Yes")
        assert not {one for one in colours(app) if one.startswith("#")}, "nor in a composer"


async def test_a_theme_that_cannot_be_remembered_is_shown_and_told(furnished: SmallDesk) -> None:
    def refuse(_name: str) -> None:
        raise Refused("settings.unwritable", path="/x/config.toml", reason="no room")

    app = console(furnished, Wardrobe(keep=refuse))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        await running.press("ctrl+p", *"colour", "enter", *"calm-light", "enter")
        assert "/x/config.toml cannot be written: no room" in running.notice


async def test_a_saved_theme_file_is_shown_at_once_and_a_broken_one_is_told(
    furnished: SmallDesk, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    sound = theme_text(palettes()["calm-dark"], "mine", file)
    file.write_text(sound)
    app = console(furnished, Wardrobe("mine", tmp_path))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        file.write_text(sound.replace("#16181d", "#101010"))
        os.utime(file, ns=(1, 1))
        app._desk_screen.families.looking.catch_up()
        await running.settle()
        assert "#101010" in colours(app)
        assert "read again" in running.notice
        file.write_text(sound.replace("#16181d", "#10101"))
        app._desk_screen.families.looking.catch_up()
        await running.settle()
        assert "#10101 is no colour for textual.background" in running.notice
        assert "#101010" in colours(app), "what was shown stays"
        file.unlink()
        app._desk_screen.families.looking.catch_up()
        assert "There is no theme mine" in running.notice


async def test_no_color_means_no_colour(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = console(furnished, Wardrobe())
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        for keys in ((), ("r", *"Yes"), ("escape", "q"), ("ctrl+p",), ("escape", "?")):
            await running.press(*keys)
            assert colours(app) <= {"default"}
        await running.press("escape", "ctrl+p", *"colour", "enter", *"calm-light", "enter")
        assert "This terminal shows it as plain." in running.notice
        assert colours(app) <= {"default"}


@pytest.mark.parametrize(
    ("theme", "shown"), [("calm-dark", "terminal"), ("calm-light", "terminal-light")]
)
async def test_sixteen_colours_are_the_terminals_own(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch, theme: str, shown: str
) -> None:
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard")
    app = console(furnished, Wardrobe(theme))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        assert app._desk_screen.panes.overview.header.palette.name == shown
        assert not {one for one in colours(app) if one.startswith("#")}
        assert "Where is my refund?" in running.text


async def test_the_row_under_the_cursor_is_seen_without_colour(
    furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = console(furnished, Wardrobe())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        rows = [
            "".join(s.text for s in strip if s.style is not None and s.style.reverse)
            for strip in app.screen._compositor.render_strips()
        ]
        (row,) = [text for text in rows if len(text) > 40]
        assert "#2" in row


async def test_enter_chooses_what_stood_there_whatever_a_quick_hand_types_next(
    furnished: SmallDesk,
) -> None:
    async with consoles.running(furnished) as console:
        await console.press("ctrl+p")
        for key in (*"colours", "enter", *"xyz"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        assert "─  Colours" in console.text
