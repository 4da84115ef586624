"""Records are the standard library's dataclasses in everything but the cost of defining them."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from supportdesk import records

Define = Callable[..., Any]
BOTH: tuple[Define, Define] = (dataclasses.dataclass, records.dataclass)


@records.dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    row: int
    column: int = 0
    name: str = field(default="", compare=False)
    marks: list[str] = field(default_factory=list, hash=False, repr=False)
    seen: dict[str, int] = field(default_factory=dict, init=False, compare=False)


@records.dataclass(slots=True)
class Pen:
    """Something that moves."""

    place: Place
    ink: str = "blue"


def shapes(define: Define) -> dict[str, Any]:
    """Classes of every shape, as `define` makes them."""

    @define(frozen=True, slots=True)
    class Plain:
        one: int
        two: str = "b"

    @define(frozen=True, slots=True, kw_only=True)
    class Named:
        one: int
        two: str = "b"

    @define(slots=True)
    class Moving:
        one: int
        two: list[int] = field(default_factory=list)

    @define(frozen=True)
    class Open:
        one: int
        two: str = field(default="b", repr=False, compare=False)

    @define(frozen=True, slots=True)
    class Empty:
        pass

    return {shape.__name__: shape for shape in (Plain, Named, Moving, Open, Empty)}


MADE: tuple[tuple[tuple[int, ...], dict[str, Any]], ...] = (
    ((), {}),
    ((1,), {}),
    ((), {"one": 1}),
    ((2,), {"two": [3]}),
    ((), {"one": 2, "two": [3]}),
    ((1, 2), {}),
    ((1, 2, 3), {}),
    ((1,), {"three": 3}),
)


@pytest.mark.parametrize("shape", shapes(records.dataclass))
def test_a_record_is_what_a_dataclass_is(shape: str) -> None:
    theirs, ours = (shapes(define)[shape] for define in BOTH)
    assert [_of(f) for f in fields(ours)] == [_of(f) for f in fields(theirs)]
    assert ours.__match_args__ == theirs.__match_args__
    assert getattr(ours, "__slots__", None) == getattr(theirs, "__slots__", None)
    answers = [[_attempt(made, *how) for how in MADE] for made in (ours, theirs)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("shape", shapes(records.dataclass))
def test_records_compare_and_hash_as_dataclasses_do(shape: str) -> None:
    compared = []
    for define in BOTH:
        made = shapes(define)[shape]
        some = [one for how in MADE if (one := _made(made, *how)) is not None]
        compared.append(([[a == b for b in some] for a in some], made.__hash__ is None))
        if made.__hash__ is not None:
            hashable = [one for one in some if not isinstance(getattr(one, "two", 0), list)]
            assert all(hash(a) == hash(b) for a in hashable for b in hashable if a == b)
    assert compared[0] == compared[1]
    assert shapes(records.dataclass)["Empty"]() != shapes(records.dataclass)["Empty"]()


def _of(f: "dataclasses.Field[Any]") -> tuple[object, ...]:
    return f.name, f.init, f.repr, f.hash, f.compare, f.kw_only


def _attempt(made: Any, given: tuple[int, ...], named: dict[str, Any]) -> object:
    try:
        return repr(made(*given, **named))
    except TypeError as error:
        return str(error)


def _made(made: Any, given: tuple[int, ...], named: dict[str, Any]) -> object:
    try:
        return made(*given, **named)
    except TypeError:
        return None


def test_what_is_frozen_stays() -> None:
    place = Place(1)
    changes: tuple[Callable[[], None], ...] = (
        lambda: setattr(place, "row", 2),
        lambda: setattr(place, "new", 2),
        lambda: delattr(place, "row"),
    )
    for change in changes:
        with pytest.raises(FrozenInstanceError):
            change()
    pen = Pen(place)
    pen.ink = "red"
    assert replace(pen, place=replace(place, row=3)) == Pen(Place(3), "red")


def test_records_share_nothing_they_make() -> None:
    one, other = Place(1), Place(1)
    one.marks.append("x")
    assert (one.marks, other.marks) == (["x"], [])
    assert one.seen is not other.seen


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
)
def test_records_are_copied_and_pickled(again: Callable[[Any], Any]) -> None:
    pen = Pen(Place(1, 2, "a", ["x"]), "red")
    same = again(pen)
    assert same == pen
    assert same is not pen
    assert same.place.name == "a"
    assert hash(again(Place(1, 2))) == hash(Place(1, 2))


@records.dataclass(frozen=True, slots=True)
class Named:
    """Fields that are called as what an `__init__` might use itself."""

    missing: list[str] = field(default_factory=list)
    set_missing: int = 1
    default_set_missing: int = 2
    make_missing: int = 3


def test_a_field_may_have_any_name() -> None:
    named = Named(["a"], make_missing=4)
    assert (named.missing, named.set_missing, named.default_set_missing) == (["a"], 1, 2)
    assert named.make_missing == 4
    assert Named().missing == []


def test_a_record_can_be_matched() -> None:
    match Place(1, 2):
        case Place(row, column):
            assert (row, column) == (1, 2)


def test_what_would_never_be_called_is_refused() -> None:
    class Checked:
        name: str

        def __post_init__(self) -> None:
            raise AssertionError("nobody calls this")

    with pytest.raises(TypeError, match="Checked"):
        records.dataclass(slots=True)(Checked)
