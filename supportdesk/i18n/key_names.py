"""What the keys of commands are called in sentences: the operator's own where they were remapped.

A leaf like the catalogues: the console says once, at its start, which key each command has.
"""

from collections.abc import Mapping

USUAL = {
    "all": "3",
    "assign": "a",
    "card": "i",
    "close": "E",
    "drafts": "g d",
    "help": "?",
    "knowledge": "g k",
    "merge": "m",
    "move": "v",
    "new_ticket": "N",
    "note": "c",
    "outbox": "g o",
    "palette": "Ctrl+P",
    "priority": "p",
    "redo": "Z",
    "refresh": "F5",
    "reply": "r",
    "review": "Esc",
    "review_discard": "x",
    "review_later": "d",
    "review_recipients": "a",
    "review_solve": "e",
    "search": "/",
    "send": "Ctrl+D",
    "snooze": "d",
    "solve": "e",
    "state": "s",
    "tags": "l",
    "take": "A",
    "template": "t",
    "undo": "z",
}
"""Command → its first key in the registry, for every command that a sentence names.

Sentences call it `{assign_key}`.
"""

ENDING = "_key"

_names: Mapping[str, str] = USUAL


def choose_key_names(names: Mapping[str, str]) -> None:
    """From now on sentences name these keys, by command."""
    global _names  # noqa: PLW0603 - one operator a process, chosen at start like the language
    _names = {**USUAL, **names}


def key_of(command: str) -> str:
    """What the first key of `command` is called; a dash where it has none."""
    return _names.get(command) or "—"
