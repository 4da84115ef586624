"""One row of the table of refusals."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class RefusalText:
    """What was refused and why; what helps in the console and in the shell."""

    what: str
    console: str = ""
    cli: str = ""


def N_(text: str) -> str:
    """Mark `text` for translation without translating it yet."""
    return text
