"""Working side by side on one store: who looks at what, who has begun to write, files of drafts."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class Presence(SQLModel, table=True):
    """An operator's console has a ticket in sight; `at` is its last beat (F75)."""

    __tablename__: ClassVar[str] = "presence"
    __table_args__ = (Index("presence_by_time", "at"),)
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    doing: str
    at: int = Field(sa_type=BigInteger)


class WritingClaim(SQLModel, table=True):
    """An operator writes to the client of a ticket; the others are told until then (F77)."""

    __tablename__: ClassVar[str] = "writing_claim"
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    operator_id: int = Field(foreign_key="operator.id")
    since: int = Field(sa_type=BigInteger)
    until: int = Field(sa_type=BigInteger)


class MarkNumber(SQLModel, table=True):
    """Grows with every read mark of an operator: their other consoles look at marks again."""

    __tablename__: ClassVar[str] = "mark_number"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    n: int = Field(sa_type=BigInteger)


class DraftFile(SQLModel, table=True):
    """A file that will go with an unsent text; its bytes are the blob with that digest (F33)."""

    __tablename__: ClassVar[str] = "draft_file"
    __table_args__ = (Index("draft_file_by_draft", "operator_id", "ticket_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="operator.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str = Field(foreign_key="blob.sha256", index=True)
