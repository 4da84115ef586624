"""Addresses behind which nobody reads: they get no automatic answer (F110)."""

import re
from collections.abc import Collection

from supportdesk.domain.recipients import address_key
from supportdesk.patterns import pattern

_NOBODY = pattern(
    r"(?:mailer-?daemon|postmaster|no-?_?reply|do-?_?not-?_?reply|bounces?|auto-?reply"
    r"|listserv|majordomo|nobody|notifications?)(?:[+._=-].*)?@"
    r"|.*-(?:request|owner|bounces?|relay)@|owner-.*@",
    re.IGNORECASE,
)


def is_answerable(address: str | None, own: Collection[str]) -> bool:
    """Whether a machine may answer an address; `own` are the keys of those of our house."""
    if not address or "@" not in address:
        return False
    return address_key(address) not in own and _NOBODY.match(address) is None
