"""What is answered about many tickets: how many were done, which were not, and why."""

from supportdesk.cli.failures import REFUSED
from supportdesk.cli.session import Session
from supportdesk.domain.envelope import Receipt, Refusal
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.receipts import receipt_object


def tell_bulk(session: Session, receipt: Receipt, said: str, extra: dict[str, object]) -> int:
    """Say what became of a bulk; return the exit code: 1 where any ticket was refused.

    `said` names the count as `{tickets}`; `extra` is for scripts.
    """
    if session.as_json:
        session.output.item({**bulk_object(receipt), **extra})
    else:
        count = len(receipt.tickets)
        tickets = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        session.output.say(said.format(tickets=tickets))
        for refusal in receipt.refused:
            session.output.say(f"  {ticket_name(refusal.ticket)}: {_why(refusal)}")
        names = sorted({stop for refusal in receipt.refused for stop in _stops(refusal)})
        if names:
            options = " ".join(f"--confirm {name}" for name in names)
            session.output.say(_("To go on all the same, add: {options}").format(options=options))
    return REFUSED if receipt.refused else 0


def bulk_object(receipt: Receipt) -> dict[str, object]:
    """A bulk as scripts see it: `tickets` were done, `refused` left as they were."""
    item = receipt_object(receipt)
    item.pop("ticket", None)
    return {
        **item,
        "tickets": list(receipt.tickets),
        "refused": [
            {
                "ticket": refusal.ticket,
                "code": refusal.error.code,
                "message": _why(refusal),
                "stops": list(_stops(refusal)),
            }
            for refusal in receipt.refused
        ],
        "left": receipt.left,
    }


def _stops(refusal: Refusal) -> tuple[str, ...]:
    error = refusal.error
    return tuple(stop.name for stop in error.stops) if isinstance(error, Refused) else ()


def _why(refusal: Refusal) -> str:
    """The sentence of the refusal; of a stop what it stops at."""
    error = refusal.error
    if isinstance(error, Refused) and error.stops:
        told = (sentence(f"stop.{s.name}", s.parameters, interface="cli") for s in error.stops)
        return " ".join(told)
    return sentence(error.code, error.parameters, interface="cli")
