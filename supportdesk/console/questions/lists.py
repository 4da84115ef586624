"""The tickets of views and searches, and the live numbers beside them."""

from collections.abc import Sequence

from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.questions.people import PeopleQuestions
from supportdesk.console.views import View, ViewBook, book, queue_view
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.query import Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import (
    clocks,
    custom_fields,
    desk_lists,
    policies,
    search,
    silence,
    tickets,
    views,
)
from supportdesk.store.read.clocks import Standing
from supportdesk.store.read.rows import Counts, SearchHit, TicketRow


class ListQuestions(PeopleQuestions):
    """The lists of the desk screen and the language they are asked in."""

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

    def rows(self, numbers: Sequence[int]) -> list[TicketRow]:
        """The tickets with these numbers."""
        return self._desk.ask(tickets.rows, numbers, self._me)

    def row(self, number: int) -> TicketRow | None:
        """The ticket with this number, or None."""
        return self._desk.ask(tickets.row, number, self._me)

    def counts(self) -> Counts:
        """The live numbers beside views and queues."""
        return self._desk.ask(tickets.counts, self._me)

    def standing(self, *, of_all: bool) -> Standing:
        """How many tickets are due soon or overdue: mine, or everybody's."""
        return self._desk.ask(clocks.standing, None if of_all else self._me, self.now())

    def queue_views(self) -> tuple[View, ...]:
        """The queues as views."""
        return tuple(queue_view(queue) for queue in self.queues())

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

    def hits(self, query: str, limit: int) -> Sequence[SearchHit]:
        """Where the words of a query stand, newest first. Raises Invalid."""
        return self._desk.ask(search.search_hits, self.query(query), limit)

    def has_tickets(self) -> bool:
        """Whether the store holds any ticket at all."""
        return self._desk.ask(desk_lists.facts, self.now()).tickets > 0
