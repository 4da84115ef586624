"""Clients, who they belong to, and what happened with them."""

from collections.abc import Collection, Sequence

from supportdesk.console.questions.asking import Questions
from supportdesk.store.read import (
    client_details,
    client_duplicates,
    clients,
    organisations,
    timeline,
)
from supportdesk.store.read.client_rows import (
    ClientCard,
    DuplicateRow,
    OrganisationCard,
    PropertyRow,
    TimelineRow,
)


class ClientQuestions(Questions):
    """The card and the history beside a ticket."""

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
