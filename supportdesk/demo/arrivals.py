"""Clients who keep writing while the demo runs."""

import random
import threading
from dataclasses import replace

from supportdesk.demo.clients import DemoClient
from supportdesk.demo.content import LANGUAGES, people, scenario_of, scenarios
from supportdesk.demo.wording import wording_for
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import ClientReference, ReceiveMessage
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.ticket import Category
from supportdesk.store.read import clients, desk_lists, threads, tickets
from supportdesk.store.read.rows import TicketRow

SECONDS_BETWEEN = (12.0, 40.0)
FOLLOW_UPS = 0.45
"""Share of arrivals that go on with a conversation at work."""


class Arrivals:
    """Hands the desk a new client message every now and then, on a thread of its own."""

    def __init__(
        self, desk: Desk, seed: int, seconds: tuple[float, float] = SECONDS_BETWEEN
    ) -> None:
        self._desk = desk
        self._pick = random.Random(seed)  # noqa: S311 - a demo, not a secret
        self._seconds = seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="arrivals", daemon=True)

    def start(self) -> None:
        """Begin delivering."""
        self._thread.start()

    def stop(self) -> None:
        """Deliver no more; returns when the thread has ended."""
        self._stopped.set()
        self._thread.join()

    def deliver(self) -> int:
        """Deliver one message now; return the number of its ticket."""
        row, client = self._writer()
        following = self._following(row, client)
        if following is not None and self._pick.random() < FOLLOW_UPS:
            message = self._message(client, row.subject, following, row.queue_id)
            message = replace(message, ticket=row.number)
        else:
            message = self._new(row, client)
        return self._desk.act(None, message).tickets[0]

    def _new(self, row: TicketRow, client: DemoClient) -> ReceiveMessage:
        """The first letter of another story."""
        now = self._desk.clock()
        scenario = self._pick.choice(scenarios(client.language))
        operator = row.owner or people()["operator"][0]["name"]
        wording = wording_for(self._pick, client, now, operator)
        return self._message(
            client,
            wording.fill(scenario.subject, now),
            wording.fill(wording.letter(self._pick, scenario.question), now),
            self._queues().get(scenario.queue, row.queue_id),
        )

    def _message(self, client: DemoClient, subject: str, body: str, queue: int) -> ReceiveMessage:
        now = to_milliseconds(self._desk.clock())
        source = f"demo-live-{now}-{self._pick.randrange(1 << 30)}"
        return ReceiveMessage(
            client=client.reference, subject=subject, body=body, source_id=source, queue=queue
        )

    def _following(self, row: TicketRow, client: DemoClient) -> str | None:
        """What the client says next, when it is the client's turn and there is more to say."""
        story = scenario_of(row.subject, client.language)
        if story is None or row.category >= Category.DONE:
            return None
        kinds = [line.kind for line in self._desk.ask(threads.messages, row.number)]
        spoken = [kind for kind in kinds if kind != "note"]
        if spoken[-1:] != ["operator"]:
            return None
        return {1: story.again, 2: story.thanks}.get(spoken.count("client"))

    def _queues(self) -> dict[str, int]:
        return {queue.name: queue.id for queue in self._desk.ask(desk_lists.queues)}

    def _run(self) -> None:
        while not self._stopped.wait(self._pick.uniform(*self._seconds)):
            try:
                self.deliver()
            except DeskError:
                continue

    def _writer(self) -> tuple[TicketRow, DemoClient]:
        """Any ticket of the desk, and its client: somebody who tells stories, no sender of spam."""
        newest = self._desk.ask(
            lambda connection: connection.execute("SELECT max(id) FROM ticket").fetchone()[0]
        )
        while True:
            row = self._desk.ask(tickets.row, self._pick.randint(1, newest), None)
            card = row and self._desk.ask(clients.card, row.client_id)
            if row and card and card.language in LANGUAGES:
                return row, _writing(row, card.language)


def _writing(row: TicketRow, language: str) -> DemoClient:
    """The client of a ticket as far as a letter needs to know."""
    return DemoClient(
        reference=ClientReference(row.client, row.client_email),
        first_name=row.client.split()[0],
        language=language,
        company=None,
        vip=False,
        zone="UTC",
        traits=(),
    )
