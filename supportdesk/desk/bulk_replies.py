"""One text for many tickets, filled in with each client's own values (F8)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from supportdesk.desk.desk import Desk
from supportdesk.desk.signatures import signature_for
from supportdesk.desk.template_values import language_of, template_context
from supportdesk.domain.action import Reply
from supportdesk.domain.template import Rendered, choose_variant, render
from supportdesk.i18n import LANGUAGES
from supportdesk.records import dataclass
from supportdesk.store.read import clients, tickets
from supportdesk.store.read.rows import OperatorRow, TicketRow

READ_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class TextForMany:
    """What is written to many clients: language → text, with placeholders as templates have.

    A text of no language in particular stands under an empty name: greetings and dates in it are
    in the client's.

    `answers` are what the operator answered to the questions of a template, by label.
    """

    variants: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The text as it stands for one ticket."""

    ticket: TicketRow
    rendered: Rendered
    signature: str = ""

    @property
    def reply(self) -> Reply:
        """The reply with it; a text that still has an empty place is refused by the desk (F35)."""
        return Reply(
            self.ticket.number,
            self.rendered.text,
            self.ticket.last_event,
            signature=self.signature,
        )


def filled_in(
    desk: Desk, me: OperatorRow, zone: tzinfo, numbers: Sequence[int], text: TextForMany
) -> Iterator[FilledIn]:
    """The text for each of the tickets, as they stand now; `zone` is the desk's clock.

    Raises Invalid for a text that cannot be read, StoreTrouble.
    """
    for start in range(0, len(numbers), READ_AT_ONCE):
        for row in desk.ask(tickets.rows, numbers[start : start + READ_AT_ONCE], me.id):
            signature = signature_for(desk, me, row, zone)
            yield FilledIn(row, _rendered(desk, me, zone, row, text), signature)


def _rendered(
    desk: Desk, me: OperatorRow, zone: tzinfo, row: TicketRow, text: TextForMany
) -> Rendered:
    card = desk.ask(clients.card, row.client_id)
    language, body, _missing = choose_variant(text.variants, language_of(row, card), LANGUAGES)
    context = template_context(desk, me, row, zone)
    if language:
        context = replace(context, language=language)
    return render(body, context, text.answers)
