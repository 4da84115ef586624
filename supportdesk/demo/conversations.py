"""The invented conversations of the last fourteen days: a pure function of seed and moment."""

import random
from dataclasses import field
from datetime import datetime, timedelta

from supportdesk.demo.clients import DemoClient
from supportdesk.demo.content import Scenario, scenarios
from supportdesk.demo.oddities import ODDITIES, SENDER_OF_SPAM, SPAM
from supportdesk.demo.wording import Wording, wording_for
from supportdesk.domain.action import (
    ClientReference,
    HistoricMessage,
    HistoricTicket,
    NewAttachment,
)
from supportdesk.domain.ticket import HOLD_REASONS, STATES, Category
from supportdesk.records import dataclass

DAYS = 14
_STATES = ("new", "open", "waiting", "hold", "solved", "closed")
_RECENT = (30, 36, 22, 4, 8, 0)
_OLDER = (2, 12, 12, 6, 24, 44)
_HOURS = (1, 1, 1, 1, 1, 2, 3, 6, 12, 20, 22, 20, 17, 17, 19, 19, 17, 14, 10, 8, 7, 5, 3, 2)
"""How many clients write in each hour of the day."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Ids of queues and operators by name; the trainee answers nobody alone."""

    queues: dict[str, int]
    operators: dict[str, int]
    me: int


@dataclass(slots=True)
class _Thread:
    """The messages of one conversation as they are written."""

    source: str
    moment: datetime
    now: datetime
    client: ClientReference
    ours: ClientReference
    operator: int
    messages: list[HistoricMessage] = field(default_factory=list)

    def say(self, kind: str, body: str, files: tuple[NewAttachment, ...] = ()) -> None:
        """Add a message, unless it would lie in the future."""
        if self.moment >= self.now:
            return
        by_client = kind == "client"
        self.messages.append(
            HistoricMessage(
                source_id=f"{self.source}-{len(self.messages)}",
                kind=kind,
                author=self.client if by_client else self.ours,
                sent_at=self.moment,
                body=body,
                author_operator=None if by_client else self.operator,
                attachments=files,
            )
        )

    def later(self, pick: random.Random, low: int, high: int) -> None:
        """Let so many minutes pass."""
        self.moment += timedelta(minutes=pick.randint(low, high))


def conversations(
    pick: random.Random,
    clients: list[DemoClient],
    staff: Staff,
    now: datetime,
    count: int,
) -> list[HistoricTicket]:
    """`count` conversations, oldest first, none of them in the future."""
    letters = [*((*letter, "new") for letter in ODDITIES), *((*letter, "spam") for letter in SPAM)]
    letters = letters[:count]
    moments = sorted(_arrival(pick, now) for _ in range(count - len(letters)))
    made = [
        _conversation(pick, pick.choice(clients), staff, (moment, now), f"demo-{n}")
        for n, moment in enumerate(moments)
    ]
    odd = [
        _letter(pick.choice(clients), staff, now - timedelta(hours=3 + 7 * n), letter)
        for n, letter in enumerate(letters)
    ]
    return sorted([*made, *odd], key=lambda ticket: ticket.created_at)


def _arrival(pick: random.Random, now: datetime) -> datetime:
    """A moment of the last two weeks, by the hours and days at which people write."""
    while True:
        day = now - timedelta(days=pick.random() * DAYS)
        moment = day.replace(hour=pick.choices(range(24), _HOURS)[0], minute=pick.randrange(60))
        weekend = moment.weekday() >= 5 and pick.random() < 0.6
        if not weekend and now - timedelta(days=DAYS) < moment < now - timedelta(minutes=3):
            return moment


def _conversation(
    pick: random.Random,
    client: DemoClient,
    staff: Staff,
    times: tuple[datetime, datetime],
    source: str,
) -> HistoricTicket:
    moment, now = times
    scenario = pick.choice(scenarios(client.language))
    recent = now - moment < timedelta(days=2)
    state = pick.choices(_STATES, _RECENT if recent else _OLDER)[0]
    names = [name for name in staff.operators if name != "Darya Polevaya"]
    operator = pick.choice(names)
    wording = wording_for(pick, client, moment, operator)
    ours = ClientReference(operator)
    thread = _Thread(source, moment, now, client.reference, ours, staff.operators[operator])
    _talk(pick, thread, scenario, state, wording)
    state = _fitting(state, thread.messages)
    at_work = STATES[state].category is not Category.DONE
    owner = None if state == "new" or (at_work and pick.random() < 0.15) else operator
    asleep = state in ("open", "waiting") and pick.random() < 0.1
    return HistoricTicket(
        source_id=source,
        subject=wording.fill(scenario.subject, moment),
        client=client.reference,
        messages=tuple(thread.messages),
        created_at=moment,
        queue=staff.queues[scenario.queue],
        state=state,
        reason=_reason(pick, state),
        priority=pick.choices((0, 1, 2, 3), (12, 71, 14, 3))[0],
        kind=scenario.kind if not at_work or pick.random() < 0.5 else None,
        owner=None if owner is None else staff.operators[owner],
        tags=tuple(tag for tag in scenario.tags if pick.random() < 0.8),
        channel=pick.choices(("email", "phone", "chat"), (80, 8, 12))[0],
        language=client.language,
        updated_at=thread.messages[-1].sent_at,
        wake_at=now + timedelta(hours=pick.randint(2, 72)) if asleep else None,
        company=client.company,
        vip=client.vip,
        traits=client.traits,
    )


def _talk(
    pick: random.Random, thread: _Thread, scenario: Scenario, state: str, wording: Wording
) -> None:
    """Write the conversation as far as its state says it went."""

    def say(kind: str, text: str, files: tuple[NewAttachment, ...] = ()) -> None:
        thread.say(kind, wording.fill(text, thread.moment), files)

    say("client", wording.letter(pick, scenario.question), _files(pick))
    if state == "new":
        return
    thread.later(pick, 8, 50)
    if pick.random() < 0.35 or state == "hold":
        say("note", scenario.note)
    if state == "open" and pick.random() < 0.4:
        return
    thread.later(pick, 5, 120)
    say("operator", wording.reply(pick, scenario.answer))
    if state in ("waiting", "hold") or (state == "solved" and pick.random() < 0.5):
        return
    thread.later(pick, 20, 400)
    say("client", scenario.again)
    if state == "open":
        return
    thread.later(pick, 10, 240)
    say("operator", scenario.later)
    thread.moment = wording.promised(thread.moment).replace(hour=pick.randint(9, 21))
    if pick.random() < 0.7:
        say("client", scenario.thanks)


def _fitting(state: str, messages: list[HistoricMessage]) -> str:
    """A conversation cut short by the present is not further than its messages say."""
    answered = any(message.kind == "operator" for message in messages)
    if answered or state in ("new", "open"):
        return state
    return "open" if len(messages) > 1 else "new"


def _reason(pick: random.Random, state: str) -> str | None:
    if state == "hold":
        return pick.choice(HOLD_REASONS)
    if state == "closed":
        return pick.choice(("confirmed", "silence", "operator"))
    return None


def _files(pick: random.Random) -> tuple[NewAttachment, ...]:
    if pick.random() > 0.05:
        return ()
    return (
        pick.choice(
            (
                NewAttachment("receipt.txt", "text/plain", b"Receipt\nTotal 48.00\n"),
                NewAttachment("orders.csv", "text/csv", b"order,sum\nA-10472,48.00\n"),
                NewAttachment("error.log", "text/plain", b"12:01 error 504 at /pay\n"),
            )
        ),
    )


def _letter(
    client: DemoClient, staff: Staff, moment: datetime, letter: tuple[str, str, str]
) -> HistoricTicket:
    """A letter on its own, as they sometimes come."""
    subject, body, state = letter
    source = f"demo-letter-{moment:%d%H}"
    sender = client.reference if state == "new" else SENDER_OF_SPAM
    message = HistoricMessage(f"{source}-0", "client", sender, moment, body)
    return HistoricTicket(
        source_id=source,
        subject=subject,
        client=sender,
        messages=(message,),
        created_at=moment,
        queue=staff.queues["First line"],
        state=state,
        language=client.language if state == "new" else None,
        company=client.company if state == "new" else None,
    )
