"""The floor: the smallest Textual program that answers a key."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Counts keys."""

    count = 0

    def compose(self) -> ComposeResult:
        """One line of text."""
        yield Static("READY n=0", id="line")

    def on_key(self, _event: events.Key) -> None:
        """Show how many keys have come."""
        self.count += 1
        self.query_one("#line", Static).update(f"READY n={self.count}")


if __name__ == "__main__":
    Hello().run()
