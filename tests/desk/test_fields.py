"""Custom fields: defined, set, refused, found, taken back (F23)."""

from datetime import UTC

import pytest

from supportdesk.domain.action import (
    DefineFields,
    Redo,
    SetField,
    Undo,
    on_each,
)
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import custom_fields, field_sql, health, search, threads
from supportdesk.store.write.engine import FileWriter
from tests.reading import file_of
from tests.small_desk import SmallDesk

ORDER = FieldDefinition("order", "Order", "text")
PLAN = FieldDefinition("plan", "Plan", "select", ("basic", "Pro Max"))
DAYS = FieldDefinition("days", "Days", "int")
DELIVERY = FieldDefinition("delivery", "Delivery", "date")
REFUNDED = FieldDefinition("refunded", "Refunded", "bool")
ALL = (ORDER, PLAN, DAYS, DELIVERY, REFUNDED)


@pytest.fixture
def fields(small: SmallDesk) -> SmallDesk:
    """A small desk with one field of each type."""
    small.act(DefineFields(ALL), by=small.olga)
    return small


def held(small: SmallDesk, number: int) -> dict[str, str]:
    """What a ticket holds."""
    return {one.name: one.value for one in small.row(number).fields}


def known(small: SmallDesk) -> dict[str, FieldDefinition]:
    """The fields by name."""
    return {one.name: one for one in small.desk.ask(custom_fields.definitions)}


def found(small: SmallDesk, text: str) -> set[int]:
    """The tickets a query names."""
    query = parse_query(
        text,
        now=small.clock(),
        zone=UTC,
        me=small.petro,
        custom=lambda: small.desk.ask(custom_fields.definitions),
    )
    return {*small.desk.ask(search.numbers, query)}


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("order", "  A-1093  x ", "A-1093 x"),
        ("plan", "pro  max", "Pro Max"),
        ("days", "−12 000", "-12000"),
        ("days", "+007", "7"),
        ("delivery", "2026-03-01", "2026-03-01"),
        ("refunded", "ТАК", "yes"),
        ("refunded", "нет", "no"),
    ],
)
def test_a_value_is_kept_as_its_type_says(
    fields: SmallDesk, field: str, typed: str, kept: str
) -> None:
    number = fields.ticket()
    fields.act(SetField(number, field, typed))
    assert held(fields, number) == {field: kept}
    fields.act(SetField(number, field, "none"))
    assert held(fields, number) == {}
    fields.act(Undo())
    assert held(fields, number) == {field: kept}
    fields.act(Undo())
    assert held(fields, number) == {}
    fields.act(Redo())
    assert held(fields, number) == {field: kept}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("order", "x" * 501),
        ("plan", "gold"),
        ("days", "1.5"),
        ("days", "1" * 16),
        ("days", "--3"),
        ("days", "٣"),
        ("delivery", "2026-02-30"),
        ("delivery", "soon"),
        ("refunded", "maybe"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_changes_nothing(
    fields: SmallDesk, field: str, typed: str
) -> None:
    number = fields.ticket()
    with pytest.raises(Invalid) as refusal:
        fields.act(SetField(number, field, typed))
    assert refusal.value.code == "field.value"
    assert held(fields, number) == {}
    assert fields.row(number).state == "new"


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (FieldDefinition("a b", "", "text"), "field.name"),
        (FieldDefinition("9", "", "text"), "field.name"),
        (FieldDefinition("x" * 41, "", "text"), "field.name"),
        (FieldDefinition("State", "", "text"), "field.name_taken"),
        (FieldDefinition("reason", "", "text"), "field.name_taken"),
        (FieldDefinition("a", "", "number"), "field.type_unknown"),
        (FieldDefinition("a", "t" * 41, "text"), "field.title_too_long"),
        (FieldDefinition("a", "", "select"), "field.choices"),
        (FieldDefinition("a", "", "select", ("x", "X ")), "field.choices"),
        (FieldDefinition("a", "", "select", ("none",)), "field.choices"),
        (FieldDefinition("a", "", "int", ("1",)), "field.choices"),
        (FieldDefinition("order", "", "int"), "field.type_fixed"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_whole(
    fields: SmallDesk, definition: FieldDefinition, code: str
) -> None:
    fresh = FieldDefinition("fresh", "", "text")
    with pytest.raises(DeskError) as refusal:
        fields.act(DefineFields((fresh, definition)), by=fields.olga)
    assert refusal.value.code == code
    assert "fresh" not in known(fields)


def test_fields_are_a_leads_to_define_and_everybodys_to_set(fields: SmallDesk) -> None:
    number = fields.ticket()
    with pytest.raises(Refused, match="not_allowed"):
        fields.act(DefineFields((ORDER,)), by=fields.petro)
    fields.act(SetField(number, "order", "A-1"), by=fields.tamar)
    assert held(fields, number) == {"order": "A-1"}
    with pytest.raises(NotFound, match=r"field\.missing"):
        fields.act(SetField(number, "ordr", "A-1"))
    with pytest.raises(NotFound, match=r"ticket\.missing"):
        fields.act(SetField(99, "order", "A-1"))
    with pytest.raises(Invalid, match=r"field\.twice"):
        fields.act(DefineFields((ORDER, ORDER)), by=fields.olga)


def test_a_retired_field_keeps_its_values_and_can_come_back(fields: SmallDesk) -> None:
    number, other = fields.ticket(), fields.ticket()
    fields.act(SetField(number, "order", "A-1"))
    fields.act(DefineFields(retire=("order",)), by=fields.olga)
    assert held(fields, number) == {"order": "A-1"}
    assert known(fields)["order"].retired
    assert found(fields, "order:a-1") == {number}
    with pytest.raises(Refused, match=r"field\.retired"):
        fields.act(SetField(other, "order", "A-2"))
    fields.act(SetField(number, "order", None))
    fields.act(Undo())
    fields.act(Undo(), by=fields.olga)
    fields.act(SetField(other, "order", "A-2"))
    assert held(fields, other) == {"order": "A-2"}
    with pytest.raises(NotFound, match=r"field\.missing"):
        fields.act(DefineFields(retire=("nothing",)), by=fields.olga)


def test_a_choice_taken_away_stays_where_it_stands(fields: SmallDesk) -> None:
    number = fields.ticket()
    fields.act(SetField(number, "plan", "basic"))
    fields.act(
        DefineFields((FieldDefinition("plan", "Plan", "select", ("gold",)),)), by=fields.olga
    )
    plan = known(fields)["plan"]
    assert (plan.choices, plan.former) == (("gold",), ("basic", "Pro Max"))
    assert held(fields, number) == {"plan": "basic"}
    assert found(fields, "plan:basic") == {number}
    with pytest.raises(Invalid, match=r"field\.value"):
        fields.act(SetField(fields.ticket(), "plan", "basic"))
    fields.act(SetField(number, "plan", "gold"))
    fields.act(Undo())
    assert held(fields, number) == {"plan": "basic"}


def test_an_undo_after_somebody_changed_the_field_is_refused(fields: SmallDesk) -> None:
    number = fields.ticket()
    first = fields.act(SetField(number, "order", "A-1")).envelope
    fields.act(SetField(number, "days", "4"), by=fields.olga)
    fields.act(SetField(number, "order", "A-2"), by=fields.olga)
    with pytest.raises(Refused) as refusal:
        fields.act(Undo(first))
    assert refusal.value.code == "undo.later_change"
    assert refusal.value.parameters["actor"] == fields.olga


def test_many_tickets_are_filled_in_and_one_undo_empties_them(fields: SmallDesk) -> None:
    numbers = [fields.ticket() for _ in range(3)]
    fields.act(SetField(numbers[1], "days", "7"))
    receipt = fields.act(on_each(SetField(0, "days", "2"), numbers))
    assert [held(fields, number) for number in numbers] == [{"days": "2"}] * 3
    assert receipt.bulk
    fields.act(Undo())
    assert [held(fields, number) for number in numbers] == [{}, {"days": "7"}, {}]


def test_events_hold_no_value_but_histories_tell_it(fields: SmallDesk) -> None:
    number = fields.ticket()
    fields.act(SetField(number, "order", "Ann Lee's order"))
    [event] = [e for e in fields.desk.ask(threads.events, number) if e.field == "field:order"]
    assert (event.before, event.after) == (None, "Ann Lee's order")
    stored = fields.desk.ask(lambda c: c.execute("SELECT before, after FROM event").fetchall())
    assert not any("Ann Lee's" in str(row) for row in stored)
    assert found(fields, "event:field by:me") == {number}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("order:a-1", {1}),
        ("field.order:A-1", {1}),
        ("order:A-1,A-2", {1, 2}),
        ("-order:A-1", {2, 3}),
        ("order:none", {3}),
        ('plan:"pro max"', {1}),
        ("days>2", {2}),
        ("days:-3..2", {1}),
        ("days<-3", set()),
        ("days:-3", {1}),
        ("delivery:2026-03-05", {1}),
        ("delivery>2026-03-05", {2}),
        ("delivery<=2026-03-05", {1}),
        ("delivery<today", set()),
        ("delivery:2026-03-01..2026-03-31", {1, 2}),
        ("refunded:да", {2}),
        ("refunded:no order:A-1", {1}),
    ],
)
def test_a_query_compares_as_the_type_does(
    fields: SmallDesk, typed: str, expected: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = (
        {"order": "A-1", "plan": "Pro Max", "days": "-3", "delivery": "2026-03-05"},
        {"order": "A-2", "plan": "basic", "days": "14", "delivery": "2026-03-09"},
    )
    for one, refunded in zip(values, ("no", "yes"), strict=True):
        number = fields.ticket()
        for name, value in {**one, "refunded": refunded}.items():
            fields.act(SetField(number, name, value))
    assert fields.ticket() == 3
    assert found(fields, typed) == expected
    monkeypatch.setattr(field_sql, "FREQUENT", 0)
    assert found(fields, typed) == expected, "asked of each ticket, as where many hold the value"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("plan:gold", "query.unknown_value"),
        ("order<3", "query.not_comparable"),
        ("days:soon", "query.number"),
        ("delivery:soon", "query.moment"),
        ("ordr:1", "query.unknown_field"),
        ("field.ordr:1", "query.unknown_field"),
    ],
)
def test_a_wrong_question_names_its_place(fields: SmallDesk, typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found(fields, f"refund {typed}")
    assert refusal.value.code == code
    assert int(str(refusal.value.parameters["position"])) >= 7
    if "ordr" in typed:
        assert str(refusal.value.parameters["nearest"]).endswith("order")


def test_what_a_value_is_compared_by_is_checked_and_repaired(fields: SmallDesk) -> None:
    number = fields.ticket()
    for name, value in (("days", "5"), ("delivery", "2026-03-05"), ("order", "A-1")):
        fields.act(SetField(number, name, value))
    assert faults(fields) == []
    writer = FileWriter(file_of(fields.desk))
    with writer.transaction() as connection:
        connection.exec_driver_sql("UPDATE field_value SET number = 7, word = 'x'")
    writer.close()
    assert faults(fields) == ["values of custom fields"]
    fields.desk.repair()
    assert faults(fields) == []
    assert found(fields, "days:5 delivery:2026-03-05 order:a-1") == {number}


def faults(small: SmallDesk) -> list[str]:
    """The checks that fail."""
    return [one.check for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults]
