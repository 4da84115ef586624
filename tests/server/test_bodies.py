"""Bodies that cost more than they are worth are refused before anybody looks inside."""

import asyncio
import json
import threading
import time
import tracemalloc
from dataclasses import replace
from typing import Any

import pytest

from supportdesk.domain.action import AddNote, Bulk, SetPriority
from supportdesk.domain.errors import Invalid
from supportdesk.server import actions
from supportdesk.server.bodies import MOST_PARTS, read_object
from tests.server.conftest import PLENTY, Api, plain, serving
from tests.small_desk import SmallDesk


@pytest.mark.parametrize("part", [b"{}", b"[]", b"1", b'"a"', b'{"a":1}'])
def test_a_body_of_very_many_parts_is_refused_before_it_is_read(part: bytes) -> None:
    content = b'{"action":[' + b",".join([part] * 2_000_000) + b"]}"
    tracemalloc.start()
    with pytest.raises(Invalid) as refusal:
        read_object(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.code == "request.too_large"
    assert most < 1_000_000


@pytest.mark.parametrize("text", ["a,b;" * MOST_PARTS, '\\"{[,' * MOST_PARTS, "\\" * MOST_PARTS])
def test_what_stands_in_a_text_is_no_part(text: str) -> None:
    body = {"text": text, "more": [1, 2], "is": {"a": text}}
    assert read_object(json.dumps(body).encode()) == body


def test_a_text_without_an_end_is_read_once() -> None:
    content = b'{"a":"' + b'\\"' * 4_000_000 + b"," * (MOST_PARTS + 1)
    began = time.monotonic()
    with pytest.raises(Invalid, match=r"request\.malformed"):
        read_object(content)
    assert time.monotonic() - began < 5


def test_a_change_of_very_many_tickets_is_no_such_body() -> None:
    steps = Bulk(tuple(SetPriority(n, 2) for n in range(1, 15_001)))
    body = {"action": plain(steps)}
    assert read_object(json.dumps(body).encode()) == body


@pytest.mark.parametrize("path", ["/v1/actions", "/v1/memories"])
async def test_it_says_so_on_both_ways_in(api: Api, path: str) -> None:
    content = b'{"action":[' + b"{}," * MOST_PARTS + b"{}]}"
    answer = await api.http.post(path, content=content, headers=api.headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (413, "request.too_large")
    assert str(MOST_PARTS) in error["message"].replace(",", "")


async def test_large_bodies_are_read_one_after_the_other_and_apart(
    api: Api, small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = small.ticket()
    at_once, most, on_loop = 0, 0, threading.get_ident()

    def slow(content: bytes) -> Any:
        nonlocal at_once, most
        assert threading.get_ident() != on_loop
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.05)
        at_once -= 1
        return read_object(content)

    monkeypatch.setattr(actions, "read_object", slow)
    note = AddNote(number, "x" * actions.LARGE)
    answers = await asyncio.gather(*(api.act(note) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {200}
    assert most == 1
    beat = {"memory": {"do": "Beat", "with": {"ticket": number, "doing": "reading"}}}
    answer = await api.http.post("/v1/memories", json=beat, headers=api.headers)
    assert answer.status_code == 200, answer.text


async def test_bodies_together_take_no_more_room_than_there_is(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends little is answered all the same, and room comes back with every answer."""
    number, begun, goes_on = small.ticket(), threading.Event(), threading.Event()

    def waiting(content: bytes) -> Any:
        if len(content) > actions.LARGE:
            begun.set()
            assert goes_on.wait(30)
        return read_object(content)

    monkeypatch.setattr(actions, "read_object", waiting)
    large = AddNote(number, "x" * actions.LARGE)
    async with serving(small, replace(PLENTY, bodies=actions.LARGE + 1000)) as api:
        first = asyncio.create_task(api.act(large))
        assert await asyncio.to_thread(begun.wait, 30)
        refused = await api.act(AddNote(number, "y" * 500_000))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert refused.json()["error"]["code"] == "request.busy"
        assert (await api.act(AddNote(number, "z" * 50_000))).status_code == 200
        goes_on.set()
        assert (await first).status_code == 200
        for _again in range(3):
            assert (await api.act(large)).status_code == 200
