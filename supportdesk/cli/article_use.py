"""A text that articles were used in: recorded with it, and only if it is accepted (F134)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from supportdesk.cli.session import Session
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import PutArticle


@contextmanager
def articles_in(
    session: Session, ticket: int, kind: str, wanted: Sequence[str] | None
) -> Iterator[None]:
    """Submit a text in a block; the articles named are used in its ticket unless it is refused.

    Raises what the block raises, and Refused for an article that is not there.
    """
    if not wanted:
        yield
        return
    from supportdesk.cli.article_texts import chosen

    me = session.actor().id
    puts = [PutArticle(me, ticket, kind, chosen(session, one).head.id) for one in wanted]
    for put in puts:
        session.desk.remember(put)
    try:
        yield
    except DeskError:
        for put in puts:
            session.desk.remember(PutArticle(me, ticket, kind, put.article, put=False))
        raise
