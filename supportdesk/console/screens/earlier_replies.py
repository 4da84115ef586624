"""What the team has answered before, without the people in it (F136)."""

from collections.abc import Callable, Sequence
from dataclasses import field

from supportdesk.console import names, text
from supportdesk.console.screens.lookup import Lookup
from supportdesk.console.times import Watch
from supportdesk.console.widgets.pick_list import PickLine, PickRow, marked_pieces
from supportdesk.domain.blanking import blanked
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.words import Needle, hits
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass
from supportdesk.store.read.earlier_replies import EarlierReply

SHOWN = 50
"""Replies found at once."""
_LINE = 160
"""Characters of a reply's beginning in the list."""


@dataclass(frozen=True, slots=True)
class ReplyAnswer:
    """What was decided: `do` is take, or turn to the articles."""

    do: str
    text: str = field(default="", compare=False)
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FoundReplies:
    """Replies, and what was looked for in them."""

    replies: Sequence[EarlierReply]
    wanted: Sequence[Needle] = ()


class EarlierRepliesScreen(Lookup[ReplyAnswer, FoundReplies]):
    """Answers a `ReplyAnswer`, or None. `into` says whether Enter inserts or copies."""

    def __init__(
        self,
        search: Callable[[str, int], FoundReplies],
        watch: Watch,
        *,
        into: str = "",
        typed: str = "",
    ) -> None:
        """`search(query, limit)` is asked on a thread and may raise DeskError."""
        keys = _("Enter copy · Tab articles · Esc leave")
        if into:
            keys = _("Enter insert · Tab articles · Esc leave")
        super().__init__(
            _("Earlier replies"),
            keys,
            placeholder=_("words, by:AUTHOR, tag:TAG, kind:KIND"),
            row_height=2,
        )
        self._search = search
        self._watch = watch
        self._found = FoundReplies(())
        self._texts: list[str] = []
        self.begin_with(typed)

    def on_mount(self) -> None:
        """Say what becomes of the people in them."""
        super().on_mount()
        self.say(_("Names, e-mails and phones are gaps: no reply with a gap is sent."))

    def ask(self, typed: str) -> FoundReplies:
        """Replies that were sent, newest first."""
        return self._search(typed, SHOWN)

    def take(self, typed: str, found: FoundReplies) -> None:
        """Show them."""
        self._found = found
        self._texts = [blanked(reply.body, reply.names) for reply in found.replies]
        rows = [
            self._row(reply, said) for reply, said in zip(found.replies, self._texts, strict=True)
        ]
        nothing = _("Nothing found.") if typed else _("Nothing has been answered yet.")
        self._list.show(rows, empty=nothing)
        self.show_current()

    def _row(self, reply: EarlierReply, said: str) -> PickRow:
        who = text.line(reply.author, 40)
        first = PickLine(((who, "bright"),), ((f"  {self._watch.day(reply.sent_at)}", "dim"),))
        line = " ".join(said.split())
        place = next(hits(self._found.wanted, line), (0, 0))[0] if self._found.wanted else 0
        start = line.rfind(" ", 0, max(0, place - _LINE // 6)) + 1
        part = line[start : start + _LINE]
        marks = tuple(hits(self._found.wanted, part)) if self._found.wanted else ()
        return (
            first,
            PickLine((("  …" if start else "  ", "dim"), *marked_pieces(part, marks, "text"))),
        )

    def show_current(self) -> None:
        """The reply as it will be inserted."""
        if not self._texts:
            self._preview.show((), "")
            return
        reply = self._found.replies[self._list.cursor]
        facts = [
            ticket_name(reply.ticket),
            text.line(reply.author, 80),
            self._watch.day(reply.sent_at),
        ]
        if reply.kind:
            facts.append(names.kind(reply.kind))
        self._preview.show(facts, self._texts[self._list.cursor])

    def pick(self) -> None:
        """Take the text."""
        if self._texts and self.found_for == self.typed:
            self.dismiss(ReplyAnswer("take", self._texts[self._list.cursor]))

    def action_turn(self) -> None:
        """On to the articles, with what was typed."""
        self.dismiss(ReplyAnswer("turn", typed=self.typed))
