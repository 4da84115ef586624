"""What keys and commands are called in sentences: the operator's own, and for the desk in use.

A leaf like the catalogues: the console says once, at its start, which key each command has, and
every run of the program on which link it works.
"""

from collections.abc import Mapping

from supportdesk.patterns import pattern

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

_OF_THIS_DESK = pattern(r"\bsupportdesk (?=[a-z])(?!(?:link|config|tokens|serve)\b)")
"""A command on the desk in use; the others are about the links themselves, or done elsewhere."""

_program = "supportdesk"


def choose_key_names(names: Mapping[str, str]) -> None:
    """From now on sentences name these keys, by command."""
    global _names  # noqa: PLW0603 - one operator a process, chosen at start like the language
    _names = {**USUAL, **names}


def key_of(command: str) -> str:
    """What the first key of `command` is called; a dash where it has none."""
    return _names.get(command) or "—"


def work_on(link: str | None) -> None:
    """From now on commands that sentences name are for the copy of this link; None for no link."""
    global _program  # noqa: PLW0603 - one desk a process, chosen at start like the language
    _program = "supportdesk" if link is None else f"supportdesk --link {link}"


def runnable(said: str) -> str:
    """A sentence of ours whose commands can be copied and run: they are for the desk in use."""
    return _OF_THIS_DESK.sub(f"{_program} ", said)
