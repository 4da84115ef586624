"""Renaming a tag and making one of two: at once on every ticket, and undone exactly (F22)."""

from datetime import UTC

import pytest

from supportdesk.domain.action import ChangeTags, CreateTicket, Redo, RenameTag, Undo
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import desk_lists, search
from supportdesk.store.read.rows import TagRow
from tests.desk.test_linking import ANN
from tests.small_desk import SmallDesk


def tagged(small: SmallDesk, *tags: str) -> int:
    """A ticket with these tags."""
    return small.act(CreateTicket(ANN, "Refund", "please", tags=tags)).tickets[0]


def found(small: SmallDesk, text: str) -> set[int]:
    """The tickets a search finds."""
    query = parse_query(text, now=small.clock(), zone=UTC, me=small.petro)
    return {*small.desk.ask(search.numbers, query)}


def test_every_ticket_has_the_new_name_and_undo_brings_the_old_one(small: SmallDesk) -> None:
    one, two = tagged(small, "refnd"), tagged(small, "refnd", "vip")
    small.act(RenameTag("refnd", "refund"))
    assert (small.row(one).tags, small.row(two).tags) == (("refund",), ("refund", "vip"))
    assert found(small, "tag:refund") == found(small, "tag:refnd") == {one, two}
    assert small.desk.ask(desk_lists.tags) == ["refund", "vip"]
    assert small.desk.ask(desk_lists.tag_uses)[0] == TagRow("refund", 2, ("refnd",))
    small.act(Undo())
    assert small.row(two).tags == ("refnd", "vip")
    assert found(small, "tag:refund") == set()
    small.act(Redo())
    assert small.row(two).tags == ("refund", "vip")


def test_the_old_name_goes_on_meaning_the_tag(small: SmallDesk) -> None:
    number = tagged(small, "refnd")
    small.act(RenameTag("refnd", "refund"))
    assert small.row(tagged(small, "refnd")).tags == ("refund",)
    small.act(ChangeTags(number, add=("refund",)))
    assert small.row(number).tags == ("refund",)
    small.act(ChangeTags(number, remove=("refund",)))
    assert small.row(number).tags == ()
    small.act(Undo())
    assert small.row(number).tags == ("refund",)


def test_two_tags_in_use_become_one_only_when_confirmed(small: SmallDesk) -> None:
    one, two = tagged(small, "bill"), tagged(small, "invoice")
    both = tagged(small, "bill", "invoice")
    with pytest.raises(Refused) as refusal:
        small.act(RenameTag("bill", "invoice"))
    [stop] = refusal.value.stops
    assert (stop.name, stop.parameters["tag"]) == ("tag_in_use", "invoice")
    small.act(RenameTag("bill", "invoice"), "tag_in_use")
    assert [small.row(number).tags for number in (one, two, both)] == [("invoice",)] * 3
    assert found(small, "tag:invoice") == {one, two, both}
    small.act(RenameTag("invoice", "accounts"))
    assert small.row(both).tags == ("accounts",)
    assert found(small, "tag:bill") == {one, two, both}
    small.act(Undo())
    small.act(Undo())
    assert [small.row(number).tags for number in (one, two, both)] == [
        ("bill",),
        ("invoice",),
        ("bill", "invoice"),
    ]


def test_a_former_name_can_be_taken_again(small: SmallDesk) -> None:
    number = tagged(small, "refund")
    small.act(RenameTag("refund", "money-back"))
    small.act(RenameTag("money-back", "refund"))
    assert small.row(number).tags == ("refund",)
    assert small.row(tagged(small, "money-back")).tags == ("refund",)


def test_what_is_no_tag_or_no_change_is_refused(small: SmallDesk) -> None:
    tagged(small, "refund")
    with pytest.raises(NotFound, match=r"tag\.missing"):
        small.act(RenameTag("nothing", "refund"))
    with pytest.raises(Refused, match=r"tag\.same"):
        small.act(RenameTag("refund", "#Refund"))
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(RenameTag("refund", "money"), by=small.tamar)


def test_an_undo_after_somebody_renamed_on_is_refused(small: SmallDesk) -> None:
    tagged(small, "a1")
    first = small.act(RenameTag("a1", "b1")).envelope
    small.act(RenameTag("b1", "c1"), by=small.olga)
    with pytest.raises(Refused) as refusal:
        small.act(Undo(first))
    assert refusal.value.code == "undo.later_change"
    assert refusal.value.parameters["actor"] == small.olga
