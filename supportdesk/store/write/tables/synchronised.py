"""Columns of rows that a remote help desk may own too."""

from sqlmodel import Field, SQLModel


class Synchronised(SQLModel):
    """What a row needs to be known to a remote help desk."""

    uuid: str = Field(unique=True)
    origin: str = "local"
    remote_id: str | None = None
    remote_version: str | None = None
