"""The manual page, from the same texts as `--help` (roff, section 1)."""

import re
from collections.abc import Iterator, Sequence

from supportdesk import __version__
from supportdesk.cli.command_tree import CommandFacts, OptionFacts
from supportdesk.i18n import gettext as _


def man_page(commands: Sequence[CommandFacts]) -> str:
    """The page of the whole program."""
    program, *rest = commands
    about = _("a terminal console for support operators")
    lines = [
        f'.TH SUPPORTDESK 1 "" "supportdesk {__version__}" "supportdesk"',
        _heading(_("NAME")),
        f"supportdesk \\- {_roff(about)}",
        _heading(_("SYNOPSIS")),
        f".B supportdesk\n{_roff(program.usage)}",
        _heading(_("DESCRIPTION")),
        *_paragraphs(program.help),
        _heading(_("OPTIONS")),
        *_options(program.options),
        _heading(_("COMMANDS")),
    ]
    for command in rest:
        lines += _command(command)
    lines += [_heading(_("EXIT STATUS")), *_paragraphs(program.epilog)]
    return "\n".join((*lines, ""))


def _heading(name: str) -> str:
    return f'.SH "{_roff(name)}"'


def _command(command: CommandFacts) -> Iterator[str]:
    yield f'.SS "supportdesk {" ".join(command.place)} {_roff(command.usage)}"'
    yield from _paragraphs(command.help)
    yield from _options(command.options)
    yield from _paragraphs(command.epilog)


def _options(options: Sequence[OptionFacts]) -> Iterator[str]:
    for option in options:
        if option.names == ("--help",):
            continue
        yield f".TP\n\\fB{_roff(option.written)}\\fR"
        yield _roff(option.help) or "\\&"


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs are filled; one that begins with `\\b` keeps its lines."""
    for part in re.split(r"\n\s*\n|\n(?=\x08)", text.strip("\n")):
        kept = part.lstrip().startswith("\b")
        lines = [line for line in part.replace("\b", "").splitlines() if line.strip()]
        if not lines:
            continue
        yield ".PP"
        if kept or all(line.startswith("  ") for line in lines):
            yield from (".nf", *map(_roff, lines), ".fi")
        else:
            yield from (_roff(line.strip()) for line in lines)


def _roff(text: str) -> str:
    """A text that roff takes for nothing but text."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
