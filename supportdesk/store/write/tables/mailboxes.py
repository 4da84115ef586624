"""Mailboxes as far as they have been read, and mails that could not be taken in."""

from typing import ClassVar

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel


class Mailbox(SQLModel, table=True):
    """How far one mailbox has been read; times in milliseconds.

    A `uid` counts within one `validity`. `trouble` is why it fails, as `domain.mailbox` writes it.
    """

    __tablename__: ClassVar[str] = "mailbox"
    name: str = Field(primary_key=True)
    validity: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    uid: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    looked_at: int | None = Field(default=None, sa_type=BigInteger)
    failing_since: int | None = Field(default=None, sa_type=BigInteger)
    trouble: str = Field(default="", sa_column_kwargs={"server_default": ""})


class KeptMail(SQLModel, table=True):
    """A mail that could not be taken in, for a person to look at; `digest` names its bytes.

    Without `content` it lies where `place` says and was not fetched.
    """

    __tablename__: ClassVar[str] = "kept_mail"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    mailbox: str
    place: str
    reason: str
    size: int = Field(sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
