"""Keys as people write them in `keys.toml`: read into the registry's own names, or refused."""

from difflib import get_close_matches

from supportdesk.console.keyboard import latin
from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

NAMED = frozenset(
    "enter tab escape space backspace delete insert home end pageup pagedown up down left right"
    " f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12".split()
)
_ALSO = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "del": "delete",
    "ins": "insert",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_MOVING = frozenset("home end pageup pagedown up down left right".split())

_TAKEN = frozenset("abchijmqz[\\")
"""Ctrl with these is another key to a terminal, or its own, tmux's or the shell's (R7)."""

_LONGEST_SEQUENCE = 2
_CONTROL = pattern(r"ctrl\+(.)")


def key_trouble(code: str, **parameters: object) -> Invalid:
    """What speaks against a key; whose key and in which file is added where that is known."""
    return Invalid(code, **parameters)


def read_key(written: str) -> str:
    """A key or a sequence of two, such as "r", "Ctrl+P", "F5" or "g m", as the registry names it.

    A letter of a Russian or Ukrainian layout means the key it stands on. Raises Invalid:
    "key.unknown" for no such key, "key.impossible" for one no terminal tells apart, "key.long".
    """
    parts = written.split()
    if len(parts) > _LONGEST_SEQUENCE:
        raise key_trouble("key.long", key=written)
    if not parts:
        raise key_trouble("key.unknown", key=written)
    return " ".join(_press(part) for part in parts)


def _press(written: str) -> str:
    if len(written) == 1 and written.isprintable() and written not in _ALSO:
        return latin(written)
    name = written.lower().replace("control+", "ctrl+")
    *modifiers, last = [_ALSO.get(part, part) for part in name.split("+")]
    key = "+".join((*modifiers, last))
    if key in NAMED or key == "shift+tab":
        return key
    if modifiers in (["ctrl"], ["shift"]) and last in _MOVING:
        return key
    control = _CONTROL.fullmatch(key)
    if control and latin(control[1]).isascii():
        letter = latin(control[1])
        if letter.isalpha() and letter not in _TAKEN:
            return f"ctrl+{letter}"
        raise key_trouble("key.impossible", key=written)
    if set(modifiers) & {"ctrl", "alt", "shift", "meta", "super"}:
        raise key_trouble("key.impossible", key=written)
    nearest = get_close_matches(name, NAMED, 1)
    raise key_trouble("key.unknown", key=written, **({"nearest": nearest[0]} if nearest else {}))
