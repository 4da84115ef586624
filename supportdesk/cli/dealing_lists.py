"""What a pass makes of the tickets that wait: who gets which, and why the others stay (R3)."""

from supportdesk.cli.session import Session
from supportdesk.desk.crew import outcomes, rebalanced, why_text, why_waiting
from supportdesk.domain.action import Assign, Bulk
from supportdesk.domain.assignment import Dealt, Left
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import why_name
from supportdesk.store.read import operators, tickets

Item = dict[str, object]


def deal_now(session: Session, *, dry_run: bool) -> None:
    """Deal what waits, or only say what would be dealt; then why the rest stays."""
    if dry_run:
        found = session.ask(outcomes, session.now())
        dealt = [_dealt(one.ticket.number, one.person.name, one.why) for one in _given(found)]
    else:
        before = session.ask(tickets.change_number)
        session.desk.deal()
        names = {row.id: row.name for row in session.operators}
        dealt = [
            _dealt(ticket, names[operator], why)
            for ticket, operator, why in session.ask(operators.dealt_since, before)
        ]
        found = session.ask(outcomes, session.now())
    left = [one for one in found if isinstance(one, Left)]
    if session.as_json:
        for item in [*dealt, *map(_left, left)]:
            session.output.item(item)
    else:
        _tell(session, dealt, left, dry_run=dry_run)


def rebalance_now(session: Session, *, dry_run: bool) -> None:
    """Move tickets from those over their cap to those with room, as one step to undo."""
    found = session.ask(rebalanced, session.now())
    if found and not dry_run:
        session.act(Bulk(tuple(Assign(move.number, move.taker.id) for move in found)))
    for move in found:
        giver, taker = move.giver.name, move.taker.name
        if session.as_json:
            session.output.item({"ticket": move.number, "from": giver, "operator": taker})
        else:
            said = _("{ticket}: {giver} → {taker}")
            session.output.say(
                said.format(ticket=ticket_name(move.number), giver=giver, taker=taker)
            )
    if not found and not session.as_json:
        session.output.say(_("Nobody is over their cap, or nobody has room."))


def _given(found: list[Dealt | Left]) -> list[Dealt]:
    return [one for one in found if isinstance(one, Dealt)]


def _dealt(ticket: int, operator: str, why: str) -> Item:
    return {"ticket": ticket, "operator": operator, "why": why}


def waiting_object(found: Dealt | Left | None) -> Item | None:
    """Why nobody has a ticket of a queue that is dealt; None for every other ticket."""
    if found is None:
        return None
    if isinstance(found, Dealt):
        return {"reason": "next", "for": found.person.name}
    item = _left(found)
    return {name: item[name] for name in item if name not in ("ticket", "operator")}


def waiting_text(session: Session, number: int) -> str:
    """The same in words, or nothing."""
    found = session.ask(why_waiting, number, session.now())
    return "" if found is None else why_text(found)


def _left(left: Left) -> Item:
    """A ticket that stays; what explains the reason stands beside it where there is something."""
    beside = {"skills": list(left.needs), "load": left.load, "cap": left.cap, "for": left.name}
    told = {name: value for name, value in beside.items() if value}
    return {"ticket": left.ticket.number, "operator": None, "reason": left.reason, **told}


def _tell(session: Session, dealt: list[Item], left: list[Left], *, dry_run: bool) -> None:
    said = _("{ticket} goes to {name}: {why}") if dry_run else _("{ticket} → {name}: {why}")
    for one in dealt:
        why = why_name(str(one["why"]))
        session.output.say(
            said.format(ticket=ticket_name(int(str(one["ticket"]))), name=one["operator"], why=why)
        )
    for stays in left:
        reason = why_text(stays)
        said = _("{ticket} waits: {reason}")
        session.output.say(said.format(ticket=ticket_name(stays.ticket.number), reason=reason))
    if not dealt and not left:
        session.output.say(
            _("Nothing waits to be dealt. Which queues are dealt: supportdesk queues list")
        )
