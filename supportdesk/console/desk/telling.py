"""Looking for what clients have written, and running one's own command for it (F169)."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.notices import Notices, NoticeSettings
from supportdesk.console.times import DAY
from supportdesk.console.widgets.footer import refused
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _

COMMAND_SECONDS = 10
"""A command that has not ended by then is ended."""


class Telling:
    """Tells of client messages that came since the panes last looked."""

    def __init__(self, panes: DeskPanes) -> None:
        self._panes = panes
        setting = panes.setting
        self._notices = Notices(setting.notices, setting.signal, self._begin)

    @property
    def settings(self) -> NoticeSettings:
        """What is told of and how."""
        return self._notices.settings

    def look(self, since: int) -> None:
        """Tell of what came after change number `since`. Raises StoreTrouble."""
        panes = self._panes
        if self.settings.whom != "off":
            watch = panes.moment
            local = watch.local(watch.now)
            messages = panes.reading.client_messages_since(since, watch.now - DAY)
            minute = local.hour * 60 + local.minute
            self._notices.tell(messages, panes.me.id, watch.now, minute)
            leads = panes.me.role in SEES_ALL_TIMES
            if panes.overview.book.has_policies:
                alerts = panes.reading.alerts_since(since)
                self._notices.tell_due(alerts, panes.me.id, minute, leads=leads)

    def badge(self) -> None:
        """Bring the title of the window up to date. Raises StoreTrouble."""
        if self.settings.title:
            self._notices.badge(self._panes.reading.counts().mine_unread)

    def _begin(self, words: Sequence[str]) -> None:
        self._panes.run_worker(self._run(words), group="notice")

    async def _run(self, words: Sequence[str]) -> None:
        """Run the words as a program, without a shell; what it says is of no interest."""
        nothing = asyncio.subprocess.DEVNULL
        try:
            running = await asyncio.create_subprocess_exec(
                *words, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
            )
        except OSError as trouble:
            said = _("The command for notices cannot be run: {reason}.")
            self._panes.say(refused(said.format(reason=trouble.strerror or trouble)))
            return
        try:
            await asyncio.wait_for(running.wait(), COMMAND_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                running.kill()
            await running.wait()
