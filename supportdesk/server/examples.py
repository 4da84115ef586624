"""What answers look like, for the OpenAPI document: an example, and what is always there."""

from typing import Any

Example = dict[str, Any]

_TICKET: Example = {
    "number": 17,
    "subject": "Where is my refund?",
    "state": "open",
    "category": "active",
    "priority": "normal",
    "kind": None,
    "queue": "First line",
    "owner": "Olga",
    "client": {"number": 4, "name": "Ann Lee", "email": "ann@example.org", "vip": False},
    "tags": ["refund"],
    "created": "2026-03-02T09:00:00Z",
    "updated": "2026-03-02T09:05:00Z",
    "waiting_since": "2026-03-02T09:00:00Z",
    "due": "2026-03-02T10:00:00Z",
    "sla": "ok",
    "change": 118,
    "queue_number": 1,
    "owner_number": 1,
}
_MESSAGE: Example = {
    "number": 1864613952716800000,
    "ticket": 17,
    "kind": "client",
    "author": "Ann Lee",
    "at": "2026-03-02T09:00:00Z",
    "body": "I paid twice.",
    "attachments": [],
    "delivery": "received",
}
_EVENT: Example = {
    "seq": 118,
    "at": "2026-03-02T09:05:00Z",
    "actor": "Olga",
    "action": "SetState",
    "ticket": 17,
    "subject": "ticket",
    "id": 17,
    "field": "state",
    "from": "new",
    "to": "open",
}
PAGE: Example = {"tickets": [_TICKET], "next": "WzEsMTcyLDE3XQ"}
FOUND: Example = {
    "found": [{**_TICKET, "found": {"message": 1, "snippet": "I paid twice", "marks": [[2, 6]]}}]
}
TICKET: Example = {**_TICKET, "clocks": [], "links": [], "followers": [], "articles": []}
THREAD: Example = {"ticket": 17, "change": 118, "thread": [_MESSAGE], "next": None}
CLIENT: Example = {
    "number": 4,
    "name": "Ann Lee",
    "emails": ["ann@example.org"],
    "notes": [],
    "tickets": [],
}
TEMPLATES: Example = {
    "templates": [{"number": 1, "title": "Hours", "variants": {"en": "We are open from nine."}}]
}
CATALOG: Example = {
    "queues": [{"number": 1, "name": "First line", "line": 1, "tickets": 3}],
    "states": [{"name": "open", "category": "active", "next": ["closed", "hold"]}],
    "priorities": ["low", "normal", "high", "critical"],
    "operators": [{"number": 1, "name": "Olga", "role": "lead"}],
    "tags": [{"name": "refund", "tickets": 2, "synonyms": []}],
    "fields": [],
    "views": [],
    "options": {"writing_lock": "on"},
}
PRESENCE: Example = {
    "present": [{"operator": "Olga", "operator_number": 1, "ticket": 17, "doing": "writing"}],
    "writer": None,
}
WHOAMI: Example = {
    "operator": {"number": 1, "name": "Olga", "role": "lead"},
    "token": {"number": 3, "name": "robot", "scopes": ["read", "act"], "open": True},
    "actions": ["AddNote", "Reply"],
    "limits": {"body": 33554432, "page": 200, "changes": 1000},
}
HEALTH: Example = {"status": "ok", "version": "0.1.0", "schema": 24, "change": 118}
CHANGES: Example = {
    "since": 117,
    "next": 118,
    "complete": True,
    "events": [_EVENT],
    "tickets": [_TICKET],
    "messages": [_MESSAGE],
    "clients": [],
    "client_events": [],
    "gone": {"tickets": [], "messages": [], "clients": []},
    "stale": [],
}
ROWS: Example = {
    "since": 117,
    "next": 118,
    "mark": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11.state.17",
    "last": 118,
    "complete": True,
    "schema": 25,
    "tickets": [17],
    "messages": [],
    "clients": [],
    "whole": [],
    "rows": {"ticket": [{"id": 17, "subject": "Where is my refund?", "state": "open"}]},
}
RECEIPT: Example = {
    "done": "AddNote",
    "ticket": 17,
    "tickets": [17],
    "change": 119,
    "envelope": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11",
    "repeated": False,
}
SENT: Example = {"ticket": 17}
STATUS: Example = {"status": "at_work", "since": "2026-03-02T09:05:00Z"}
_ERROR: Example = {
    "error": {
        "code": "reply.stopped",
        "message": "The reply is not sent yet.",
        "stops": [{"name": "newer", "message": "The client has written meanwhile."}],
        "confirmed": ["newer"],
    }
}
_ERRORS = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "parameters": {"type": "object"},
                "stops": {"type": "array", "items": {"type": "object"}},
                "confirmed": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
_MEANS = {
    400: "Malformed: nothing of it was read.",
    401: "No token, or one that opens nothing.",
    403: "Not for this token, or not for the role of its operator.",
    404: "Not there.",
    408: "The body came too slowly.",
    409: "A rule says no; with `confirmed` the same envelope passes.",
    413: "The body is larger than this server takes.",
    422: "Read, and makes no sense.",
    429: "Too often; `Retry-After` says when again.",
    503: "The store cannot be used now; nothing was done.",
}
USUAL = (401, 403, 422, 429, 503)
"""What every request with a token may be answered."""


def answers(example: Example | None, *others: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a path: what it answers, and how it refuses."""
    told: dict[int | str, dict[str, Any]] = {
        status: {
            "description": _MEANS[status],
            "content": {"application/json": {"schema": _ERRORS, "example": _ERROR}},
        }
        for status in sorted({*USUAL, *others})
    }
    if example is not None:
        schema = {"type": "object", "required": list(example)}
        content = {"application/json": {"schema": schema, "example": example}}
        told[200] = {"description": "Done.", "content": content}
    return told
