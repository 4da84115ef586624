"""What the desk has done, as scripts see it."""

from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.objects.times import utc_text


def receipt_object(receipt: Receipt) -> dict[str, object]:
    """A receipt as scripts see it; `change` is the change number of the desk after it.

    On a copy `sent` says whether the desk has done it; until then numbers that were given here are
    of 16 digits and more, and are exchanged for those of the desk.
    """
    until = receipt.undo_until
    item: dict[str, object] = {
        "done": receipt.action,
        "ticket": receipt.tickets[0] if receipt.tickets else None,
        "tickets": list(receipt.tickets) or None,
        "client": receipt.client,
        "template": receipt.template,
        "macro": receipt.macro,
        "article": receipt.article,
        "operator": receipt.operator,
        "queue": receipt.queue,
        "view": receipt.view,
        "calendar": receipt.calendar,
        "policy": receipt.policy,
        "entry": receipt.outbox,
        "undo_until": None if until is None else utc_text(to_milliseconds(until)),
        "sent": receipt.sent,
        "change": receipt.last_event,
        "envelope": str(receipt.envelope),
    }
    return {name: value for name, value in item.items() if value is not None}
