"""Who may come: tokens that open, scopes, and how often."""

from datetime import timedelta
from typing import Any

import pytest

from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    AddToken,
    EditClient,
    EditOrganisation,
    Forward,
    NewAttachment,
    Recipient,
    Recipients,
    Reply,
    RevokeToken,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.server.rates import MOST_KEPT, Buckets, Rate
from supportdesk.server.service import Limits
from supportdesk.store.read import access, clients
from tests.server.conftest import Api, serving
from tests.small_desk import SmallDesk

PATHS = (
    *("/v1/tickets", "/v1/tickets/1", "/v1/tickets/1/thread", "/v1/search?query=x"),
    *(
        "/v1/clients/1",
        "/v1/attachments/1",
        "/v1/templates",
        "/v1/catalog",
        "/v1/changes",
        "/v1/changes/rows",
    ),
    *("/v1/whoami", "/v1/presence", "/v1/events"),
)
HIDDEN = "CANARY"


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_read_without_a_token(api: Api, path: str) -> None:
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer sdk_wrong"}):
        answer = await api.http.get(path, headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json()["error"]["code"] in ("request.no_token", "request.token_refused")


async def test_a_token_opens_nothing_once_revoked_or_over(api: Api, small: SmallDesk) -> None:
    secret, until = new_secret(), small.clock.now + timedelta(hours=1)
    receipt = small.desk.act(None, AddToken(small.petro, "short", ("read",), digest(secret), until))
    headers = {"Authorization": f"Bearer {secret}"}
    assert (await api.http.get("/v1/whoami", headers=headers)).status_code == 200
    small.clock.forward(hours=1)
    assert (await api.http.get("/v1/whoami", headers=headers)).status_code == 401
    assert (await api.get("/v1/whoami")).status_code == 200
    first = dict(receipt.counts)["token"] - 1
    small.act(RevokeToken(first))
    assert (await api.get("/v1/whoami")).status_code == 401


async def test_its_last_use_is_kept_once_a_minute(api: Api, small: SmallDesk) -> None:
    async def used() -> int | None:
        await api.item("/v1/whoami")
        (row,) = small.desk.ask(access.every)
        return row.used_at

    first = await used()
    assert first == to_milliseconds(small.clock())
    small.clock.forward(seconds=59)
    assert await used() == first
    small.clock.forward(seconds=2)
    assert await used() == first + 61_000


def furnish(small: SmallDesk) -> int:
    """A ticket with everything that no client sees; its number."""
    number = small.ticket()
    file = NewAttachment(f"{HIDDEN}.txt", "text/plain", HIDDEN.encode())
    bank = Recipients(to=(Recipient("bank@example.com"),))
    small.act(AddNote(number, f"{HIDDEN} note", (file,)))
    small.act(Forward(number, f"{HIDDEN} forward", 1 << 40, bank), "newer")
    hidden = Recipients(bcc=(Recipient("canary@example.org", HIDDEN),))
    small.act(Reply(number, "Soon.", 1 << 40, recipients=hidden), "newer", "stranger", "recipient")
    client = small.row(number).client_id
    small.act(AddClientNote(client, f"{HIDDEN} on the client"))
    small.act(EditClient(client, (("company", "Lee & Co"),), (("temper", f"{HIDDEN} trait"),)))
    card = small.desk.ask(clients.card, client)
    assert card is not None
    assert card.organisation is not None
    note = f"{HIDDEN} on the organisation"
    small.act(EditOrganisation(card.organisation.id, (("contract", "gold"), ("note", note))))
    return number


async def test_what_no_client_sees_needs_a_scope(api: Api, small: SmallDesk) -> None:
    number = furnish(small)
    plain = api.of(small.petro, "read", "act")
    client = small.row(number).client_id
    paths = (
        "/v1/tickets", f"/v1/tickets/{number}", f"/v1/tickets/{number}/thread?events=true",
        f"/v1/clients/{client}", "/v1/changes", "/v1/catalog", "/v1/templates",
    )  # fmt: skip
    seen = ""
    for path in paths:
        answer = await plain.get(path)
        assert answer.status_code == 200, answer.text
        assert HIDDEN not in answer.text, path
        assert "canary@example.org" not in answer.text, path
        seen += (await api.get(path)).text
    assert seen.count(HIDDEN) > 6
    for hidden in (f"{HIDDEN} on the client", f"{HIDDEN} trait", f"{HIDDEN} on the organisation"):
        assert seen.count(hidden) == 2
    card = await plain.item(f"/v1/clients/{client}")
    (same,) = (await plain.item("/v1/changes"))["clients"]
    for one in (card, same):
        assert (one["notes"], one["traits"], one["organisation"]["note"]) == ([], {}, None)
        assert one["organisation"]["contract"] == "gold"
    (file,) = [
        one
        for message in (await api.item(f"/v1/tickets/{number}/thread"))["thread"]
        for one in message["attachments"]
    ]
    assert (await api.get(f"/v1/attachments/{file['number']}")).content == HIDDEN.encode()
    assert (await plain.get(f"/v1/attachments/{file['number']}")).status_code == 404


@pytest.mark.parametrize(
    "query", [HIDDEN, f"note:{HIDDEN}", f"attachment:{HIDDEN}", f"-({HIDDEN} OR tag:x)", "17"]
)
async def test_no_question_tells_what_stands_in_notes(
    api: Api, small: SmallDesk, query: str
) -> None:
    furnish(small)
    plain = api.of(small.petro, "read")
    for path in ("/v1/tickets", "/v1/search"):
        answer = await plain.get(path, query=query)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "request.scope")
    assert (await plain.get("/v1/tickets", query="client:ann state:open")).status_code == 200
    assert (await api.get("/v1/search", query=query)).status_code == 200


async def test_a_token_is_slowed_down_alone(small: SmallDesk) -> None:
    async with serving(small, Limits(token=Rate(0.001, 3))) as api:
        codes = [(await api.get("/v1/whoami")).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        refused = await api.get("/v1/whoami")
        assert int(refused.headers["retry-after"]) >= 900
        assert refused.json()["error"]["code"] == "request.too_many"
        assert (await api.of(small.olga).get("/v1/whoami")).status_code == 200


async def test_strangers_are_slowed_down_by_their_address(small: SmallDesk) -> None:
    async with serving(small, Limits(stranger=Rate(0.001, 2))) as api:
        wrong = {"Authorization": "Bearer sdk_wrong"}
        codes = [(await api.http.get("/v1/whoami", headers=wrong)).status_code for _ in range(3)]
        assert codes == [401, 401, 429]
        assert (await api.http.get("/v1/whoami")).status_code == 429
        assert (await api.get("/v1/whoami")).status_code == 200


def test_a_bucket_fills_again_and_forgets_whoever_is_long_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from supportdesk.domain.errors import Refused

    at = 0.0
    monkeypatch.setattr("supportdesk.server.rates.monotonic", lambda: at)
    buckets = Buckets(Rate(2, 4))
    for _ in range(4):
        buckets.take("a")
    with pytest.raises(Refused, match=r"request\.too_many"):
        buckets.take("a")
    at = 0.6
    buckets.take("a")
    with pytest.raises(Refused, match=r"request\.too_many"):
        buckets.take("a")
    for n in range(MOST_KEPT):
        buckets.take(n)
    for _ in range(4):
        buckets.take("a")
    assert Rate(2, 4).divided(4) == Rate(0.5, 1)


async def test_a_body_is_no_larger_than_allowed(small: SmallDesk) -> None:
    number = small.ticket()
    async with serving(small, Limits(body=2_000)) as api:
        assert (await api.act(AddNote(number, "x" * 1_000))).status_code == 200
        told = await api.act(AddNote(number, "x" * 2_000))
        assert (told.status_code, told.json()["error"]["code"]) == (413, "request.too_large")

        async def endless() -> Any:
            for _ in range(1_000):
                yield b" " * 1_000

        streamed = await api.http.post("/v1/actions", content=endless(), headers=api.headers)
        assert streamed.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "request.no_path"),
        ("GET", "/v1/nothing", 404, "request.no_path"),
        ("GET", "/docs", 404, "request.no_path"),
        ("GET", "/form", 404, "request.no_path"),
        ("POST", "/v1/forms/tickets", 404, "request.no_path"),
        ("DELETE", "/v1/tickets/1", 405, "request.method"),
        ("GET", "/v1/actions", 405, "request.method"),
        ("GET", "/v1/tickets/0", 422, "request.parameter"),
        ("GET", "/v1/tickets/x", 422, "request.parameter"),
        ("GET", f"/v1/tickets/{1 << 70}", 422, "request.parameter"),
        ("GET", "/v1/tickets/99", 404, "ticket.missing"),
        ("GET", "/v1/tickets/99/thread", 404, "ticket.missing"),
        ("GET", "/v1/clients/99", 404, "client.missing"),
        ("GET", "/v1/attachments/99", 404, "attachment.missing"),
        ("GET", "/v1/tickets?limit=0", 422, "request.parameter"),
        ("GET", "/v1/tickets?query=nosuch:1", 422, "query.unknown_field"),
        ("GET", "/v1/tickets?after=x", 422, "request.cursor"),
        ("GET", "/v1/tickets?query=%ff", 200, ""),
    ],
)
async def test_everything_refused_has_a_code(
    api: Api, method: str, path: str, status: int, code: str
) -> None:
    answer = await api.http.request(method, path, headers=api.headers)
    assert answer.status_code == status, answer.text
    assert not code or answer.json()["error"]["code"] == code
