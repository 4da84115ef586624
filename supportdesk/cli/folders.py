"""Writing a folder of files that is ours alone: everything in it is replaced by what is written."""

from collections.abc import Mapping
from pathlib import Path

from supportdesk.domain.errors import Invalid

MARK = ".supportdesk-articles"
"""Stands in a folder that may be written again."""


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make `folder` hold exactly these files, by name; what was exported before goes.

    Raises Invalid("folder.taken") for a folder with anything else in it, and
    Invalid("file.unwritable").
    """
    try:
        _require_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        former = _listed(folder / MARK)
        (folder / MARK).write_text("\n".join(sorted({*former, *files})), encoding="utf-8")
        for name, written in files.items():
            place = folder / name
            place.unlink(missing_ok=True)  # never through a link somebody has put there
            place.write_text(written, encoding="utf-8")
        for name in former - files.keys():
            (folder / name).unlink(missing_ok=True)
        (folder / MARK).write_text("\n".join(sorted(files)), encoding="utf-8")
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise Invalid("file.unwritable", path=str(folder), reason=reason) from trouble


def _require_ours(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Invalid("folder.taken", path=str(folder))
    if folder.exists() and not folder.is_dir():
        raise Invalid("folder.taken", path=str(folder))


def _listed(mark: Path) -> set[str]:
    """The names of the files of the export before: plain names in this folder only."""
    if not mark.is_file():
        return set()
    names = mark.read_text(encoding="utf-8").splitlines()
    return {name for name in names if name and name == Path(name).name}
