"""Clients who keep writing while the demo runs."""

import random
import threading

from supportdesk.demo.clients import DemoClient
from supportdesk.demo.content import people, scenarios
from supportdesk.demo.wording import words_for
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import ClientReference, ReceiveMessage
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.store.read import clients, tickets
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
        chosen = self._row()
        client = self._client(chosen)
        scenario = self._pick.choice(scenarios(client.language)).only(self._pick.randrange(2))
        now = self._desk.clock()
        operator = chosen.owner or people()["operator"][0]["name"]
        words = words_for(self._pick, client, now, operator)
        goes_on = chosen.category < 4 and chosen.replies and self._pick.random() < FOLLOW_UPS
        text = scenario.again if goes_on else scenario.question
        receipt = self._desk.act(
            None,
            ReceiveMessage(
                client=client.reference,
                subject=self._pick.choice(scenario.subject).format(**words),
                body=self._pick.choice(text).format(**words),
                source_id=f"demo-live-{to_milliseconds(now)}-{self._pick.randrange(1 << 30)}",
                ticket=chosen.number if goes_on else None,
                queue=chosen.queue_id,
            ),
        )
        return receipt.tickets[0]

    def _run(self) -> None:
        while not self._stopped.wait(self._pick.uniform(*self._seconds)):
            try:
                self.deliver()
            except DeskError:
                continue

    def _row(self) -> TicketRow:
        """Any ticket of the desk: its client writes."""
        newest = self._desk.ask(
            lambda connection: connection.execute("SELECT max(id) FROM ticket").fetchone()[0]
        )
        while True:
            row = self._desk.ask(tickets.row, self._pick.randint(1, newest), None)
            if row is not None:
                return row

    def _client(self, row: TicketRow) -> DemoClient:
        card = self._desk.ask(clients.card, row.client_id)
        language = (card.language if card else None) or "en"
        return DemoClient(
            reference=ClientReference(row.client, row.client_email),
            first_name=row.client.split()[0],
            language=language,
            company=None,
            vip=False,
            zone="UTC",
            traits=(),
        )
