"""Actions over HTTP: done once, judged by the desk, and nothing but actions."""

import json
from typing import Any

import pytest

from supportdesk.domain import action
from supportdesk.domain.access import digest
from supportdesk.domain.action import (
    AddNote,
    AddToken,
    Assign,
    Bulk,
    ClientReference,
    CreateTicket,
    NewAttachment,
    ReceiveMessage,
    Reply,
    SaveOperator,
    SetPriority,
    SetState,
    Snooze,
    Undo,
    on_each,
)
from supportdesk.domain.roles import ALLOWED, ROLES
from supportdesk.store.read import threads, times
from tests.server.conftest import Api, plain
from tests.small_desk import SmallDesk
from tests.stores import everything_kept


async def test_the_same_envelope_twice_is_done_once(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    envelope = api.fresh()
    first = await api.done(AddNote(number, "Called."), id=envelope)
    again = await api.done(AddNote(number, "Called."), id=envelope)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again == {**first, "repeated": True}
    assert len(small.desk.ask(threads.messages, number)) == 2


async def test_what_an_action_holds_is_not_compared(api: Api, small: SmallDesk) -> None:
    """As docs/serve.md says: the same id again does nothing, whatever comes under it."""
    number, other = small.ticket(), small.ticket("Another")
    envelope = api.fresh()
    await api.done(AddNote(number, "Called."), id=envelope)
    again = await api.done(AddNote(other, "Something else."), id=envelope)
    assert (again["repeated"], again["ticket"]) == (True, number)
    assert len(small.desk.ask(threads.messages, other)) == 1


async def test_time_on_no_ticket_is_no_trouble_of_the_store(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    spells = [{"ticket": n, "work": "reply", "quarter": 0, "milliseconds": 9} for n in (number, 99)]
    spent = {"do": "SpendTime", "with": {"spells": [{"do": "Spell", "with": s} for s in spells]}}
    answer = await api.http.post("/v1/memories", json={"memory": spent}, headers=api.headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (404, "ticket.missing")
    assert error["parameters"] == {"number": 99}
    assert small.desk.ask(times.total, number, None) == 0


async def test_an_id_is_of_one_envelope_alone(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    envelope = api.fresh()
    await api.done(AddNote(number, "Called."), id=envelope)
    for other, change in (
        (api, SetPriority(number, 3)),
        (api.of(small.tamar), AddNote(number, "Called.")),
    ):
        answer = await other.act(change, id=envelope)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "envelope.used")
    assert small.row(number).priority == 1


async def test_a_stop_says_how_to_go_on(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    seen = small.row(number).last_event
    small.act(
        ReceiveMessage(ClientReference("Ann Lee", "ann@example.org"), "", "And?", "m", number)
    )
    reply = Reply(number, "Which card?", seen)
    stopped = await api.act(reply)
    error = stopped.json()["error"]
    assert (stopped.status_code, error["confirmed"]) == (409, ["newer"])
    assert [stop["name"] for stop in error["stops"]] == ["newer"]
    receipt = await api.done(reply, *error["confirmed"])
    assert receipt["undo_until"]
    taken = await api.done(Undo())
    assert taken["drafts"] == ["reply"]


async def test_many_are_changed_part_by_part_under_one_id(api: Api, small: SmallDesk) -> None:
    numbers = [small.ticket(f"Refund {n}") for n in range(120)]
    envelope, steps = api.fresh(), on_each(SetPriority(0, 2), [*numbers, 999])
    whole, refused = set(), []
    for _ in range(100):
        receipt = await api.done(steps, id=envelope)
        whole |= set(receipt.get("tickets", ()))
        refused += receipt.get("refused", ())
        if not receipt["left"]:
            break
    assert whole == set(numbers)
    assert [(one["ticket"], one["error"]["code"]) for one in refused] == [(999, "ticket.missing")]


async def test_nobody_goes_on_with_the_bulk_of_another(api: Api, small: SmallDesk) -> None:
    numbers = [small.ticket(f"Refund {n}") for n in range(150)]
    envelope, steps = api.fresh(), on_each(SetPriority(0, 2), numbers)
    assert (await api.done(steps, id=envelope))["left"]
    other = await api.of(small.tamar).act(steps, id=envelope)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "envelope.used")


async def test_files_and_moments_come_through(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    file = NewAttachment("звіт.bin", "application/octet-stream", bytes(range(256)))
    await api.done(AddNote(number, "See.", (file,)))
    thread = await api.item(f"/v1/tickets/{number}/thread")
    (attached,) = thread["thread"][-1]["attachments"]
    got = await api.get(f"/v1/attachments/{attached['number']}")
    assert got.content == bytes(range(256))
    assert got.headers["content-disposition"].startswith("attachment;")
    await api.done(
        {"do": "Snooze", "with": {"ticket": number, "until": "2026-03-03T10:00:00+02:00"}}
    )
    assert (await api.item(f"/v1/tickets/{number}"))["wake"] == "2026-03-03T08:00:00Z"


async def test_a_lead_acts_as_another_and_it_is_recorded(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    lead = api.of(small.olga)
    await lead.done(AddNote(number, "For Petro."), **{"as": small.petro})
    event = small.desk.ask(threads.events, number)[-1]
    assert (event.actor, event.by) == ("Petro", "Olga")
    refused = await api.act(AddNote(number, "No."), **{"as": small.olga})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "operator.not_yourself")


SAMPLES: dict[type[action.Action], action.Action] = {
    AddNote: AddNote(1, "Look."),
    SetPriority: SetPriority(1, 2),
    SaveOperator: SaveOperator("Eve"),
    Reply: Reply(1, "Fine.", 1 << 40),
    action.SaveQueue: action.SaveQueue("Third line", 3),
    action.SaveTemplate: action.SaveTemplate("Hours", (("en", "From nine."),)),
    action.RecordHistory: action.RecordHistory(()),
    action.ChangeOption: action.ChangeOption("writing_lock", "on"),
}


@pytest.mark.parametrize("role", ROLES)
async def test_the_role_of_its_operator_decides(api: Api, small: SmallDesk, role: str) -> None:
    """What a role may not do is 403, whatever scopes the token has; the store stays as it was."""
    small.ticket()
    operator = small.desk.act(None, SaveOperator("Nora", role=role)).operator
    assert operator is not None
    caller = api.of(operator, "read", "notes", "act", "admin")
    for kind, sample in SAMPLES.items():
        answer = await caller.act(sample)
        allowed = role in ALLOWED[kind]
        assert (answer.status_code != 403) == allowed, (kind, answer.text)
        if not allowed:
            assert answer.json()["error"]["code"] == "role.not_allowed"
    may = (await caller.item("/v1/whoami"))["actions"]
    assert may == sorted(kind.__name__ for kind in ALLOWED if role in ALLOWED[kind])


@pytest.mark.parametrize("role", ROLES)
async def test_no_cell_of_the_matrix_lets_through_what_the_table_forbids(
    api: Api, small: SmallDesk, role: str
) -> None:
    """Every action a role may not submit, made of nothing but its fields, is refused as such."""
    operator = small.desk.act(None, SaveOperator("Nora", role=role)).operator
    assert operator is not None
    caller = api.of(operator, "read", "notes", "act", "admin")
    for kind in (kind for kind in ALLOWED if role not in ALLOWED[kind]):
        answer = await caller.act(smallest(kind))
        told = (answer.status_code, answer.json()["error"]["code"])
        assert told == (403, "role.not_allowed"), kind


def smallest(kind: type[Any]) -> dict[str, Any]:
    """An action of a kind with the least its fields allow."""
    from supportdesk.server.schemas import schemas

    known = schemas()

    def value(schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return value(known[schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return value(schema["anyOf"][0])
        if "const" in schema:
            return schema["const"]
        match schema["type"]:
            case "object":
                return {name: value(schema["properties"][name]) for name in schema["required"]}
            case "array":
                return [value(part) for part in schema.get("prefixItems", ())]
        plains = {"string": "2026-03-02T09:00:00Z", "integer": 1, "boolean": False}
        return plains[schema["type"]]

    made: dict[str, Any] = value(known[kind.__name__])
    return made


async def test_what_leads_do_needs_a_scope_of_its_own(api: Api, small: SmallDesk) -> None:
    lead = api.of(small.olga)
    for change in (
        SaveOperator("Eve"),
        AddToken(small.olga, "more", ("admin",), digest("x")),
        action.RecordHistory(()),
    ):
        answer = await lead.act(change)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (403, "request.scope")
        assert error["parameters"]["wanted"] == "admin"
    reader = api.of(small.petro, "read")
    assert (await reader.act(AddNote(1, "x"))).status_code == 403
    assert (
        await reader.http.post("/v1/memories", json={}, headers=reader.headers)
    ).status_code == 403


async def test_personal_things_are_those_of_the_token(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    draft = {"do": "KeepDraft", "with": {"ticket": number, "kind": "reply", "body": "Soon."}}
    forged = {**draft["with"], "operator": small.olga}  # type: ignore[dict-item]
    switched = {
        "do": "SwitchDraft",
        "with": {"draft": {"do": "KeepDraft", "with": forged}, "from_kind": "note"},
    }
    for memory in (draft, {"do": "KeepDraft", "with": forged}, switched):
        answer = await api.http.post("/v1/memories", json={"memory": memory}, headers=api.headers)
        assert answer.status_code == 200, answer.text
    assert small.desk.ask(threads.drafts, small.olga) == []
    assert [row.body for row in small.desk.ask(threads.drafts, small.petro)] == ["Soon."]


NUMBER = {"do": "SetPriority", "with": {"ticket": 1, "priority": 2}}
HOSTILE = {
    "nothing": b"",
    "no json": b"{",
    "a list": b"[]",
    "a text": b'"x"',
    "nan": b'{"id": NaN}',
    "infinity": b'{"id": -Infinity}',
    "half a character": b'{"id": "\\ud800"}',
    "latin": '{"id": "é"}'.encode("latin-1"),
    "a long number": b'{"id": ' + b"9" * 5000 + b"}",
    "a deep list": b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a deep object": b'{"id": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_bodies_are_refused(api: Api, body: bytes) -> None:
    headers = {**api.headers, "Content-Type": "application/json"}
    answer = await api.http.post("/v1/actions", content=body, headers=headers)
    assert answer.status_code == 400, answer.text
    assert json.loads(answer.content)["error"]["code"]


def change(**changes: Any) -> dict[str, Any]:
    """Setting a priority, with some fields changed."""
    return {"do": "SetPriority", "with": {"ticket": 1, "priority": 2, **changes}}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"do": "Nothing", "with": {}}, "action.unknown"),
        ({"do": "RecordDelivery", "with": {"message": 1, "delivery": "sent"}}, "action.unknown"),
        ({"do": "NewAttachment", "with": {}}, "action.unknown"),
        ({"do": "SetPriority"}, "action.malformed"),
        ({"do": "SetPriority", "with": {}, "more": 1}, "action.malformed"),
        ({"do": "SetPriority", "with": {"ticket": 1}}, "action.field_missing"),
        (change(other=1), "action.no_field"),
        (change(ticket=True), "action.malformed"),
        (change(ticket=1.0), "action.malformed"),
        (change(ticket="1"), "action.malformed"),
        (change(ticket=None), "action.malformed"),
        (change(ticket=1 << 70), "number.too_large"),
        (change(ticket=-(1 << 63)), "number.too_large"),
        ({"do": "AddNote", "with": {"ticket": 1, "body": "\ud800"}}, "text.not_utf8"),
        ({"do": "AddNote", "with": {"ticket": 1, "body": "a\0b"}}, "text.not_utf8"),
        ({"do": "AddNote", "with": {"ticket": 1, "body": ["x"]}}, "action.malformed"),
        ({"do": "Snooze", "with": {"ticket": 1, "until": {"moment": 1 << 60}}}, "action.malformed"),
        *[
            ({"do": "Snooze", "with": {"ticket": 1, "until": {"moment": at}}}, "action.malformed")
            for at in (-(1 << 46), -62_135_596_800_001, -62_135_596_800_000)
        ],
        ({"do": "Snooze", "with": {"ticket": 1, "until": "tomorrow"}}, "action.malformed"),
        ({"do": "Snooze", "with": {"ticket": 1, "until": "2026-03-02"}}, "action.malformed"),
        ({"do": "Undo", "with": {"envelope": {"uuid": "x"}}}, "action.malformed"),
        (
            {
                "do": "AddNote",
                "with": {
                    "ticket": 1,
                    "body": "x",
                    "attachments": [
                        {
                            "do": "NewAttachment",
                            "with": {"name": "a", "media_type": "b", "content": {"bytes": "!"}},
                        }
                    ],
                },
            },
            "action.malformed",
        ),
        ({"do": "Bulk", "with": {"steps": [{"do": "ForgetClient", "with": {}}]}}, "action.unknown"),
        ({"do": "ChangeTags", "with": {"ticket": 1, "add": "vip"}}, "action.malformed"),
    ],
)
async def test_what_is_no_action_is_refused(
    api: Api, small: SmallDesk, wanted: dict[str, Any], code: str
) -> None:
    small.ticket()
    body = json.dumps({"id": str(api.fresh()), "action": wanted})
    answer = await api.http.post("/v1/actions", content=body, headers=api.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code), answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"action": NUMBER},
        {"id": "x", "action": NUMBER},
        {"id": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11"},
        {"id": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11", "action": NUMBER, "actor": 1},
        {"id": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11", "action": NUMBER, "confirmed": "newer"},
        {"id": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11", "action": NUMBER, "as": "olga"},
    ],
)
async def test_an_envelope_has_its_parts_and_no_others(api: Api, body: dict[str, Any]) -> None:
    answer = await api.http.post("/v1/actions", json=body, headers=api.headers)
    assert answer.status_code == 400, answer.text


async def test_every_action_comes_back_from_its_own_form(small: SmallDesk) -> None:
    from supportdesk.domain.wire_reading import read_action

    for made in (
        *SAMPLES.values(),
        Snooze(1, small.clock.now),
        Assign(1, None),
        SetState(1, "open"),
        CreateTicket(ClientReference("Ann"), "S", "B", tags=("a",)),
        Bulk((SetPriority(1, 2), AddNote(2, "x"))),
        action.EditClient(1, (("company", None),)),
        action.SetDuties(1, caps=((1, 3),)),
    ):
        assert read_action(plain(made)) == made


async def test_who_is_forgotten_is_gone_from_the_file_too(api: Api, small: SmallDesk) -> None:
    number = small.ticket("CANARY refund", "CANARY paid twice.")
    lead = api.of(small.olga, "read", "act", "admin")
    forget = action.ForgetClient(small.row(number).client_id)
    envelope = api.fresh()
    receipt = await lead.done(forget, "forget", id=envelope)
    while receipt["left"]:
        receipt = await lead.done(forget, "forget", id=envelope)
    small.desk.close()
    kept = everything_kept(small.desk.address)
    assert kept
    assert not [place for place, content in kept.items() if b"CANARY" in content]
