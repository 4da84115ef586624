"""Attacks on the roles from the console: no key, name, mark or draft gives what is not one's own.

Petro sits at the console with another role; whatever he tries, nothing of the desk changes and
the bottom line says why (F155, F79).
"""

from datetime import UTC, timedelta

import pytest

from supportdesk.console.app import Console
from supportdesk.console.commands import BY_NAME, COMMANDS
from supportdesk.console.keys import USUAL_KEYS
from supportdesk.domain import action
from supportdesk.domain.action import (
    DefineFields,
    EditClient,
    Reply,
    SaveArticle,
    SaveMacro,
    SaveOperator,
    SaveTemplate,
    SaveView,
    SendLater,
    SetPriority,
)
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.roles import ALLOWED
from supportdesk.i18n.key_names import USUAL, choose_key_names
from supportdesk.store.read import desk_lists, threads
from tests.console.consoles import WIDE, Running, running
from tests.small_desk import SmallDesk

Attack = tuple[str, type[action.Action]]

ATTACKS: dict[str, Attack] = {
    "undo": ("", action.Undo),
    "redo": ("", action.Redo),
    "reply": ("=Hello ctrl+d", action.Reply),
    "note": ("=Hello ctrl+d", action.AddNote),
    "quote": ("=Hello ctrl+d", action.Reply),
    "reply_all": ("=Hello escape s", action.Reply),
    "forward": ("=bank@example.com ctrl+d =Please ctrl+d", action.Forward),
    "assign": ("enter", action.Assign),
    "take": ("", action.Assign),
    "take_next": ("", action.TakeNext),
    "state": ("enter", action.SetState),
    "status": ("enter", action.SetStatus),
    "wait": ("", action.SetState),
    "snooze": ("=2h enter", action.Snooze),
    "solve": ("enter", action.SetState),
    "close": ("", action.SetState),
    "template": ("enter ctrl+d", action.Reply),
    "macro": ("=Wait enter", action.RunMacro),
    "make_template": ("ctrl+d", action.SaveTemplate),
    "move": ("enter", action.MoveToQueue),
    "priority": ("enter", action.SetPriority),
    "tags": ("=late enter", action.ChangeTags),
    "follow": ("", action.ChangeFollowers),
    "escalate": ("=Help ctrl+d", action.Escalate),
    "rate": ("=2 enter", action.RateTicket),
    "fields": ("enter =A-1 enter", action.SetField),
    "time": ("=+5m space =because enter", action.AddTime),
    "merge": ("enter enter", action.MergeTicket),
    "rename_tag": ("enter =money enter", action.RenameTag),
    "client_edit": ("=x ctrl+d", action.EditClient),
    "client_note": ("=Deaf ctrl+d", action.AddClientNote),
    "client_merge": ("=Marta enter", action.MergeClients),
    "client_properties": ("enter =Size ctrl+d", action.SaveClientProperty),
    "client_forget": ("", action.ForgetClient),
    "new_ticket": ("=Zoe tab tab tab =Hello ctrl+d", action.CreateTicket),
}
"""Command that changes → what is pressed once it has begun, and what it would be."""

PERSONAL = {"unread"}

WINDOWS: dict[str, Attack] = {
    "organisation": ("i tab end =plus ctrl+d", action.EditOrganisation),
    "outbox": ("enter 2", action.CancelSending),
    "views": ("n =Own tab =tag:x ctrl+d", action.SaveView),
}
"""Commands that show something in which more can be done."""

SHARED = ("event", "envelope", "message", "outbox", "client_event")
"""Where whatever is done to the desk leaves a row."""

ROLES = ("operator", "trainee", "auditor")


@pytest.fixture
def staged(furnished: SmallDesk) -> SmallDesk:
    """A desk on which every attack finds what it names."""
    small, lead = furnished, furnished.olga
    small.act(SaveMacro("Wait", Macro(state="waiting")), by=lead)
    small.act(SaveMacro("Send", Macro(reply=(("en", "All is well."),), send=True)), by=lead)
    small.act(SaveTemplate("Hours", (("en", "We are open."),)), by=lead)
    small.act(SaveArticle("Opening", "From nine."), by=lead)
    small.act(DefineFields((FieldDefinition("order", "Order", "text"),)), by=lead)
    small.act(SaveView("Team", "state:open", scope="team"), by=lead)
    small.act(EditClient(2, (("company", "Roga Ltd"),)), by=lead)
    later = small.clock.now + timedelta(days=1)
    small.act(SendLater(Reply(2, "All is well.", 10**6), later))
    return small


def become(small: SmallDesk, role: str) -> None:
    """Petro has another role from now on."""
    small.desk.act(None, SaveOperator("Petro", small.petro, "petro", role))


def history(small: SmallDesk) -> list[int]:
    """How much has happened."""
    counted = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in SHARED)
    return small.desk.ask(lambda store: [row[0] for row in store.execute(counted)])


async def typed(console: Running, keys: str) -> None:
    """Press keys written with spaces; `=words` are typed."""
    for key in keys.split():
        await console.press(*(key[1:] if key.startswith("=") else (key,)))


async def begin(console: Running, name: str) -> None:
    """Begin a command on ticket 1, by its key or else from the palette."""
    if console.desk.panes.ticket is None or console.desk.panes.ticket.number != 1:
        await console.press("#", "1", "enter")
    if BY_NAME[name].keys:
        await console.press(*BY_NAME[name].keys[0].split())
    else:
        await console.press("ctrl+p", *name, "enter")


async def leave(console: Running) -> None:
    """Close every window and throw away what is written."""
    for _window in range(6):
        if len(console.app.screen_stack) > 1:
            await console.press("escape")
            if "throw" in console.text:
                await console.press("y")
        elif console.desk.writing.open is not None:
            await console.press("escape", "x")


def lowest_of(kind: type[action.Action]) -> str:
    """Who is nearest to being allowed this, and is not."""
    return next(role for role in ROLES if role not in ALLOWED[kind])


def test_every_command_that_changes_is_attacked() -> None:
    changing = {command.name for command in COMMANDS if command.changes}
    assert {*ATTACKS, *PERSONAL} == changing
    assert set(WINDOWS) <= {command.name for command in COMMANDS} - changing


@pytest.mark.parametrize("role", ROLES)
async def test_no_command_does_what_the_role_may_not(staged: SmallDesk, role: str) -> None:
    attacks = {**ATTACKS, **WINDOWS}
    forbidden = {name: one for name, one in attacks.items() if lowest_of(one[1]) == role}
    become(staged, role)
    before = history(staged)
    async with running(staged, size=WIDE) as console:
        for name, (keys, wanted) in forbidden.items():
            await begin(console, name)
            await typed(console, keys)
            told = f"The role {role} may not do this ({wanted.__name__}). Ask a lead to do it."
            shown = console.notice or console.text
            assert (name, told in shown) == (name, True), console.text
            assert (name, history(staged)) == (name, before)
            await leave(console)


def console_with(small: SmallDesk, **chosen: list[str]) -> Console:
    """A console of Petro with keys of his own."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.petro)
    keys = USUAL_KEYS.remapped(chosen, "keys.toml")
    return Console(small.desk, me, desk_name="First line", zone=UTC, keys=keys)


async def test_other_keys_lead_nowhere_else(staged: SmallDesk) -> None:
    become(staged, "trainee")
    before = history(staged)
    app = console_with(staged, reply=["f9"], send=["f10"], review_send=["y"], rename_tag=["f8"])
    try:
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            console = Running(app, pilot, staged)
            await console.settle()
            for keys in ("f9 =Hello f10", "escape y"):
                await typed(console, keys)
                assert "The role trainee may not do this (Reply)" in console.notice
            await leave(console)
            await typed(console, "f8 enter =money enter")
            assert "The role trainee may not do this (RenameTag)" in console.notice
    finally:
        choose_key_names(USUAL)
    assert history(staged) == before


@pytest.mark.parametrize(
    ("role", "keys", "wanted"),
    [
        ("auditor", "w y", "Bulk"),
        ("auditor", "p enter", "Bulk"),
        ("auditor", "c =Look ctrl+d", "Bulk"),
        ("trainee", "t", "Reply"),
    ],
)
async def test_marking_many_gives_no_right_to_one(
    staged: SmallDesk, role: str, keys: str, wanted: str
) -> None:
    become(staged, role)
    before = history(staged)
    async with running(staged, size=WIDE) as console:
        await console.press("2", "*")
        for key in keys.split():
            if key == "y":
                await console.until("no, go back")
            await typed(console, key)
        await console.until(f"The role {role} may not do this ({wanted})")
    assert history(staged) == before


async def test_what_a_lead_has_done_is_not_taken_back_by_others(staged: SmallDesk) -> None:
    """Undo goes back along one's own changes only, redo along one's own undos."""
    staged.act(SetPriority(3, 0), by=staged.petro)
    staged.act(SetPriority(3, 3), by=staged.olga)
    for role in ("operator", "trainee"):
        become(staged, role)
        before = history(staged)
        async with running(staged, size=WIDE) as console:
            await console.press("z")
            assert "priority" in console.notice.casefold()
            assert "Olga" in console.text or "later" in console.notice
            await console.press("Z")
            assert "There is no undo of yours to take back." in console.notice
        assert history(staged) == before
        assert staged.row(3).priority == 3


@pytest.mark.parametrize("name", ["Send", "Finish"])
async def test_a_macro_sends_nothing_for_who_may_not(staged: SmallDesk, name: str) -> None:
    reply = (("en", "All is well."),)
    staged.act(SaveMacro("Finish", Macro(reply=reply, state="solved", kind="help")))
    become(staged, "trainee")
    before, state = history(staged), staged.row(1).state
    async with running(staged, size=WIDE) as console:
        await begin(console, "macro")
        await typed(console, f"={name} enter")
        if console.desk.writing.open is not None:
            await console.press("ctrl+d")
        assert "The role trainee may not do this (Reply)" in console.notice
    assert (history(staged), staged.row(1).state) == (before, state)


async def test_a_draft_of_an_operator_is_not_sent_by_a_trainee(staged: SmallDesk) -> None:
    """Who was one when it was begun, and is none any more when Ctrl+D is pressed, twice."""
    staged.desk.remember(KeepDraft(staged.petro, 1, "reply", "All is well.", 12, 10**6))
    async with running(staged, size=WIDE) as console:
        await begin(console, "reply")
        become(staged, "trainee")
        before = history(staged)
        await console.pilot.press("ctrl+d", "ctrl+d")
        await console.settle()
        for keys in ("", "escape s", "escape w", "escape d =2h enter"):
            await typed(console, keys)
            assert "The role trainee may not do this" in console.notice
        assert history(staged) == before
    draft = staged.desk.ask(threads.draft, staged.petro, 1, "reply")
    assert draft is not None
    assert draft.body == "All is well."


async def test_two_quick_presses_send_once(staged: SmallDesk) -> None:
    async with running(staged, size=WIDE) as console:
        await begin(console, "reply")
        await typed(console, "=Hello")
        replies = staged.row(1).replies
        await console.pilot.press("ctrl+d", "ctrl+d")
        await console.settle()
        if len(console.app.screen_stack) > 1:
            await console.press("y")
        assert staged.row(1).replies == replies + 1


async def test_articles_are_offered_for_change_to_who_may(staged: SmallDesk) -> None:
    async with running(staged, size=WIDE) as console:
        await typed(console, "g k ctrl+n =New tab tab tab tab tab =Words")
        become(staged, "trainee")
        before = history(staged)
        await console.press("ctrl+d")
        assert "The role trainee may not do this (SaveArticle)" in console.text
    async with running(staged, size=WIDE) as console:
        await typed(console, "g k")
        window = type(console.app.screen)
        for key in ("ctrl+n", "ctrl+o", "ctrl+r"):
            await console.press(key)
            assert type(console.app.screen) is window
    assert history(staged) == before
