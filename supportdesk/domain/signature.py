"""Signatures of operators and queues: plain text, or with the names that templates have (F37)."""

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

LONGEST = 2_000
"""Characters of a signature."""

_ITSELF = pattern(r"(?:operator|current_user|agent)\.signature")


def has_names(signature: str) -> bool:
    """Whether something in it is filled in for each ticket."""
    return "{{" in signature or "{%" in signature


def check_signature(signature: str | None, *, itself: bool = False) -> None:
    """Read a signature before it is saved; `itself` is an operator's, which cannot hold itself.

    Raises Invalid: `signature.too_long`, `signature.asks` (label), `signature.itself`, and what a
    template would be refused for.
    """
    if signature is None or not signature.strip():
        return
    if len(signature) > LONGEST:
        raise Invalid("signature.too_long", limit=LONGEST)
    if not has_names(signature):
        return
    if itself and _ITSELF.search(signature):
        raise Invalid("signature.itself")
    from supportdesk.domain.template import check_template

    asks = check_template(signature)
    if asks:
        raise Invalid("signature.asks", label=min(asks))
