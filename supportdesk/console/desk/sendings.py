"""The part of the outbox that tells what was done on a copy and has not arrived at its desk."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.console.widgets.footer import refused
from supportdesk.desk.sending_decisions import Decides, Way
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.later import N_
from supportdesk.i18n.sending_texts import because_text, many_text, state_text, way_text, what_text
from supportdesk.store.read.rows import LetterRow, OutboxRow
from supportdesk.store.read.sendings import STOPPED, UNKNOWN, SendingRow

if TYPE_CHECKING:
    from supportdesk.console.screens.choice import Option

Leaving = OutboxRow | LetterRow | SendingRow
"""What has yet to leave, or to arrive."""

LOOK, EDIT, WORD = "look", "edit", "word:"
"""Ways on that the console adds to those of the desk."""

_WRITTEN = ("body", "note", "text")
"""Where actions hold what somebody has written, at any depth."""

_TURNS_TO_DRAFT = frozenset({"Reply", "Forward", "AddNote", "Note"})
"""Actions whose text is a draft again when they are not sent."""

_LONGEST_REASON = 400
_SHOWN = 600
"""Characters of a text shown where it is decided about."""

_FIRST_LINE = 200
_BESIDE = 30
"""Cells of a text's first line beside a reason."""

_SAID = {
    Way.AGAIN: N_("{what}: it is on its way."),
    Way.ARRIVED: N_("{what}: it has arrived."),
    Way.DISCARD: N_("{what}: it is not sent."),
}


class Sendings:
    """Lists what is on its way, says once what was stopped, and asks what becomes of it."""

    def __init__(self, at: Workplace, writing: WritingDesk) -> None:
        self._at = at
        self._panes = at.panes
        self._writing = writing
        self._told: set[int] = set()
        """What was stopped and told of here."""

    def listed(self) -> "list[Option[Leaving]]":
        """What waits for a decision, then what is on its way; the oldest first."""
        from supportdesk.console.screens.choice import Option

        rows = sorted(self._rows(), key=lambda row: not asks(row))
        held = self._at.reading.held_up()
        return [
            Option(
                row,
                self._label(row),
                f"{_state(row, held)} · {row.number}",
                under=_under(row, self._crossed(row)),
            )
            for row in rows
        ]

    async def decide(self, row: SendingRow) -> bool:
        """Ask what becomes of it; what is only on its way can be looked at.

        False where that leads out of the outbox: to the ticket, or to its text.
        """
        desk, ways = self._panes.desk, []
        if row.ticket is not None and self._at.reading.row(row.ticket) is not None:
            ways.append((LOOK, _("look at the ticket"), ""))
        if isinstance(desk, Decides) and not desk.read_only_because:
            ways += self._ways(desk, row)
        title = f"{self._label(row)} · {_state(row, self._at.reading.held_up())}"
        about = _about(row, self._crossed(row))
        way = await self._at.asking.choose(title, ways, about=about)
        if way == LOOK and row.ticket is not None:
            self._writing.open_ticket(row.ticket)
        elif way is not None and isinstance(desk, Decides):
            await self._carry_out(desk, row, way)
        return way not in (LOOK, EDIT)

    def tell_stopped(self) -> None:
        """Say what was stopped since I was told last, and which key leads on; once."""
        if self._panes.desk.read_only_because or not self._panes.overview.is_linked:
            return
        stopped = [row for row in self._rows() if asks(row)]
        fresh = [row for row in stopped if row.number not in self._told]
        self._told = {row.number for row in stopped}
        if fresh:
            self._panes.say(refused(_told_of(fresh)))

    def _rows(self) -> Sequence[SendingRow]:
        """My own that are not over; of a lead everybody's. Raises StoreTrouble."""
        me = self._panes.me
        sees_all = me.role in SEES_ALL_TIMES
        return [
            row for row in self._at.reading.sendings() if sees_all or row.actor_id in (None, me.id)
        ]

    def _label(self, row: SendingRow) -> str:
        return f"{_what(row)} · {self._panes.moment.stamp(row.at)}"

    def _crossed(self, row: SendingRow) -> list[str]:
        """What others have set instead, a line for each field, cleaned."""
        from supportdesk.console.desk.replaying import event_names
        from supportdesk.store.read.crossings import crossings
        from supportdesk.texts.crossings import crossing_text

        found = self._panes.desk.ask(crossings, row) if row.state == STOPPED else []
        if not found:
            return []
        names, moment = event_names(self._at), self._panes.moment.stamp
        return [text.line(crossing_text(one, names, moment), _LONGEST_REASON) for one in found]

    def _ways(self, desk: Decides, row: SendingRow) -> list[tuple[str, str, str]]:
        draft = row.what in _TURNS_TO_DRAFT
        found = [(f"{WORD}{word}", text.line(word, 40), "") for word in desk.words(row)]
        for way in desk.ways(row):
            if way is Way.DISCARD and draft:
                found.append((EDIT, _("go on writing"), _("it is a draft again")))
            hint = _("its text is a draft again") if way is Way.DISCARD and draft else ""
            found.append((way.value, way_text(way.value, row.state), hint))
        return found

    async def _carry_out(self, desk: Decides, row: SendingRow, chosen: str) -> None:
        if chosen.startswith(WORD):
            word = chosen.removeprefix(WORD)
            self._told.discard(row.number)
            await self._at.acting.carry_out(lambda: desk.choose(row.number, word))
            self._panes.said_done(_(_SAID[Way.AGAIN]).format(what=_what(row)))
            return
        way = Way.DISCARD if chosen == EDIT else Way(chosen)
        if way is Way.DISCARD and not await self._may_be_lost(row):
            return
        self._told.discard(row.number)  # stopped once more, it is told once more
        drafts = await self._at.acting.carry_out(lambda: desk.decide(row.number, way))
        if chosen == EDIT and drafts and row.ticket is not None:
            self._writing.resume(row.ticket, drafts[0])
            return
        again = [one for one in self._rows() if one.number == row.number and one.state == STOPPED]
        if again:
            self._panes.say(refused(_told_of(again)))
            return
        said = _(_SAID[way]).format(what=_what(row))
        if drafts:
            kept = _("Its text is a draft: {drafts_key}.").format(drafts_key=key_of("drafts"))
            said = f"{said} {kept}"
        self._panes.said_done(said)

    async def _may_be_lost(self, row: SendingRow) -> bool:
        """Whether a text that becomes no draft may go; asked where there is one."""
        written = _written(row)
        if row.what in _TURNS_TO_DRAFT or not written:
            return True
        return await self._at.asking.confirm_way(
            _what(row),
            [_("What was written here is gone then:"), text.block(written[:_SHOWN])],
            yes=_("do not send it"),
            no=_("keep it"),
        )


def _what(row: SendingRow) -> str:
    return text.line(what_text(row.what, " ".join(map(ticket_name, row.tickets))), 80)


def _why(row: SendingRow) -> str:
    """Why it has not arrived, cleaned: it may be told in the words of the other desk."""
    said = because_text(row.because, None) if row.because else ""
    return text.line(said, _LONGEST_REASON)


def _written(row: SendingRow) -> str:
    """What somebody wrote in it, or nothing."""
    return _first_text(json.loads(row.action)).strip()


def _first_text(plain: object) -> str:
    if isinstance(plain, dict):
        for name, held in plain.items():
            found = held if name in _WRITTEN and isinstance(held, str) else _first_text(held)
            if found:
                return found
    elif isinstance(plain, list):
        return next((found for one in plain if (found := _first_text(one))), "")
    return ""


def asks(row: SendingRow) -> bool:
    """Whether it waits for a decision."""
    return row.state in (STOPPED, UNKNOWN)


def _state(row: SendingRow, held: Mapping[int, int]) -> str:
    """How far it is on its way; `held` says what has stopped in front of it."""
    return state_text(row.state, held.get(row.number))


def _under(row: SendingRow, crossed: Sequence[str]) -> str:
    """The second line of an entry: how its text begins, and why it is not there."""
    beginning = text.line(_written(row).split("\n", 1)[0], _FIRST_LINE)
    why = " · ".join(filter(None, (many_text(row.because), *crossed))) if crossed else _why(row)
    return " · ".join(
        part for part in (text.cut(beginning, _BESIDE) if why else beginning, why) if part
    )


def _about(row: SendingRow, crossed: Sequence[str]) -> str:
    """What is decided about: the reason, what was crossed, and the text."""
    parts = ("\n".join((_why(row), *crossed)), text.block(_written(row)[:_SHOWN]))
    return "\n\n".join(part for part in parts if part)


def _told_of(rows: Sequence[SendingRow]) -> str:
    if len(rows) == 1:
        said = _("Stopped: {what}. {why} {outbox_key} decides.")
        return said.format(what=_what(rows[0]), why=_why(rows[0]), outbox_key=key_of("outbox"))
    said = ngettext(
        "{count} thing done here was stopped. {outbox_key} decides.",
        "{count} things done here were stopped. {outbox_key} decides.",
        len(rows),
    )
    return said.format(count=len(rows), outbox_key=key_of("outbox"))
