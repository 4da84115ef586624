"""What keys are called on the screen: as they are printed on a keyboard."""

KEY_NAMES = {
    "enter": "Enter",
    "tab": "Tab",
    "escape": "Esc",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def key_name(key: str) -> str:
    """A key as it is printed on a keyboard: "Ctrl+P", "Enter", "Shift+Tab", "g m"."""
    if " " in key:
        return " ".join(map(key_name, key.split(" ")))
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    shown = KEY_NAMES.get(last, last.upper() if len(key) > 1 and last.isalnum() else last)
    return "+".join((*(modifier.title() for modifier in modifiers), shown))
