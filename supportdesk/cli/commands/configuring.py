"""`config`: one's settings and where files lie."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.address import ServerAddress
from supportdesk.cli.parameters import session_of
from supportdesk.i18n import gettext as _
from supportdesk.settings.fields import FIELDS
from supportdesk.settings.keeping import keep_setting
from supportdesk.settings.keys_file import keys_file
from supportdesk.settings.paths import crash_folder, own_themes, settings_folder
from supportdesk.settings.settings import Settings, load_settings


def settings_text() -> str:
    """What can be set, for the help of `config`."""
    said = {
        "store": _("the file of the desk"),
        "link": _("the link whose copy is opened instead; see: supportdesk link"),
        "operator": _("who acts: a login, e-mail, name or number"),
        "language": _("language of the program: en, ru or uk"),
        "theme": _("colours of the console; see: supportdesk themes"),
        "timezone": _("zone times are shown and read in, such as Europe/Kyiv"),
        "time_tracking": _("whether the console counts the time spent on tickets: on or off"),
        "articles": _("a folder of Markdown files read as articles, never written"),
        "articles_url": _("where the pages of public articles are published"),
        "undo_send_seconds": _("seconds in which a reply can be recalled: 0 to 60"),
        "notify": _(
            "whose messages and due tickets you are told of: mine, all (also untaken), off"
        ),
        "notify_title": _("count of your unread tickets in the window's title: yes, no"),
        "notify_bell": _("ring the terminal's bell: yes, no"),
        "notify_desktop": _("notice of the desktop through the terminal: off, osc9, osc777"),
        "notify_command": _("program to run, without a shell; {numbers} and {count} are filled in"),
        "quiet_hours": _("when nothing rings or pops up, such as 22:00-08:00; or off"),
        "after_sending": _("where a sent reply leads: next ticket, list, or stay"),
    }
    lines = [f"  {field.name:18} {said[field.name]}" for field in FIELDS.values()]
    variables = [f"  {field.name:18} {field.variable}" for field in FIELDS.values()]
    return "\n".join(
        (
            *("\b", _("Settings:"), *lines, ""),
            *("\b", _("Each can also stand in the environment, which wins over the file:")),
            *variables,
            "",
            _(
                "Inside tmux, notices of the desktop need: tmux set -g allow-passthrough on."
                " Nothing that somebody wrote is handed to the terminal or to your program, only"
                " numbers."
            ),
        )
    )


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True, epilog=settings_text())
    group.callback()(show_when_alone)
    group.command("show", help=_("Show the settings, where they come from, where files lie."))(show)
    group.command("set", epilog=settings_text(), help=_("Keep a setting in the settings file."))(
        set_one
    )
    group.command("unset", help=_("Take a setting out of the settings file."))(unset)
    app.add_typer(group, name="config", help=_("Settings: show, set, unset."))


def show_when_alone(context: typer.Context) -> None:
    """`config` without a word shows."""
    if context.invoked_subcommand is None:
        show(context)


def show(context: typer.Context) -> None:
    """Show every setting, one a line, and the places of files."""
    session = session_of(context)
    settings = session.settings
    places = {
        "settings_file": str(settings.file),
        "settings_folder": str(settings_folder()),
        "keys_file": str(keys_file()),
        "themes_folder": str(own_themes()),
        "crash_folder": str(crash_folder()),
    }
    if session.as_json:
        values = {name: _plain(settings, name) for name in FIELDS}
        session.output.item({**values, "sources": dict(settings.sources), **places})
        return
    for name in FIELDS:
        value = _plain(settings, name)
        shown = _shown(name, value)
        session.output.say(f"{name}: {shown} ({settings.sources[name]})")
    for name, place in places.items():
        session.output.say(f"{name}: {place}")


def set_one(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
) -> None:
    """Keep one setting; comments in the file stay. Raises Invalid for a theme that is none."""
    _keep(context, name, value)


def unset(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Go back to what holds without this setting."""
    _keep(context, name, None)


def _keep(context: typer.Context, name: str, value: str | None) -> None:
    session = session_of(context)
    file = session.settings.file
    if name == "theme" and value is not None:
        _require_theme(value)
    keep_setting(file, name, value)
    kept = _plain(load_settings(file, os.environ, {}), name)
    if session.as_json:
        session.output.item({name: kept, "settings_file": str(file)})
    else:
        shown = _shown(name, kept)
        session.output.say(f"{name}: {shown} ({file})")


def _require_theme(wanted: str) -> None:
    """A theme that is not there would keep the console from opening."""
    from supportdesk.console.appearance import Wardrobe

    Wardrobe(wanted, own_themes()).chosen()


def _plain(settings: Settings, name: str) -> object:
    value: object = getattr(settings, name, None)
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, (Path, ServerAddress)) else value


NOT_USED_UNLESS_SET = frozenset({"articles", "articles_url"})


def _shown(name: str, value: object) -> str:
    """A value for people: as it would be typed."""
    if value is None and name in NOT_USED_UNLESS_SET:
        return "—"
    if value is None:
        return _("chosen by the system")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shlex.join(value) or "—" if isinstance(value, list) else str(value)
