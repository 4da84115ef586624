"""A text that articles were used in: recorded with it, and only if it is accepted (F134)."""

from collections.abc import Sequence

from supportdesk.cli.session import Session
from supportdesk.domain.action import AddNote, Reply
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import PutArticle


def act_with_articles(
    session: Session, action: Reply | AddNote, kind: str, wanted: Sequence[str] | None
) -> Receipt:
    """Submit a text; the articles named are used in its ticket then. Raises what `act` raises."""
    if not wanted:
        return session.act(action)
    from supportdesk.cli.article_texts import chosen

    me = session.actor().id
    puts = [PutArticle(me, action.ticket, kind, chosen(session, one).head.id) for one in wanted]
    for put in puts:
        session.desk.remember(put)
    try:
        return session.act(action)
    except DeskError:
        for put in puts:
            session.desk.remember(PutArticle(me, put.ticket, kind, put.article, put=False))
        raise
