"""The table of settings: their names, variables, and what may stand in them."""

from collections.abc import Callable
from pathlib import Path

from supportdesk.address import Address, ServerAddress, address_of
from supportdesk.records import dataclass
from supportdesk.settings.notices import (
    DESKTOPS,
    WHOM,
    command_words,
    one_of,
    quiet_hours,
    yes_or_no,
)
from supportdesk.settings.zone import zone_named

SWITCHES = ("on", "off")
LANGUAGES = ("en", "ru", "uk")
LONGEST_UNDO_SEND_SECONDS = 60

Value = str | int | Path | ServerAddress | tuple[str, ...]


class SettingTrouble(ValueError):
    """A settings file or a value that cannot be used; `code` and `parameters` make its text."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: `variable` in the environment, `read` checks a raw value.

    `read` raises ValueError with the values that would work.
    """

    name: str
    variable: str
    read: Callable[[object], Value]


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or "\0" in raw:
        raise ValueError("a text")
    return raw.strip()


def _path(raw: object) -> Path:
    try:
        return Path(_text(raw)).expanduser().absolute()
    except RuntimeError as trouble:  # nobody is called so: there is no such home
        raise ValueError("a path") from trouble


def _store(raw: object) -> Address:
    address = address_of(_text(raw))
    return address if isinstance(address, ServerAddress) else _path(raw)


def _language(raw: object) -> str:
    language = _text(raw).replace("-", "_").split("_")[0].split(".")[0].lower()
    if language not in LANGUAGES:
        raise ValueError(", ".join(LANGUAGES))
    return language


def _zone(raw: object) -> str:
    name = _text(raw)
    if zone_named(name) is None:
        raise ValueError("UTC, Europe/Kyiv, Asia/Almaty …")
    return name


def _address(raw: object) -> str:
    address = _text(raw)
    if not address.startswith(("https://", "http://")) or any(sign in address for sign in ' <>"'):
        raise ValueError("https://help.example.org/")
    return address


def _undo_send(raw: object) -> int:
    whole = isinstance(raw, int) or (isinstance(raw, str) and raw.isascii() and raw.isdigit())
    seconds = int(str(raw)) if whole and not isinstance(raw, bool) else -1
    if not 0 <= seconds <= LONGEST_UNDO_SEND_SECONDS:
        raise ValueError(f"0–{LONGEST_UNDO_SEND_SECONDS}")
    return seconds


AFTER_SENDING = ("next", "list", "stay")
"""Where the console goes when a reply has been sent; the first is the usual one (F11)."""


def _after_sending(raw: object) -> str:
    wanted = _text(raw).lower()
    if wanted not in AFTER_SENDING:
        raise ValueError(", ".join(AFTER_SENDING))
    return wanted


def _switch(raw: object) -> str:
    switch = {True: "on", False: "off"}.get(raw) if isinstance(raw, bool) else raw
    if switch not in SWITCHES:
        raise ValueError(", ".join(SWITCHES))
    return str(switch)


FIELDS = {
    field.name: field
    for field in (
        Field("store", "SUPPORTDESK_STORE", _store),
        Field("link", "SUPPORTDESK_LINK", _text),
        Field("operator", "SUPPORTDESK_AS", _text),
        Field("language", "SUPPORTDESK_LANG", _language),
        Field("theme", "SUPPORTDESK_THEME", _text),
        Field("timezone", "SUPPORTDESK_TIMEZONE", _zone),
        Field("time_tracking", "SUPPORTDESK_TIME_TRACKING", _switch),
        Field("articles", "SUPPORTDESK_ARTICLES", _path),
        Field("articles_url", "SUPPORTDESK_ARTICLES_URL", _address),
        Field("undo_send_seconds", "SUPPORTDESK_UNDO_SEND_SECONDS", _undo_send),
        Field("notify", "SUPPORTDESK_NOTIFY", one_of(*WHOM)),
        Field("notify_title", "SUPPORTDESK_NOTIFY_TITLE", yes_or_no),
        Field("notify_bell", "SUPPORTDESK_NOTIFY_BELL", yes_or_no),
        Field("notify_desktop", "SUPPORTDESK_NOTIFY_DESKTOP", one_of(*DESKTOPS)),
        Field("notify_command", "SUPPORTDESK_NOTIFY_COMMAND", command_words),
        Field("quiet_hours", "SUPPORTDESK_QUIET_HOURS", quiet_hours),
        Field("after_sending", "SUPPORTDESK_AFTER_SENDING", _after_sending),
    )
}


def read_value(name: str, raw: object, source: str) -> Value:
    """The checked value of a setting.

    Raises SettingTrouble("setting.unknown") for no such setting and ("setting.invalid") for a
    value that cannot be.
    """
    field = FIELDS.get(name)
    if field is None:
        raise SettingTrouble("setting.unknown", name=name, allowed=tuple(FIELDS), source=source)
    try:
        return field.read(raw)
    except ValueError as trouble:
        raise SettingTrouble(
            "setting.invalid", name=name, value=raw, allowed=str(trouble), source=source
        ) from trouble
