"""The OpenAPI document, and a server that is asked everything the document allows, and more."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote, NewAttachment, SaveTemplate
from supportdesk.domain.roles import ALLOWED
from supportdesk.server.application import application
from supportdesk.server.service import Service
from tests.server.conftest import PLENTY, Api, make_token, quiet_journal
from tests.small_desk import SmallDesk
from tests.stores import STORE_KINDS, closed_desk_of, stores_of

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "4"))
"""Requests of each path and kind; more of them say more: `SCHEMA_EXAMPLES=500`."""


async def test_the_document_describes_every_action_and_path(api: Api) -> None:
    document = (await api.http.get("/v1/openapi.json")).json()
    assert {kind.__name__ for kind in ALLOWED} <= set(document["components"]["schemas"])
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            assert described["description"], (method, path)
            for status, answer in described["responses"].items():
                assert answer["description"], (method, path, status)
            body = described.get("requestBody")
            assert (body is None) == (method == "get"), path
            assert body is None or body["content"]["application/json"]["examples"]


@pytest.fixture(scope="module", params=STORE_KINDS)
def schema(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The document of a server on a desk of its own, with the token that comes along."""
    for stores in stores_of(request):
        closed = closed_desk_of(request, stores)
        desk = open_desk(stores.copy(closed.desk.address, "schema.desk"), closed.clock)
        yield from described(replace(closed, desk=desk))
        desk.close()


def described(small: SmallDesk) -> Iterator[Any]:
    """The document of a server on this desk."""
    number = small.ticket()
    small.act(AddNote(number, "See.", (NewAttachment("a.txt", "text/plain", b"1"),)))
    small.act(SaveTemplate("Hours", (("en", "From nine."),)))
    service = Service(small.desk, small.clock().tzinfo, quiet_journal(), PLENTY, forms=True)  # type: ignore[arg-type]
    secret = make_token(small, small.olga, "read", "notes", "act", "admin")
    loaded = schemathesis.openapi.from_asgi("/v1/openapi.json", application(service))
    loaded.config.headers = {"Authorization": f"Bearer {secret}"}
    yield loaded
    service.close()


STREAM = "/v1/events"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_it_answers_as_it_says_whatever_is_asked(schema: Any, mode: GenerationMode) -> None:
    """What fits the document, and what does not: no crash, and only answers that it describes.

    What fits may still make no sense to the desk, which then says so.
    """
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path == STREAM:
            continue
        tried.add(operation.path)

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        with suppress(Unsatisfiable):  # a path without parameters can be asked in one way alone
            ask()
    assert len(tried) == 18
