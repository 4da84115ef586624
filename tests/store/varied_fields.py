"""Custom fields of the varied desk on which SQL and predicate are compared."""

from datetime import date

from hypothesis import strategies as st

from supportdesk.desk.desk import Desk
from supportdesk.domain import action
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.query import Condition, Within
from supportdesk.store.write import letters

FIELDS = (
    FieldDefinition("order", "Order", "text"),
    FieldDefinition("plan", "", "select", ("basic", "Pro Max")),
    FieldDefinition("days", "", "int"),
    FieldDefinition("delivery", "", "date"),
    FieldDefinition("refunded", "", "bool"),
    FieldDefinition("never", "", "text"),
)
FIELD_VALUES = {
    "field.order": ("A-1", "a-2", "none such"),
    "field.plan": ("basic", "Pro Max"),
    "field.refunded": ("yes", "no"),
    "field.never": ("x",),
}
EMPTY_FIELDS = ("field.order", "field.plan", "field.days", "field.delivery", "field.never")
_FIRST_DAY = date(2026, 3, 1).toordinal()


def fill_in(desk: Desk, number: int) -> None:
    """Custom fields, different from those of the ticket before; some hold nothing."""
    if number % 4 == 0:
        return
    held = {"days": str(number % 5 - 1), "plan": ("basic", "Pro Max")[number % 2]}
    if number % 3:
        held |= {"order": f"A-{number % 3}", "delivery": f"2026-03-0{number % 4 + 1}"}
        held |= {"refunded": ("yes", "no")[number % 4 // 2]}
    for name, value in held.items():
        desk.act(1, action.SetField(number, name, value))


def within_fields() -> st.SearchStrategy[Condition]:
    """A range of whole numbers or days, also of fields that hold neither."""
    edge = st.one_of(st.none(), st.integers(-1, 4))
    day = st.one_of(st.none(), st.integers(_FIRST_DAY - 1, _FIRST_DAY + 4))
    names = st.sampled_from(("field.days", "field.order", "field.never"))
    return st.one_of(
        st.builds(Within, names, edge, edge), st.builds(Within, st.just("field.delivery"), day, day)
    )


def begin_sending(desk: Desk) -> None:
    """A desk with custom fields that sends its replies by mail."""
    desk.act(None, action.DefineFields(FIELDS))
    desk.act(None, action.ChangeOption("outgoing", "desk@help.example"))


def send_some(desk: Desk) -> None:
    """The one reply that has left is refused."""
    desk.work()
    now = to_milliseconds(desk.clock())
    taken = desk.lease(letters.take, now, ["desk@help.example"], 60_000)
    assert taken is not None
    refused = ("client1@example.org",)
    desk.act(None, action.RecordSending(taken.letter, taken.attempt, refused=refused))
