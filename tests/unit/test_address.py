"""Where a store lies, and what is shown of it."""

from pathlib import Path

import pytest

from supportdesk.address import ServerAddress, address_of

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://ann:{SECRET}@db/desk", "postgresql://ann@db/desk"),
        (
            f"postgresql://ann:{SECRET}@db:5433/desk?sslmode=require",
            "postgresql://ann@db:5433/desk",
        ),
        (f"postgres://ann@db/desk?password={SECRET}", "postgres://ann@db/desk"),
        (f"postgresql://ann:a@{SECRET}@one,two:1/desk", "postgresql://ann@one,two:1/desk"),
        (f"postgresql://:{SECRET}@/desk", "postgresql://@/desk"),
        (f"postgresql://ann:{SECRET}@[::1/desk", "postgresql://"),
        ("postgresql:///desk", "postgresql:///desk"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    address = address_of(url)
    assert str(address) == shown
    assert SECRET not in repr(address)


def test_what_names_no_server_is_a_file() -> None:
    assert address_of("postgresql.desk") == Path("postgresql.desk")
    assert isinstance(address_of("postgres:///desk"), ServerAddress)
