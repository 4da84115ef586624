"""The commands and the global options, put together for one run.

Only the module that answers to the typed word is imported, so that a list in a script starts as
fast as a small program (S14); help, manual and completion scripts see all of them.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from supportdesk import __version__
from supportdesk.cli.hoisting import command_word
from supportdesk.cli.session import start_session
from supportdesk.cli.words import WORDS
from supportdesk.domain.envelope import Clock
from supportdesk.i18n import gettext as _
from supportdesk.objects.json_lines import JSON_VERSION, encode


def build(hoisted: Sequence[str], clock: Clock) -> typer.Typer:
    """The program as far as these arguments need it; the whole of it for help."""
    app = typer.Typer(
        name="supportdesk",
        help=_("A terminal console of a support desk. Without a command it opens the console."),
        epilog=exit_codes_text(),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        invoke_without_command=True,
    )
    app.callback()(_starting(clock))
    word = command_word(hoisted)
    for module in _needed(hoisted, word):
        import_module(f"supportdesk.cli.commands.{module}").add_to(app)
    return app


def _needed(hoisted: Sequence[str], word: str | None) -> Iterable[str]:
    """The modules of commands that these arguments are about."""
    if word in WORDS:
        return (WORDS[word],)
    return () if "--version" in hoisted else dict.fromkeys(WORDS.values())


def exit_codes_text() -> str:
    """What the exit codes mean, as the help says it."""
    return "\n".join(
        (
            "\b",
            _("Exit codes:"),
            _("  0  done"),
            _("  1  refused by a rule; a stop can be passed with --confirm NAME"),
            _("  2  wrong usage"),
            _("  3  not found"),
            _("  4  trouble with the store"),
            _("  5  the desk that a copy follows cannot be reached, or does not answer as one"),
            "",
            _("With --json every answer is one JSON object a line; refusals stand on standard"),
            _('error as {"error": {"code", "message", "exit", "parameters", "stops"}}.'),
        )
    )


def _starting(clock: Clock) -> Callable[..., None]:
    """The part of the program that runs before every command."""

    def start(
        context: typer.Context,
        *,
        store: Annotated[
            str | None,
            typer.Option(
                "--store",
                metavar="STORE",
                help=_("The store to work on: a file, or postgresql://USER@MACHINE/DATABASE."),
            ),
        ] = None,
        link: Annotated[
            str | None,
            typer.Option(
                "--link",
                metavar="NAME",
                help=_("Instead, the copy of another desk: see supportdesk link."),
            ),
        ] = None,
        operator: Annotated[
            str | None,
            typer.Option(
                "--as",
                metavar="OPERATOR",
                help=_(
                    "Who acts: a login, e-mail, name or number; of our operators only leads and"
                    " admins act as others."
                ),
            ),
        ] = None,
        as_json: Annotated[
            bool, typer.Option("--json", help=_("Answer with one JSON object a line."))
        ] = False,
        read_only: Annotated[
            bool, typer.Option("--read-only", help=_("Write nothing into the store."))
        ] = False,
        confirm: Annotated[
            list[str] | None,
            typer.Option("--confirm", metavar="NAME", help=_("Pass the stop of this name.")),
        ] = None,
        language: Annotated[
            str | None,
            typer.Option("--lang", metavar="en|ru|uk", help=_("Language of the program.")),
        ] = None,
        timezone: Annotated[
            str | None,
            typer.Option(
                "--timezone",
                metavar="ZONE",
                help=_("Zone times are shown and read in, such as Europe/Kyiv."),
            ),
        ] = None,
        version: Annotated[
            bool,
            typer.Option(
                "--version", is_eager=True, callback=_tell_version, help=_("Show the version.")
            ),
        ] = False,
    ) -> None:
        flags = {
            "store": store,
            "link": link,
            "operator": operator,
            "language": language,
            "timezone": timezone,
        }
        session = start_session(
            flags,
            clock,
            as_json=as_json,
            confirmed=frozenset(confirm or ()),
            read_only=read_only,
        )
        context.obj = session
        context.call_on_close(session.close)
        if context.invoked_subcommand is None:
            from supportdesk.cli.console_opening import open_console

            raise typer.Exit(open_console(session))

    return start


def _tell_version(wanted: bool) -> None:
    if wanted:
        if "--json" in sys.argv:
            print(encode({"version": __version__, "json": JSON_VERSION}))
        else:
            print(f"supportdesk {__version__}")
        raise typer.Exit
