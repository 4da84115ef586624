"""Writing the settings file; comments and order that a person put there stay."""

import errno
import os
import tempfile
from pathlib import Path

from supportdesk.settings.fields import FIELDS, SettingTrouble, Value, read_value


def keep_setting(file: Path, name: str, raw: str | None) -> None:
    """Write one setting into `file`, whole or not at all; None takes it out.

    Raises SettingTrouble for an unknown name, an impossible value, or a file that cannot be
    read or written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    value = None if raw is None else read_value(name, raw, "flag")
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8") if file.exists() else "")
    except (OSError, ValueError, RecursionError, TOMLKitError) as trouble:
        raise SettingTrouble(
            "settings.unreadable", path=str(file), reason=str(trouble)
        ) from trouble
    if value is None and name not in (*document, *FIELDS):
        read_value(name, raw, "flag")
    elif value is None:
        document.pop(name, None)
    else:
        document[name] = _plain(value)
    try:
        content = tomlkit.dumps(document).encode("utf-8")
    except UnicodeEncodeError as trouble:
        raise SettingTrouble(
            "setting.invalid", name=name, value=raw, allowed="UTF-8", source="flag"
        ) from trouble
    try:
        replace_file(file, content)
    except OSError as trouble:
        raise SettingTrouble(
            "settings.unwritable", path=str(file), reason=trouble.strerror
        ) from trouble


def _plain(value: Value) -> object:
    """A value as TOML has it."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int) else str(value)


def replace_file(file: Path, content: bytes) -> None:
    """Give the file a new content; a link stays a link, and only a plain file is replaced.

    It is for its owner alone. Raises OSError.
    """
    file = file.resolve()
    if file.exists() and not file.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # whatever the umask is
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
