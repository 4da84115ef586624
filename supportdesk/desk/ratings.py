"""What clients say of us: ratings of tickets, and whether they would recommend us (F125, F126)."""

from datetime import datetime

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import (
    AddRecommendation,
    HistoricRating,
    HistoricRecommendation,
    RateTicket,
    RecordRatings,
    RecordRecommendations,
)
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.rating import clean_comment, require_rating, require_recommendation
from supportdesk.store.write import people, recommendations, rows, ticket_ratings
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.transaction import Transaction

NOT_RATED = ("merged", "spam")
"""What stands in another ticket, or never was a request."""


def rate_ticket(submission: Submission, action: RateTicket) -> Receipt:
    """Rate a ticket; it is no work on it, so a new one stays new.

    Raises Invalid("rating.score"), Invalid("rating.comment_too_long"), Invalid("rating.future"),
    Refused("rating.no_request"), Refused("client.forgotten") and NotFound("ticket.missing").
    """
    transaction = submission.transaction
    require_rating(action.score)
    comment, at = clean_comment(action.comment), _moment(transaction, action.at)
    ticket = ticket_row(transaction.connection, action.ticket)
    if ticket["state"] in NOT_RATED:
        raise Refused("rating.no_request", number=action.ticket, state=ticket["state"])
    if comment and _is_forgotten(transaction, ticket["client_id"]):
        raise Refused("client.forgotten", number=ticket["client_id"])
    said = {"rating": str(action.score), "rated_at": str(at), "rating_comment": comment or None}
    for field, value in said.items():
        change(transaction, "ticket", action.ticket, field, value)
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def record_ratings(submission: Submission, action: RecordRatings) -> Receipt:
    """Record a batch; what is known already, or older than what a ticket has, changes nothing.

    `new` in the counts of the receipt says how many did. Raises Invalid("rating.score"),
    Invalid("rating.comment_too_long") and NotFound("ticket.missing"). Of who was forgotten no
    comment is kept.
    """
    new = sum(_record_rating(submission.transaction, one) for one in action.ratings)
    return Receipt(submission.transaction.envelope, counts=(("new", new),))


def _record_rating(transaction: Transaction, rating: HistoricRating) -> bool:
    require_rating(rating.score)
    comment, at = clean_comment(rating.comment), to_milliseconds(rating.at)
    ticket = ticket_row(transaction.connection, rating.ticket)
    if ticket["state"] in NOT_RATED or at <= (ticket["rated_at"] or 0):
        return False
    if _is_forgotten(transaction, ticket["client_id"]):
        comment = ""
    ticket_ratings.record(transaction, ticket, rating.score, at, comment or None)
    return True


def add_recommendation(submission: Submission, action: AddRecommendation) -> Receipt:
    """Write down how likely a client is to recommend us.

    Raises Invalid("rating.score"), Invalid("rating.comment_too_long"), Invalid("rating.future"),
    Refused("client.forgotten") and NotFound("client.missing").
    """
    transaction = submission.transaction
    require_recommendation(action.score)
    comment, at = clean_comment(action.comment), _moment(transaction, action.at)
    client = people.standing(transaction.connection, action.client)
    if _is_forgotten(transaction, client):
        raise Refused("client.forgotten", number=client)
    made = recommendations.add(transaction, client, action.score, at, comment)
    change(transaction, "recommendation", made, "present", "1")
    return Receipt(transaction.envelope, client=client)


def record_recommendations(submission: Submission, action: RecordRecommendations) -> Receipt:
    """Record a batch; an answer of the same client and moment is left alone.

    `new` in the counts of the receipt says how many were not known. Raises Invalid("rating.score"),
    Invalid("rating.comment_too_long") and NotFound("client.missing"). Of who was forgotten nothing
    is recorded.
    """
    transaction = submission.transaction
    new = sum(_record_recommendation(transaction, one) for one in action.recommendations)
    return Receipt(transaction.envelope, counts=(("new", new),))


def _record_recommendation(transaction: Transaction, said: HistoricRecommendation) -> bool:
    require_recommendation(said.score)
    comment, at = clean_comment(said.comment), to_milliseconds(said.at)
    client = people.standing(transaction.connection, said.client)
    is_known = recommendations.is_known(transaction.connection, client, at)
    if is_known or _is_forgotten(transaction, client):
        return False
    made = recommendations.add(transaction, client, said.score, at, comment, is_there=True)
    transaction.record("recommendation", made, "present", None, "1", at=at)
    return True


def _moment(transaction: Transaction, at: datetime | None) -> int:
    """When something was said, in milliseconds. Raises Invalid("rating.future")."""
    moment = transaction.at if at is None else to_milliseconds(at)
    if moment > transaction.at:
        raise Invalid("rating.future")
    return moment


def _is_forgotten(transaction: Transaction, client: int) -> bool:
    row = rows.require_row(transaction.connection, "client", client)
    return row["forgotten_at"] is not None
