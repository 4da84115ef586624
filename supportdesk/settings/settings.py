"""Putting one person's settings together: default < file < environment < flag actually typed."""

from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, TypeVar

from supportdesk.address import Address, ServerAddress
from supportdesk.records import dataclass
from supportdesk.settings.fields import AFTER_SENDING, FIELDS, SettingTrouble, Value, read_value
from supportdesk.settings.links import link_store
from supportdesk.settings.paths import default_store
from supportdesk.settings.toml_file import read_toml
from supportdesk.settings.zone import system_zone, zone_named

UNDO_SEND_SECONDS = 10
"""How long a reply can be recalled unless a setting says otherwise (F31)."""

NOTICES = (
    "notify",
    "notify_title",
    "notify_bell",
    "notify_desktop",
    "notify_command",
    "quiet_hours",
)

NEARNESS = ("default", "file", "environment", "flag")
"""Where a value may come from, the farthest first."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of the program goes by. `sources` says where each value came from."""

    file: Path
    store: Address
    sources: Mapping[str, str]
    """Name → `default`, `file`, `environment` or `flag`; `link` for the store of a link."""
    link: str | None = None
    """The name of the link whose copy `store` is; None for a store of its own."""
    operator: str | None = None
    """Who one is: a login, e-mail or name; None asks the operating system."""
    language: str | None = None
    """The interface language; None asks the system."""
    theme: str | None = None
    timezone: str | None = None
    """IANA name; None is the zone of this machine."""
    undo_send_seconds: int = UNDO_SEND_SECONDS
    notify: str = "mine"
    """Whose new messages one is told of: `mine`, `all`, `off`."""
    notify_title: bool = True
    notify_bell: bool = False
    notify_desktop: str = "off"
    """The sequence that asks the terminal for a notice: `off`, `osc9`, `osc777`."""
    notify_command: tuple[str, ...] = ()
    """A program to run, word by word, never through a shell."""
    quiet_hours: str = "off"
    after_sending: str = AFTER_SENDING[0]
    """Where the console goes when a reply has been sent."""
    time_tracking: str = "on"
    """Whether the console counts the time spent on tickets: on or off."""
    articles: Path | None = None
    """A folder of Markdown files that are articles of the desk; it is only read (F133)."""
    articles_url: str | None = None
    """Where the pages of public articles are published."""

    @property
    def tracks_time(self) -> bool:
        """Whether the time spent on tickets is counted."""
        return self.time_tracking == "on"

    @property
    def zone(self) -> tzinfo:
        """The zone times are shown and read in."""
        named = None if self.timezone is None else zone_named(self.timezone)
        return system_zone() if named is None else named


def load_settings(
    file: Path, environment: Mapping[str, str], flags: Mapping[str, str | None]
) -> Settings:
    """Read the settings; a flag of None was not typed.

    Raises SettingTrouble for a file that cannot be read, an unknown name or an impossible value.
    """
    values: dict[str, Value] = {}
    sources = dict.fromkeys(FIELDS, "default")
    for name, raw in read_toml("settings.unreadable", file).items():
        values[name] = read_value(name, raw, str(file))
        sources[name] = "file"
    for name, field in FIELDS.items():
        if environment.get(field.variable):
            values[name] = read_value(name, environment[field.variable], field.variable)
            sources[name] = "environment"
    for name, typed in flags.items():
        if typed is not None:
            values[name] = read_value(name, typed, "flag")
            sources[name] = "flag"
    link = _link(values, sources)
    if link is not None:
        sources["store"] = "link"
    return Settings(
        file=file,
        store=_store(values) if link is None else link_store(link),
        link=link,
        sources=sources,
        operator=_held(values, "operator", str),
        language=_held(values, "language", str),
        theme=_held(values, "theme", str),
        timezone=_held(values, "timezone", str),
        time_tracking=_held(values, "time_tracking", str) or "on",
        undo_send_seconds=_undo_send_seconds(values),
        after_sending=_held(values, "after_sending", str) or AFTER_SENDING[0],
        **_notices(values),
        articles=_held(values, "articles", Path),
        articles_url=_held(values, "articles_url", str),
    )


def _link(values: Mapping[str, Value], sources: Mapping[str, str]) -> str | None:
    """The link whose copy is opened; a store that was named nearer to this run comes first.

    Raises SettingTrouble("link.and_store") where both were typed.
    """
    if sources["store"] == sources["link"] == "flag":
        raise SettingTrouble("link.and_store")
    is_passed = NEARNESS.index(sources["store"]) > NEARNESS.index(sources["link"])
    return None if is_passed else _held(values, "link", str)


def _store(values: Mapping[str, Value]) -> Address:
    return _held(values, "store", ServerAddress) or _held(values, "store", Path) or default_store()


def _undo_send_seconds(values: Mapping[str, Value]) -> int:
    chosen = _held(values, "undo_send_seconds", int)
    return UNDO_SEND_SECONDS if chosen is None else chosen


def _notices(values: Mapping[str, Value]) -> dict[str, Any]:
    """What is set of the settings of notices; the rest keeps its defaults."""
    return {name: values[name] for name in NOTICES if name in values}


def _held(values: Mapping[str, Value], name: str, kind: type[T]) -> T | None:
    value = values.get(name)
    return value if isinstance(value, kind) else None
