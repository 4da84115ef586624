"""What stands over a conversation: number, subject, and the facts of the ticket, wrapped whole."""

from collections.abc import Iterator, Sequence

from supportdesk.console import names, text
from supportdesk.console.times import Watch
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext, ticket_names
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.rating_names import rating_text
from supportdesk.store.read.rows import TicketRow

_LONGEST_SUBJECT = 1000
_LONGEST_COMMENT = 200


def facts(ticket: TicketRow, me: int, watch: Watch, linked: Sequence[str] = ()) -> Iterator[str]:
    """The facts of a ticket as phrases, what is decided by first; `linked` is of other tickets."""
    state = names.state(ticket.state)
    yield f"{state} ({names.reason(ticket.reason)})" if ticket.reason else state
    if ticket.thanked and ticket.state not in ("closed", "merged", "spam"):
        yield _("only thanks came: {close_key} closes it").format(close_key=key_of("close"))
    if ticket.rating is not None:
        yield text.line(rating_text(ticket.rating, ticket.rating_comment), _LONGEST_COMMENT)
    if ticket.wake_at is not None:
        yield _("asleep until {when}").format(when=watch.until_exactly(ticket.wake_at))
    yield ticket_names.priority(ticket.priority)
    yield text.line(ticket.queue, 40)
    if ticket.owner is None:
        yield _("nobody's")
    else:
        yield pgettext("ticket", "mine") if ticket.owner_id == me else text.line(ticket.owner, 60)
    if ticket.kind:
        yield names.kind(ticket.kind)
    yield from linked
    for held in ticket.fields:
        if not held.retired:
            yield f"{text.line(held.title, 40)}: {names.field_value(held.type, held.value)}"
    for tag in ticket.tags:
        yield f"#{text.line(tag, 40)}"


def subject_lines(ticket: TicketRow, width: int, most: int) -> list[str]:
    """Number and subject in at most `most` lines."""
    written = f"{ticket_name(ticket.number)} {text.line(ticket.subject, _LONGEST_SUBJECT)}"
    return _at_most(list(text.wrap(written, width)), width, most)


def fact_lines(phrases: Sequence[str], width: int, most: int) -> list[str]:
    """The phrases in at most `most` lines; none of them is broken that fits a line."""
    lines = [""]
    for phrase in phrases:
        joined = f"{lines[-1]} · {phrase}" if lines[-1] else phrase
        if text.cells(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(phrase)
    return _at_most([text.cut(line, width) for line in lines], width, most)


def _at_most(lines: list[str], width: int, most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    last = f"{lines[most - 1]} {text.ELLIPSIS}"
    return [*lines[: most - 1], text.cut(last, width)]
