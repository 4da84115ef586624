"""Every command of the desk, once: keys, hints, help, palette and CLI twin come from here.

The default keys are those of R7 (and F5); commands of later work are not listed (law 14).
Titles and help are English sources: translate them where they are shown.
"""

from collections.abc import Sequence

from supportdesk.console.command import Command, Where
from supportdesk.console.keyboard import presses
from supportdesk.console.knowledge_commands import KNOWLEDGE_COMMANDS
from supportdesk.console.list_commands import LIST_COMMANDS
from supportdesk.console.ticket_commands import TICKET_COMMANDS
from supportdesk.i18n.later import N_

COMMANDS = (
    *LIST_COMMANDS,
    *KNOWLEDGE_COMMANDS,
    *TICKET_COMMANDS,
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
        "search",
        "help",
    ),
    "thread": ("reply", "note", "template", "assign", "wait", "solve", "back", "help"),
    "card": ("open", "card", "history", "reply", "back", "help"),
}
"""What the footer shows for the pane in use: at most eight; what does not fit is left out."""

BY_NAME = {command.name: command for command in COMMANDS}


def keymap(*areas: Where, commands: Sequence[Command] = COMMANDS) -> dict[str, Command]:
    """Key press → command, for the areas named and those that hold everywhere.

    Raises ValueError naming both commands when one press would mean two.
    """
    found: dict[str, Command] = {}
    for command in commands:
        if command.where not in (*areas, Where.EVERYWHERE):
            continue
        for press in command.presses:
            if press in found:
                raise ValueError(f"{press}: {found[press].name} and {command.name}")
            found[press] = command
    return found


def continuations(press: str, commands: Sequence[Command] = COMMANDS) -> dict[str, Command]:
    """Second key → command, for the sequences that the key press `press` begins alone."""
    return {
        key.split(" ")[1]: command
        for command in commands
        for key in command.keys
        if " " in key and press in presses(key.split(" ")[0])
    }
