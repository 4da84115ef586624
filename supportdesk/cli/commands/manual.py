"""`completion`: scripts for shells; `man`: the manual page. Both from the texts of `--help`."""

from typing import Annotated

import typer

from supportdesk.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(
        "completion",
        help=_("Print a script that completes commands in your shell: bash, zsh or fish."),
        epilog="\n".join(
            (
                *("\b", _("To have it from the next shell on:")),
                "  supportdesk completion bash"
                " > ~/.local/share/bash-completion/completions/supportdesk",
                "  supportdesk completion zsh > ~/.zfunc/_supportdesk",
                "  supportdesk completion fish > ~/.config/fish/completions/supportdesk.fish",
                "",
                _("The script holds every word: completing starts no program."),
            )
        ),
    )(completion)
    app.command(
        "man", help=_("Print the manual page; an installed one is shown by: man supportdesk")
    )(man)


def completion(
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help=_("Your shell."))],
) -> None:
    """Print the script."""
    from supportdesk.cli.command_tree import SHELLS, command_tree
    from supportdesk.cli.completion_scripts import completion_script

    if shell not in SHELLS:
        raise typer.BadParameter(_("the shells are: {shells}").format(shells=", ".join(SHELLS)))
    typer.echo(completion_script(shell, command_tree()), nl=False)


def man() -> None:
    """Print the page, for example into `man -l -`."""
    from supportdesk.cli.command_tree import command_tree
    from supportdesk.cli.man_page import man_page

    typer.echo(man_page(command_tree()), nl=False)
