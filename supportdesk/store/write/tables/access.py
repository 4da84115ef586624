"""Tokens of programs that act for operators over HTTP."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class AccessToken(SQLModel, table=True):
    """A token: `digest` is the SHA-256 of its secret, `scopes` stand between spaces.

    Times in milliseconds; `used_at` is right to a minute.
    """

    __tablename__: ClassVar[str] = "access_token"
    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="operator.id", index=True)
    name: str
    scopes: str
    digest: str = Field(unique=True)
    made_at: int = Field(sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)
