"""Every command and option of the program as plain facts: for the manual and for completion."""

from collections.abc import Iterator
from typing import Any

import typer

from supportdesk.cli.application import build
from supportdesk.cli.times import now
from supportdesk.records import dataclass
from supportdesk.settings.fields import FIELDS, LANGUAGES


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """One option: its names, how it is written with what it takes, and what it is for."""

    names: tuple[str, ...]
    written: str
    help: str


@dataclass(frozen=True, slots=True)
class CommandFacts:
    """One command; its place is the words that lead to it, none for the program itself."""

    place: tuple[str, ...]
    help: str
    epilog: str
    usage: str
    options: tuple[OptionFacts, ...]
    parts: tuple[str, ...]
    """The words that may follow it: its own commands."""


NAME = "supportdesk"
SHELLS = ("bash", "zsh", "fish")

VALUES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("config", "set"): tuple(FIELDS),
    ("config", "unset"): tuple(FIELDS),
    ("config", "set", "language"): LANGUAGES,
    ("completion",): SHELLS,
}
"""Words that may follow a place besides commands."""


def command_tree() -> list[CommandFacts]:
    """Every command, the program first, the rest in the order of the help."""
    return list(_walk(typer.main.get_command(build([], now)), (), None))


def _walk(
    command: Any, place: tuple[str, ...], above: typer.Context | None
) -> Iterator[CommandFacts]:
    """A command and those below it; their class is not one that typer names in public."""
    context = typer.Context(command, info_name=place[-1] if place else NAME, parent=above)
    parts = dict(getattr(command, "commands", {}))
    yield CommandFacts(
        place,
        str(command.help or ""),
        str(command.epilog or ""),
        " ".join(command.collect_usage_pieces(context)),
        tuple(_options(command, context)),
        tuple(parts),
    )
    for word, part in parts.items():
        yield from _walk(part, (*place, word), context)


def _options(command: Any, context: typer.Context) -> Iterator[OptionFacts]:
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None and parameter.param_type_name == "option":
            names = (*parameter.opts, *parameter.secondary_opts)
            yield OptionFacts(names, record[0], record[1])
