"""A store of an older program that must not be changed, brought up to date in a copy."""

from pathlib import Path
from tempfile import TemporaryDirectory


def place_in(folder: TemporaryDirectory[str]) -> Path:
    """Where the upgraded copy lies."""
    return Path(folder.name) / "upgraded.desk"


def upgraded_copy(path: Path) -> TemporaryDirectory[str]:
    """A folder with a copy of the store, which its maker takes away again."""
    from supportdesk.store.write.migrate import upgrade_copy

    folder = TemporaryDirectory(prefix="supportdesk-")
    upgrade_copy(path, place_in(folder))
    return folder
