"""Whether clients would recommend us: answers, and how many there are of each score (F126)."""

from sys import maxsize

from supportdesk.domain.rating import DETRACTOR, HIGHEST_RECOMMENDATION
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader

_COUNTED = """
SELECT score, count(*) FROM recommendation
 WHERE NOT withdrawn AND at >= :since AND at < :until GROUP BY score
"""
_FOUND = """
SELECT r.client_id, c.name, r.score, r.at, r.comment
  FROM recommendation r JOIN client c ON c.id = r.client_id
 WHERE NOT r.withdrawn AND r.at >= :since AND r.at < :until AND r.score <= :highest
 ORDER BY r.at DESC, r.id DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """What a client said; `score` from 0 to 10."""

    client: int
    name: str
    score: int
    at: int
    comment: str


def counted(connection: Reader, since: int, until: int) -> dict[int, int]:
    """Score → answers from one moment to before another (milliseconds)."""
    found = connection.execute(_COUNTED, {"since": since, "until": until})
    return dict(found.fetchall())


def found(
    connection: Reader,
    since: int,
    until: int,
    most: int,
    *,
    detractors: bool = False,
) -> list[RecommendationRow]:
    """The answers of a period, the newest first; with `detractors` those up to 6 alone."""
    asked = {
        "since": since,
        "until": until,
        "highest": DETRACTOR if detractors else HIGHEST_RECOMMENDATION,
        "most": most or maxsize,
    }
    return [RecommendationRow(*row) for row in connection.execute(_FOUND, asked)]
