"""What clients say of us: a rating of a ticket (CSAT), and whether they would recommend us (NPS).

The interval of NPS is that of Bonett and Price for the difference of two shares of the same answers
(Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data,
Journal of Educational and Behavioral Statistics 37, 2012): one promoter and one detractor are added
to those counted. It holds for few answers too, where the plain one is too narrow.
"""

from math import sqrt

from supportdesk.domain.errors import Invalid
from supportdesk.records import dataclass

LOWEST_RATING, HIGHEST_RATING = 1, 5
SATISFIED = 4
"""Who rates a ticket so or higher is satisfied: what the CSAT share counts."""

HIGHEST_RECOMMENDATION = 10
PROMOTER = 9
"""From here on a client recommends us."""
DETRACTOR = 6
"""Up to here a client advises against us; between them they are passive."""

LONGEST_COMMENT = 2_000

_Z = 1.959963984540054
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Nps:
    """Promoters, passives and detractors of some answers."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """Promoters − detractors, from −100 to 100; of nobody there is none."""
        return 100 * (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the score of all clients lies with 95 % confidence, from −100 to 100."""
        if not self.n:
            return None
        whole = self.n + 2
        for_us, against_us = (self.promoters + 1) / whole, (self.detractors + 1) / whole
        middle = for_us - against_us
        reach = _Z * sqrt((for_us + against_us - middle**2) / whole)
        return 100 * max(-1.0, middle - reach), 100 * min(1.0, middle + reach)


def nps_of(scores: dict[int, int]) -> Nps:
    """Of how many answers there are of each score."""
    promoters = sum(n for score, n in scores.items() if score >= PROMOTER)
    detractors = sum(n for score, n in scores.items() if score <= DETRACTOR)
    return Nps(promoters, sum(scores.values()) - promoters - detractors, detractors)


def parse_rating(typed: str) -> tuple[int, str]:
    """`4 kind but slow` as a score and a comment.

    Raises Invalid("rating.score") and Invalid("rating.comment_too_long").
    """
    first, _blank, comment = typed.strip().partition(" ")
    if not (first.isascii() and first.isdigit() and len(first) < 3):
        raise Invalid("rating.score", wanted=first, low=LOWEST_RATING, high=HIGHEST_RATING)
    require_rating(int(first))
    return int(first), clean_comment(comment)


def require_rating(score: int) -> None:
    """Raise Invalid("rating.score") for anything but 1 to 5."""
    if not LOWEST_RATING <= score <= HIGHEST_RATING:
        raise Invalid("rating.score", wanted=score, low=LOWEST_RATING, high=HIGHEST_RATING)


def require_recommendation(score: int) -> None:
    """Raise Invalid("rating.score") for anything but 0 to 10."""
    if not 0 <= score <= HIGHEST_RECOMMENDATION:
        raise Invalid("rating.score", wanted=score, low=0, high=HIGHEST_RECOMMENDATION)


def clean_comment(text: str) -> str:
    """A comment without blanks around it. Raises Invalid("rating.comment_too_long")."""
    found = text.strip()
    if len(found) > LONGEST_COMMENT:
        raise Invalid("rating.comment_too_long", limit=LONGEST_COMMENT)
    return found
