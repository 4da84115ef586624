"""Writing the settings file; comments and order that a person put there stay."""

import os
import tempfile
from pathlib import Path

from supportdesk.settings.fields import SettingTrouble, read_value


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
    except (OSError, UnicodeDecodeError, TOMLKitError) as trouble:
        raise SettingTrouble(
            "settings.unreadable", path=str(file), reason=str(trouble)
        ) from trouble
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value if isinstance(value, int) else str(value)
    try:
        _replace(file, tomlkit.dumps(document))
    except OSError as trouble:
        raise SettingTrouble(
            "settings.unwritable", path=str(file), reason=trouble.strerror
        ) from trouble


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        Path(temporary).replace(file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
