"""A walk through every screen of the console on a hostile desk."""

import re
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.safe_text import clean_line
from supportdesk.store.read import articles, desk_lists, search
from supportdesk.store.read.connection import open_file
from tests.terminal import Terminal
from tests.trust.hostile_store import ME, STORABLE, WORD

PROGRAM = (str(Path(sys.executable).with_name("supportdesk")),)
BOARD = "free asleep"
"""Headings of the board."""
SETTLED = 0.02
"""Seconds without a byte after which a screen counts as painted, where its text is unknown."""


@dataclass
class Tour:
    """One console on one store, and every screen that was seen."""

    terminal: Terminal
    store: Path
    screens: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Keep what the screen shows."""
        self.screens.append(self.terminal.settle(SETTLED, 5))

    def press(self, key: str, shows: str) -> None:
        """Press a key and look at what it opens."""
        self.terminal.press(key)
        self.terminal.wait(shows)
        self.look()

    def leave(self, gone: str) -> None:
        """Leave a dialog."""
        self.terminal.press("escape")
        self.terminal.wait_gone(gone)

    def numbers(self, query: str) -> Sequence[int]:
        """The tickets of a query, as the console lists them."""
        with closing(open_file(self.store)) as reader:
            parsed = parse_query(query, now=datetime.now(UTC), zone=UTC, me=1)
            return search.numbers(reader, parsed)

    def step_down(self, steps: int) -> None:
        """Go down a list of hostile names, looking at each."""
        for _ in range(steps):
            self.terminal.press("down")
            self.look()

    # The screens

    def read_everything(self) -> None:
        """Every ticket of the list with its thread, and its card where it is wide enough."""
        self.press("3", r"All  \d+")
        for number in self.numbers("-category:done wake:none"):
            self.terminal.wait(rf"▌[^\n]*#{number}\b")
            self.look()
            self.terminal.press("j")

    def open_card(self) -> None:
        """The card, the client's history, and the form that edits the card."""
        self.press("i", "EARLIER|i client card")
        self.press("i", "edit the card")
        self.press("1", "─  Card of")
        self.leave("╭─  ")
        self.press("h", "History of")
        self.leave("╭─  ")
        self.press("H", "History of ticket")
        self.press("home", "1/")
        self.step_down(5)
        self.leave("History of ticket")
        self.press("3", r"All  \d+")

    def write(self, key: str, border: str) -> None:
        """A composer, with the hostile draft that was left there."""
        self.press(key, border)
        self.keep_and_leave()

    def keep_and_leave(self) -> None:
        """Leave a composer."""
        self.press("escape", "keep and leave")
        self.press("q", "The draft is kept")

    def search_all(self) -> None:
        """Every search hit."""
        self.press("/", "─  Search  ─")
        self.press(WORD, r"tickets|The first 50")
        for number in self.numbers(WORD)[:50]:
            self.terminal.wait(rf"▌ #{number} ")
            self.look()
            self.terminal.press("down")
        self.leave("─  Search  ─")

    def search_for(self, text: str) -> None:
        """A search for a hostile text: a refusal that quotes it, or what it finds."""
        self.press("/", "─  Search  ─")
        self.terminal.paste(f"state:{text[:200]}")
        self.look()
        self.leave("─  Search  ─")

    def preview_templates(self) -> None:
        """Every template with its preview."""
        with closing(open_file(self.store)) as reader:
            known = len(desk_lists.templates(reader))
        self.press("t", "─  Templates  ─")
        self.step_down(known)
        self.leave("─  Templates  ─")
        self.keep_and_leave()

    def read_articles(self) -> None:
        """Every article with its text, then every earlier reply."""
        with closing(open_file(self.store)) as reader:
            known = len(articles.heads(reader))
        self.press("g", r"g …")
        self.press("k", "─  Articles  ─")
        self.step_down(known)
        self.press("tab", "─  Earlier replies  ─")
        self.step_down(known)
        self.leave("─  Earlier replies  ─")

    def choose(self, key: str, options: int) -> None:
        """A choice among hostile names; the last one is taken, and the footer says so."""
        self.press(key, "Enter choose")
        self.step_down(options)
        self.terminal.press("enter")
        self.terminal.wait_gone("Enter choose")
        self.look()

    def ask_and_leave(self, keys: str, border: str = "╭─  ") -> None:
        """A dialog that is left as it is."""
        self.terminal.press(*keys.split(" "))
        self.terminal.wait(border)
        self.look()
        self.leave(border)

    def read_lines(self, command: str, title: str) -> None:
        """A window of lines, named in the palette, to its end."""
        self.press("ctrl+p", "─  Commands")
        self.press(command, re.escape(command))
        self.press("enter", f"─  {title}")
        before = ""
        while self.screens[-1] != before:
            before = self.screens[-1]
            self.terminal.press("pagedown")
            self.look()
        self.leave(f"─  {title}")

    def explain(self) -> None:
        """Why a ticket is due, with every policy that does not hold."""
        self.press("home", "▌")
        self.press("W", "Why is #")
        self.press("end", "The ticket is due")
        self.leave("Why is #")

    def read_report(self) -> None:
        """The report by queues, tags and operators, a hostile query, and what is behind a line."""
        self.press("g", "g …")
        self.press("b", BOARD)
        self.press("w", "When clients write")
        self.press("m", "What comes and goes")
        for by, pages in (("Queue", 5), ("Tag", 2), ("Operator", 2)):
            self.press("b", "A line for each")
            self.terminal.press(*by)
            self.terminal.wait(rf"▌ +{by}")
            self.press("enter", f"by {by.lower()}")
            self.terminal.wait_gone("measuring")
            self.look()
            for _page in range(pages):
                self.terminal.press("pagedown")
                self.look()
        self.press("/", "Measure which tickets")
        self.terminal.paste(f"{WORD} tag:{next(iter(STORABLE.values()))}")
        self.look()
        self.leave("Measure which tickets")
        self.press("home", "▌ Arrivals")
        self.press("down", "created in the period")
        self.press("enter", "Arrivals ·")
        self.press("q", "What comes and goes")
        self.press("q", BOARD)
        self.leave(BOARD)

    def quit(self) -> int:
        """Leave; return the exit code."""
        self.terminal.press("1", "q", "q")
        return self.terminal.ended()


def open_console(
    store: Path,
    home: Path,
    size: tuple[int, int],
    program: Sequence[str] = PROGRAM,
    kind: type[Terminal] = Terminal,
) -> Terminal:
    """The console on the hostile desk."""
    return kind(
        [*program, "--store", str(store), "--as", ME],
        size=size,
        environment={
            "HOME": str(home),
            "XDG_STATE_HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "LANG": "C.UTF-8",
            "SUPPORTDESK_LANG": "en",
            "SUPPORTDESK_NOTIFY": "all",
            "SUPPORTDESK_NOTIFY_DESKTOP": "osc777",
            "TZ": "UTC",
        },
    )


def walk(tour: Tour, texts: Sequence[str], every: int) -> None:
    """All screens; composers and hostile queries for one ticket or text of `every`."""
    tour.terminal.wait(r"Mine|Nothing")
    tour.read_everything()
    tour.open_card()
    for place in range(0, len(texts), every):
        tour.terminal.press("home", *["j"] * place)
        tour.look()
        tour.write("r", "─  Reply to")
        tour.write("c", "═  NOTE")
        tour.search_for(texts[place])
    tour.search_all()
    tour.preview_templates()
    tour.read_articles()
    tour.choose("a", 5)
    tour.choose("v", 5)
    tour.explain()
    for command, title in (("service levels", "Service levels"), ("calendars", "Calendars")):
        tour.read_lines(command, title)
    tour.read_report()
    tour.press("z", "Undone|undo")
    for keys in ("l", "s", "d", "p", "m", "m 1", "m 2", "g d", "g v", "?", "ctrl+p", "N", "#"):
        tour.ask_and_leave(keys)


def reports(home: Path) -> list[str]:
    """The crash reports a run has left."""
    return [report.read_text() for report in home.rglob("crash-*.txt")]


def literal(screens: Sequence[str], text: str) -> bool:
    """Whether the beginning of `text`, cleaned, was to be read on some screen as it is written."""
    wanted = re.escape(clean_line(text)[:12])
    return any(re.search(wanted, screen) for screen in screens)
