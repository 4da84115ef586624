"""Frames without what is shown already show the same as whole frames (F178)."""

from collections.abc import Iterable

from hypothesis import example, given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from supportdesk.console.sent_lines import ChangedCells, SentLines

WIDTH, HEIGHT = 12, 3
SIZE = Size(WIDTH, HEIGHT)
INKS = (Style.parse("red on black"), Style.parse("bold white on blue"), Style())
WORDS = st.sampled_from(["a", "bc", "def", " ", "Щ", "日", "日本", "    "])

Cells = list[tuple[str, Style | None]]


def strip(parts: list[tuple[str, int]], width: int) -> Strip:
    """A line of these words, exactly `width` cells."""
    whole = Strip([Segment(word, INKS[ink]) for word, ink in parts])
    return whole.adjust_cell_length(width, INKS[0]) if width else Strip([])


PARTS = st.lists(st.tuples(WORDS, st.integers(0, 2)), max_size=8)
FRAME = st.lists(PARTS, min_size=HEIGHT, max_size=HEIGHT)
PIECE = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), PARTS)
STEP = st.one_of(FRAME, PIECE, st.just("forgotten"))


class Shown:
    """A terminal that shows what it is sent."""

    def __init__(self) -> None:
        self.lines: list[Cells] = [[("?", None)] * WIDTH for _ in range(HEIGHT)]

    def put(self, x: int, y: int, piece: Strip) -> None:
        """Write a piece; of a wide character that is written over by half, the rest is a space."""
        line = self.lines[y]
        if piece.cell_length and line[x][0] == "":
            line[x - 1] = (" ", line[x - 1][1])
        for text, style, _control in piece:
            for letter in text:
                for part in (letter, *[""] * (Segment(letter).cell_length - 1)):
                    line[x] = (part, style)
                    x += 1
        if x < WIDTH and line[x][0] == "":
            line[x] = (" ", line[x][1])


def layout(frame: list[list[tuple[str, int]]]) -> LayoutUpdate:
    """A whole frame as Textual hands it over."""
    strips: list[Iterable[Strip]] = [[strip(parts, WIDTH)] for parts in frame]
    return LayoutUpdate(strips, Region(0, 0, WIDTH, HEIGHT))


def chops(y: int, x: int, parts: list[tuple[str, int]]) -> ChopsUpdate:
    """A change of one piece of a line, from `x` to the end of the line or before."""
    piece = strip(parts, min(WIDTH - x, 4))
    line = {0: None, x: piece} if x else {0: piece}
    ends = [x, x + piece.cell_length] if x else [piece.cell_length]
    lines: list[dict[int, Strip | None]] = [{} for _ in range(HEIGHT)]
    lines[y] = dict(line)
    return ChopsUpdate(lines, [(y, x, x + piece.cell_length)], [ends] * HEIGHT)


@given(st.lists(STEP, max_size=12), FRAME)
@example([[[("日", 1)], [], []], (0, 1, [])], [[(" ", 1)], [], []])
def test_what_is_left_out_is_there_already(steps: list[object], last: list[object]) -> None:
    sent, shown = SentLines(), Shown()
    for step in [*steps, last]:
        whole = Shown()
        if step == "forgotten":
            sent.forget()
            shown = Shown()
        elif isinstance(step, tuple):
            y, x, parts = step
            update = chops(y, x, parts)
            assert sent.less(update, SIZE) is update
            shown.put(x, y, next(one for one in update.chops[y].values() if one is not None))
        elif isinstance(step, list):
            less = sent.less(layout(step), SIZE)
            assert isinstance(less, ChangedCells)
            for x, y, piece in less.pieces:
                shown.put(x, y, piece)
            for y, parts in enumerate(step):
                whole.put(0, y, strip(parts, WIDTH))
            assert shown.lines == whole.lines


def test_the_same_frame_again_costs_nothing_and_a_change_its_own_cells() -> None:
    sent = SentLines()
    frame = [[("abc", 0)], [("def", 1)], [("a", 2)]]
    sent.less(layout(frame), SIZE)
    same = sent.less(layout(frame), SIZE)
    assert isinstance(same, ChangedCells)
    assert same.pieces == []
    frame[1] = [("dxf", 1)]
    changed = sent.less(layout(frame), SIZE)
    assert isinstance(changed, ChangedCells)
    assert [(x, y, piece.text) for x, y, piece in changed.pieces] == [(1, 1, "x")]


def test_of_a_line_that_changed_often_it_is_known_what_is_shown() -> None:
    sent, shown = SentLines(), Shown()
    sent.less(layout([[("abc", 0)]] * HEIGHT), SIZE)
    for y in range(HEIGHT):
        shown.put(0, y, strip([("abc", 0)], WIDTH))
    for turn in range(3 * WIDTH):
        update = chops(1, turn % WIDTH, [("def", turn % 3)])
        sent.less(update, SIZE)
        shown.put(turn % WIDTH, 1, update.chops[1][turn % WIDTH] or Strip([]))
    lines: list[Iterable[Strip]] = [
        [Strip(Segment(*cell) for cell in line).simplify()] for line in shown.lines
    ]
    less = sent.less(LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT)), SIZE)
    assert isinstance(less, ChangedCells)
    assert less.pieces == []


def test_another_size_or_an_unknown_update_begins_anew() -> None:
    sent = SentLines()
    frame = layout([[("abc", 0)]] * HEIGHT)
    sent.less(frame, SIZE)
    assert sent.less(frame, Size(WIDTH, HEIGHT + 1)) is frame
    assert isinstance(whole := sent.less(frame, SIZE), ChangedCells)
    assert len(whole.pieces) == HEIGHT
    sent.less(CompositorUpdate(), SIZE)
    assert isinstance(whole := sent.less(frame, SIZE), ChangedCells)
    assert len(whole.pieces) == HEIGHT
