"""Asking the operator: dialogs of the desk as plain questions with plain answers.

Dialogs are imported when they are first needed: none stands between start and first paint.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from supportdesk.console import text
from supportdesk.console.screens.desk_upkeep import DeskUpkeep
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Stop
from supportdesk.domain.moments import parse_moment
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence

Pick = tuple[str, str, str]
"""One of several: its value, what it is called, and a hint."""

NEWER_SHOWN = 400
"""Characters of each newer message that a stopped reply shows (F76)."""


class DeskAsking(DeskUpkeep):
    """Questions every command may ask. None always means that the operator left the question."""

    async def choose(
        self, title: str, options: Sequence[Pick], current: str | None = None
    ) -> str | None:
        """Let one of several be picked; answer its value."""
        from supportdesk.console.screens.choice import ChoiceScreen, Option

        screen = ChoiceScreen(title, [Option(*option) for option in options], current=current)
        chosen = await self.app.push_screen_wait(screen)
        return None if chosen is None else chosen.value

    async def ask_line(
        self,
        title: str,
        read: Callable[[str], str],
        *,
        value: str = "",
        example: str = "",
        words: Sequence[str] = (),
    ) -> str | None:
        """Ask for one line; `read` says what it means or raises DeskError."""
        from supportdesk.console.screens.prompt import PromptScreen

        screen = PromptScreen(title, read, value=value, example=example, words=words)
        return await self.app.push_screen_wait(screen)

    async def ask_moment(self, title: str, example: str) -> datetime | None:
        """Ask for a moment in the operator's own words."""

        def moment_of(typed: str) -> datetime:
            return parse_moment(typed, self.desk.clock(), self.reading.zone)

        def meaning(typed: str) -> str:
            return self.moment.until_exactly(to_milliseconds(moment_of(typed)))

        typed = await self.ask_line(title, meaning, example=example)
        return None if typed is None else moment_of(typed)

    async def confirm(self, stops: Iterable[Stop]) -> bool:
        """Show why the desk stopped, and ask whether to go on."""
        from supportdesk.console.screens.confirm import ConfirmScreen

        reasons = [part for stop in stops for part in self._reasons(stop)]
        screen = ConfirmScreen(_("Stop and look"), reasons, yes=_("go on all the same"))
        answer: bool | None = await self.app.push_screen_wait(screen)
        return answer is True

    def _reasons(self, stop: Stop) -> list[str]:
        told = [sentence(f"stop.{stop.name}", stop.parameters, interface="console")]
        wanted = stop.parameters.get("messages")
        if isinstance(wanted, Sequence) and self.thread.ticket is not None:
            for message in self.reading.messages(self.thread.ticket.number):
                if message.id in wanted:
                    told.append(
                        f"{text.line(message.author, 60)}, {self.moment.stamp(message.sent_at)}\n"
                        f"{text.block(message.body[:NEWER_SHOWN])}"
                    )
        return told
