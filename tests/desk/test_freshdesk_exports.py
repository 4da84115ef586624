"""What Freshdesk's API answers, on our desk."""

import json
from pathlib import Path
from typing import Any

import pytest

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.store.read import clients, desk_lists, threads
from tests.small_desk import SmallDesk

AGENT, CONTACT, GROUP, COMPANY = 7, 8, 9, 10


def agent(number: int, name: str, **more: Any) -> dict[str, Any]:
    """An agent."""
    person = {
        "name": name,
        "email": f"{name.split(maxsplit=1)[0].casefold()}@example.org",
        "active": True,
    }
    return {"id": number, "ticket_scope": 1, "signature": None, "contact": {**person, **more}}


def ticket(number: int, **more: Any) -> dict[str, Any]:
    """A ticket."""
    return {
        "id": number,
        "subject": f"Matter {number}",
        "description": "<div>The <b>lamp</b> is broken</div>",
        "requester_id": CONTACT,
        "responder_id": None,
        "group_id": None,
        "company_id": None,
        "status": 2,
        "priority": 1,
        "source": 2,
        "type": "Question",
        "tags": [],
        "custom_fields": {},
        "created_at": "2026-02-02T08:00:00Z",
        "updated_at": "2026-02-03T08:00:00Z",
        **more,
    }


def said(number: int, words: str, **more: Any) -> dict[str, Any]:
    """One part of a conversation."""
    return {
        "id": number,
        "ticket_id": 1,
        "user_id": AGENT,
        "body_text": words,
        "incoming": False,
        "private": False,
        "source": 0,
        "attachments": [],
        "created_at": f"2026-02-02T09:0{number}:00+01:00",
        **more,
    }


FILES: dict[str, Any] = {
    "agents.json": [
        agent(AGENT, "Bo Hill", job_title="Support"),
        agent(17, "Al Gone", active=False),
    ],
    "contacts.json": [
        {
            "id": CONTACT,
            "name": "Ann Lee",
            "email": "ann@example.org",
            "mobile": None,
            "phone": "+380 44 000 00 00",
            "company_id": COMPANY,
            "language": "uk",
            "description": "Prefers calls",
            "custom_fields": {"plan": "gold"},
            "twitter_id": "ann",
        },
        {"id": 18, "name": "Eve", "email": "eve@example.org", "mobile": None},
    ],
    "companies.json": [
        {"id": COMPANY, "name": "Acme", "domains": ["acme.example"], "note": "Pays"}
    ],
    "groups.json": [{"id": GROUP, "name": "Lamps", "escalate_to": None, "agent_ids": [AGENT]}],
    "ticket_fields.json": [
        {"id": 1, "name": "subject", "label": "Subject", "type": "default_subject"},
        {
            "id": 2,
            "name": "cf_room",
            "label": "Room",
            "type": "custom_dropdown",
            "choices": ["Hall", "Kitchen"],
        },
    ],
    "tickets.json": [
        ticket(
            1,
            status=4,
            priority=4,
            responder_id=AGENT,
            group_id=GROUP,
            tags=["Broken lamp"],
            custom_fields={"cf_room": "Hall", "cf_lost": "x", "cf_none": None},
            stats={"resolved_at": "2026-02-02T20:00:00Z", "closed_at": None},
            product_id=5,
        ),
        ticket(
            2,
            requester_id=19,
            requester={"id": 19, "name": "New Client", "email": "new@example.org"},
        ),
        ticket(3, status=7, source=10, responder_id=AGENT),
        ticket(4, deleted=True),
        ticket(5, spam=True),
        ticket(6, status=11, responder_id=AGENT),
    ],
    "conversations.json": [
        said(1, "Which lamp?", cc_emails=["Cleo <cleo@example.org>"]),
        said(2, "In the hall", incoming=True, user_id=CONTACT),
        said(3, "It is old", private=True),
        said(4, "Please look", source=8, to_emails=["shop@example.org"]),
        said(5, "", body="<p>Lost</p>", ticket_id=99),
    ],
    "canned_responses.json": [
        {
            "id": 30,
            "title": "Hello",
            "folder_id": 1,
            "content": "Dear {{ticket.requester.firstname}}, {{ticket.agent.name}} {{ticket.due}}",
        }
    ],
    "articles.json": [{"id": 40, "title": "Lamps", "folder_id": 2, "description": "About"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The answers of the API as files."""
    export = tmp_path / "export"
    export.mkdir()
    for name, body in FILES.items():
        (export / name).write_text(json.dumps(body), encoding="utf-8")
    return export


def brought(small: SmallDesk, folder: Path) -> ImportReport:
    """Import as Olga, who leads."""
    small.clock.forward(days=1)
    return import_files(
        small.desk, [folder], ImportOptions(helpdesk="freshdesk", importer=small.olga)
    )


def test_the_counts_and_what_stays_behind(small: SmallDesk, folder: Path) -> None:
    report = brought(small, folder)
    assert report.skipped == []
    counts = {kind: report.kinds_new[kind] for kind in ("ticket", "message", "note", "template")}
    assert counts == {"ticket": 5, "message": 8, "note": 1, "template": 1}
    assert {what: times for what, times in report.no_place.items() if times} == {
        ("conversation", "", "no_ticket"): 1,
        ("contact", "", "no_ticket"): 1,
        ("contact", "twitter_id", "field"): 1,
        ("company", "domains", "field"): 1,
        ("ticket", "product_id", "field"): 1,
        ("ticket", "cf_lost", "no_definition"): 1,
        ("ticket", "", "deleted"): 1,
        ("ticket", "status 11", "value"): 1,
        ("canned_response", "ticket.due", "placeholder"): 1,
        ("object", "description, folder_id, id", "kind"): 1,
    }


def test_a_ticket_with_its_thread(small: SmallDesk, folder: Path) -> None:
    brought(small, folder)
    row = small.row(1)
    assert (row.state, row.priority, row.queue, row.owner, row.kind) == (
        *("solved", 3, "Lamps", "Bo Hill", "question"),
    )
    assert row.tags == ("broken-lamp",)
    assert [(one.name, one.value) for one in row.fields] == [("room", "Hall")]
    assert row.solved_at == 1_770_062_400_000, "when the export says, not at its last change"
    thread = small.desk.ask(threads.messages, 1)
    assert [(one.kind, one.author, one.body) for one in thread] == [
        ("client", "Ann Lee", "The lamp is broken"),
        ("operator", "Bo Hill", "Which lamp?"),
        ("client", "Ann Lee", "In the hall"),
        ("note", "Bo Hill", "It is old"),
        ("forward", "Bo Hill", "Please look"),
    ]
    assert [one.address for one in thread[1].recipients.cc] == ["cleo@example.org"]


def test_states_that_are_not_ours(small: SmallDesk, folder: Path) -> None:
    brought(small, folder)
    assert [small.row(number).state for number in (2, 3, 4, 5)] == ["new", "hold", "spam", "open"]
    opening = small.desk.ask(threads.messages, 3)[0]
    assert (opening.kind, opening.author) == ("operator", "Bo Hill"), "we wrote first"


def test_the_client_and_the_operators(small: SmallDesk, folder: Path) -> None:
    brought(small, folder)
    card = small.desk.ask(clients.card, small.row(1).client_id)
    assert card is not None
    assert (card.name, card.company, card.language) == ("Ann Lee", "Acme", "en")
    assert [(one.name, one.value) for one in card.properties] == [("plan", "gold")]
    people = {one.name: one for one in small.desk.ask(desk_lists.operators)}
    assert (people["Bo Hill"].job, bool(people["Al Gone"].active)) == ("Support", False)


def test_canned_responses_are_templates(small: SmallDesk, folder: Path) -> None:
    brought(small, folder)
    (row,) = (one for one in small.desk.ask(desk_lists.templates) if one.title == "Hello")
    assert dict(row.variants) == {
        "en": "Dear {{client.first_name}}, {{owner.name}} {{ ask['ticket.due'] }}"
    }


def test_a_second_import_adds_nothing_and_a_newer_one_what_is_new(
    small: SmallDesk, folder: Path
) -> None:
    first = brought(small, folder)
    again = brought(small, folder)
    assert (again.new, again.known) == (0, first.new)
    newer = ticket(2, status=5, updated_at="2026-02-09T08:00:00Z")
    (folder / "tickets.json").write_text(json.dumps([newer]), encoding="utf-8")
    report = brought(small, folder)
    assert dict(+report.kinds_new) == {"change": 1}
    assert small.row(2).state == "closed"
