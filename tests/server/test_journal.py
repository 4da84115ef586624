"""What the server tells of itself holds ids, and never anybody's text or token."""

import json
import logging

import pytest

from supportdesk.domain.action import AddNote
from supportdesk.domain.errors import StoreTrouble
from supportdesk.server.journal import Journal, JournalLog
from tests.server.conftest import Api, serving
from tests.small_desk import SmallDesk

CANARY = "CANARYTEXT"


async def test_canaries_are_in_no_line(small: SmallDesk) -> None:
    number = small.ticket(f"{CANARY} subject", f"{CANARY} body")
    async with serving(small, forms=True) as api:
        await api.done(AddNote(number, f"{CANARY} note"))
        await api.item("/v1/tickets", query=f"client:{CANARY}")
        await api.item("/v1/search", query=CANARY)
        await api.item(f"/v1/tickets/{number}/thread")
        for method, path in (
            ("GET", f"/v1/{CANARY}"),
            ("GET", f"/{CANARY}?x={CANARY}"),
            ("GET", f"/v1/tickets?query=nosuch:{CANARY}"),
            ("GET", f"/v1/tickets?after={CANARY}"),
            ("GET", f"/v1/tickets/{CANARY}"),
            (CANARY, "/v1/tickets"),
        ):
            headers = {**api.headers, "User-Agent": CANARY, "X-Request-ID": CANARY}
            answer = await api.http.request(method, path, headers=headers)
            assert answer.status_code in (404, 405, 422), answer.text
        wrong = {"Authorization": f"Bearer {CANARY}"}
        await api.http.get("/v1/whoami", headers=wrong)
        form = {"email": f"{CANARY}@example.org", "text": CANARY, "name": CANARY}
        assert (await api.http.post("/v1/forms/tickets", json=form)).status_code == 200
        body = {"id": CANARY, "action": {"do": CANARY, "with": {CANARY: CANARY}}}
        await api.http.post("/v1/actions", json=body, headers=api.headers)
        lines = api.log.getvalue()
        assert lines.count("\n") == 13
        assert CANARY.lower() not in lines.lower()
        assert api.secret not in lines
        assert api.secret[4:20] not in lines


async def test_a_line_says_who_asked_what_and_what_came_of_it(api: Api) -> None:
    answer = await api.get("/v1/tickets/99")
    (line,) = [json.loads(line) for line in api.log.getvalue().splitlines()]
    assert line.pop("ms") >= 0
    assert line.pop("request") == answer.headers["x-request-id"]
    assert line == {
        "at": "2026-03-02T09:00:00Z",
        "event": "request",
        "method": "GET",
        "route": "/v1/tickets/{number}",
        "status": 404,
        "token": 1,
        "operator": 2,
        "code": "ticket.missing",
    }


async def test_a_store_that_is_away_is_told_as_such(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise StoreTrouble("store.full", path=CANARY)

    monkeypatch.setattr(api.small.desk, "ask", away)
    answer = await api.http.get("/v1/health")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["error"]["code"] == "store.full"


async def test_a_defect_is_told_without_its_words(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(api.small.desk, "ask", broken)
    answer = await api.http.get("/v1/health")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "request.crash")
    assert CANARY not in answer.text + api.log.getvalue()
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 7, CANARY, (), None)
    JournalLog(Journal(api.log, api.small.clock)).emit(record)
    assert CANARY not in api.log.getvalue()
    assert '"place": "uvicorn.error:7"' in api.log.getvalue()
