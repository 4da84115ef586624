"""The command that says what I do at the moment (R3)."""

from supportdesk.console.desk.workplace import Workplace
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import MARKS, STATUSES, status_name
from supportdesk.store.read.own_work import own_work


class Staffing:
    """The command that says what I do."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def do_status(self) -> None:
        """Choose my status; who is available is dealt tickets."""
        from supportdesk.domain.action import SetStatus

        now = self._at.panes.desk.ask(own_work, self._at.panes.me.id)
        offered = [(name, f"{MARKS[name]} {status_name(name)}", "") for name in STATUSES]
        chosen = await self._at.asking.choose(
            _("What do you do now?"), offered, "offline" if now is None else now.status
        )
        if chosen is not None and await self._at.acting.submit(SetStatus(chosen)) is not None:
            self._at.panes.said_done(_("You are {status} now.").format(status=status_name(chosen)))
