"""Asking other systems about the client in sight, beside everything else (F50).

A thread of its own asks for one client at a time, the last one somebody rested on; no key waits
for it, and leaving does not either.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from textual.timer import Timer

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.desk.client_lookups import subject_of
from supportdesk.domain.errors import DeskError
from supportdesk.domain.lookup import LookupAnswer, Lookups, is_due
from supportdesk.domain.memory import KeepLookup
from supportdesk.records import dataclass
from supportdesk.store.read.client_rows import ClientCard, LookupRow

REST_SECONDS = 0.4
"""How long the cursor rests on a client before others are asked about them."""

MOST_KEPT = 200
"""Answers kept in memory; the store keeps them all."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who is to be asked about, and under which titles."""

    card: ClientCard
    titles: tuple[str, ...]


class LookingUp:
    """Keeps the blocks of the card new."""

    def __init__(self, panes: DeskPanes, lookups: Lookups | None) -> None:
        self._panes = panes
        self._lookups = lookups
        self._rest: Timer | None = None
        self._wish: _Wish | None = None
        self._wished = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._answers: dict[tuple[int, str], LookupRow] = {}
        """Answers of this session: also where nothing can be kept in the store."""
        if lookups is not None:
            panes.on_card = self.card_shown
            panes.with_answers = self.with_answers

    @property
    def titles(self) -> Sequence[str]:
        """The blocks there are."""
        return () if self._lookups is None else self._lookups.titles

    def card_shown(self, card: ClientCard) -> None:
        """A card is in sight: ask about the client once the cursor rests."""
        if self._rest is not None:
            self._rest.stop()
        if self._due(card):
            self._rest = self._panes.set_timer(REST_SECONDS, lambda: self._want(self._due(card)))

    def ask_again(self, card: ClientCard) -> None:
        """Ask now, however new the answers are."""
        if card.forgotten_at is None:
            self._want(_Wish(card, tuple(self.titles)))

    def with_answers(self, card: ClientCard) -> ClientCard:
        """The card with what was answered in this session."""
        held = {row.title: row for row in card.lookups}
        for (client, title), row in list(self._answers.items()):
            known = held.get(title)
            if client == card.id and (known is None or known.at < row.at):
                held[title] = row
        order = list(self.titles)
        known_rows = sorted(
            (row for row in held.values() if row.title in order),
            key=lambda row: order.index(row.title),
        )
        return replace(card, lookups=tuple(known_rows))

    def end(self) -> None:
        """Nobody waits any more."""
        with self._wished:
            self._ended = True
            self._wished.notify()
        if self._lookups is not None:
            self._lookups.close()

    def _due(self, card: ClientCard) -> _Wish | None:
        lookups, now = self._lookups, self._panes.reading.now()
        if lookups is None or card.forgotten_at is not None:
            return None
        held = {row.title: row for row in self.with_answers(card).lookups}
        titles = []
        for title in lookups.titles:
            row = held.get(title)
            at, trouble = (None, None) if row is None else (row.at, row.trouble)
            if is_due(lookups, title, at, trouble, now):
                titles.append(title)
        return _Wish(card, tuple(titles)) if titles else None

    def _want(self, wish: _Wish | None) -> None:
        if wish is None:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._ask_on, name="lookups", daemon=True)
            self._thread.start()
        with self._wished:
            self._wish = wish
            self._wished.notify()

    def _ask_on(self) -> None:
        """The thread: take the newest wish, ask, show; again and again."""
        while True:
            with self._wished:
                while self._wish is None and not self._ended:
                    self._wished.wait()
                if self._ended or self._wish is None or self._lookups is None:
                    return
                wish, self._wish = self._wish, None
            for title in wish.titles:
                answer = self._lookups.ask(title, subject_of(wish.card))
                if self._ended:
                    return
                self._take(wish.card, title, answer)

    def _take(self, card: ClientCard, title: str, answer: LookupAnswer) -> None:
        """Keep an answer, and show it where the client is still in sight."""
        panes, now = self._panes, self._panes.reading.now()
        before = {row.title: row for row in self.with_answers(card).lookups}.get(title)
        row = LookupRow(title, now, now, answer.lines, None)
        if answer.trouble is not None:
            row = LookupRow(title, now, None, (), answer.trouble)
            if before is not None:
                row = replace(before, at=now, trouble=answer.trouble)
        self._answers[card.id, title] = row
        while len(self._answers) > MOST_KEPT:
            self._answers.pop(next(iter(self._answers)))
        if not panes.desk.read_only_because:
            with suppress(DeskError):  # the answer is shown all the same
                panes.desk.remember(
                    KeepLookup(panes.me.id, card.id, title, answer.lines, answer.trouble)
                )
        with suppress(RuntimeError):  # the console is leaving
            panes.app.call_from_thread(panes.show_card_again, card.id)
