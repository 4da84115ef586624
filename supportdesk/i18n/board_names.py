"""What the numbers of the board are called, on screen and in plain lines (R8)."""

from supportdesk.i18n import as_in_every_language, pgettext
from supportdesk.i18n.later import NC_
from supportdesk.i18n.time_spans import span

NUMBERS = {
    "new": NC_("board", "new"),
    "active": NC_("board", "open"),
    "waiting": NC_("board", "waiting"),
    "paused": NC_("board", "paused"),
    "backlog": NC_("board", "all"),
    "oldest": NC_("board", "oldest"),
    "due_soon": NC_("board", "<1 h"),
    "breached": NC_("board", "late"),
    "unassigned": NC_("board", "free"),
    "asleep": NC_("board", "asleep"),
    "load": NC_("board", "load"),
    "status": NC_("board", "status"),
}

UNKNOWN = "—"
"""What is not told of a past moment, or a wait that nobody has."""


def number_name(name: str) -> str:
    """The heading of a number."""
    return pgettext("board", NUMBERS[name])


def number_named(typed: str) -> str | None:
    """The number that goes by this name: its own, or its heading in any language."""
    if typed in NUMBERS:
        return typed
    wanted = _folded(typed)
    for name, heading in NUMBERS.items():
        if wanted in map(_folded, as_in_every_language("board", heading)):
            return name
    return None


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def load_text(load: int, cap: int | None) -> str:
    """A load, against the cap where it is known: `2/3`."""
    return str(load) if cap is None else f"{load}/{cap}"


def waited(since: int | None, at: int) -> str:
    """How long somebody had been waiting at a moment."""
    return UNKNOWN if since is None else span(at - since)
