"""Acting as somebody else: a right of leads and admins, and recorded (house.md, Who one is)."""

import sqlite3
from contextlib import closing

import pytest

from supportdesk.domain.action import AddNote, SaveOperator, SetPriority, on_each
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import ROLES, may_act_as
from supportdesk.domain.ticket import Priority
from supportdesk.store.read import threads
from tests.reading import file_of
from tests.small_desk import SmallDesk


def who_did(small: SmallDesk, ticket: int) -> set[tuple[str | None, str | None]]:
    """Who did what happened to a ticket, and as whose doing it stands there: (as whom, by whom)."""
    return {(event.actor, event.by) for event in small.desk.ask(threads.events, ticket)}


def test_what_a_lead_does_as_somebody_else_is_recorded(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.sit(small.olga, acting_as=small.petro)
    small.act(AddNote(number, "Looked into it"))
    assert who_did(small, number) == {("Petro", None), ("Petro", "Olga")}


def test_every_step_of_a_bulk_is_recorded(small: SmallDesk) -> None:
    numbers = [small.ticket(), small.ticket()]
    small.desk.sit(small.olga, acting_as=small.petro)
    small.act(on_each(SetPriority(0, Priority.HIGH), numbers))
    for number in numbers:
        assert ("Petro", "Olga") in who_did(small, number)


def test_what_one_does_oneself_has_no_second_name(small: SmallDesk) -> None:
    small.desk.sit(small.petro, acting_as=small.petro)
    number = small.ticket()
    assert who_did(small, number) == {("Petro", None)}


def test_others_may_not(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"operator\.not_yourself"):
        small.desk.sit(small.tamar, acting_as=small.petro)
    small.desk.sit(small.tamar, acting_as=small.tamar)
    with pytest.raises(Refused, match=r"operator\.not_yourself"):
        small.act(AddNote(number, "Not mine"))
    with closing(sqlite3.connect(file_of(small.desk))) as store:
        assert store.execute("SELECT count(*) FROM message").fetchone() == (1,)


def test_the_right_ends_with_the_role(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.sit(small.olga, acting_as=small.petro)
    small.desk.act(None, SaveOperator("Olga", small.olga, role="operator"))
    with pytest.raises(Refused, match=r"operator\.not_yourself"):
        small.act(AddNote(number, "No longer a lead"))


def test_a_lead_stands_in_for_anybody_but_an_admin() -> None:
    assert {(own, other) for own in ROLES for other in ROLES if may_act_as(own, other)} == {
        *(("admin", other) for other in ROLES),
        *(("lead", other) for other in ROLES if other != "admin"),
    }
