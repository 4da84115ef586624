"""The chart of one metric as SVG inside a page: bars, with their numbers as texts."""

import html

from supportdesk.cli.columns import cut
from supportdesk.cli.report_tables import Table
from supportdesk.desk.report import size
from supportdesk.domain.safe_text import clean_line

WIDTH = 720
NAMES = 170
"""Where bars begin that lie beside names."""
BAR = 18
MOST_BARS = 40
"""Of lines that are ordered by size, no more are drawn."""
HEIGHT = 140
"""Of bars that stand upright, one for a day, a week or an hour."""


def chart(table: Table, *, upright: bool) -> str:
    """Bars as long as the values; nothing where all of them are nothing."""
    if table.section is None:
        return ""
    metric = table.section.metric
    sizes = [max(0.0, size(metric, line.number)) for line in table.section.lines]
    largest = max(sizes, default=0)
    if not largest:
        return ""
    names = [clean_line(row[0]) for row in table.rows]
    values = [clean_line(row[1]) for row in table.rows]
    shares = [one / largest for one in sizes]
    draw = _standing if upright else _lying
    body, height = draw(names, values, shares)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img"'
        f' aria-label="{html.escape(table.title)}">\n{body}</svg>\n'
    )


def _lying(names: list[str], values: list[str], shares: list[float]) -> tuple[str, int]:
    room = WIDTH - NAMES - 110
    pieces = []
    bars = list(zip(names, values, shares, strict=True))[:MOST_BARS]
    for n, (name, value, share) in enumerate(bars):
        top, length = n * (BAR + 4), share * room
        pieces.append(
            f'<text x="{NAMES - 8}" y="{top + 13}" text-anchor="end">{_shown(name, 26)}</text>'
            f'<rect x="{NAMES}" y="{top}" width="{length:.1f}" height="{BAR}"/>'
            f'<text x="{NAMES + length + 6:.1f}" y="{top + 13}">{_shown(value, 16)}</text>\n'
        )
    return "".join(pieces), len(bars) * (BAR + 4)


def _standing(names: list[str], values: list[str], shares: list[float]) -> tuple[str, int]:
    step = WIDTH / len(names)
    pieces = [f'<line x1="0" y1="{HEIGHT}" x2="{WIDTH}" y2="{HEIGHT}"/>\n']
    for n, (name, value, share) in enumerate(zip(names, values, shares, strict=True)):
        tall = share * (HEIGHT - 10)
        pieces.append(
            f'<rect x="{n * step + step * 0.1:.1f}" y="{HEIGHT - tall:.1f}"'
            f' width="{step * 0.8:.1f}" height="{tall:.1f}">'
            f"<title>{_shown(name, 40)}: {_shown(value, 40)}</title></rect>\n"
        )
    for n in {0, len(names) // 2, len(names) - 1}:
        anchor = "start" if n == 0 else "end" if n == len(names) - 1 else "middle"
        at = 0 if n == 0 else WIDTH if n == len(names) - 1 else (n + 0.5) * step
        pieces.append(
            f'<text x="{at:.1f}" y="{HEIGHT + 14}" text-anchor="{anchor}">'
            f"{_shown(names[n], 20)}</text>\n"
        )
    return "".join(pieces), HEIGHT + 20


def _shown(name: str, width: int) -> str:
    return html.escape(cut(name, width))
