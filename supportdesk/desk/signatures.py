"""What stands under a reply: the queue's signature, else the operator's, filled in (F37)."""

from datetime import tzinfo

from supportdesk.desk.desk import Desk
from supportdesk.domain.signature import has_names
from supportdesk.store.read import desk_lists
from supportdesk.store.read.rows import OperatorRow, TicketRow


def signature_for(desk: Desk, me: OperatorRow, ticket: TicketRow, zone: tzinfo) -> str:
    """The signature under what `me` writes on `ticket`; empty where there is none.

    A name without a value stays as its mark, and no such text is sent (F35). `zone` is the desk's
    clock. Raises StoreTrouble.
    """
    queues = desk.ask(desk_lists.queues)
    of_queue = next((queue.signature for queue in queues if queue.id == ticket.queue_id), None)
    signature = (of_queue or me.signature or "").strip()
    if not has_names(signature):
        return signature
    from supportdesk.desk.template_values import template_context
    from supportdesk.domain.template import render

    return render(signature, template_context(desk, me, ticket, zone), {}).text.strip()
