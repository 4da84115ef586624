"""The console without some of its protection, to show that the tests of it can fail.

`python -m tests.trust.unsafe_console cleaning,filter --store FILE`: only for tests.
"""

import sys
from functools import partial

from supportdesk.domain import safe_text

ENDLESS = 1 << 60


def without_cleaning() -> None:
    """Customers' texts reach the widgets as they were written, only not endless."""

    def line(text: str, limit: int = 500) -> str:
        return text[:limit]

    def block(
        text: str, limit: int = 200_000, line_limit: int = 5_000, line_length: int = 2_000
    ) -> str:
        lines = text[:limit].split("\n")[: line_limit or None]
        return "\n".join(line[: line_length or None] for line in lines)

    safe_text.clean_line = line
    safe_text.clean_block = block


def without_filter() -> None:
    """Painted lines reach the terminal as they were painted."""
    from supportdesk.console import inert

    vars(inert)["inert"] = str


def without_pieces() -> None:
    """However long a message is, all of it is wrapped before any of it is shown."""
    from supportdesk.console import text
    from supportdesk.console.widgets import conversation

    vars(conversation)["PIECE"] = ENDLESS
    vars(text)["clean_block"] = partial(
        safe_text.clean_block, limit=ENDLESS, line_limit=ENDLESS, line_length=ENDLESS
    )


def without_literals() -> None:
    """Brackets in a text are read for what they mean."""
    from textual.content import Content

    from supportdesk.console import text

    def content(words: str, style: str = "") -> Content:
        return Content.from_markup(words).stylize(style)

    vars(text)["content"] = content


LAYERS = {
    "cleaning": without_cleaning,
    "filter": without_filter,
    "literals": without_literals,
    "pieces": without_pieces,
}

if __name__ == "__main__":
    for layer in sys.argv.pop(1).split(","):
        LAYERS[layer]()
    from supportdesk.cli.main import run

    run()
