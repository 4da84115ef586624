"""Passwords: in the keyring of the system, in the environment, or in a file of one's own (a leaf).

A file that others can read is refused, and no trouble told of here holds a password.
"""

import errno
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.keeping import replace_file

if TYPE_CHECKING:
    from types import ModuleType

FILE = "secrets.toml"
SERVICE = "supportdesk"


def secrets_file(settings: Path) -> Path:
    """The file of passwords beside the settings file."""
    return settings.with_name(FILE)


LINK = "link:"
"""Before the name of a link, whose token or password is kept beside those of mail accounts."""


def variable_of(name: str) -> str:
    """The variable of the environment that holds the password of `name`."""
    is_link = name.startswith(LINK)
    written = re.sub("[^A-Z0-9]", "_", name.removeprefix(LINK).upper())
    return (
        f"SUPPORTDESK_LINK_{written}_TOKEN" if is_link else f"SUPPORTDESK_MAIL_{written}_PASSWORD"
    )


def read_secret(place: str, name: str, file: Path, environment: Mapping[str, str]) -> str:
    """The password of `name` from its place.

    Raises SettingTrouble("secret.missing"), ("secret.open") for a file that others can read,
    ("secret.unreadable"), ("secret.no_keyring").
    """
    if place == "environment":
        found = environment.get(variable_of(name))
    elif place == "keyring":
        found = _from_keyring(name)
    else:
        found = _table(file).get(name)
    if not found:
        raise SettingTrouble(
            "secret.missing", name=name, because=place, variable=variable_of(name), path=str(file)
        )
    return str(found)


def keep_secret(place: str, name: str, file: Path, secret: str | None) -> None:
    """Keep the password of `name`; None forgets it. What is in the environment is left there.

    Raises SettingTrouble as `read_secret`, and ("settings.unwritable").
    """
    if place == "keyring":
        _into_keyring(name, secret)
    elif place == "file" and (secret is not None or file.exists()):
        table = _table(file)
        table.pop(name, None)
        if secret is not None:
            table[name] = secret
        import tomlkit

        try:
            replace_file(file, tomlkit.dumps(table).encode("utf-8"))
        except OSError as trouble:
            raise SettingTrouble(
                "settings.unwritable", path=str(file), reason=trouble.strerror
            ) from trouble


def require_place(place: str, name: str, file: Path) -> None:
    """Raise what keeping the password of `name` would: nobody types it for nothing.

    Raises SettingTrouble as `keep_secret`.
    """
    if place == "keyring":
        _from_keyring(name)
    elif place == "file":
        _table(file)
        folder = next(folder for folder in file.resolve().parents if folder.exists())
        if not os.access(folder, os.W_OK | os.X_OK):
            reason = os.strerror(errno.EACCES)
            raise SettingTrouble("settings.unwritable", path=str(file), reason=reason)


def _table(file: Path) -> dict[str, Any]:
    """What the file holds; the file that is looked at is the one that is read."""
    import tomllib

    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid not in (0, os.getuid()):
                raise SettingTrouble("secret.open", path=str(file))
            content = opened.read()
    except FileNotFoundError:
        return {}
    except OSError as trouble:
        raise SettingTrouble(
            "secret.unreadable", path=str(file), reason=trouble.strerror
        ) from trouble
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):  # its reason would quote what stands there
        raise SettingTrouble("secret.unreadable", path=str(file), reason="TOML") from None


def _keyring() -> "ModuleType":
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise SettingTrouble("secret.no_keyring") from None
    return keyring


def _in_keyring(name: str) -> str:
    return name if name.startswith(LINK) else f"mail:{name}"


def _from_keyring(name: str) -> str | None:
    keyring = _keyring()
    try:
        found: str | None = keyring.get_password(SERVICE, _in_keyring(name))
    except keyring.errors.KeyringError:
        raise SettingTrouble("secret.no_keyring") from None
    return found


def _into_keyring(name: str, secret: str | None) -> None:
    keyring = _keyring()
    try:
        if secret is not None:
            keyring.set_password(SERVICE, _in_keyring(name), secret)
        elif keyring.get_password(SERVICE, _in_keyring(name)) is not None:
            keyring.delete_password(SERVICE, _in_keyring(name))
    except keyring.errors.KeyringError:
        raise SettingTrouble("secret.no_keyring") from None
