"""The file of links beside the settings: which desks one's copies follow (a leaf).

One table a link; its token is never in it (`settings.secrets`).
"""

from collections.abc import Mapping
from pathlib import Path

from supportdesk.patterns import pattern
from supportdesk.records import dataclass
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.keeping import replace_file
from supportdesk.settings.mail_accounts import KEYRING, SECRET_PLACES
from supportdesk.settings.paths import links_folder
from supportdesk.settings.toml_file import read_toml

FILE = "links.toml"
OWN, TRACKER = "supportdesk", "request_tracker"
KINDS = (OWN, TRACKER)
"""What a link may lead to: `serve` of a desk of ours, or a Request Tracker."""

_NAME = pattern(r"[a-z0-9][a-z0-9_-]{0,39}")
_FIELDS = ("kind", "address", "user", "secret")


@dataclass(frozen=True, slots=True)
class Link:
    """A desk that a copy follows. `user` is who one is where a password is asked for."""

    name: str
    address: str
    kind: str = OWN
    user: str = ""
    secret: str = KEYRING
    """Where its token or password is: one of `SECRET_PLACES`."""

    @property
    def store(self) -> Path:
        """Where its copy lies."""
        return link_store(self.name)


def link_store(name: str) -> Path:
    """Where the copy of a link lies. Raises SettingTrouble("link.name") for what is no name."""
    require_name(name)
    return links_folder() / f"{name}.desk"


def require_name(name: str) -> None:
    """Raise SettingTrouble("link.name") for what cannot be the name of a link."""
    if not _NAME.fullmatch(name):
        raise SettingTrouble("link.name", name=name)


def links_file(settings: Path) -> Path:
    """The file of links beside the settings file."""
    return settings.with_name(FILE)


def read_links(file: Path) -> dict[str, Link]:
    """Name → link, in the order of the file; nothing where there is no such file.

    Raises SettingTrouble("links.unreadable") and ("links.invalid").
    """
    return {
        name: _link(name, written, file)
        for name, written in read_toml("links.unreadable", file).items()
    }


def keep_link(file: Path, link: Link) -> None:
    """Write one link into the file; comments and the others stay. Raises SettingTrouble."""
    require_name(link.name)
    _change(file, link.name, {name: getattr(link, name) for name in _FIELDS if getattr(link, name)})


def remove_link(file: Path, name: str) -> None:
    """Take a link out of the file. Raises SettingTrouble."""
    _change(file, name, None)


def _link(name: str, written: object, file: Path) -> Link:
    held = written if isinstance(written, Mapping) else {}
    allowed = {"kind": KINDS, "secret": SECRET_PLACES}
    for field in ("address", *held):
        value = held.get(field)
        is_known = field in _FIELDS and isinstance(value, str)
        if not is_known or value not in allowed.get(field, (value,)):
            raise SettingTrouble("links.invalid", name=name, field=field, path=str(file))
    return Link(name, **{field: str(value) for field, value in held.items()})


def _change(file: Path, name: str, written: Mapping[str, object] | None) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else "")
        if written is None:
            document.pop(name, None)
        else:
            document[name] = written
        replace_file(file, tomlkit.dumps(document).encode("utf-8"))
    except (OSError, ValueError, RecursionError, TOMLKitError) as trouble:
        raise SettingTrouble("links.unreadable", path=str(file), reason=str(trouble)) from trouble
