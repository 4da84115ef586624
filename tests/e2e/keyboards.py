"""Where the fingers go: the same physical keys on an English, Russian and Ukrainian layout (R7)."""

ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOPASDFGHJKLZXCVBNM#"
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ№"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю.ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ№"

LAYOUTS = {
    "english": {},
    "russian": dict(zip(ENGLISH, RUSSIAN, strict=True)),
    "ukrainian": dict(zip(ENGLISH, UKRAINIAN, strict=True)),
}


def typed(layout: str, key: str) -> str:
    """What a terminal gets when the key of that English name is pressed."""
    return LAYOUTS[layout].get(key, key)
