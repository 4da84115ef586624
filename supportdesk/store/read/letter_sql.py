"""What queries ask of letters."""

from collections.abc import Iterable

from supportdesk.domain.letter import DELIVERY_OF
from supportdesk.domain.query_fields import deliveries

_LEFT = ("sent", "given_up")
"""States that the index of letters under way leaves out."""


def has_letter(asked: Iterable[str]) -> str:
    """The condition that a ticket has a letter that has come so far.

    Letters come first, whatever the planner thinks: of messages there are far more.
    """
    wanted = {one for value in asked for one in deliveries(value)}
    states = [str(state) for state, delivery in DELIVERY_OF.items() if delivery in wanted]
    listed = ", ".join(f"'{state}'" for state in states)
    open_ones = "" if set(states) & set(_LEFT) else "l.state NOT IN ('sent', 'given_up') AND "
    return (
        "t.id IN (SELECT m.ticket_id FROM letter l CROSS JOIN message m"
        f" ON m.id = l.message_id WHERE {open_ones}l.state IN ({listed}) AND NOT m.withdrawn)"
    )
