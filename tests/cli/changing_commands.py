"""Every command of the program by what it changes: what the roles tests attack with.

The desk of these commands is the one `stage` sets: whatever a line names is there.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from supportdesk.cli.command_tree import command_tree
from supportdesk.domain import action
from supportdesk.domain.access import SCOPES, digest
from supportdesk.domain.action import (
    AddClientNote,
    AddToken,
    Assign,
    ChangeTags,
    ClientReference,
    CreateTicket,
    DefineFields,
    EditClient,
    LinkTicket,
    NewAttachment,
    Reply,
    SaveArticle,
    SaveCalendar,
    SaveClientProperty,
    SaveMacro,
    SaveOperator,
    SavePolicy,
    SaveTemplate,
    SaveView,
    SendLater,
    SetAbsence,
    SetPriority,
    Undo,
)
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import AttachToDraft, KeepDraft
from supportdesk.domain.roles import ROLES
from tests.small_desk import SmallDesk

Actions = tuple[type[action.Action], ...]

CHANGES: dict[str, tuple[tuple[str, Actions], ...]] = {
    "import": (
        ("import {tickets}", (action.RecordHistory,)),
        ("import --operators {crew} --queue Hidden {tickets}", (action.RecordHistory,)),
    ),
    "new": (("new --client Zoe --text Hello", (action.CreateTicket,)),),
    "reply": (
        ("reply 1 --text Fine. --state solved --kind help", (action.Reply,)),
        ("reply 1 --template Hours", (action.Reply,)),
        ("reply 1 --text Fine. --article Opening", (action.Reply,)),
        ("reply 1 --text Fine. --at 2h", (action.SendLater,)),
    ),
    "note": (("note 1 --text Look.", (action.AddNote,)),),
    "forward": (
        ("forward 1 --to bank@example.com --text Please?", (action.Forward,)),
        ("forward 1 --to bank@example.com --text Please? --at 2h", (action.SendLater,)),
    ),
    "set": (
        ("set 1 state=waiting", (action.SetState,)),
        ("set 1 priority=low", (action.SetPriority,)),
        ("set 1 kind=praise", (action.SetKind,)),
        ("set 1 subject=Other", (action.SetSubject,)),
        ("set 1 queue=Billing", (action.MoveToQueue,)),
        ("set 1 owner=nobody", (action.Assign,)),
        ("set 1 order=A-2", (action.SetField,)),
    ),
    "take": (("take 1", (action.Assign,)), ("take --next", (action.TakeNext,))),
    "assign": (("assign 1 olga", (action.Assign,)),),
    "escalate": (("escalate 1 --text Help.", (action.Escalate,)),),
    "rate": (("rate 1 --score 4", (action.RateTicket,)),),
    "ratings import": (("ratings import {ratings}", (action.RecordRatings,)),),
    "nps add": (("nps add 1 --score 9", (action.AddRecommendation,)),),
    "nps import": (("nps import {nps}", (action.RecordRecommendations,)),),
    "follow": (("follow 1 olga", (action.ChangeFollowers,)),),
    "unfollow": (("unfollow 1", (action.ChangeFollowers,)),),
    "tag": (("tag 1 +late -refund", (action.ChangeTags,)),),
    "snooze": (("snooze 1 2h", (action.Snooze,)),),
    "merge": (("merge 2 1", (action.MergeTicket,)),),
    "split": (("split 1 --message 1", (action.SplitMessage,)),),
    "link tickets": (("link 2 duplicate 3", (action.LinkTicket,)),),
    "unlink": (("unlink 1 2", (action.UnlinkTicket,)),),
    "undo": (("undo", (action.Undo,)),),
    "redo": (("redo", (action.Redo,)),),
    "outbox at": (("outbox at 1 3h", (action.PostponeSending,)),),
    "outbox cancel": (("outbox cancel 1", (action.CancelSending,)),),
    "tags rename": (("tags rename refund money", (action.RenameTag,)),),
    "tags merge": (("tags merge refund bank", (action.RenameTag,)),),
    "fields add": (("fields add plan --type text", (action.DefineFields,)),),
    "fields retire": (("fields retire order", (action.DefineFields,)),),
    "fields apply": (("fields apply {fields}", (action.DefineFields,)),),
    "time add": (("time add 1 5m --reason call", (action.AddTime,)),),
    "time correct": (("time correct 1 5m --reason call", (action.CorrectTime,)),),
    "bulk set": (("bulk set client:ann priority=low --yes", (action.Bulk, action.SetPriority)),),
    "bulk take": (("bulk take client:ann --yes", (action.Bulk, action.Assign)),),
    "bulk assign": (("bulk assign client:ann olga --yes", (action.Bulk, action.Assign)),),
    "bulk tag": (("bulk tag client:ann +late --yes", (action.Bulk, action.ChangeTags)),),
    "bulk snooze": (("bulk snooze client:ann 2h --yes", (action.Bulk, action.Snooze)),),
    "bulk note": (("bulk note client:ann --text Look. --yes", (action.Bulk, action.AddNote)),),
    "bulk reply": (("bulk reply client:ann --text Fine. --yes", (action.Bulk, action.Reply)),),
    "bulk macro": (
        ("bulk macro number:1 Wait --yes", (action.Bulk, action.RunMacro, action.SetState)),
        ("bulk macro client:ann Sender --yes", (action.Bulk, action.RunMacro, action.Reply)),
    ),
    "bulk merge": (("bulk merge client:ann 1 --yes", (action.Bulk, action.MergeTicket)),),
    "templates add": (("templates add Bye --text Bye!", (action.SaveTemplate,)),),
    "templates edit": (("templates edit Hours --text Never.", (action.SaveTemplate,)),),
    "templates import": (("templates import {templates}", (action.SaveTemplate,)),),
    "templates make": (("templates make 1", (action.SaveTemplate,)),),
    "macros save": (("macros save Calm --state waiting", (action.SaveMacro,)),),
    "macros delete": (("macros delete Wait", (action.DeleteMacro,)),),
    "macros import": (("macros import {macros}", (action.SaveMacro,)),),
    "macros run": (
        ("macros run 1 Wait", (action.RunMacro, action.SetState)),
        ("macros run 1 Finish --send", (action.RunMacro, action.Reply)),
        ("macros run 1 Sender", (action.RunMacro, action.Reply)),
    ),
    "articles add": (("articles add Bye --text Bye!", (action.SaveArticle,)),),
    "articles edit": (("articles edit Opening --text Never.", (action.SaveArticle,)),),
    "articles remove": (("articles remove Opening", (action.RemoveArticle,)),),
    "articles import": (("articles import {article}", (action.SaveArticle,)),),
    "clients edit": (("clients edit 1 vip=yes", (action.EditClient,)),),
    "clients note": (("clients note 1 --text Deaf.", (action.AddClientNote,)),),
    "clients merge": (("clients merge 2 1", (action.MergeClients,)),),
    "clients forget": (("clients forget 1 --yes", (action.ForgetClient,)),),
    "clients event add": (("clients event add 1 visit", (action.RecordClientEvents,)),),
    "clients event import": (("clients event import", (action.RecordClientEvents,)),),
    "clients property add": (("clients property add Size", (action.SaveClientProperty,)),),
    "clients property edit": (
        ("clients property edit Plan --name Tariff", (action.SaveClientProperty,)),
    ),
    "clients property remove": (("clients property remove Plan", (action.RemoveClientProperty,)),),
    "organisations edit": (("organisations edit 1 contract=Gold", (action.EditOrganisation,)),),
    "operators add": (("operators add Eve --login eve", (action.SaveOperator,)),),
    "operators edit": (("operators edit petro --role auditor", (action.SaveOperator,)),),
    "operators status": (
        ("operators status break", (action.SetStatus,)),
        ("operators status petro away", (action.SetStatus,)),
    ),
    "operators set": (("operators set petro --cap 1=2", (action.SetDuties,)),),
    "operators absent": (("operators absent me --to +2h", (action.SetAbsence,)),),
    "operators back": (("operators back 1", (action.EndAbsence,)),),
    "queues deal": (("queues deal Billing balanced", (action.SetDealing,)),),
    "queues add": (("queues add Hidden", (action.SaveQueue,)),),
    "queues edit": (("queues edit Billing --name Money", (action.SaveQueue,)),),
    "views save": (("views save Own owner:me", (action.SaveView,)),),
    "views edit": (("views edit Team --query tag:x", (action.SaveView,)),),
    "views delete": (("views delete Team", (action.DeleteView,)),),
    "views import": (("views import {views}", (action.SaveViews,)),),
    "calendar save": (("calendar save Office --hours 24x7", (action.SaveCalendar,)),),
    "calendar remove": (("calendar remove Spare", (action.RemoveCalendar,)),),
    "calendar day": (("calendar day Office 2026-12-31 --closed", (action.SaveCalendar,)),),
    "calendar import": (("calendar import Office RU 2027", (action.SaveCalendar,)),),
    "calendar apply": (("calendar apply {calendars}", (action.SaveCalendar,)),),
    "sla save": (("sla save Gold --query vip:yes", (action.SavePolicy,)),),
    "sla remove": (("sla remove Gold", (action.RemovePolicy,)),),
    "sla order": (("sla order Silver Gold", (action.OrderPolicies,)),),
    "sla apply": (("sla apply {policies}", (action.SavePolicies,)),),
    "options set": (("options set writing_lock=on", (action.ChangeOption,)),),
}
"""Command → lines with the actions a line needs: who may not do one of them is refused."""

PERSONAL = {
    "seen": "seen 1 --unread",
    "views move": "views move Team 1",
    "views hide": "views hide Team",
    "tokens add": "tokens add robot",
    "tokens revoke": "tokens revoke 2",
    "drafts save": "drafts save 1 --text Soon.",
    "drafts detach": "drafts detach 3 1",
    "drafts discard": "drafts discard 3",
}
"""Commands that keep what is one's own: any operator may, nobody else."""

OF_THE_FILE = {"backup", "restore", "doctor", "work", "serve", "demo", "intake"}
"""Commands about the store as a file: whoever can write it can change it, whatever the role."""

OF_THE_SYSTEMS_USER = {
    *("config show", "config set", "config unset", "keys list", "keys check", "keys init"),
    *("themes list", "themes check", "themes copy", "completion", "man"),
    *("mail add", "mail check", "mail list", "mail password", "mail remove"),
    *("link add", "link list", "link remove", "link status", "link token"),
}
"""Commands about one's own settings."""

OF_COPIES = {"sync again", "sync arrived", "sync choose", "sync discard", "sync list"}
"""What there has to be a copy of another desk for: that desk judges who may do what."""

OF_MAILS = {
    *("mail kept drop", "operators mail", "outbox again", "outbox arrived", "outbox give-up"),
}
"""What there has to be a mail for: their roles are attacked in `tests/mail/test_attacks.py`."""

OF_OTHER_SYSTEMS = {"clients orders"}
"""Keeps the last answer of another system, and nothing an operator says."""

READING = {
    *("list", "counts", "search", "show", "attachments", "duplicates", "replies", "presence"),
    *(
        "similar",
        "tokens list",
        "nps report",
        "nps list",
        "mail kept list",
        "mail kept save",
        "outbox mail",
    ),
    *("export", "outbox list", "tags list", "fields list", "fields export", "time show"),
    *("time export", "templates list", "templates show", "templates fill", "templates stats"),
    *("macros list", "macros show", "macros export", "articles list", "articles show"),
    *("articles suggest", "articles export", "clients list", "clients show", "clients history"),
    *("clients duplicates", "clients event list", "clients property list"),
    *("organisations list", "organisations show", "operators list", "queues list"),
    *("operators absences", "operators times"),
    *("views list", "views export", "drafts list", "options show"),
    *("sla list", "sla export", "sla explain", "sla status", "board", "events", "report"),
    *("roster load", "roster need", "roster check", "roster plan"),
    *("calendar list", "calendar show", "calendar export", "calendar between", "calendar after"),
}

EVENT = '{"client": 1, "kind": "visit", "at": "2026-03-01T10:00:00Z"}'
"""What `clients event import` reads."""

OLD = '{"subject": "Hi", "client": {"name": "Al"}, "created": "2026-01-01T00:00:00Z"}'

FILES = {
    "tickets": ("old.jsonl", OLD),
    "crew": ("crew.csv", "name,role\nEve,admin\n"),
    "fields": ("fields.toml", '[fields.plan]\ntype = "text"\n'),
    "templates": ("templates.csv", "title,body\nBye,Bye!\n"),
    "macros": ("macros.toml", '[[macro]]\nname = "Calm"\nstate = "waiting"\n'),
    "calendars": (
        "calendars.toml",
        '[[calendar]]\nname = "Office"\nzone = "UTC"\nhours = "24x7"\n',
    ),
    "policies": ("policies.toml", '[[policy]]\nname = "Bronze"\n'),
    "ratings": ("ratings.csv", "ticket,score,at\n1,4,2026-01-01T00:00Z\n"),
    "nps": ("nps.csv", "client,score,at\n1,9,2026-01-01T00:00Z\n"),
    "article": ("bye.md", "# Bye\n\nBye!\n"),
    "shared": ("shared.toml", '[[view]]\nname = "Ours"\nquery = "me"\nscope = "team"\n'),
    "views": ("views.toml", '[[view]]\nname = "All of us"\nquery = "owner:me"\n'),
}


def every_command() -> set[str]:
    """The commands of the program; `client` is another name of `clients`."""
    leaves = (facts.place for facts in command_tree() if facts.place and not facts.parts)
    return {" ".join(("clients" if p == "client" else p) for p in place) for place in leaves}


def write_files(folder: Path) -> dict[str, str]:
    """The files that lines name, by the names they have in lines."""
    for name, text in FILES.values():
        (folder / name).write_text(text, encoding="utf-8")
    return {key: str(folder / name) for key, (name, _text) in FILES.items()}


def stage(small: SmallDesk) -> dict[str, int]:
    """Furnish a desk for the lines; an operator for every role, by role, and one who has left."""
    people = {"lead": small.olga, "operator": small.petro, "trainee": small.tamar}
    for role in (role for role in ROLES if role not in people):
        people[role] = _made(
            small.desk.act(None, SaveOperator(role, login=role, role=role)).operator
        )
    people["left"] = _made(small.desk.act(None, SaveOperator("left", login="left")).operator)
    ann, marta = (ClientReference(n, f"{n[:3].lower()}@example.org") for n in ("Ann Lee", "Marta"))
    for who in (ann, ann, marta):
        small.act(CreateTicket(who, f"Of {who.name}", "I paid twice."))
    for change in _furniture(small):
        small.act(change)
    for change in (
        SaveClientProperty("Plan"),
        DefineFields((FieldDefinition("order", "Order", "text"),)),
        SaveView("Team", "state:open", scope="team"),
        SaveCalendar("Office", zone="Europe/Kyiv", hours="mon-fri 9-18"),
        SaveCalendar("Spare", zone="Europe/Kyiv", hours="24x7"),
        SavePolicy("Gold"),
        SavePolicy("Silver"),
        AddClientNote(1, "Calls back."),
    ):
        small.act(change, by=small.olga)
    for owner in (small.olga, small.petro):
        small.desk.act(None, AddToken(owner, "other", SCOPES, digest(str(owner))))
    file = NewAttachment("a.txt", "text/plain", b"1")
    small.desk.remember(KeepDraft(small.petro, 3, "reply", "Soon.", 5, 0))
    small.desk.remember(AttachToDraft(small.petro, 3, "reply", file))
    small.act(SetPriority(3, 2))
    small.act(Undo())
    small.clock.forward(hours=1)
    small.desk.work()
    return people


def _made(number: int | None) -> int:
    assert number is not None
    return number


def _furniture(small: SmallDesk) -> Iterable[action.Action]:
    yield Assign(1, small.petro)
    yield ChangeTags(1, ("refund",))
    yield ChangeTags(2, ("bank",))
    yield EditClient(1, (("company", "Lee Ltd"),))
    yield LinkTicket(1, "duplicate", 2)
    yield SaveTemplate("Hours", (("en", "We are open."),))
    yield SaveArticle("Opening", "From nine.")
    yield SaveMacro("Wait", Macro(state="waiting"))
    yield SaveMacro("Finish", Macro(reply=(("en", "All is well."),), state="solved", kind="help"))
    yield SaveMacro("Sender", Macro(reply=(("en", "All is well."),), send=True))
    yield Reply(1, "All is well.", small.row(1).last_event)
    later = small.clock.now + timedelta(days=1)
    yield SetAbsence(small.petro, later, later + timedelta(days=1))
    yield SendLater(Reply(2, "All is well.", small.row(2).last_event), later)
