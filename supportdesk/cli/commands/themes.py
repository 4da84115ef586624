"""`themes`: the colours of the console, what is wrong with one's own, how to begin one."""

from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.failures import WRONG_USAGE
from supportdesk.cli.files import make_folder, write_file
from supportdesk.cli.parameters import session_of
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.settings.paths import own_themes


def themes_text() -> str:
    """How themes of one's own are made, for the help."""
    return _(
        "Themes of your own are files in the folder “themes” beside your settings. One with the"
        " name of a theme of the program takes its place, and the console shows a file anew as soon"
        " as it is saved. Choose a theme"
        " in the console's palette (Ctrl+P, colours) or with: supportdesk config set theme NAME."
        " Where NO_COLOR is set, or a terminal has sixteen colours only, the console shows “plain”"
        " or “terminal” instead."
    )


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True, epilog=themes_text())
    group.callback()(list_when_alone)
    group.command("list", help=_("List the themes; what is wrong with files of your own."))(
        list_themes
    )
    group.command("check", help=_("Check theme files: that they can be used, and be read well."))(
        check
    )
    group.command("copy", help=_("Begin a theme of your own as a copy of another."))(copy)
    app.add_typer(group, name="themes", help=_("Colour themes: list, check, copy."))


def list_when_alone(context: typer.Context) -> None:
    """`themes` without a word lists."""
    if context.invoked_subcommand is None:
        list_themes(context)


def list_themes(context: typer.Context) -> None:
    """List every theme that can be used; warn of files that cannot."""
    from supportdesk.console.appearance import Wardrobe, title_of
    from supportdesk.console.theme_finding import DEFAULT_THEME, survey

    session = session_of(context)
    found, troubles = survey(Wardrobe(own=own_themes()).folders)
    chosen = session.settings.theme or DEFAULT_THEME
    for name, palette in sorted(found.items()):
        own = (own_themes() / f"{name}.toml").is_file()
        if session.as_json:
            told = {"name": name, "title": palette.title, "dark": palette.dark}
            session.output.item({**told, "own": own, "chosen": name == chosen})
        else:
            marks = [_("yours")] * own + [_("chosen")] * (name == chosen)
            behind = f" ({', '.join(marks)})" if marks else ""
            session.output.say(f"{name}: {title_of(palette)}{behind}")
    for trouble in troubles:
        session.output.warn(sentence(trouble.code, trouble.parameters, interface="cli"))


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help=_("Theme files; without any, all of your own.")),
    ] = None,
) -> None:
    """Tell what is wrong, one thing a line; exit code 2 where a file cannot be used."""
    session = session_of(context)
    broken = False
    for file in files or sorted(own_themes().glob("*.toml")):
        told = _told(file)
        broken = broken or told["usable"] is False
        if session.as_json:
            session.output.item(told)
        else:
            for line in _lines(file, told):
                session.output.say(line)
    if broken:
        raise typer.Exit(WRONG_USAGE)


def _told(file: Path) -> dict[str, object]:
    from supportdesk.console.contrast import faint_pairs
    from supportdesk.console.theme_reading import load_palette

    try:
        palette = load_palette(file)
    except DeskError as trouble:
        message = sentence(trouble.code, trouble.parameters, interface="cli")
        return {"file": str(file), "usable": False, "code": trouble.code, "message": message}
    faint = [
        {"ink": ink, "ground": ground, "contrast": round(found, 1)}
        for ink, ground, found in faint_pairs(palette)
    ]
    return {"file": str(file), "usable": True, "faint": faint}


def _lines(file: Path, told: dict[str, object]) -> list[str]:
    if not told["usable"]:
        return [str(told["message"])]
    faint = told["faint"]
    pairs = faint if isinstance(faint, list) else []
    said = _("{file}: {ink} on {ground} is hard to read: contrast {contrast}, 4.5 is enough.")
    lines = [said.format(file=file, **pair) for pair in pairs]
    return lines or [_("{file} is in order.").format(file=file)]


def copy(
    context: typer.Context,
    theme: Annotated[str, typer.Argument(metavar="THEME", help=_("The theme to copy."))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("What yours is called."))],
) -> None:
    """Write the copy. Raises Invalid("theme.unknown", "theme.name", "file.exists")."""
    from supportdesk.console.appearance import Wardrobe
    from supportdesk.console.theme_finding import find_palette
    from supportdesk.console.theme_reading import theme_text

    session = session_of(context)
    palette = find_palette(theme, Wardrobe(own=own_themes()).folders)
    file = own_themes() / f"{name}.toml"
    content = theme_text(palette, name, file).encode()
    make_folder(file.parent)
    write_file(file, lambda written: written.write(content), former=None)
    if session.as_json:
        session.output.item({"name": name, "file": str(file)})
    else:
        session.output.say(
            _("Written: {file}. Choose it: supportdesk config set theme {name}").format(
                file=file, name=name
            )
        )
