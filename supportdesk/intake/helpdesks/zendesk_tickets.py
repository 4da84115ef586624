"""Whole tickets of a Zendesk export, put together from the pile."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from supportdesk.domain.language import guess_language
from supportdesk.domain.rating import HIGHEST_RATING, LONGEST_COMMENT, LOWEST_RATING
from supportdesk.domain.ticket import MessageKind
from supportdesk.intake.helpdesks import zendesk_people
from supportdesk.intake.helpdesks.found import (
    Found,
    NoPlace,
    WrongItem,
    file_line,
    identity,
    inner,
    moment,
    note_rest,
    number,
    objects,
    required_moment,
    text,
    with_files,
)
from supportdesk.intake.helpdesks.snapshot import as_messages_tell, with_snapshot
from supportdesk.intake.helpdesks.ticket_fields import ForeignFields
from supportdesk.intake.helpdesks.zendesk_audits import STATES, Audits, comments
from supportdesk.intake.helpdesks.zendesk_people import People
from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.record import LinkRecord, RatingRecord, SpokenRecord, TicketRecord
from supportdesk.store.pile import Pile

USED = frozenset(
    """id url via created_at updated_at type subject raw_subject description priority status
    requester_id assignee_id organization_id group_id tags custom_fields fields problem_id
    comments requester assignee organization group submitter satisfaction_rating""".split()
)
SILENT = frozenset(
    """submitter_id has_incidents is_public allow_channelback allow_attachments
    from_messaging_channel generated_timestamp result_type custom_status_id encoded_id
    followup_ids comment_count dates metric_set metric_events""".split()
)
"""What follows from the rest, or is about the account there."""
_SCORES = {"good": HIGHEST_RATING, "bad": LOWEST_RATING}
"""How an answer begins (`good_with_comment`), and what it is here."""


class Tickets:
    """Makes records of tickets."""

    def __init__(
        self,
        pile: Pile,
        people: People,
        audits: Audits,
        fields: ForeignFields,
        no_place: NoPlace,
    ) -> None:
        self._pile = pile
        self._people = people
        self._audits = audits
        self._fields = fields
        self._no_place = no_place

    def ticket(self, body: Found, place: str) -> TicketRecord | None:
        """One ticket with its thread and log; None for one that was deleted. Raises WrongItem."""
        status = text(body, "status")
        if status not in STATES:
            if status != "deleted":
                raise WrongItem("status")
            self._no_place["ticket", "", "deleted"] += 1
            return None
        note_rest(self._no_place, "ticket", body, USED | SILENT)
        source = f"zendesk:{_account(body)}{identity(body)}"
        created = required_moment(body, "created_at")
        updated = max(moment(body, "updated_at") or created, created)
        via, requester = inner(body, "via"), number(body, "requester_id")
        client = self._people.client(requester, inner(via, "source"))
        user = self._people.user(requester)
        messages = tuple(self._messages(body, source))
        is_new = self._people.is_new(requester)
        company, said = self._company(body, user)
        current = self._current(body)
        log = [change for change in self._audits.changes(identity(body)) if change.values]
        guessed = tuple(as_messages_tell(messages, updated))
        return TicketRecord(
            source_id=source,
            subject=text(body, "raw_subject") or text(body, "subject"),
            client=client,
            messages=messages,
            created_at=created,
            place=place,
            updated_at=updated,
            queue=None if log else self._audits.queue(number(body, "group_id")),
            channel=text(via, "channel") or "api",
            language=_language(messages, user),
            company=company,
            client_notes=zendesk_people.notes(user, created) if is_new else (),
            links=tuple(self._links(body, source)),
            fields=self._fields.values("ticket", _custom(body), self._no_place),
            client_fields=zendesk_people.more(user) if is_new else (),
            client_properties=zendesk_people.properties(user) if is_new else (),
            organisation=said,
            changes=with_snapshot(log or guessed, updated, current),
            rating=self._rating(body, updated),
        )

    def _rating(self, body: Found, updated: datetime) -> RatingRecord | None:
        """What the client said last of it; a ticket alone does not tell when."""
        listed = [_said(one, updated) for one in self._pile.of("rating", identity(body))]
        dated = [rating for rating in listed if rating is not None]
        if dated:
            return max(dated, key=lambda rating: rating.at)
        return _said(inner(body, "satisfaction_rating"), updated)

    def _current(self, body: Found) -> tuple[tuple[str, str | None], ...]:
        """How the ticket stands, as an entry of its log."""
        told: list[tuple[str, str | None]] = []
        for field in ("status", "priority", "type", "assignee_id", "group_id", "tags"):
            told += self._audits.values(field, body.get(field)) or ()
        return tuple(told)

    def _company(self, body: Found, user: Found) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        own = number(body, "organization_id")
        return self._people.company(own if own is not None else number(user, "organization_id"))

    def _messages(self, body: Found, source: str) -> Iterator[SpokenRecord]:
        """The comments; without them the description is what the client wrote first.

        What opened the ticket is called the same either way, so that it comes once.
        """
        ticket = identity(body)
        found: dict[int, Found] = {}
        for audit in self._pile.of("audit", ticket):
            found |= {identity(comment): comment for comment in comments(audit)}
        found |= {identity(comment): comment for comment in self._pile.of("comment", ticket)}
        via = inner(body, "via")
        if not found:
            if text(body, "description"):
                opening = {**body, "body": text(body, "description"), "via": via}
                opening["author_id"] = body.get("submitter_id") or body.get("requester_id")
                yield self._message(opening, f"{source}#opening", via)
            return
        opened = None
        for number_, comment in sorted(found.items()):
            is_opening = opened is None and _opens(comment, body)
            opened = number_ if is_opening else opened
            name = "opening" if is_opening else str(number_)
            yield self._message(comment, f"{source}#{name}", inner(comment, "via") or via)

    def _message(self, comment: Found, source: str, via: Found) -> SpokenRecord:
        author = number(comment, "author_id")
        ours = self._people.operator(author)
        kind = MessageKind.OPERATOR if ours else MessageKind.CLIENT
        if comment.get("public") is False:
            kind = MessageKind.NOTE
        body = text(comment, "body") or text_of_html(text(comment, "html_body"))
        files = objects(comment, "attachments")
        lines = [file_line(one, "file_name", "size", "content_url") for one in files]
        if files:
            self._no_place["message", "attachments", "not_fetched"] += len(files)
        return SpokenRecord(
            source_id=source,
            kind=kind,
            author=self._people.client(author, inner(via, "source")),
            sent_at=required_moment(comment, "created_at"),
            body=with_files(body, lines),
            operator=ours.name if ours else None,
        )

    def _links(self, body: Found, source: str) -> Iterator[LinkRecord]:
        before = source.rpartition(":")[0]
        problem = number(body, "problem_id")
        if problem is not None:
            yield LinkRecord("problem", f"{before}:{problem}")
        origin = inner(inner(body, "via"), "source")
        if origin.get("rel") == "follow_up":
            former = number(inner(origin, "from"), "ticket_id")
            if former is not None:
                yield LinkRecord("follow_up", f"{before}:{former}")


def _account(body: Found) -> str:
    """The account a ticket comes from: `example:` of example.zendesk.com."""
    try:
        host = urlsplit(text(body, "url")).hostname or ""
    except ValueError:
        host = ""
    return f"{host.removesuffix('.zendesk.com')}:" if host else ""


def _said(found: Found, otherwise: datetime) -> RatingRecord | None:
    """A rating; good and bad are the ends of our scale, and what was only offered is none."""
    said = text(found, "score")
    score = next((score for word, score in _SCORES.items() if said.startswith(word)), None)
    if score is None:
        return None
    at = moment(found, "updated_at") or moment(found, "created_at") or otherwise
    return RatingRecord(score, at, text(found, "comment").strip()[:LONGEST_COMMENT])


def _opens(comment: Found, ticket: Found) -> bool:
    """Whether a comment is what the ticket was made with."""
    if comment.get("created_at") == ticket.get("created_at"):
        return True
    described = text(ticket, "description").strip()
    return bool(described) and text(comment, "body").strip() == described


def _custom(body: Found) -> dict[str, object]:
    """Custom fields by their numbers."""
    held = objects(body, "custom_fields") or objects(body, "fields")
    return {text(one, "id"): one.get("value") for one in held}


def _language(messages: tuple[SpokenRecord, ...], user: Found) -> str | None:
    """The language the client writes in, else the one they have chosen."""
    first = next((one.body for one in messages if one.kind == MessageKind.CLIENT), "")
    return guess_language(first) or zendesk_people.language(user)
