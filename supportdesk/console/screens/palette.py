"""Finding a command by its name instead of its key."""

from collections.abc import Mapping, Sequence

from supportdesk.console.command import Command
from supportdesk.console.key_names import key_name
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.i18n import gettext as _
from supportdesk.i18n import in_every_language


class PaletteScreen(ChoiceScreen[Command]):
    """Answers the command to run. Names are found in every language of the interface (F165)."""

    def __init__(
        self, commands: Sequence[Command], refusals: Mapping[str, str], about: str = ""
    ) -> None:
        """`refusals` says by name why a command cannot be done now; `about` what it acts on."""
        options = [_option(command, refusals.get(command.name, "")) for command in commands]
        title = f"{_('Commands')} · {about}" if about else _("Commands")
        super().__init__(title, options, digits=False)


def _option(command: Command, refusal: str) -> Option[Command]:
    keys = "  ".join(key_name(key) for key in command.keys)
    return Option(command, _(command.title), keys, refusal, explained(command), named(command))


def named(command: Command) -> str:
    """What a command is called in every language, and in `keys.toml`."""
    own = (command.name, command.name.replace("_", " "))
    return " ".join((*in_every_language(command.title), *own))


def explained(command: Command) -> str:
    """What a command does, in every language."""
    return " ".join(in_every_language(command.help))
