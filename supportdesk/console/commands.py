"""Every command of the desk, once: keys, hints, help, palette and CLI twin come from here.

The default keys are those of R7 (and F5); commands of later work are not listed (law 14).
Titles and help are English sources: translate them where they are shown.
"""

from supportdesk.console.command import N_, Command, Where
from supportdesk.console.keyboard import presses

COMMANDS = (
    # List
    Command("down", ("down", "j"), Where.LIST, N_("next line"), N_("Move down, or scroll.")),
    Command("up", ("up", "k"), Where.LIST, N_("previous line"), N_("Move up, or scroll.")),
    Command("page_down", ("pagedown",), Where.LIST, N_("page down"), N_("Move a page down.")),
    Command("page_up", ("pageup",), Where.LIST, N_("page up"), N_("Move a page up.")),
    Command("first", ("home",), Where.LIST, N_("first"), N_("Go to the first line.")),
    Command("last", ("end",), Where.LIST, N_("last"), N_("Go to the last line.")),
    Command(
        "open",
        ("enter",),
        Where.LIST,
        N_("open"),
        N_("Open the ticket and mark it read; in the sidebar, show the view."),
        cli="supportdesk show N",
    ),
    Command(
        "preview",
        ("space",),
        Where.LIST,
        N_("preview"),
        N_("Read on in the conversation without opening it."),
    ),
    Command("next_pane", ("tab",), Where.LIST, N_("next pane"), N_("Go to the next pane.")),
    Command(
        "previous_pane",
        ("shift+tab",),
        Where.LIST,
        N_("previous pane"),
        N_("Go to the pane before."),
    ),
    Command(
        "mine",
        ("1", "g m"),
        Where.LIST,
        N_("mine"),
        N_("Show my tickets."),
        cli='supportdesk list "owner:me -category:done wake:none"',
    ),
    Command(
        "unassigned",
        ("2", "g u"),
        Where.LIST,
        N_("unassigned"),
        N_("Show tickets nobody has taken."),
        cli='supportdesk list "owner:nobody -category:done wake:none"',
    ),
    Command(
        "all",
        ("3", "g a"),
        Where.LIST,
        N_("all"),
        N_("Show all tickets at work."),
        cli='supportdesk list "-category:done wake:none"',
    ),
    Command(
        "waiting",
        ("4",),
        Where.LIST,
        N_("waiting"),
        N_("Show tickets that wait for the client."),
        cli='supportdesk list "category:waiting wake:none"',
    ),
    Command(
        "snoozed",
        ("5",),
        Where.LIST,
        N_("snoozed"),
        N_("Show tickets that sleep until later."),
        cli='supportdesk list "-category:done -wake:none"',
    ),
    Command(
        "search",
        ("/", "."),
        Where.LIST,
        N_("search"),
        N_("Find tickets by words and fields."),
        cli="supportdesk list QUERY",
    ),
    Command(
        "go_to_number",
        ("#", "№"),
        Where.LIST,
        N_("go to number"),
        N_("Open a ticket by its number."),
        cli="supportdesk show N",
    ),
    Command(
        "drafts",
        ("g d",),
        Where.LIST,
        N_("drafts"),
        N_("Go on with a text that was left unsent."),
    ),
    Command(
        "recent",
        ("g h",),
        Where.LIST,
        N_("opened last"),
        N_("Show the tickets I opened last, newest first."),
    ),
    Command(
        "refresh",
        ("f5",),
        Where.LIST,
        N_("refresh"),
        N_("Read the list again: new arrivals come in, done tickets leave."),
    ),
    # Ticket
    Command(
        "reply",
        ("r",),
        Where.TICKET,
        N_("reply"),
        N_("Write to the client."),
        cli="supportdesk reply N",
        changes=True,
    ),
    Command(
        "note",
        ("c",),
        Where.TICKET,
        N_("note"),
        N_("Write a private note; the client does not see it."),
        cli="supportdesk note N",
        changes=True,
    ),
    Command(
        "assign",
        ("a",),
        Where.TICKET,
        N_("assign"),
        N_("Give the ticket to somebody."),
        cli="supportdesk assign N WHO",
        changes=True,
    ),
    Command(
        "take",
        ("A",),
        Where.TICKET,
        N_("take"),
        N_("Make the ticket mine."),
        cli="supportdesk take N",
        changes=True,
    ),
    Command(
        "state",
        ("s",),
        Where.TICKET,
        N_("state"),
        N_("Choose another state."),
        cli="supportdesk set N state=…",
        changes=True,
    ),
    Command(
        "wait",
        ("w",),
        Where.TICKET,
        N_("wait"),
        N_("Wait for the client's answer."),
        cli="supportdesk set N state=waiting",
        changes=True,
    ),
    Command(
        "snooze",
        ("d",),
        Where.TICKET,
        N_("snooze"),
        N_("Put the ticket to sleep until later."),
        cli="supportdesk snooze N WHEN",
        changes=True,
    ),
    Command(
        "solve",
        ("e",),
        Where.TICKET,
        N_("solve"),
        N_("Mark as solved; asks for the kind when it is missing."),
        cli="supportdesk set N state=solved",
        changes=True,
    ),
    Command(
        "close",
        ("E",),
        Where.TICKET,
        N_("close"),
        N_("Close for good."),
        cli="supportdesk set N state=closed",
        changes=True,
    ),
    Command(
        "template",
        ("t",),
        Where.TICKET,
        N_("template"),
        N_("Start a reply from a saved text."),
        cli="supportdesk templates list",
        changes=True,
    ),
    Command(
        "move",
        ("v",),
        Where.TICKET,
        N_("move"),
        N_("Move the ticket to another queue."),
        cli="supportdesk set N queue=…",
        changes=True,
    ),
    Command(
        "priority",
        ("p",),
        Where.TICKET,
        N_("priority"),
        N_("Say how urgent the ticket is."),
        cli="supportdesk set N priority=…",
        changes=True,
    ),
    Command(
        "tags",
        ("l",),
        Where.TICKET,
        N_("tags"),
        N_("Add and remove tags."),
        cli="supportdesk tag N +a -b",
        changes=True,
    ),
    Command(
        "card",
        ("i",),
        Where.TICKET,
        N_("client card"),
        N_("Go to the client's card; there, edit it."),
        cli="supportdesk clients show WHO",
    ),
    Command(
        "history",
        ("h",),
        Where.TICKET,
        N_("client's history"),
        N_("List every ticket of this client."),
        cli='supportdesk list "client:…"',
    ),
    Command(
        "next_ticket",
        ("n",),
        Where.TICKET,
        N_("next ticket"),
        N_("Show the next ticket of the view."),
    ),
    Command(
        "new_ticket",
        ("N",),
        Where.TICKET,
        N_("new ticket"),
        N_("Write down a new ticket or a call."),
        cli="supportdesk new",
        changes=True,
        without_ticket=True,
    ),
    Command(
        "copy_number", ("y",), Where.TICKET, N_("copy number"), N_("Copy the ticket's number.")
    ),
    Command(
        "unread", ("u",), Where.TICKET, N_("unread"), N_("Mark the ticket unread."), changes=True
    ),
    Command(
        "undo",
        ("z",),
        Where.TICKET,
        N_("undo"),
        N_("Take back what I did last; a reply that has not left comes back."),
        cli="supportdesk undo",
        changes=True,
        without_ticket=True,
    ),
    Command(
        "redo",
        ("Z",),
        Where.TICKET,
        N_("redo"),
        N_("Do again what was undone."),
        changes=True,
        without_ticket=True,
    ),
    Command(
        "back",
        ("q", "escape"),
        Where.TICKET,
        N_("back"),
        N_("Go back to where I was."),
        without_ticket=True,
    ),
    Command(
        "quit",
        ("q q",),
        Where.TICKET,
        N_("leave"),
        N_("Leave the desk, where there is nothing to go back from; drafts are kept."),
        without_ticket=True,
    ),
    # Everywhere
    Command("help", ("?", "f1"), Where.EVERYWHERE, N_("help"), N_("Show the keys.")),
    Command(
        "palette", ("ctrl+p",), Where.EVERYWHERE, N_("palette"), N_("Find a command by its name.")
    ),
)

HINTS = {
    "sidebar": ("open", "search", "refresh", "back", "help"),
    "list": (
        "reply",
        "note",
        "assign",
        "wait",
        "solve",
        "template",
        "snooze",
        "search",
        "undo",
        "help",
    ),
    "thread": ("reply", "note", "template", "assign", "wait", "solve", "undo", "back", "help"),
    "card": ("open", "card", "history", "reply", "back", "help"),
}
"""What the footer shows for the pane in use; what does not fit is left out from the end."""

BY_NAME = {command.name: command for command in COMMANDS}


def keymap(*areas: Where) -> dict[str, Command]:
    """Key press → command, for the areas named and those that hold everywhere.

    Raises ValueError naming both commands when one press would mean two.
    """
    found: dict[str, Command] = {}
    for command in COMMANDS:
        if command.where not in (*areas, Where.EVERYWHERE):
            continue
        for press in command.presses:
            if press in found:
                raise ValueError(f"{press}: {found[press].name} and {command.name}")
            found[press] = command
    return found


def continuations(press: str) -> dict[str, Command]:
    """Second key → command, for the sequences that the key press `press` begins alone."""
    return {
        key.split(" ")[1]: command
        for command in COMMANDS
        for key in command.keys
        if " " in key and press in presses(key.split(" ")[0])
    }


def hints(pane: str) -> tuple[Command, ...]:
    """The commands the footer shows while keys go to `pane`."""
    return tuple(BY_NAME[name] for name in HINTS[pane])
