"""Keys by physical place: the Russian and Ukrainian twins of Latin letters (R7)."""

from textual import events

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_RUSSIAN = "йцукенгшщзфывапролдячсмить"
_UKRAINIAN = "йцукенгшщзфівапролдячсмить"

TWINS: dict[str, tuple[str, ...]] = {
    latin: tuple(dict.fromkeys((russian, ukrainian)))
    for latin, russian, ukrainian in zip(
        _LATIN + _LATIN.upper(),
        _RUSSIAN + _RUSSIAN.upper(),
        _UKRAINIAN + _UKRAINIAN.upper(),
        strict=True,
    )
}
"""Latin letter → the letters the same key types on the Russian and Ukrainian layouts."""

_OTHER_PLACES = {
    "[": ("х",), "]": ("ъ", "ї"), ";": ("ж",), "'": ("э", "є"), ",": ("б",), "`": ("ё",),
    "{": ("Х",), "}": ("Ъ", "Ї"), ":": ("Ж",), '"': ("Э", "Є"), "<": ("Б",), ">": ("Ю",),
}  # fmt: skip
"""The same for marks; `/` and `.` are told apart by no layout and both mean search (R7)."""

_LATIN_OF = {twin: latin for latin, twins in {**TWINS, **_OTHER_PLACES}.items() for twin in twins}


def presses(key: str) -> tuple[str, ...]:
    """All key presses that mean `key`: itself and its twins; sequences are written "g m".

    >>> presses("s")
    ('s', 'ы', 'і')
    """
    if " " in key:
        first, second = key.split(" ")
        return tuple(f"{one} {two}" for one in presses(first) for two in presses(second))
    return (key, *TWINS.get(key, _OTHER_PLACES.get(key, ())))


def latin(character: str) -> str:
    """What the key that types a Russian or Ukrainian letter types on a Latin layout."""
    return _LATIN_OF.get(character, character)


def pressed(key: str, character: str | None) -> str:
    """The name of a key press: the character it types, or Textual's name (`enter`, `ctrl+p`)."""
    if character is not None and character.isprintable() and character != " ":
        return character
    return key


def again(event: events.Key) -> events.Key:
    """The same press once more, for whom it was meant."""
    return events.Key(event.key, event.character)
