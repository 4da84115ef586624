"""A small Zendesk account as its API answers it: made by hand, nobody in it exists."""

import json
from pathlib import Path
from typing import Any

HOST = "https://example.zendesk.com/api/v2"
ANN, BO, CHRIS, DARA = 11, 12, 13, 14
FIRST, BILLING = 21, 22
ACME = 31
PLAN, PAID = 41, 42


def user(number: int, name: str, role: str, **more: Any) -> dict[str, Any]:
    """A user."""
    address = f"{name.split(maxsplit=1)[0].casefold()}@example.org"
    return {
        "id": number,
        "url": f"{HOST}/users/{number}.json",
        "name": name,
        "email": address,
        "role": role,
        "locale": "en-US",
        "iana_time_zone": "Europe/Kyiv",
        "active": True,
        "updated_at": "2026-01-01T00:00:00Z",
        **more,
    }


USERS = [
    user(ANN, "Ann Lee", "end-user", organization_id=ACME, notes="Calls in the evening"),
    user(BO, "Bo Hill", "agent", signature="Bo, Example"),
    user(CHRIS, "Chris Roe", "agent", active=False),
    user(DARA, "Dara Ode", "end-user", user_fields={"customer_no": "C-7"}),
    user(15, "Eve Silent", "end-user"),
]
GROUPS = [{"id": FIRST, "name": "Front desk"}, {"id": BILLING, "name": "Billing"}]
ORGANIZATIONS = [
    {"id": ACME, "name": "Acme", "details": "Pays yearly", "domain_names": ["acme.example"]}
]
FIELDS = [
    {"id": 1, "type": "subject", "title": "Subject", "removable": False},
    {
        "id": PLAN,
        "type": "tagger",
        "title": "Plan",
        "removable": True,
        "custom_field_options": [
            {"name": "Gold plan", "value": "plan_gold"},
            {"name": "Free plan", "value": "plan_free"},
        ],
    },
    {"id": PAID, "type": "checkbox", "title": "Is paid", "removable": True},
]


def ticket(number: int, **more: Any) -> dict[str, Any]:
    """A ticket."""
    return {
        "id": number,
        "url": f"{HOST}/tickets/{number}.json",
        "via": {"channel": "email", "source": {}},
        "created_at": "2026-02-02T08:00:00Z",
        "updated_at": "2026-02-03T10:00:00Z",
        "type": None,
        "subject": f"Matter {number}",
        "raw_subject": f"Matter {number}",
        "description": "Where is my refund?",
        "priority": None,
        "status": "open",
        "requester_id": ANN,
        "submitter_id": ANN,
        "assignee_id": BO,
        "organization_id": None,
        "group_id": FIRST,
        "tags": [],
        "custom_fields": [],
        "generated_timestamp": 1_770_000_000,
        **more,
    }


TICKETS = [
    ticket(
        1,
        status="hold",
        priority="urgent",
        type="question",
        tags=["refund", "vip"],
        group_id=BILLING,
        brand_id=91,
        custom_fields=[
            {"id": PLAN, "value": "plan_gold"},
            {"id": PAID, "value": True},
            {"id": 99, "value": "lost"},
        ],
    ),
    ticket(
        2,
        status="pending",
        requester_id=DARA,
        problem_id=1,
        description="The lamp is broken",
        tags=["lamp"],
        custom_fields=[{"id": PLAN, "value": "plan_unheard_of"}],
    ),
    ticket(
        3,
        status="closed",
        via={"channel": "web", "source": {"rel": "follow_up", "from": {"ticket_id": 2}}},
    ),
    ticket(4, status="deleted"),
]
COMMENTS_OF_2 = [
    {
        "id": 701,
        "type": "Comment",
        "author_id": DARA,
        "body": "The lamp is broken",
        "public": True,
        "created_at": "2026-02-02T08:00:00Z",
        "attachments": [
            {"file_name": "lamp.png", "size": 2048, "content_url": "https://files.example/lamp"}
        ],
    },
    {
        "id": 702,
        "type": "Comment",
        "author_id": BO,
        "html_body": "<p>Which lamp<br>is it?</p>",
        "public": True,
        "created_at": "2026-02-02T09:00:00Z",
        "attachments": [],
    },
    {
        "id": 703,
        "type": "Comment",
        "author_id": BO,
        "body": "The old one, surely",
        "public": False,
        "created_at": "2026-02-02T09:05:00Z",
        "attachments": [],
    },
]
AUDITS = [
    {
        "id": 801,
        "ticket_id": 1,
        "created_at": "2026-02-02T08:00:00Z",
        "author_id": ANN,
        "events": [
            {
                "id": 901,
                "type": "Comment",
                "author_id": ANN,
                "body": "Where is my refund?",
                "public": True,
            },
            {"id": 902, "type": "Create", "field_name": "status", "value": "new"},
            {"id": 903, "type": "Create", "field_name": "tags", "value": ["refund"]},
            {"id": 904, "type": "Create", "field_name": "group_id", "value": str(FIRST)},
        ],
    },
    {
        "id": 802,
        "ticket_id": 1,
        "created_at": "2026-02-02T10:00:00Z",
        "author_id": BO,
        "events": [
            {
                "id": 905,
                "type": "Comment",
                "author_id": BO,
                "body": "We ask the bank.",
                "public": True,
            },
            {"id": 906, "type": "Change", "field_name": "status", "value": "open"},
            {"id": 907, "type": "Change", "field_name": "assignee_id", "value": str(BO)},
            {"id": 908, "type": "Change", "field_name": "priority", "value": "urgent"},
            {"id": 909, "type": "Change", "field_name": "tags", "value": ["refund", "vip"]},
        ],
    },
    {
        "id": 803,
        "ticket_id": 1,
        "created_at": "2026-02-03T10:00:00Z",
        "author_id": CHRIS,
        "events": [
            {"id": 910, "type": "Change", "field_name": "status", "value": "hold"},
            {"id": 911, "type": "Change", "field_name": "group_id", "value": str(BILLING)},
            {"id": 912, "type": "Change", "field_name": "type", "value": "question"},
            {"id": 913, "type": "External", "body": "x"},
        ],
    },
]
MACROS: list[dict[str, Any]] = [
    {
        "id": 51,
        "title": "Refunds::Ask for the order",
        "active": True,
        "restriction": None,
        "actions": [
            {
                "field": "comment_value",
                "value": (
                    "Hello {{ticket.requester.first_name}},\nwhich order? {{ticket.brand.name}}"
                ),
            },
            {"field": "status", "value": "pending"},
            {"field": "current_tags", "value": "order asked"},
            {"field": "assignee_id", "value": "current_user"},
            {"field": "group_id", "value": str(BILLING)},
            {"field": "set_schedule", "value": "7"},
        ],
    },
    {
        "id": 52,
        "title": "Greeting",
        "active": True,
        "restriction": None,
        "actions": [{"field": "comment_value_html", "value": "<p>Good day!</p>"}],
    },
    {
        "id": 53,
        "title": "Check with the bank",
        "active": True,
        "restriction": None,
        "actions": [
            {"field": "comment_value", "value": ["channel:all", "Ask the bank first"]},
            {"field": "comment_mode_is_public", "value": "false"},
        ],
    },
    {"id": 54, "title": "Old", "active": False, "restriction": None, "actions": []},
    {
        "id": 55,
        "title": "Mine",
        "active": True,
        "restriction": {"type": "User", "id": BO},
        "actions": [],
    },
    {
        "id": 56,
        "title": "Broken",
        "active": True,
        "restriction": None,
        "actions": [{"field": "comment_value", "value": "{% for x in y %}{% endfor %}"}],
    },
]


def condition(field: str, operator: str, value: Any) -> dict[str, Any]:
    """One condition of a view."""
    return {"field": field, "operator": operator, "value": value}


def view(number: int, title: str, *every: Any, some: Any = (), **more: Any) -> dict[str, Any]:
    """A view."""
    return {
        "id": number,
        "title": title,
        "active": True,
        "restriction": None,
        "conditions": {"all": list(every), "any": list(some)},
        "execution": {
            "sort_by": "updated",
            "sort_order": "desc",
            "group_by": "status",
            "columns": [{"id": "subject"}, {"id": "requester"}, {"id": PLAN}, {"id": "due_date"}],
        },
        **more,
    }


VIEWS = [
    view(
        61,
        "Refunds at work",
        condition("status", "less_than", "solved"),
        condition("current_tags", "includes", "refund lamp"),
        condition(f"custom_fields_{PLAN}", "is_not", "plan_free"),
        some=(
            condition("group_id", "is", str(BILLING)),
            condition("assignee_id", "is", "current_user"),
        ),
    ),
    view(62, "By brand", condition("brand_id", "is", "91")),
    view(63, "Off", condition("status", "is", "new"), active=False),
]


def metric(priority: str, name: str, minutes: int, *, business: bool = False) -> dict[str, Any]:
    """One target of a policy."""
    return {"priority": priority, "metric": name, "target": minutes, "business_hours": business}


POLICIES = [
    {
        "id": 72,
        "title": "Gold",
        "position": 2,
        "filter": {"all": [], "any": []},
        "policy_metrics": [metric("normal", "first_reply_time", 60, business=True)],
    },
    {
        "id": 73,
        "title": "Questions",
        "position": 1,
        "filter": {"all": [condition("type", "is", "question")], "any": []},
        "policy_metrics": [
            metric("urgent", "first_reply_time", 30),
            metric("urgent", "agent_work_time", 240),
            metric("low", "next_reply_time", 600),
        ],
    },
    {
        "id": 75,
        "title": "Questions",
        "position": 1,
        "filter": {"all": [condition("priority", "is", "low")], "any": []},
        "policy_metrics": [metric("low", "pausable_update_time", 600)],
    },
    {"id": 74, "title": "Behind", "position": 3, "filter": {}, "policy_metrics": []},
]


def write(folder: Path) -> Path:
    """The account as a folder of files, the way a script saves the answers of the API."""
    pages = {
        "users.json": {"users": USERS, "next_page": None, "count": len(USERS)},
        "groups.json": {"groups": GROUPS},
        "organizations.json": {"organizations": ORGANIZATIONS},
        "ticket_fields.json": {"ticket_fields": FIELDS},
        "incremental/tickets.json": {"end_of_stream": True, "tickets": TICKETS},
        "tickets/2/comments.json": {"comments": COMMENTS_OF_2},
        "audits.json": {"audits": AUDITS},
        "macros.json": {"macros": MACROS},
        "views.json": {"views": VIEWS},
        "triggers.json": {"triggers": [{"id": 71, "title": "Notify"}]},
        "slas.json": {"sla_policies": POLICIES},
        "brands.json": {"brands": [{"id": 91, "name": "Lamp"}, {"id": 92, "name": "Desk"}]},
    }
    for name, body in pages.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(body), encoding="utf-8")
    return folder
