"""The top line: which desk, who am I, what is wrong, what time it is."""

from collections.abc import Iterator

from rich.style import Style
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class LinkWords:
    """How the copy of another desk stands, whole and as short as it may be said."""

    long: str
    short: str
    needs_a_look: bool = False
    """Whether somebody has to know: it stands out, and its words say why."""


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What the top line says; texts are shown cleaned."""

    desk: str
    view: str
    me: str
    warning: str = ""
    soon: str = ""
    """How many tickets are due within the hour, where any are."""
    breached: str = ""
    """How many are overdue."""
    time: str = ""
    status: str = ""
    """What I do, with my load against my cap."""
    link: LinkWords | None = None
    """Where the desk is a copy of another one, how it stands; in place of the desk's name."""


class Header(Pane):
    """One line over the whole screen."""

    ground = "chrome"
    DEFAULT_CSS = "Header { height: 1; dock: top; }"

    def __init__(self, palette: Palette, facts: HeaderFacts) -> None:
        super().__init__(palette, id="header")
        self.facts = facts

    def show(self, facts: HeaderFacts) -> None:
        """Say something else."""
        if facts != self.facts:
            self.facts = facts
            self.repaint()

    def paint(self, y: int, width: int) -> Strip:
        """The line itself; the name of the program gives way first, then my own.

        What I do gives way to how a copy stands: that is nowhere else.
        """
        right = self._right(width)
        ways = [(left, right) for left in self._left(width)]
        if self.facts.link is not None:
            least = self._right(width, tells_status=False)
            ways += [(ways[-1][0], least), (self._shortest(), least)]
        fits = (way for way in ways if _cells(way[0]) + _cells(way[1]) < width)
        left, right = next(fits, ways[-1])
        plain = self.ink("text")
        return text.between([*left, (" ", plain)], right, width, plain)

    def _left(self, width: int) -> Iterator[list[text.Run]]:
        """What stands at the left, from all of it to the least that must be said."""
        facts, dim, plain = self.facts, self.ink("dim"), self.ink("text")
        program = [(" supportdesk", self.ink("accent", "bold")), ("   ", plain)]
        view: list[text.Run] = []
        if width < 120 and facts.view:
            view = [(" · " if facts.desk or facts.link else "", dim), (text.line(facts.view), dim)]
        if facts.link is None:
            desk = (text.line(facts.desk), plain)
            yield [*program, desk, *view]
            yield [(" ", plain), desk, *view]
            return
        long = (facts.link.long, self._link_ink(facts.link))
        if facts.link.needs_a_look:  # a list's name behind it would be taken for what is wrong
            view = []
        yield [*program, long, *view]
        yield [(" ", plain), long, *view]
        yield [(" ", plain), long]
        if not facts.link.needs_a_look:
            yield self._shortest()

    def _shortest(self) -> list[text.Run]:
        """The least that must be said at the left."""
        link = self.facts.link
        return [] if link is None else [(" ", self.ink("text")), (link.short, self._link_ink(link))]

    def _link_ink(self, link: LinkWords) -> Style:
        return self.ink("trouble", "bold") if link.needs_a_look else self.ink("text")

    def _right(self, width: int, *, tells_status: bool = True) -> list[text.Run]:
        """What is wrong, what I do and what time it is; my name where there is room for it."""
        facts, dim, plain = self.facts, self.ink("dim"), self.ink("text")
        right: list[text.Run] = [("  ", plain)]
        if facts.warning:
            right.append((text.line(facts.warning), self.ink("trouble")))
            right.append(("   ", plain))
        for said, ink in ((facts.soon, "sla-risk"), (facts.breached, "sla-breached")):
            if said:
                right += [(said, self.ink(ink)), ("   ", plain)]
        rest: list[text.Run] = (
            [(f" {facts.status}", plain)] if facts.status and tells_status else []
        )
        rest.append(("   " + facts.time + " ", plain))
        who = text.cut(text.line(facts.me), max(8, width // 4))
        linked = 0 if facts.link is None else text.cells(facts.link.long)
        if _cells([*right, *rest]) < width - max(2 * len(who), len(who) + linked + 2):
            rest.insert(0, (who, dim))
        return [*right, *rest]


def _cells(runs: list[text.Run]) -> int:
    return sum(text.cells(written) for written, _ink in runs)
