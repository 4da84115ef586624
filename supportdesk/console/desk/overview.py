"""What stands around the list and the conversation: my views with their numbers, and the top line.

Here is told how the desk as a whole stands, whichever ticket is in sight.
"""

from collections.abc import Mapping

from supportdesk.console.clock_texts import standing_texts
from supportdesk.console.desk.setting import DeskSetting
from supportdesk.console.desk.staff_texts import own_status
from supportdesk.console.desk.undelivered import failing_mailbox, stuck_letters, undelivered
from supportdesk.console.desk.view_texts import title_of
from supportdesk.console.reading import Reading
from supportdesk.console.times import Watch
from supportdesk.console.views import VIEWS, View, ViewBook
from supportdesk.console.widgets.header import Header, HeaderFacts, LinkWords
from supportdesk.console.widgets.sidebar import Sidebar
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _

LATE_WORK = 60_000
"""Milliseconds after which due work that nobody does is worth a warning (law 6)."""


class Overview:
    """Keeps the sidebar and the top line true; reads what they say."""

    def __init__(self, setting: DeskSetting, reading: Reading) -> None:
        self._desk = setting.desk
        self._desk_name = setting.desk_name
        self._me = setting.me
        self._zone = setting.zone
        self._reading = reading
        self.header = Header(setting.palette, HeaderFacts(setting.desk_name, "", setting.me.name))
        self.sidebar = Sidebar(setting.palette)
        self.book = ViewBook()
        """My views in my order."""
        self.saved_counts: Mapping[str, int] = {}
        """How many tickets the saved views have, as far as they are counted."""
        self._queues: tuple[View, ...] = ()
        self._view = VIEWS[0]
        self.is_linked = False
        """Whether the desk is the copy of another one."""

    def begin(self) -> None:
        """Read what stays as long as the console runs."""
        self._queues = self._reading.queue_views()
        self.is_linked = self._reading.link() is not None

    def show(self, view: View) -> None:
        """Show the numbers of now beside the views, and `view` as the one in sight."""
        self._view = view
        self.book = self._reading.view_book()
        self._show_sidebar()
        self.show_header()

    def show_saved_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tickets the saved views have."""
        self.saved_counts = counts
        self._show_sidebar()

    def _show_sidebar(self) -> None:
        book = self.book
        sections = (
            (_("VIEWS"), book.shown(book.built_in)),
            (_("QUEUES"), self._queues),
            (_("SAVED"), book.shown(book.saved)),
        )
        self.sidebar.show(sections, self._reading.counts(), self.counted(), self._view.name)

    def counted(self) -> dict[str, int]:
        """How many tickets the views have whose number no counter of the store tells."""
        counted = dict(self.saved_counts)
        if self.book.has_policies:
            counted["overdue"] = self._reading.standing(of_all=True).breached
        return counted

    def show_header(self) -> None:
        """Repaint the top line if it says something else now."""
        of_all = self._me.role in SEES_ALL_TIMES  # a lead steers all of the desk
        soon, breached = standing_texts(self._reading.standing(of_all=of_all))
        watch = Watch(self._reading.now(), self._zone)
        self.header.show(
            HeaderFacts(
                self._desk_name,
                title_of(self._view),
                self._who(),
                self._warning(watch),
                soon,
                breached,
                watch.time,
                own_status(self._desk, self._me.id),
                self._link_words(watch) if self.is_linked else None,
            )
        )

    def _link_words(self, watch: Watch) -> LinkWords | None:
        """How the copy stands to its desk."""
        from supportdesk.console.desk.link_texts import link_words

        link = self._reading.link()
        if link is None:
            return None
        held = self._reading.held_up().values()
        return link_words(link, self._reading.sending_counts(), watch, held)

    def _who(self) -> str:
        """Who works here, in which role, and who sits here for somebody else."""
        me = self._me.name if self._me.role == "operator" else f"{self._me.name} · {self._me.role}"
        by = self._reading.who_sits()
        if by is not None and by.id != self._me.id:
            return _("{who} (by {by})").format(who=me, by=by.name)
        return me

    def _warning(self, watch: Watch) -> str:
        """What is wrong with the desk as a whole, or nothing."""
        if self._desk.read_only_because:
            return _("read only")
        oldest = self._reading.late_work_since()
        if oldest is not None and watch.now - oldest > LATE_WORK:
            late = watch.since(oldest)
            return _("nobody works for this store: {late} late").format(late=late)
        failing = failing_mailbox(self._desk, watch) or stuck_letters(self._desk, watch)
        return failing or undelivered(self._desk, self._me)
