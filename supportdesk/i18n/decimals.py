"""Numbers with a fraction, as the interface's language writes them."""

from supportdesk.i18n import pgettext


def decimal(number: float, digits: int = 1) -> str:
    """A number with so many digits behind its decimal mark: "4.2" in English, "4,2" in Russian."""
    return with_mark(f"{number:.{digits}f}")


def with_mark(written: str) -> str:
    """A number as Python writes it, with the language's own decimal mark."""
    return written.replace(".", pgettext("decimal mark", "."))
