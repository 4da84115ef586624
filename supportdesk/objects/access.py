"""Tokens as scripts see them."""

from supportdesk.objects.tickets import Item
from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.store.read.access import TokenRow


def token_object(row: TokenRow, now: int) -> Item:
    """A token without its secret, which nobody has kept; `open` says whether it opens anything."""
    return {
        "number": row.id,
        "name": row.name,
        "operator": row.operator,
        "role": row.role,
        "scopes": list(row.scopes),
        "open": row.opens(now),
        "made": utc_text(row.made_at),
        "expires": utc_text_or_none(row.expires_at),
        "used": utc_text_or_none(row.used_at),
        "revoked": utc_text_or_none(row.revoked_at),
    }
