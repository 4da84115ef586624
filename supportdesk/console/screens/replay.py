"""A ticket replayed step by step: what happened, and how the ticket stood then (F153)."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from supportdesk.console import text
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.console.times import Watch
from supportdesk.console.widgets.pick_list import LateRows, PickLine, PickList, PickRow
from supportdesk.console.widgets.preview import Preview
from supportdesk.desk.replay import TicketHistory, TicketThen
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext, ticket_names
from supportdesk.i18n.event_names import EventNames
from supportdesk.i18n.timeline_names import kind_name
from supportdesk.store.read.rows import EventRow, MessageRow, TicketRow

MESSAGES_SHOWN = 20
"""So many of the newest messages are shown beside a step."""

CHARACTERS_SHOWN = 2_000
LINES_SHOWN = 100
"""Characters of each of them."""

_STEPS = {press: -1 for key in ("[", "k") for press in presses(key)} | {
    press: 1 for key in ("]", "j") for press in presses(key)
}


class ReplayScreen(Dialog[int]):
    """Answers the message to go to, or None."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("space", "read(1)", show=False, priority=True),
        Binding("shift+down", "read(1)", show=False),
        Binding("shift+up", "read(-1)", show=False),
        Binding("enter", "pick", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ReplayScreen Frame { width: 100%; max-width: 130; height: 90%; }
    ReplayScreen #panes { layout: horizontal; height: 1fr; }
    ReplayScreen PickList { width: 42%; margin-right: 1; }
    ReplayScreen Preview { width: 1fr; height: 1fr; padding-left: 1; }
    ReplayScreen.-narrow #panes, ReplayScreen.-medium #panes { layout: vertical; }
    ReplayScreen.-narrow PickList, ReplayScreen.-medium PickList {
        width: 1fr; height: 40%; margin: 0 0 1 0;
    }
    """

    def __init__(self, told: TicketHistory, names: EventNames, watch: Watch) -> None:
        super().__init__()
        self._told = told
        self._names = names
        self._watch = watch
        self._list = PickList()
        self._then = Preview()
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """The steps, and the ticket after the one under the cursor."""
        title = _("History of ticket {number}").format(number=ticket_name(self._told.number))
        keys = _("[ ] step · Enter its message · Space read on · Esc leave")
        with Frame(title, keys), Container(id="panes"):
            yield self._list
            yield self._then

    def on_mount(self) -> None:
        """Begin with the newest step: the present."""
        rows = LateRows(self._told.events, self._row)
        self._list.show(rows, len(rows) - 1, empty=_("Nothing."))
        self._show()

    def on_key(self, event: events.Key) -> None:
        """The letters that step, on every layout."""
        event.prevent_default()  # there is no field that letters would wait for
        step = _STEPS.get(pressed(event.key, event.character))
        if step is not None:
            event.stop()
            self.action_step(step)

    def on_pick_list_moved(self) -> None:
        """Show the ticket after this step."""
        self._trouble = ""
        self._show()

    def on_pick_list_picked(self) -> None:
        """A click shows the step; Enter goes to its message."""
        self._show()

    def action_step(self, steps: int) -> None:
        """Forward or back in time."""
        self._list.move(steps)

    def action_page(self, pages: int) -> None:
        """By as many steps as are in sight."""
        self._list.move(pages * self._list.page)

    def action_go(self, place: int) -> None:
        """To the first step, or the last."""
        count = len(self._told.events)
        self._list.move(count if place else -count)

    def action_read(self, pages: int) -> None:
        """Scroll what stands beside the steps."""
        self._then.scroll_relative(y=pages * max(1, self._then.size.height - 1), animate=False)

    def action_pick(self) -> None:
        """Go to the message that came, or was changed, with this step."""
        event = self._here
        if event is None:
            return
        if event.subject == "message":
            self.dismiss(event.subject_id)
            return
        self._trouble = _("This step is about no message.")
        self._show()

    @property
    def _here(self) -> EventRow | None:
        return self._told.events[self._list.cursor] if self._told.events else None

    def _row(self, event: EventRow) -> PickRow:
        said = text.line(self._what(event), 300)
        left = ((f"{self._watch.stamp(event.at)} ", "dim"), (said, "text"))
        return (PickLine(left, ((f"  {text.line(self._who(event), 30)}", "dim"),)),)

    def _what(self, event: EventRow) -> str:
        message = self._told.message(event)
        is_new = event.field == "present" and event.after is not None
        if message is not None and is_new and message.kind != "client":
            return _("{what} added").format(what=kind_name(message.kind))
        return self._names.happened(event.subject, event.field, event.before, event.after)

    def _who(self, event: EventRow) -> str:
        message = self._told.message(event)
        who = event.actor or (_("the desk") if message is None else message.author)
        return who if event.by is None else _("{who} (by {by})").format(who=who, by=event.by)

    def _show(self) -> None:
        event = self._here
        if event is None:
            return
        then = self._told.after(self._list.cursor)
        place = f"{self._list.cursor + 1}/{len(self._told.events)}"
        moment = f"{self._watch.day(event.at)} {self._watch.local(event.at):%H:%M:%S}"
        facts = [self._trouble, place, moment, self._who(event), self._what(event)]
        body = "\n".join((*self._fields(then), "", *self._messages(then)))
        self._then.show([fact for fact in facts if fact], body)

    def _fields(self, then: TicketThen) -> Iterator[str]:
        row = then.row
        yield text.line(row.subject)
        yield " · ".join(text.line(fact) for fact in self._standing(row) if fact)
        more = [f"#{tag}" for tag in row.tags]
        more += [f"{held.title or held.name}: {held.value}" for held in row.fields]
        if more:
            yield " · ".join(text.line(fact) for fact in more)
        if not then.told:
            yield _("Imported: of then only state and messages are known, the rest is as it came.")

    def _standing(self, row: TicketRow) -> Iterator[str]:
        state = ticket_names.state(row.state)
        yield f"{state} ({ticket_names.reason(row.reason)})" if row.reason else state
        yield ticket_names.priority(row.priority)
        yield ticket_names.kind(row.kind or "")
        yield row.queue
        yield row.owner or _("nobody")
        if row.wake_at is not None:
            yield _("asleep until {when}").format(when=self._watch.until_exactly(row.wake_at))

    def _messages(self, then: TicketThen) -> Iterator[str]:
        """The newest first: what has just come is in sight."""
        count = len(then.messages)
        said = ngettext("{count} message, newest first", "{count} messages, newest first", count)
        yield said.format(count=count)
        for message in then.messages[: -MESSAGES_SHOWN - 1 : -1]:
            yield ""
            yield self._heading(message)
            yield text.block(message.body[:CHARACTERS_SHOWN], LINES_SHOWN)
        if count > MESSAGES_SHOWN:
            yield ""
            yield _("Older ones: supportdesk show {number} --at TIME").format(
                number=then.row.number
            )

    def _heading(self, message: MessageRow) -> str:
        when = self._watch.stamp(message.sent_at)
        return f"{kind_name(message.kind)} · {text.line(message.author, 60)} · {when}"
