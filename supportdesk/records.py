"""Records: dataclasses with slots that cost next to nothing until somebody makes one (S1).

The standard library writes and compiles six methods for every dataclass when it is defined: half a
millisecond a class, before anybody knows whether there will ever be one. Here what is true of all
records is said once, and `__init__` is compiled with the first record of its class. What a record
is stays the same: `fields`, `replace`, `match`, comparing, hashing, copying and pickling.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

__all__ = ["dataclass"]

Record = TypeVar("Record")

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, slots: bool = False, frozen: bool = False, kw_only: bool = False
    ) -> Callable[[type[Record]], type[Record]]:
        """As in the standard library."""
        lay_out = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )

        def make(described: type[Record]) -> type[Record]:
            if hasattr(described, "__post_init__"):
                raise TypeError(f"{described.__name__}: a record has no __post_init__")
            described.__doc__ = described.__doc__ or described.__name__  # else it is worked out
            made = lay_out(described)
            made.__repr__ = _written
            _can_be_compared(made, frozen=frozen)
            _can_be_made(made, frozen=frozen)
            if frozen:
                made.__getstate__, made.__setstate__ = _state, _restore
                made.__setattr__ = made.__delattr__ = _refuse
            return made

        return make


def _written(record: Any) -> str:
    shown = (f"{f.name}={getattr(record, f.name)!r}" for f in fields(record) if f.repr)
    return f"{type(record).__qualname__}({', '.join(shown)})"


def _refuse(_record: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(record: Any) -> list[Any]:
    return [getattr(record, f.name) for f in fields(record)]


def _restore(record: Any, state: list[Any]) -> None:
    for f, value in zip(fields(record), state, strict=True):
        object.__setattr__(record, f.name, value)


def _can_be_compared(made: Any, *, frozen: bool) -> None:
    """Equal are records of one class with equal fields; what never changes can be a key."""
    compared = tuple(f.name for f in fields(made) if f.compare)
    hashed = tuple(f.name for f in fields(made) if (f.compare if f.hash is None else f.hash))
    values = _values_of(compared)

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or values(self) == values(other)

    made.__eq__ = __eq__
    made.__hash__ = None
    if frozen:
        key = values if hashed == compared else _values_of(hashed)
        made.__hash__ = lambda self: hash(key(self))


def _values_of(names: tuple[str, ...]) -> Callable[[object], object]:
    return attrgetter(*names) if names else lambda _record: ()


def _can_be_made(made: Any, *, frozen: bool) -> None:
    """The first record compiles the `__init__` that all others are made with."""

    def __init__(self: object, *given: object, **named: object) -> None:
        made.__init__ = _compiled(made, frozen=frozen)
        made.__init__(self, *given, **named)

    made.__init__ = __init__


def _compiled(made: Any, *, frozen: bool) -> Any:
    """`__init__` of a class as one would write it, from its fields.

    What it uses besides them begins with two underscores, which no field does.
    """
    known: dict[str, Any] = {"__missing": MISSING}
    taken: dict[bool, list[str]] = {False: [], True: []}
    lines = []
    for f in fields(made):
        if f.init:
            taken[bool(f.kw_only)].append(f.name + _default(f, known))
        elif f.default_factory is MISSING:
            continue
        known[f"__set_{f.name}"] = _setter(made, f.name)
        value = _value(f, known)
        put = f"__set_{f.name}(self, {value})" if frozen else f"self.{f.name} = {value}"
        lines.append(f"    {put}")
    parameters = ["self", *taken[False], *(["*", *taken[True]] if taken[True] else [])]
    source = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or ["    pass"])
    exec(source, known)  # noqa: S102 - names of fields alone, as the standard library does it
    init = known["__init__"]
    init.__qualname__, init.__module__ = f"{made.__qualname__}.__init__", made.__module__
    return init


def _setter(made: Any, name: str) -> Callable[[Any, Any], None]:
    """What sets a field past the refusal of those that never change."""
    slot = made.__dict__.get(name)
    if hasattr(slot, "__set__"):
        return cast("Callable[[Any, Any], None]", slot.__set__)
    return lambda record, value: object.__setattr__(record, name, value)


def _default(f: "Field[Any]", known: dict[str, Any]) -> str:
    if f.default_factory is not MISSING:
        return "=__missing"
    if f.default is MISSING:
        return ""
    known[f"__default_{f.name}"] = f.default
    return f"=__default_{f.name}"


def _value(f: "Field[Any]", known: dict[str, Any]) -> str:
    if f.default_factory is MISSING:
        return f.name
    known[f"__make_{f.name}"] = f.default_factory
    made = f"__make_{f.name}()"
    return f"{made} if {f.name} is __missing else {f.name}" if f.init else made
