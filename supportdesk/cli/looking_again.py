"""After policies or calendars were changed: every ticket at work is held to them at once."""

import time

from supportdesk.cli.progress import ProgressLine
from supportdesk.desk.desk import PAUSE_SECONDS, Desk
from supportdesk.i18n import gettext as _
from supportdesk.store.read import clocks


def look_again(desk: Desk) -> None:
    """Do it part by part, others having their turn between; any console would go on with it."""
    highest = desk.ask(clocks.highest_number)
    with ProgressLine(_("Tickets held to the policies:")) as line:
        while (reached := desk.ask(clocks.tickets_to_look_at)) is not None:
            line.tell(reached, highest)
            desk.work()
            time.sleep(PAUSE_SECONDS)
