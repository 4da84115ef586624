"""What stands beside a ticket's own facts over its conversation: clocks, links, time and plans."""

from collections.abc import Iterator

from supportdesk.console import text
from supportdesk.console.clock_texts import clock_phrases
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.desk.staff_texts import follower_phrases, waiting_phrases
from supportdesk.console.reading import Reading
from supportdesk.console.times import MINUTE, Watch
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.link_names import link_phrases
from supportdesk.i18n.work_names import time_text
from supportdesk.store.read.rows import TicketRow


class HeadingPhrases:
    """Reads what a heading says of a ticket, each kind of phrase from its own question."""

    def __init__(self, setting: DeskSetting, reading: Reading) -> None:
        self._desk = setting.desk
        self._me = setting.me
        self._reading = reading

    def of(self, row: TicketRow, watch: Watch, *, has_policies: bool) -> tuple[str, ...]:
        """All of them, in their order; only a desk with policies has clocks (F96)."""
        number = row.number
        links = [(link.ticket, link.kind, link.other) for link in self._reading.links(number)]
        return (
            *(clock_phrases(self._reading.clocks(number), watch) if has_policies else ()),
            *waiting_phrases(self._desk, row),
            *follower_phrases(self._desk, self._me.id, number),
            *link_phrases(number, links, ticket_name),
            *self._planned(number, watch),
            *self._time(number),
            *self._articles_used(number),
        )

    def _planned(self, number: int, watch: Watch) -> Iterator[str]:
        """What waits on a ticket to be sent, and when (F32)."""
        for kind, operator, at in self._reading.planned(number):
            said = _("reply of {operator} planned for {when}")
            if kind == "forward":
                said = _("forward of {operator} planned for {when}")
            yield said.format(operator=text.line(operator, 40), when=watch.until_exactly(at))

    def _time(self, number: int) -> Iterator[str]:
        """The time spent on a ticket: a lead sees everybody's, others their own (F42)."""
        sees_all = self._me.role in SEES_ALL_TIMES
        spent = self._reading.time_on(number, None if sees_all else self._me.id)
        if spent >= MINUTE:
            said = _("time {time}") if sees_all else _("my time {time}")
            yield said.format(time=time_text(spent))

    def _articles_used(self, number: int) -> Iterator[str]:
        """The articles a ticket was answered with (F134)."""
        for head in self._reading.articles_used(number):
            yield _("used: {title}").format(title=text.line(head.title, 60))
