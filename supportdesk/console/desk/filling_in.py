"""Setting the custom fields of a ticket, or of all marked ones (F23)."""

from datetime import date

from supportdesk.console import names, text
from supportdesk.console.desk.asking import Asking, Pick
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.reading import Reading
from supportdesk.domain.custom_field import NO, YES, FieldDefinition, FieldType, read_value
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import TicketRow

NOTHING = ""
"""The value that stands for an empty field."""

Held = dict[str, str]
"""Name of a field → what stands in it."""


class FillingIn:
    """The command about the custom fields of the ticket in sight."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    async def do_fields(self, ticket: TicketRow) -> None:
        """Choose a field, then its value."""
        from supportdesk.domain.action import SetField

        number = ticket.number
        held = {one.name: one.value for one in ticket.fields}
        title = _("Fields of {number}").format(number=ticket_name(number))
        chosen = await ask_field(self._at.asking, self._at.reading, title, held)
        if chosen is None:
            return
        field, value = chosen
        said = _("{number}: {field} is {value}.").format(
            number=ticket_name(number), field=text.line(field.title, 40), value=shown(field, value)
        )
        await self._at.acting.change(SetField(number, field.name, value), said)


async def ask_field(
    asking: Asking, reading: Reading, title: str, held: Held | None
) -> tuple[FieldDefinition, str | None] | None:
    """A field and what shall stand in it; None leaves. Raises NotFound where there are none.

    `held` None is for tickets that may hold different values.
    """
    known = {one.name: one for one in reading.fields() if not one.retired}
    if not known:
        raise NotFound("field.none")
    options: list[Pick] = [
        (name, text.line(one.title, 40), shown(one, (held or {}).get(name), empty=""))
        for name, one in known.items()
    ]
    name = next(iter(known)) if len(known) == 1 else await asking.choose(title, options)
    if name is None:
        return None
    value = await _ask_value(asking, reading, f"{title}: {known[name].title}", known[name], held)
    return None if value is None else (known[name], value or None)


async def _ask_value(
    asking: Asking, reading: Reading, title: str, field: FieldDefinition, held: Held | None
) -> str | None:
    """What shall stand in a field, `NOTHING` for nothing; None leaves."""
    now = (held or {}).get(field.name)
    choices = (YES, NO) if field.type == FieldType.BOOL else field.choices
    if choices:
        offered: list[Pick] = [(one, shown(field, one), "") for one in choices]
        offered.append((NOTHING, _("nothing"), ""))
        current = None if held is None else now or NOTHING
        return await asking.choose(text.line(title, 120), offered, current)

    def day(typed: str) -> date:
        from supportdesk.domain.day_reading import read_day

        return read_day(typed, reading.moment(), reading.zone)

    typed = await asking.ask_line(
        text.line(title, 120),
        lambda typed: shown(field, read_value(field, typed, day)),
        value=now if now and field.type == FieldType.TEXT else "",
        example=_example(field, now),
    )
    return None if typed is None else read_value(field, typed, day) or NOTHING


def shown(field: FieldDefinition, value: str | None, *, empty: str | None = None) -> str:
    """A value in words."""
    if value:
        return names.field_value(field.type, value)
    return _("nothing") if empty is None else empty


def _example(field: FieldDefinition, now: str | None) -> str:
    match field.type:
        case FieldType.INT:
            example = _("a whole number; “none” empties the field")
        case FieldType.DATE:
            example = _("2026-03-01, fri, tomorrow; “none” empties the field")
        case _:
            example = _("some words; “none” empties the field")
    if not now:
        return example
    held = _("now: {value}").format(value=shown(field, now))
    return f"{held}\n{example}"
