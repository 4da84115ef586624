"""What the desk screen asks the store: flat reads on the console's own thread (law 11)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.views import View, ViewBook, book, queue_view
from supportdesk.desk.desk import Desk
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.desk_options import WRITING_LOCK, file_limit, option_value
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.recipients import Recipient
from supportdesk.store.read import (
    articles,
    bulks,
    client_details,
    client_duplicates,
    client_messages,
    clients,
    clocks,
    connection,
    custom_fields,
    desk_lists,
    draft_files,
    links,
    macros,
    organisations,
    outbox,
    policies,
    presence,
    recipients,
    search,
    silence,
    template_uses,
    threads,
    tickets,
    timeline,
    times,
    views,
)
from supportdesk.store.read.articles import ArticleHead, ArticleRow
from supportdesk.store.read.client_rows import (
    ClientCard,
    DuplicateRow,
    OrganisationCard,
    PropertyRow,
    TimelineRow,
)
from supportdesk.store.read.clocks import AlertRow, ClockRow, Standing
from supportdesk.store.read.due_times import next_due
from supportdesk.store.read.earlier_replies import EarlierReply, earlier_replies
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.rows import (
    AlikeTicket,
    Counts,
    DraftRow,
    LinkRow,
    MacroRow,
    MessageRow,
    OperatorRow,
    OutboxRow,
    QueueRow,
    SearchHit,
    TemplateRow,
    TemplateUses,
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

    def moment(self) -> datetime:
        """The present moment, aware."""
        return self._desk.clock()

    def first_page(self, view: View) -> Listing:
        """The beginning of a view: at most a page, for the first paint."""
        return self._listing(view, PAGE)

    def whole(self, view: View) -> Listing:
        """All of a view at once."""
        return self._listing(view, None)

    def _listing(self, view: View, limit: int | None) -> Listing:
        """The tickets of a view. Raises Invalid for a query that says nothing."""
        if view.numbers is not None:
            return Listing(view.numbers[:limit], self.rows)
        query = self.query(view.query)
        if query.group:
            found, groups = self._desk.ask(search.grouped, query, limit)
            return Listing(found, self.rows, group_by=query.group, groups=groups)
        return Listing(self._desk.ask(search.numbers, query, limit), self.rows)

    def arrived(self, view: View, changed: Sequence[int]) -> Sequence[int]:
        """Which of the tickets that have changed belong to a view now."""
        return self._desk.ask(search.arrived, self.query(view.query), changed)

    def count(self, view: View) -> int:
        """How many tickets a view has, counted a little beyond a thousand."""
        return self._desk.ask(search.count, self.query(view.query))

    def view_book(self) -> ViewBook:
        """My views: built in and saved, in the places I gave them."""
        saved = self._desk.ask(views.saved, self._me)
        places = self._desk.ask(views.places, self._me)
        return book(saved, places, has_policies=self._desk.ask(policies.any_policy))

    def opened_last(self) -> list[int]:
        """Numbers of the tickets I opened last, newest first."""
        return self._desk.ask(views.opened_last, self._me)

    def query(self, written: str) -> Query:
        """A question in the language of R6, asked by me now."""
        now = self._desk.clock()
        return parse_query(
            written,
            now=now,
            zone=self.zone,
            me=self._me,
            custom=self.fields,
            silent_before=lambda: self._desk.ask(silence.silent_before, now),
        )

    def fields(self) -> Sequence[FieldDefinition]:
        """The custom fields of tickets, retired ones last."""
        return self._desk.ask(custom_fields.definitions)

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

    def duplicates(self, client: int) -> Sequence[DuplicateRow]:
        """Clients who may be the same person, the most alike first."""
        return self._desk.ask(client_duplicates.duplicates, client)

    def properties(self) -> Sequence[PropertyRow]:
        """The properties that clients may have."""
        return self._desk.ask(client_details.properties)

    def organisation(self, number: int) -> OrganisationCard | None:
        """An organisation with its people and tickets at work."""
        return self._desk.ask(organisations.card, number)

    def timeline(
        self, client: int, before: timeline.Key | None, kinds: Collection[str], typed: str
    ) -> Sequence[TimelineRow]:
        """A page of a client's history before a key."""
        return self._desk.ask(timeline.page, client, before=before, kinds=kinds, text=typed)

    def counts(self) -> Counts:
        """The live numbers beside views and queues."""
        return self._desk.ask(tickets.counts, self._me)

    def standing(self, *, of_all: bool) -> Standing:
        """How many tickets are due soon or overdue: mine, or everybody's."""
        return self._desk.ask(clocks.standing, None if of_all else self._me, self.now())

    def clocks(self, number: int) -> Sequence[ClockRow]:
        """The clocks of a ticket, every cycle."""
        return self._desk.ask(clocks.clocks_of, number)

    def alerts_since(self, seq: int) -> Sequence[AlertRow]:
        """Warnings and breaches of clocks after change number `seq`."""
        return self._desk.ask(clocks.alerts_since, seq)

    def queues(self) -> Sequence[QueueRow]:
        """The queues, by line and name."""
        return self._desk.ask(desk_lists.queues)

    def queue_views(self) -> tuple[View, ...]:
        """The queues as views."""
        return tuple(queue_view(queue) for queue in self.queues())

    def time_on(self, number: int, operator: int | None) -> int:
        """Milliseconds spent on a ticket by an operator, or by everybody."""
        return self._desk.ask(times.total, number, operator)

    def my_time(self, number: int) -> dict[str, int]:
        """Kind of work → milliseconds I have spent with it on a ticket."""
        spent: dict[str, int] = {}
        for row in self._desk.ask(times.entries, times.Sought(number, self._me)):
            spent[row.work] = spent.get(row.work, 0) + row.milliseconds
        return {work: milliseconds for work, milliseconds in spent.items() if milliseconds}

    def who_sits(self) -> OperatorRow | None:
        """The operator who acts as the one who is shown, where that is known."""
        sits = self._desk.sits
        return None if sits is None else next(row for row in self.operators() if row.id == sits)

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

    def end_of_merges(self, number: int) -> int:
        """The ticket in which this one stands by now: mostly itself."""
        return self._desk.ask(links.end_of_merges, number)

    def alike(self, number: int) -> Sequence[AlikeTicket]:
        """The client's tickets that may be about the same, the most alike first."""
        return self._desk.ask(links.alike, number)

    def templates(self) -> Sequence[TemplateRow]:
        """The saved replies."""
        return self._desk.ask(desk_lists.templates)

    def template_uses(self) -> Mapping[int, TemplateUses]:
        """How templates have been used, by me and by all."""
        return self._desk.ask(template_uses.template_uses, self._me)

    def macros(self) -> Sequence[MacroRow]:
        """The macros."""
        return self._desk.ask(macros.macros)

    def prepared_macro(self, number: int) -> PreparedMacro | None:
        """The macro that waits for my reply on a ticket, or None."""
        return self._desk.ask(macros.prepared, self._me, number)

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

    def returned(self, number: int) -> Sequence[OutboxRow]:
        """My texts that came back from the outbox on a ticket and lie there (F32)."""
        return self._desk.ask(outbox.returned, self._me, number)

    def outbox(self) -> Sequence[OutboxRow]:
        """What of mine came back from the outbox, then what waits there."""
        return self._desk.ask(outbox.of_operator, self._me)

    def untold_returns(self) -> Sequence[OutboxRow]:
        """What of mine came back by itself and I do not know of yet."""
        return self._desk.ask(outbox.untold, self._me)

    def planned(self, number: int) -> Sequence[tuple[str, str, int]]:
        """What waits on a ticket: kind, operator and time."""
        return self._desk.ask(outbox.planned, number)

    def in_copy(self, number: int) -> tuple[Recipient, ...]:
        """Who else the client's last message came to."""
        return self._desk.ask(recipients.in_copy, number)

    def known_addresses(self, typed: str) -> Sequence[str]:
        """Addresses that begin with what is typed."""
        return self._desk.ask(recipients.known, typed)

    def draft_files(self, number: int, kind: str) -> tuple[draft_files.DraftFileRow, ...]:
        """The files that go with my unsent text of this kind on a ticket."""
        return self._desk.ask(draft_files.files, self._me, number, kind)

    def content(self, sha256: str) -> bytes:
        """The bytes of a file."""
        return b"".join(self._desk.ask(threads.attachment_chunks, sha256))

    def others(self) -> tuple[presence.Present, ...]:
        """Who else has which ticket in sight (F75)."""
        return self._desk.ask(presence.others, self._me, self.now())

    def claim(self, number: int) -> presence.Claim | None:
        """Who else writes to the client of a ticket, if the desk keeps places (F77)."""
        found = self._desk.ask(presence.claim, number, self.now()) if self.keeps_places() else None
        return None if found is None or found.operator_id == self._me else found

    def keeps_places(self) -> bool:
        """Whether whoever begins a reply is named to the others (F77)."""
        return option_value(self._desk.ask(desk_lists.options), WRITING_LOCK) == "on"

    def file_limit(self, channel: str) -> int:
        """Bytes of files that may go with one message on a channel (F33)."""
        return file_limit(self._desk.ask(desk_lists.options), channel)

    def mark_number(self) -> int:
        """Grows when I mark something as read, in whichever console."""
        return self._desk.ask(presence.mark_number, self._me)

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
        due = self._desk.ask(next_due)
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

    def client_messages_since(self, seq: int, after: int) -> list[tuple[int, int | None]]:
        """Ticket and owner of client messages after change number `seq`, sent after `after`."""
        return self._desk.ask(client_messages.client_messages_since, seq, after, self._me)

    def next_due(self) -> int | None:
        """When the next due work falls, in milliseconds, or None."""
        return self._desk.next_due()
