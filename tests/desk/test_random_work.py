"""After any work whatever, every derived number equals a recomputation from scratch."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import DeskError
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import PutArticle
from supportdesk.store.read import threads
from tests.recomputation import everything
from tests.small_desk import StandingClock
from tests.stores import Stores

PEOPLE = (1, 2, 3)
STATES = ("open", "waiting", "hold", "solved", "closed", "spam")
STEP_NAMES = [
    *("new", "receive", "reply", "note", "state", "assign", "move", "tags", "snooze"),
    *("subject", "edit", "undo", "undo", "redo", "wait", "work", "history", "bulk", "bulk"),
    *("merge", "merge", "split", "link", "unlink", "retag", "view", "views", "unview", "next"),
    *("one client", "one client", "client note", "property", "company", "forget"),
    *("forward", "answer", "later", "later", "postpone", "cancel"),
    *("field", "field", "time", "rate", "rate"),
    *("article", "article", "no article", "put"),
    *("status", "status", "duties", "dealing", "dealing", "absence", "back"),
]
FIELDS = (
    FieldDefinition("order", "", "text"),
    FieldDefinition("days", "", "int"),
    FieldDefinition("delivery", "", "date"),
)
VALUES = ("A-1", "7", "2026-03-01", None, "-3", "2024-02-29")
WORDS = ("refund", "оплата", "вхід", "invoice")

STEPS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(STEP_NAMES),
        st.integers(0, 5),
        st.sampled_from(WORDS),
    ),
    min_size=5,
    max_size=40,
)
MODES = ("off", "balanced", "round_robin")
LINKS = ("parent", "duplicate", "problem", "follow_up")
CONFIRMED = [
    *("newer", "waiting_unanswered", "merged", "other_client", "tag_in_use", "split"),
    *("other_company", "forget", "cap"),
]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
@example(
    [
        *((1, "new", 0, "refund"), (1, "snooze", 1, "refund"), (1, "wait", 1, "refund")),
        *((1, "reply", 1, "refund"), (1, "work", 0, "refund")),
    ]
)
def test_derived_numbers_equal_a_recomputation(
    stores: Stores, steps: list[tuple[int, str, int, str]]
) -> None:
    """Counters, waiting times, spans, the index and the change numbers, after random work."""
    if not stores.take(steps):
        return
    clock = StandingClock()
    with stores.passing() as address, closing(open_desk(address, clock)) as desk:
        for name in ("Olga", "Petro", "Ann"):
            desk.act(None, action.SaveOperator(name, role="admin"))
        for name in ("First", "Second"):
            desk.act(None, action.SaveQueue(name))
        desk.act(1, action.SaveMacro("Much", Macro(state="open")))
        desk.act(1, action.DefineFields(FIELDS))
        for n in range(3):
            desk.act(1, action.CreateTicket(client(n), "refund", "оплата"))
        for actor, step, number, word in steps:
            clock.forward(seconds=7)
            try:
                do(desk, clock, step, Step(actor, number, word, clock()))
            except DeskError:
                continue
        everything(desk)


def client(number: int) -> action.ClientReference:
    """One of three clients."""
    return action.ClientReference(f"Client {number % 3}", f"client{number % 3}@example.org")


@dataclass(frozen=True)
class Step:
    """One random step: who, on which ticket, with which number and word, when."""

    actor: int
    n: int
    word: str
    now: datetime

    @property
    def ticket(self) -> int:
        """A ticket that exists."""
        return self.n % 3 + 1


ALL = (1, 2, 3)
BULKS: tuple[Callable[[Step], action.Bulk], ...] = (
    lambda s: action.on_each(action.SetState(0, STATES[s.actor], "third_party", "help"), ALL),
    lambda s: action.on_each(action.ChangeTags(0, add=(s.word,)), ALL),
    lambda s: action.on_each(action.Snooze(0, s.now + timedelta(hours=2)), ALL),
    lambda s: action.on_each(action.Reply(0, s.word, 0), ALL),
    lambda s: action.on_each(action.AddNote(0, s.word), ALL),
)

ACTIONS: dict[str, Callable[[Step], action.Action]] = {
    "new": lambda s: action.CreateTicket(client(s.n), s.word, f"{s.word} body", tags=(s.word,)),
    "receive": lambda s: action.ReceiveMessage(
        client(s.n), s.word, s.word, f"m{s.now.timestamp()}", s.ticket, attachments=files(s)
    ),
    "reply": lambda s: action.Reply(
        s.ticket, s.word, 0, then_state=STATES[s.n % 4] if s.n % 2 else None, then_kind="help"
    ),
    "note": lambda s: action.AddNote(s.ticket, s.word),
    "forward": lambda s: action.Forward(
        s.ticket, s.word, 0, action.Recipients(to=(action.Recipient(f"third{s.n}@z.example"),))
    ),
    "answer": lambda s: action.ReceiveMessage(
        action.ClientReference("Third", f"third{s.n}@z.example"),
        s.word,
        s.word,
        f"t{s.now.timestamp()}",
        s.ticket,
    ),
    "later": lambda s: action.SendLater(
        action.Reply(s.ticket, s.word, 0, signature="Us"), s.now + timedelta(hours=s.n)
    ),
    "postpone": lambda s: action.PostponeSending(s.n + 1, s.now + timedelta(hours=s.actor)),
    "cancel": lambda s: action.CancelSending(s.n + 1),
    "file": lambda s: action.Reply(
        s.ticket, s.word, 0, (action.NewAttachment(s.word, "text/plain", s.word.encode()),)
    ),
    "option": lambda s: action.ChangeOption("file_limit", str(s.n + 1)),
    "state": lambda s: action.SetState(
        s.ticket, STATES[s.n], "third_party" if s.n == 2 else None, "help"
    ),
    "assign": lambda s: action.Assign(s.ticket, s.n % 4 or None),
    "move": lambda s: action.MoveToQueue(s.ticket, s.n % 2 + 1),
    "tags": lambda s: action.ChangeTags(s.ticket, add=(s.word,), remove=(WORDS[s.n % 4],)),
    "field": lambda s: action.SetField(s.ticket, FIELDS[s.n % 3].name, VALUES[s.n]),
    "time": lambda s: (action.AddTime, action.CorrectTime)[s.n % 2](
        s.ticket, s.n * 60_000, s.word, operator=s.actor
    ),
    "rate": lambda s: action.RateTicket(s.ticket, s.n, s.word),
    "snooze": lambda s: action.Snooze(s.ticket, s.now + timedelta(hours=3) if s.n else None),
    "subject": lambda s: action.SetSubject(s.ticket, f"{s.word} again"),
    "edit": lambda s: action.EditClient(s.n % 3 + 1, (("name", s.word),)),
    "macro": lambda s: action.RunMacro(
        s.ticket,
        1,
        (
            action.AddNote(s.ticket, s.word),
            action.ChangeTags(s.ticket, add=(s.word,)),
            action.Reply(s.ticket, s.word, 0),
            action.SetState(s.ticket, STATES[s.n], "third_party" if s.n == 2 else None, "help"),
        ),
    ),
    "merge": lambda s: action.MergeTicket(s.ticket, (s.n + s.actor) % 4 + 1),
    "link": lambda s: action.LinkTicket(s.ticket, LINKS[s.n % 4], (s.n + s.actor) % 4 + 1),
    "unlink": lambda s: action.UnlinkTicket(s.ticket, (s.n + s.actor) % 4 + 1),
    "retag": lambda s: action.RenameTag(s.word, WORDS[s.n % 4]),
    "one client": lambda s: action.MergeClients(s.n % 3 + 1, s.actor),
    "client note": lambda s: action.AddClientNote(s.n % 3 + 1, s.word),
    "property": lambda s: (
        action.SaveClientProperty(s.word)
        if s.n % 2
        else action.EditClient(s.actor, (("company", s.word),), properties=((s.word, "x"),))
    ),
    "company": lambda s: action.EditOrganisation(1, (("name", s.word), ("hours", "8x5"))),
    "forget": lambda s: action.ForgetClient(s.n % 3 + 1),
    "bulk": lambda s: action.Bulk((*BULKS[s.n % len(BULKS)](s).steps, action.Assign(99, s.actor))),
    "view": lambda s: action.SaveView(s.word, s.word, digit=s.n or None, view=s.n % 3 or None),
    "views": lambda s: action.SaveViews((action.SaveView(s.word, s.word, digit=s.n or None),)),
    "unview": lambda s: action.DeleteView(s.n % 3 + 1),
    "next": lambda _: action.TakeNext(),
    "article": lambda s: action.SaveArticle(
        s.word, f"{s.word} body", s.n % 3 + 1 if s.n % 2 else None, tags=(s.word,)
    ),
    "no article": lambda s: action.RemoveArticle(s.n % 3 + 1),
    "status": lambda s: action.SetStatus("break" if s.n == 0 else "available", s.actor),
    "duties": lambda s: action.SetDuties(s.actor, caps=((1, s.n),), starts="09:00"),
    "dealing": lambda s: action.SetDealing(s.n % 2 + 1, MODES[s.n % 3], take_back=s.n),
    "absence": lambda s: action.SetAbsence(
        s.actor, s.now, s.now + timedelta(hours=s.n), s.actor % 3 + 1
    ),
    "back": lambda s: action.EndAbsence(s.n),
    "undo": lambda _: action.Undo(),
    "redo": lambda _: action.Redo(),
    "history": lambda s: action.RecordHistory((conversation(s),)),
}


def files(step: Step) -> tuple[action.NewAttachment, ...]:
    """No file, or one of a few: the same content under different names too."""
    name = (None, "a.txt", "a.bin", "b.HTML")[step.n % 4]
    content = f"{step.word} enclosed".encode()
    return () if name is None else (action.NewAttachment(name, "text/plain", content),)


def conversation(step: Step) -> action.HistoricTicket:
    """An imported conversation of up to five messages."""
    messages = tuple(
        action.HistoricMessage(
            f"old{step.n}-{k}",
            "operator" if k % 2 else "client",
            client(step.n),
            step.now - timedelta(days=k),
            step.word,
            author_operator=1 if k % 2 else None,
        )
        for k in range(step.n)
    )
    began = step.now - timedelta(days=9)
    return action.HistoricTicket(f"old{step.n}", step.word, client(step.n), messages, began)


def do(desk: Desk, clock: StandingClock, name: str, step: Step) -> None:
    """One random step; most can be refused."""
    if name == "wait":
        clock.forward(hours=step.n * 3)
    elif name == "work":
        desk.work()
    elif name == "put":
        desk.remember(PutArticle(step.actor, step.ticket, "reply", step.n % 3 + 1))
    elif name == "split":
        for message in desk.ask(threads.messages, step.ticket)[step.n :][:1]:
            desk.act(step.actor, action.SplitMessage(message.id))
    else:
        actor = None if name in ("receive", "answer", "history") else step.actor
        desk.act(actor, ACTIONS[name](step), CONFIRMED)
