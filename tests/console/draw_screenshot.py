"""Draw the README's picture: `python -m tests.console.draw_screenshot [THEME] [FILE]`.

The demo desk of a fixed seed and moment, in the real console, exported by it as SVG.
"""

import asyncio
import html
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len

from supportdesk.console.app import Console
from supportdesk.console.appearance import Wardrobe
from supportdesk.demo.building import build_demo
from supportdesk.desk.opening import open_desk
from supportdesk.store.read import desk_lists
from tests.small_desk import StandingClock

MOMENT = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
SIZE = (132, 38)
KEYS = ("1", "j", "j", "j", "enter")


async def draw(theme: str, file: Path) -> None:
    """Build the desk, press the keys, write the picture."""
    clock = StandingClock(MOMENT)
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "picture.desk", clock, create=True)
        built = build_demo(desk, seed=11, now=MOMENT, me_login="alex")
        me = next(row for row in desk.ask(desk_lists.operators) if row.id == built.me)
        console = Console(desk, me, desk_name="Harbour Lights", zone=UTC, wardrobe=Wardrobe(theme))
        async with console.run_test(size=SIZE) as pilot:
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause()
            picture = console.export_screenshot(title="supportdesk")
            file.write_text(_self_contained(picture), encoding="utf-8")
        desk.close()


def _self_contained(picture: str) -> str:
    """The picture as any viewer shows it: no fonts from elsewhere, no blanks to be measured."""
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    named = re.sub(r"terminal-\d+-", "desk-", without_fonts)
    return _RUN.sub(_words_in_place, named)


_GROUP = re.compile(r"[^\xa0\s]+(?:\xa0[^\xa0\s]+)*")
_CELL = 12.2
"""Width of one cell in the exported picture."""

_RUN = re.compile(
    r'<text class="(?P<style>desk-r\d+)" x="(?P<x>[\d.]+)" (?P<rest>y=[^>]*?) ?'
    r'textLength="[\d.]+"(?P<clip>[^>]*)>(?P<text>[^<]*)</text>'
)


def _words_in_place(run: re.Match[str]) -> str:
    """Each group of words as a text of its own, at its own cell."""
    text = html.unescape(run["text"])
    written = ""
    for part in _GROUP.finditer(text):
        x = float(run["x"]) + _CELL * cell_len(text[: part.start()])
        length = _CELL * cell_len(part[0])
        written += f'<text class="{run["style"]}" x="{x:g}" {run["rest"]}'
        written += f' textLength="{length:g}"{run["clip"]}>{html.escape(part[0])}</text>'
    return written


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "calm-dark"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("themes") / f"{chosen}.svg"
    asyncio.run(draw(chosen, target))
