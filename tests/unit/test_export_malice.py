"""Whatever stands in the place of a value of an export, it is read or named, never a crash."""

import copy
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.intake.helpdesks.found import NoPlace, WrongItem
from supportdesk.intake.helpdesks.freshdesk import Freshdesk
from supportdesk.intake.helpdesks.helpdesk import Helpdesk
from supportdesk.intake.helpdesks.json_items import NoJson, items
from supportdesk.intake.helpdesks.zendesk import Zendesk
from supportdesk.store.pile import Pile
from tests import zendesk_account
from tests.desk.test_freshdesk_exports import FILES

ODD: list[Any] = [None, True, -1, 0, 2**70, 1.5, "", "x", "\ud800", "\x00", "9" * 400, [], [1]]
ODD += [["x", None], {}, {"id": 1}, {"a": {"b": []}}, [{"id": "7"}], "{{ x", "{% if %}"]
ODD += ["2026-13-45", "0001-01-01", "9999-12-31T23:59:59-12:00"]
odd = st.sampled_from(ODD)


def read(helpdesk: Helpdesk, pile: Pile, pages: Mapping[str, Any]) -> None:
    """Everything an import asks of a help desk; what is named as wrong is passed over."""
    for name, page in pages.items():
        content = io.BytesIO(json.dumps(page).encode())
        with suppress(NoJson):
            for item in items(content, helpdesk.lists):
                with suppress(WrongItem):
                    for kept in helpdesk.keep(item, PurePath(name)):
                        pile.keep(kept.kind, kept.number, kept.body, name, kept.owner)
    helpdesk.settle()
    asked: tuple[tuple[str, Callable[[Any], object]], ...] = (
        (helpdesk.people, helpdesk.operator),
        ("field", helpdesk.define),
        ("ticket", lambda body: helpdesk.ticket(body, "x")),
        ("macro", lambda body: list(helpdesk.ready_texts(body, "x"))),
        ("view", lambda body: helpdesk.view(body, "x")),
    )
    for kind, ask in asked:
        for _number, _place, body in pile.each(kind):
            with suppress(WrongItem):
                ask(body)
    with suppress(WrongItem):
        list(helpdesk.policies())
    helpdesk.finish()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value within."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in inside:
        yield (*path, key)
        if isinstance(held, dict | list):
            yield from places(held, (*path, key))


def account(folder: Path) -> dict[str, Any]:
    """The pages of the small Zendesk account, by their files."""
    zendesk_account.write(folder)
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text())
        for path in sorted(folder.rglob("*.json"))
    }


@pytest.mark.parametrize("helpdesk", [Zendesk, Freshdesk])
def test_any_value_may_be_anything(
    helpdesk: Callable[[Pile, NoPlace], Helpdesk], tmp_path: Path
) -> None:
    pages = account(tmp_path / "account") if helpdesk is Zendesk else FILES
    paths = list(places(pages))

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(paths), odd), min_size=1, max_size=4))
    def mutated(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
        whole = copy.deepcopy(pages)
        for path, value in changes:
            place: Any = whole
            with suppress(LookupError, TypeError):
                for key in path[:-1]:
                    place = place[key]
                place[path[-1]] = copy.deepcopy(value)
        with Pile() as pile:
            read(helpdesk(pile, NoPlace()), pile, whole)

    mutated()


def test_names_that_an_export_invents_stay_few_and_short() -> None:
    no_place = NoPlace()
    for number in range(2_000):
        no_place["ticket", f"{number:04}" * 100, "field"] += 1
    assert sum(no_place.values()) == 2_000
    assert len(no_place) == 501
    assert max(len(name) for _kind, name, _why in no_place) == 80
