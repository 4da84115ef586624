"""Reading `keys.toml`: which keys a person gives to which commands (F164).

Names and keys are checked where they are known: in the console.
"""

from collections.abc import Mapping
from pathlib import Path

from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.paths import settings_folder
from supportdesk.settings.toml_file import read_toml

FILE = "keys.toml"


def keys_file() -> Path:
    """The file of one's own keys, in the folder for settings; it need not exist."""
    return settings_folder() / FILE


def read_keys(file: Path) -> Mapping[str, tuple[str, ...]]:
    """Command → keys as they are written; nothing for a file that does not exist.

    Raises SettingTrouble("keys.unreadable") for a file that is no TOML, ("keys.shape") for a
    value that is neither a key nor a list of keys.
    """
    return {
        name: _keys(name, written, file)
        for name, written in read_toml("keys.unreadable", file).items()
    }


def _keys(name: str, written: object, file: Path) -> tuple[str, ...]:
    listed = [written] if isinstance(written, str) else written
    if not isinstance(listed, list):
        raise SettingTrouble("keys.shape", name=name, path=str(file))
    keys = tuple(key for key in listed if isinstance(key, str))
    if len(keys) != len(listed):
        raise SettingTrouble("keys.shape", name=name, path=str(file))
    return keys
