"""Finding a command by its name instead of its key."""

from collections.abc import Mapping, Sequence

from supportdesk.console.command import Command
from supportdesk.console.key_names import key_name
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.i18n import gettext as _


class PaletteScreen(ChoiceScreen[Command]):
    """Answers the command to run. Names are found in the language of the screen and in English."""

    def __init__(self, commands: Sequence[Command], refusals: Mapping[str, str]) -> None:
        """`refusals` says by a command's name why it cannot be done now."""
        options = [_option(command, refusals.get(command.name, "")) for command in commands]
        super().__init__(_("Commands"), options, digits=False)


def _option(command: Command, refusal: str) -> Option[Command]:
    words = f"{command.title} {_(command.help)} {command.help} {command.name.replace('_', ' ')}"
    keys = "  ".join(key_name(key) for key in command.keys)
    return Option(command, _(command.title), keys, refusal, words)
