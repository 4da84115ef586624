"""What the desk screen asks the store: flat reads on the console's own thread (law 11)."""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.views import View, queue_view
from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import (
    articles,
    bulks,
    clients,
    connection,
    desk_lists,
    links,
    search,
    threads,
    tickets,
)
from supportdesk.store.read.articles import ArticleHead, ArticleRow
from supportdesk.store.read.earlier_replies import EarlierReply, earlier_replies
from supportdesk.store.read.rows import (
    AlikeTicket,
    ClientCard,
    Counts,
    DraftRow,
    LinkRow,
    MessageRow,
    OperatorRow,
    QueueRow,
    SearchHit,
    TemplateRow,
    TicketRow,
)

NEWEST_MESSAGES = 500
"""Messages of a conversation read at once; the rest when somebody scrolls up to them."""

_ALL_MESSAGES = 100_000


class Reading:
    """The questions of the desk screen. All raise StoreTrouble when the store cannot be read."""

    def __init__(self, desk: Desk, me: int, zone: tzinfo | None) -> None:
        self._desk = desk
        self._me = me
        self._zone = zone

    def now(self) -> int:
        """The present moment in milliseconds."""
        return to_milliseconds(self._desk.clock())

    def first_page(self, view: View) -> Listing:
        """The beginning of a view: at most a page, for the first paint."""
        return Listing(self.numbers(view, PAGE), self.rows)

    def whole(self, view: View) -> Listing:
        """All of a view at once."""
        return Listing(self.numbers(view), self.rows)

    def numbers(self, view: View, limit: int | None = None) -> Sequence[int]:
        """The numbers of a view in its order. Raises Invalid for a query that says nothing."""
        if view.numbers is not None:
            return view.numbers[:limit]
        return self._desk.ask(search.numbers, self.query(view.query), limit)

    def among(self, view: View, numbers: Sequence[int]) -> Sequence[int]:
        """Which of these tickets belong to a view."""
        named = ",".join(map(str, numbers))
        return self._desk.ask(search.numbers, self.query(f"{view.query} number:{named}"))

    def query(self, written: str) -> Query:
        """A question in the language of R6, asked by me now."""
        now = self._desk.clock()
        return parse_query(written, now=now, zone=self.zone, me=self._me)

    @property
    def zone(self) -> tzinfo:
        """The zone in which dates are read and written."""
        return self._zone or self._desk.clock().astimezone().tzinfo or UTC

    def rows(self, numbers: Sequence[int]) -> list[TicketRow]:
        """The tickets with these numbers."""
        return self._desk.ask(tickets.rows, numbers, self._me)

    def row(self, number: int) -> TicketRow | None:
        """The ticket with this number, or None."""
        return self._desk.ask(tickets.row, number, self._me)

    def messages(self, number: int, *, whole: bool = False) -> tuple[MessageRow, ...]:
        """The newest messages of a ticket, or all of them, oldest first."""
        limit = _ALL_MESSAGES if whole else NEWEST_MESSAGES
        return self._desk.ask(threads.messages, number, limit)

    def card(self, client: int) -> ClientCard | None:
        """The client's card."""
        return self._desk.ask(clients.card, client)

    def clients_by(self, typed: str, limit: int = 8) -> list[int]:
        """Clients whom a few letters of a name, e-mail or phone may mean."""
        return self._desk.ask(clients.ids_by_text, typed, limit)

    def client_tickets(self, client: int) -> tuple[int, ...]:
        """The numbers of all tickets of a client, newest first."""
        found = self._desk.ask(tickets.of_client, client, 100_000)
        return tuple(ticket.number for ticket in found)

    def counts(self) -> Counts:
        """The live numbers beside views and queues."""
        return self._desk.ask(tickets.counts, self._me)

    def queues(self) -> Sequence[QueueRow]:
        """The queues, by line and name."""
        return self._desk.ask(desk_lists.queues)

    def queue_views(self) -> tuple[View, ...]:
        """The queues as views."""
        return tuple(queue_view(queue) for queue in self.queues())

    def operators(self) -> Sequence[OperatorRow]:
        """Everybody who works at this desk, or did."""
        return self._desk.ask(desk_lists.operators)

    def tags(self) -> Sequence[str]:
        """The tags in use."""
        return self._desk.ask(desk_lists.tags)

    def names_in_queries(self) -> dict[str, Sequence[str]]:
        """The names of the store that a query is completed with."""
        return {
            "queue": [queue.name for queue in self.queues()],
            "owner": [row.name for row in self.operators() if row.active],
            "tag": self.tags(),
        }

    def names_asked_for(self) -> dict[str, list[str]]:
        """Every name that means something in a query, logins too."""
        return self._desk.ask(desk_lists.names_asked_for)

    def links(self, number: int) -> Sequence[LinkRow]:
        """What a ticket is to others."""
        return self._desk.ask(links.of_ticket, number)

    def alike(self, number: int) -> Sequence[AlikeTicket]:
        """The client's tickets that may be about the same, the most alike first."""
        return self._desk.ask(links.alike, number)

    def templates(self) -> Sequence[TemplateRow]:
        """The saved replies."""
        return self._desk.ask(desk_lists.templates)

    def articles(self) -> Sequence[ArticleHead]:
        """The articles by title."""
        return self._desk.ask(articles.heads)

    def article(self, number: int) -> ArticleRow | None:
        """One article with its text."""
        return self._desk.ask(articles.article, number)

    def articles_with(self, typed: str) -> Sequence[int]:
        """Articles that hold all these words, the most telling first."""
        return self._desk.ask(articles.found, typed)

    def articles_for(self, number: int) -> Sequence[int]:
        """The articles that fit a ticket best."""
        return self._desk.ask(articles.suggested, number)

    def articles_used(self, number: int) -> Sequence[ArticleHead]:
        """The articles a ticket was answered with."""
        return self._desk.ask(articles.used_in, number)

    def earlier_replies(self, query: str, limit: int) -> Sequence[EarlierReply]:
        """Replies of the team that a query finds. Raises Invalid."""
        return self._desk.ask(earlier_replies, self.query(query), limit)

    def draft(self, number: int, kind: str) -> DraftRow | None:
        """My unsent text of this kind on a ticket, or None."""
        return self._desk.ask(threads.draft, self._me, number, kind)

    def drafts(self) -> Sequence[DraftRow]:
        """All my unsent texts."""
        return self._desk.ask(threads.drafts, self._me)

    def hits(self, query: str, limit: int) -> Sequence[SearchHit]:
        """Where the words of a query stand, newest first. Raises Invalid."""
        return self._desk.ask(search.search_hits, self.query(query), limit)

    def has_tickets(self) -> bool:
        """Whether the store holds any ticket at all."""
        return self._desk.ask(desk_lists.facts, self.now()).tickets > 0

    def interrupted(self) -> int:
        """How many steps are left of my newest command, where it was interrupted; else 0."""
        return self._desk.ask(bulks.interrupted, self._me)

    def late_work_since(self) -> int | None:
        """Since when due work lies undone, in milliseconds, or None."""
        due = self._desk.next_due()
        return due if due is not None and due < self.now() else None

    def version(self) -> int:
        """Changes when anybody else has written; costs two microseconds."""
        return self._desk.ask(connection.data_version)

    def change_number(self) -> int:
        """Grows with every change of the desk."""
        return self._desk.ask(tickets.change_number)

    def changed_since(self, seq: int) -> list[int]:
        """Tickets changed after change number `seq`."""
        return self._desk.ask(tickets.changed_since, seq)

    def next_due(self) -> int | None:
        """When the next due work falls, in milliseconds, or None."""
        return self._desk.next_due()
