"""Replies that did not arrive, and mail servers that fail: told until somebody does something."""

from supportdesk.console import text
from supportdesk.console.times import MINUTE, Watch
from supportdesk.desk.desk import Desk
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.deliveries import why_undelivered
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read import letters, mailboxes
from supportdesk.store.read.rows import OperatorRow

LONGEST_WHY = 60
"""Characters of a server's words in the top line; the outbox has all of them."""


def failing_mailbox(desk: Desk, moment: Watch) -> str:
    """The mailbox that has failed longest, since when, and the command that says why; or nothing.

    Within its first minute it may be a line that was cut, and says nothing.
    """
    row = desk.ask(mailboxes.failing)
    if row is None or row.failing_since is None or moment.now - row.failing_since < MINUTE:
        return ""
    said = _("no mail from {name} for {span}: supportdesk mail check {name}")
    return said.format(name=row.name, span=moment.since(row.failing_since))


def stuck_letters(desk: Desk, moment: Watch) -> str:
    """How many letters a mail server does not take, since when and why; or nothing.

    Within the first minute it may be a line that was cut, and says nothing.
    """
    row = desk.ask(letters.stuck)
    if row is None or moment.now - row.since < MINUTE:
        return ""
    said = ngettext(
        "{count} letter waits since {when}: {why}",
        "{count} letters wait since {when}: {why}",
        row.letters,
    )
    why = text.line(why_undelivered(row.because), LONGEST_WHY)
    return said.format(count=row.letters, when=moment.stamp(row.since), why=why)


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
