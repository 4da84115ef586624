"""Mail that leaves: one row a letter, from the end of its undo window to what became of it."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel


class Letter(SQLModel, table=True):
    """One mail: a message of ours to a client or third party, or a notice to an operator.

    `state` is `domain.letter.LetterState`. Its due work is `deliver`; what is claimed is in work.
    """

    __tablename__: ClassVar[str] = "letter"
    __table_args__ = (
        Index("letter_by_state", "state", sqlite_where=text("state NOT IN ('sent', 'given_up')")),
        Index(
            "letter_by_receiver",
            "receiver",
            "made_at",
            sqlite_where=text("purpose = 'acknowledgement'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    purpose: str
    message_id: int | None = Field(
        default=None, foreign_key="message.id", sa_type=BigInteger, unique=True
    )
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    """Of a notice; a message knows its own."""
    operator_id: int | None = Field(default=None, foreign_key="operator.id")
    """To whom a notice goes."""
    account: str
    mail_id: str = Field(unique=True)
    """Its Message-ID, without brackets: the same however often it is sent."""
    receiver: str
    """The first address it goes to, as addresses are compared."""
    recipients: str
    """Everybody it goes to, as `domain.recipients` writes them."""
    left_to: str
    """The addresses it has still to reach, one a line."""
    state: str
    attempts: int = 0
    handed: bool = False
    """Whether its last dot may have left in the attempt under way."""
    because: str = ""
    """Why it was not sent, in the words of the server, or a code of ours."""
    made_at: int = Field(sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
