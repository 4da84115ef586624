"""Messages, their files, drafts and read marks."""

from typing import ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlmodel import Field, SQLModel


class Message(SQLModel, table=True):
    """A message, reply or note. The id is `sent_ms << 20 | n`: ids are in order of time.

    The body is the text as it came; it is cleaned on its way to a reader.
    """

    __tablename__: ClassVar[str] = "message"
    __table_args__ = (
        Index("message_by_ticket", "ticket_id", "id"),
        Index("message_by_client", "client_id", sqlite_where=text("client_id IS NOT NULL")),
    )
    id: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
        )
    )
    uuid: str
    source_id: str = Field(unique=True)
    remote_id: str | None = None
    ticket_id: int = Field(foreign_key="ticket.id")
    kind: str
    operator_id: int | None = Field(default=None, foreign_key="operator.id")
    client_id: int | None = Field(default=None, foreign_key="client.id")
    author: str
    """The author's name as it stood on the message."""
    body: str
    delivery: str
    release_at: int | None = Field(default=None, sa_type=BigInteger)
    withdrawn: bool = False
    attachments: int = 0
    recipients: int = 0
    """How many rows of `message_recipient` it has."""
    signed_from: int | None = None
    """Where in the body the signature begins that was put under it (F37)."""
    asks: bool = True
    """Of a client's message: whether it waits for an answer; thanks alone do not (R2)."""


class IndexedWord(SQLModel, table=True):
    """A word form of the full-text index: what an open end (`word*`) may go on to."""

    __tablename__: ClassVar[str] = "indexed_word"
    __table_args__ = {"sqlite_with_rowid": False}  # looked up by its beginning alone
    word: str = Field(primary_key=True)


class MessageReference(SQLModel, table=True):
    """A source id that a message answers, whether or not that message is here.

    Replies to the same absent message belong to one conversation.
    """

    __tablename__: ClassVar[str] = "message_reference"
    source_id: str = Field(primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)


class Attachment(SQLModel, table=True):
    """A named file of a message; its bytes are the blob with that digest."""

    __tablename__: ClassVar[str] = "attachment"
    __table_args__ = (Index("attachment_by_content", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True, sa_type=BigInteger)
    name: str
    media_type: str
    size: int
    sha256: str = Field(foreign_key="blob.sha256")


class Blob(SQLModel, table=True):
    """Distinct content, stored once, in chunks."""

    __tablename__: ClassVar[str] = "blob"
    sha256: str = Field(primary_key=True)
    size: int


class BlobChunk(SQLModel, table=True):
    """The n-th 256 KiB of a blob."""

    __tablename__: ClassVar[str] = "blob_chunk"
    sha256: str = Field(primary_key=True, foreign_key="blob.sha256")
    n: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BlobText(SQLModel, table=True):
    """The words of a content that is a text (F149); it goes with the content."""

    __tablename__: ClassVar[str] = "blob_text"
    sha256: str = Field(
        sa_column=Column(String, ForeignKey("blob.sha256", ondelete="CASCADE"), primary_key=True)
    )
    body: str


class Draft(SQLModel, table=True):
    """An unsent text of one operator on one ticket; `kind` is reply, note or forward."""

    __tablename__: ClassVar[str] = "draft"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    kind: str = Field(primary_key=True)
    body: str
    cursor: int = 0
    base_seq: int = Field(default=0, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)
    recipients: str = ""
    """Who else gets it, as `domain.recipients` writes them."""


class ReadMark(SQLModel, table=True):
    """The newest message of a ticket an operator has seen."""

    __tablename__: ClassVar[str] = "read_mark"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    seen: int = Field(sa_type=BigInteger)
