"""The rest of a hostile desk: what stands beside tickets, clients and replies; see `hostile_store`.

Every table of the store has a row here or there, so that `poison` finds every text.
"""

from dataclasses import dataclass
from datetime import timedelta

from supportdesk.desk.desk import Desk
from supportdesk.domain.access import SCOPES
from supportdesk.domain.action import (
    Action,
    AddTime,
    AddToken,
    CancelSending,
    ChangeTags,
    ClientReference,
    DefineFields,
    EditClient,
    EditOrganisation,
    Forward,
    HistoricClientEvent,
    LinkTicket,
    MergeTicket,
    NewAttachment,
    PolicyTarget,
    ReceiveMessage,
    Recipient,
    Recipients,
    RecordClientEvents,
    Reply,
    SaveClientProperty,
    SaveMacro,
    SaveOperator,
    SavePolicy,
    SaveQueue,
    SendLater,
    SetAbsence,
    SetDealing,
    SetField,
    SetStatus,
    Snooze,
    on_each,
)
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.errors import DeskError
from supportdesk.domain.macro import Macro, macro_text
from supportdesk.domain.memory import (
    ArrangeViews,
    AttachToDraft,
    Beat,
    ClaimWriting,
    InsertTemplate,
    KeepDraft,
    KeepLookup,
    MarkOpened,
    Memory,
    PrepareMacro,
    PutArticle,
)
from supportdesk.domain.views import Place

SHORT = 60
"""Characters of a text that stand in names which may not be long."""

COLLEAGUE = "boris"
"""The login of another operator, a lead."""

STEP = 6
"""One text of so many is acted with here: `poison` puts all of them into every column."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One text, and the ticket that is named by it."""

    number: int
    text: str
    ticket: int
    client: int

    @property
    def short(self) -> str:
        """The beginning, for names that may not be long, each another one."""
        return f"{self.text[:SHORT]} {self.number}"


def fill_the_rest(desk: Desk, me: int, texts: list[Hostile]) -> None:
    """Everything a desk holds once it has been worked on for a while."""
    first = texts[0]
    _define(desk, me, first)
    other = desk.act(me, SaveOperator("Boris", login=COLLEAGUE, role="lead")).operator
    _try(desk, me, SetStatus("available"))
    for hostile in texts[::STEP]:
        _of_the_desk(desk, me, hostile)
        _of_the_client(desk, me, hostile)
        _of_the_ticket(desk, me, hostile, texts[hostile.number % len(texts)].ticket)
    _work(desk, me, other or me, texts)


def _define(desk: Desk, me: int, first: Hostile) -> None:
    """Fields and properties: what tickets and clients may hold."""
    choices = ("one", first.text[:40])
    text = FieldDefinition("site", first.text[:40], "text")
    chosen = FieldDefinition("shelf", f"{first.text[:30]} shelf", "choice", choices)
    for fields in ((text, chosen), (FieldDefinition("site", "Site", "text"),)):
        _try(desk, me, DefineFields(fields))
    _try(desk, me, SaveClientProperty(first.text[:30], "text", pinned=True))
    _try(desk, me, SaveClientProperty("plan", "choice", ("free", first.text[:20])))
    _try(desk, me, SaveClientProperty("city"))
    _try(desk, me, SaveMacro("macro", Macro(note="x")))
    _try(desk, me, AddToken(me, "token", SCOPES, "0" * 64))


def _of_the_desk(desk: Desk, me: int, hostile: Hostile) -> None:
    text = hostile.text[:2_000]
    does = Macro(reply=(("en", text),), note=text, add=(text[:20],), state="open")
    _try(desk, me, SaveMacro(hostile.short, does))
    _try(desk, me, SaveMacro(f"macro {hostile.number}", does))
    _try(desk, me, SaveQueue(f"{hostile.short} signed", 1, signature=text))
    _try(desk, me, AddToken(me, hostile.short, SCOPES, f"{hostile.number:064x}"))


def _of_the_client(desk: Desk, me: int, hostile: Hostile) -> None:
    client, text = hostile.client, hostile.text
    _try(desk, me, EditClient(client, properties=(("city", text[:100]),)))
    doings = HistoricClientEvent(
        client,
        "visit",
        desk.clock() - timedelta(minutes=hostile.number),
        text[:1_000],
        (("page", text[:200]), (text[:30], text[:30])),
    )
    _try(desk, me, RecordClientEvents((doings,)))
    for title in ("Orders", hostile.short):
        answer = KeepLookup(me, client, title, (text[:200], f"x {text[:100]}"))
        _remember(desk, answer)
    _remember(desk, KeepLookup(me, client, "Broken", (), text[:200]))


def _of_the_ticket(desk: Desk, me: int, hostile: Hostile, next_one: int) -> None:
    ticket, text = hostile.ticket, hostile.text
    people = Recipients(cc=(Recipient("a@example.org", text[:100]), Recipient("b@example.org")))
    file = NewAttachment(text[:100], text[:30], text[:500].encode())
    who = ClientReference(f"{text[:100]} {hostile.number}", f"client{hostile.number}@example.org")
    arrived = ReceiveMessage(
        who,
        text[:200],
        f"zebra {text[:2_000]}",
        f"<{hostile.number}@x>",
        ticket,
        attachments=(file,),
        recipients=people,
    )
    _try(desk, me, arrived)
    _try(desk, me, SetField(ticket, "site", text[:100]))
    _try(desk, me, SetField(ticket, "shelf", "one"))
    _try(desk, me, AddTime(ticket, 60_000, text[:200]))
    _try(desk, me, LinkTicket(ticket, "parent", next_one))
    _try(desk, me, ChangeTags(ticket, add=(f"t{hostile.number}",)))
    if hostile.number % 4 == 1:
        elsewhere = Recipients(to=(Recipient("c@example.org", text[:100]),))
        _try(desk, me, Forward(ticket, f"zebra {text[:1_000]}", 10**9, elsewhere))
        draft = KeepDraft(me, ticket, "forward", text[:2_000], recipients=elsewhere)
        desk.remember(draft)
        desk.remember(KeepDraft(me, ticket, "reply", text[:2_000], recipients=people))
    _remember(desk, InsertTemplate(me, ticket, 1, text[:500]))
    _remember(desk, MarkOpened(me, ticket))
    _remember(desk, AttachToDraft(me, ticket, "reply", file))


def _work(desk: Desk, me: int, other: int, texts: list[Hostile]) -> None:
    """What is under way: waiting, absent, dealt, counted, about to be sent."""
    now = desk.clock()
    tickets = [hostile.ticket for hostile in texts]
    for hostile in texts[:6]:
        later = Reply(hostile.ticket, f"zebra {hostile.text[:500]}", 10**9)
        _try(desk, me, SendLater(later, now + timedelta(hours=hostile.number)))
        _try(desk, other, Reply(hostile.ticket, f"zebra {hostile.text[:500]} told", 10**9))
    for entry in (1, 2):
        _try(desk, me, CancelSending(entry))
    for organisation in range(1, 4):
        text = texts[organisation % len(texts)].text[:60]
        fields = tuple((name, text) for name in ("contract", "hours", "phone", "note"))
        _try(desk, me, EditOrganisation(organisation, fields))
    _try(desk, me, SetAbsence(other, now, now + timedelta(days=3), me))
    _try(desk, me, SetDealing(1, "balanced", skills=("en",)))
    _try(desk, me, on_each(ChangeTags(0, add=("many",)), tickets[:5]))
    _try(desk, me, Snooze(tickets[-1], now + timedelta(days=1)))
    if len(tickets) > 8:
        _try(desk, me, MergeTicket(tickets[7], tickets[6]))
    for ticket in tickets[:3]:
        _remember(desk, PutArticle(me, ticket, "reply", 1))
        _remember(desk, PrepareMacro(me, ticket, 1, macro_text(Macro(note=texts[-1].text[:500]))))
        _remember(desk, Beat(other, ticket, "viewing"))
        _remember(desk, ClaimWriting(other, ticket))
    target = PolicyTarget("normal", "resolution", 600)
    for hostile in texts[::STEP]:
        own = SavePolicy(f"{hostile.text[:40]} {hostile.number}", targets=(target,))
        _try(desk, me, own)
    _remember(desk, ArrangeViews(me, (Place("mine"), Place("all"), Place("view-1"))))


def _try(desk: Desk, me: int, action: Action) -> None:
    """A refusal is as good: what is not stored cannot be shown, and `poison` stores it."""
    try:
        desk.act(me, action)
    except DeskError:
        return


def _remember(desk: Desk, memory: Memory) -> None:
    try:
        desk.remember(memory)
    except DeskError:
        return
