"""Completion while a search is typed."""

import pytest

from supportdesk.domain.query_suggest import suggest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sta", ["state:"]),
        ("refund -sta", ["-state:"]),
        ("state:", ["state:new", "state:open", "state:waiting", "state:hold"]),
        ("state:open,w", ["state:open,waiting"]),
        ("owner:", ["owner:me", "owner:nobody"]),
        ("priority>=h", ["priority>=high"]),
        ("created:y", ["created:yesterday"]),
        ("wake:n", ["wake:none"]),
        ("ev", ["event:"]),
        ("event:st", ["event:state"]),
        ("event:state from:so", ["from:solved"]),
        ("to:h", ["to:hold", "to:high"]),
        ("by:", ["by:me", "by:nobody"]),
        ("after:", ["after:today"]),
        ("first", ["first_owner:"]),
        ("due:n", ["due:none"]),
        ("sort:cr", ["sort:created"]),
        ("(state:sol", ["state:solved"]),
        ("", []),
        ("nothing:x", []),
    ],
)
def test_what_could_come_next(text: str, expected: list[str]) -> None:
    assert suggest(text, len(text))[: len(expected)] == expected
    if not expected:
        assert suggest(text, len(text)) == []
