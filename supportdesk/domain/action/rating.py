"""What clients say of us: ratings of tickets (F125), and whether they would recommend us (F126)."""

from datetime import datetime

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class RateTicket:
    """Write down how content the client of a ticket is, 1 to 5; a later rating replaces it.

    `at` is when they said so; None is now.
    """

    ticket: int
    score: int
    comment: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddRecommendation:
    """Write down how likely a client is to recommend us, 0 to 10."""

    client: int
    score: int
    comment: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoricRating:
    """A rating as a survey collected it."""

    ticket: int
    score: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RecordRatings:
    """A batch of ratings, at most a few hundred; the newest of a ticket stays."""

    ratings: tuple[HistoricRating, ...]


@dataclass(frozen=True, slots=True)
class HistoricRecommendation:
    """A client's answer as a survey collected it."""

    client: int
    score: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RecordRecommendations:
    """A batch of answers, at most a few hundred; one of a client and moment is kept once."""

    recommendations: tuple[HistoricRecommendation, ...]
