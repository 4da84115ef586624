"""Marking texts where they stand for translation where they are shown."""


def N_(text: str) -> str:
    """Mark `text` for translation without translating it yet."""
    return text


def NC_(_context: str, text: str) -> str:
    """Mark `text` for translation as it is meant in a context (`pgettext`)."""
    return text
