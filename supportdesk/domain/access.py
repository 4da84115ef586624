"""Tokens: what lets a program act for an operator over HTTP, and how far (trust.md, Access)."""

import hashlib
import os
from base64 import urlsafe_b64encode

from supportdesk.domain import action
from supportdesk.domain.roles import ALLOWED

READ, NOTES, ACT, ADMIN = "read", "notes", "act", "admin"
SCOPES = (READ, NOTES, ACT, ADMIN)
"""What a token opens: reading; what no client sees; an operator's actions; a lead's actions.

None of them gives more than the role of its operator has.
"""

PREFIX = "sdk_"
"""Begins every token, so that one that was published can be told by its looks."""

SECRET_BYTES = 32

LONGEST_NAME = 100
"""Characters of the name a token is given."""

_OF_ADMIN = frozenset(
    {
        action.AddToken,
        action.RevokeToken,
        *(kind for kind, roles in ALLOWED.items() if "operator" not in roles),
        *(action.RecordHistory, action.RecordArticles, action.RecordRatings),
        *(action.RecordRecommendations, action.RecordClientEvents),
    }
)


def new_secret() -> str:
    """A fresh token: 256 random bits, told once and never kept."""
    return PREFIX + urlsafe_b64encode(os.urandom(SECRET_BYTES)).decode("ascii").rstrip("=")


def digest(secret: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def scope_needed(kind: "type[action.Action]") -> str:
    """The scope without which no token submits an action of this kind.

    What operators may not do, imports, and tokens themselves are for administration.
    """
    return ADMIN if kind in _OF_ADMIN else ACT
