"""Completing the path of a file while it is typed; names that could act are left out."""

import os
from pathlib import Path

from supportdesk.domain.safe_text import clean_line

_READ = 5_000
"""Names of a folder looked at: a key stays quick in the largest."""


def path_of(typed: str) -> Path:
    """The file a typed path means; `~` is one's home."""
    stripped = typed.strip()
    try:
        return Path(stripped).expanduser()
    except RuntimeError:  # nobody is called so: there is no such home
        return Path(stripped)


def completions(typed: str, limit: int) -> list[str]:
    """The names the last part of a path may become, folders with a slash."""
    folder, beginning = _parted(typed)
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry, _n in zip(entries, range(_READ), strict=False):
                if _fits(entry.name, beginning):
                    found.append(entry.name + ("/" if entry.is_dir() else ""))
    except (OSError, ValueError):
        return []
    return sorted(found)[:limit]


def longest_beginning(typed: str) -> str:
    """The path with its last part completed as far as there is one way only."""
    _folder, beginning = _parted(typed)
    common = _common(completions(typed, _READ))
    return typed + common[len(beginning) :]


def _common(found: list[str]) -> str:
    """What all names begin with; they are sorted, so the first and the last decide."""
    if not found:
        return ""
    first, last = found[0], found[-1]
    differ = (at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1])
    return first[: next(differ, min(len(first), len(last)))]


def _parted(typed: str) -> tuple[Path, str]:
    """The folder that is meant, and the beginning of a name in it."""
    folder, _slash, beginning = typed.rpartition("/")
    return path_of(f"{folder}/" if _slash else "."), beginning


def _fits(name: str, beginning: str) -> bool:
    hidden = name.startswith(".") and not beginning.startswith(".")
    return name.startswith(beginning) and not hidden and clean_line(name, len(name)) == name
