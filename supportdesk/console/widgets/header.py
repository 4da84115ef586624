"""The top line: which desk, who am I, what is wrong, what time it is."""

from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.records import dataclass


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
        """The line itself; the name of the program gives way first, then my own."""
        facts = self.facts
        dim, plain = self.ink("dim"), self.ink("text")
        left = [
            (" supportdesk", self.ink("accent", "bold")),
            ("   ", plain),
            (text.line(facts.desk), plain),
        ]
        if width < 120:
            left.append((" · " if facts.desk and facts.view else "", dim))
            left.append((text.line(facts.view), dim))
        right: list[text.Run] = [("  ", plain)]
        if facts.warning:
            right.append((text.line(facts.warning), self.ink("trouble")))
            right.append(("   ", plain))
        for said, ink in ((facts.soon, "sla-risk"), (facts.breached, "sla-breached")):
            if said:
                right += [(said, self.ink(ink)), ("   ", plain)]
        rest: list[text.Run] = [(f" {facts.status}", plain)] if facts.status else []
        rest.append(("   " + facts.time + " ", plain))
        who = text.cut(text.line(facts.me), max(8, width // 4))
        if sum(text.cells(written) for written, _ink in (*right, *rest)) < width - 2 * len(who):
            rest.insert(0, (who, dim))
        right += rest
        if sum(text.cells(written) for written, _ink in (*left, *right)) >= width:
            left[:2] = [(" ", plain)]
        return text.between([*left, (" ", plain)], right, width, plain)
