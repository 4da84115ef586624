"""Replies that did not arrive, for all anybody knows: told until somebody decides about them."""

from supportdesk.desk.desk import Desk
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of
from supportdesk.store.read import letters
from supportdesk.store.read.rows import OperatorRow


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
