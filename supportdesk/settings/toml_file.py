"""Reading one TOML file of a person."""

from pathlib import Path

from supportdesk.settings.fields import SettingTrouble


def read_toml(unreadable: str, file: Path) -> dict[str, object]:
    """What stands in `file`; nothing where there is no such file.

    Raises SettingTrouble with the code `unreadable`, the path and the reason.
    """
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as trouble:
        raise SettingTrouble(unreadable, path=str(file), reason=trouble.strerror) from trouble
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as trouble:
        raise SettingTrouble(unreadable, path=str(file), reason=str(trouble)) from trouble
