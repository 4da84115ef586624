"""One typed line and the client it names."""

import pytest

from supportdesk.domain.action import ClientReference
from supportdesk.domain.client_line import read_client


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ann Lee", ClientReference("Ann Lee")),
        ("Ann Lee <ann@example.org>", ClientReference("Ann Lee", "ann@example.org")),
        ('"Lee, Ann" <ann@example.org>', ClientReference("Lee, Ann", "ann@example.org")),
        ("<ann1234567@example.org>", ClientReference(*["ann1234567@example.org"] * 2)),
        ("ann@example.org", ClientReference("ann@example.org", "ann@example.org")),
        ("Ann +44 20 7946 0000", ClientReference("Ann", None, "+44 20 7946 0000")),
        (
            "Ann, ann@example.org, 020 7946 0000",
            ClientReference("Ann", "ann@example.org", "020 7946 0000"),
        ),
        ("+380441234567", ClientReference("+380441234567", None, "+380441234567")),
    ],
)
def test_a_typed_line_names_a_client(typed: str, found: ClientReference) -> None:
    assert read_client(typed) == found
