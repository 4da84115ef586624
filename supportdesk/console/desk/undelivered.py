"""Replies that did not arrive, and mailboxes that fail: told until somebody does something."""

from supportdesk.console.times import MINUTE, Watch
from supportdesk.desk.desk import Desk
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read import letters, mailboxes
from supportdesk.store.read.rows import OperatorRow


def failing_mailbox(desk: Desk, moment: Watch) -> str:
    """The mailbox that has failed longest, since when, and the command that says why; or nothing.

    Within its first minute it may be a line that was cut, and says nothing.
    """
    row = desk.ask(mailboxes.failing)
    if row is None or row.failing_since is None or moment.now - row.failing_since < MINUTE:
        return ""
    said = _("no mail from {name} for {span}: supportdesk mail check {name}")
    return said.format(name=row.name, span=moment.since(row.failing_since))


def undelivered(desk: Desk, me: OperatorRow) -> str:
    """How many of one's own, of a lead everybody's, and the key that shows them; or nothing."""
    count = desk.ask(letters.failed, None if me.role in SEES_ALL_TIMES else me.id)
    if not count:
        return ""
    said = ngettext(
        "{count} reply not delivered: {outbox_key}",
        "{count} replies not delivered: {outbox_key}",
        count,
    )
    return said.format(count=count, outbox_key=key_of("outbox"))
