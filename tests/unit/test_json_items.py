"""Files of JSON of any size and any malice, one item at a time."""

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.intake.helpdesks import json_items
from supportdesk.intake.helpdesks.json_items import Item, NoJson, items

LISTS = frozenset({"tickets", "users"})

texts = st.text(max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(texts, values, max_size=4).map(lambda found: {"id": 1, **found})


def read(content: str | bytes) -> list[Item]:
    """All items of a file."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return list(items(io.BytesIO(raw), LISTS))


class Drop(io.BytesIO):
    """A file that gives a few bytes at a time, wherever that cuts."""

    def read(self, _size: int | None = -1) -> bytes:
        """A few bytes."""
        return super().read(3)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["tickets", "users"]), st.lists(objects, max_size=4))),
    st.booleans(),
    st.sampled_from([None, 2]),
)
def test_pages_give_their_items(
    pages: list[tuple[str, list[dict[str, Any]]]], ascii_only: bool, indent: int | None
) -> None:
    written = "\n".join(
        json.dumps(
            {"count": 3, name: held, "next_page": None}, ensure_ascii=ascii_only, indent=indent
        )
        for name, held in pages
    )
    wanted = [Item(name, body) for name, held in pages for body in held]
    raw = written.encode("utf-8", "surrogatepass")
    if b"\xed" not in raw:
        assert list(items(Drop(raw), LISTS)) == wanted
    assert [one.list for one in read(written)] == [one.list for one in wanted]


@settings(deadline=None)
@given(st.lists(objects, max_size=5))
def test_lines_and_arrays_give_the_same(held: list[dict[str, Any]]) -> None:
    lines = "\n".join(json.dumps(one) for one in held)
    array = json.dumps(held)
    assert read(lines) == read(array) == [Item("", one) for one in held]


def test_a_list_within_a_ticket_is_no_page() -> None:
    body = {"assignee_id": 4, "tickets": [{"id": 2}], "id": 1}
    assert read(json.dumps(body)) == [Item("", body)]
    assert read(json.dumps({"other": [1], "tickets": [{"id": 2}]}))[0] == Item("tickets", {"id": 2})


@pytest.mark.parametrize(
    ("content", "reason", "before"),
    [
        ("no json", "json.not_json", 0),
        ('{"tickets": [{"id": 1}, {"id": 2', "json.not_json", 1),
        ('{"tickets": [{"id": 1} {"id": 2}]}', "json.not_json", 1),
        ('{"tickets": [{"id": 1}], ', "json.not_json", 1),
        ('[{"id": 1}, {"id": NaN}]', "json.unreasonable", 1),
        ('[{"id": -Infinity}]', "json.unreasonable", 0),
        ("[" + '{"a":' * 100_000 + "}" * 100_000 + "]", "json.unreasonable", 0),
        ('[{"id": ' + "9" * 10_000 + "}]", "json.unreasonable", 0),
        ("[" * 100_000, "json.unreasonable", 0),
        (b"\x00\x01\xff\xfe", "json.not_json", 0),
        ('{1: "no text is the key"}', "json.not_json", 0),
    ],
)
def test_what_is_no_json_is_named_and_keeps_what_was_before(
    content: str | bytes, reason: str, before: int
) -> None:
    raw = content.encode() if isinstance(content, str) else content
    found: list[Item] = []
    with pytest.raises(NoJson) as refused:
        found.extend(items(io.BytesIO(raw), LISTS))
    assert str(refused.value) == reason
    assert len(found) == before


def test_an_empty_file_holds_nothing() -> None:
    assert read("") == read("\ufeff \n\t ") == []


def test_odd_bytes_and_half_characters_are_texts() -> None:
    assert read(b'[{"a": "\xff"}]') == [Item("", {"a": "\ufffd"})]
    assert read('[{"a": "\\ud800"}]') == [Item("", {"a": "\ud800"})]


class Endless(io.RawIOBase):
    """A file that never ends: one string, or items for ever."""

    def __init__(self, start: bytes, again: bytes, most: int) -> None:
        self._start, self._again, self._left = start, again, most

    def read(self, size: int = -1) -> bytes:
        """So many bytes of it."""
        assert self._left > 0, "it reads for ever"
        self._left -= size
        start, self._start = self._start, b""
        return start or self._again * (size // len(self._again) + 1)


def test_an_item_too_large_is_refused_before_it_is_read_whole() -> None:
    endless = Endless(b'[{"a": "', b"x", 6 * json_items.LARGEST_ITEM)
    with pytest.raises(NoJson, match=r"json\.too_large"):
        list(items(endless, LISTS))  # type: ignore[arg-type]


def test_a_page_of_any_length_takes_little_memory() -> None:
    one = json.dumps({"id": 1, "text": "x" * 1_000}).encode() + b","
    many = io.BytesIO(b'{"tickets": [' + one * 20_000 + b'{"id": 2}]}')
    tracemalloc.start()
    count = sum(1 for _ in items(many, LISTS))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_001
    assert peak < 4 << 20
