"""Chores around a reply: articles, an editor of one's own, orders, colours."""

from tests.e2e.chores import begin_reply, command
from tests.e2e.operators import Worker

FROM_THE_EDITOR = "written elsewhere"
EDITOR = f'#!/bin/sh\nprintf ", {FROM_THE_EDITOR}" >> "$1"\n'
"""An editor that goes on with any text by itself."""

ORDERS = 'echo "A-1093 on its way"'
LOOKUPS = f"""
[[block]]
title = "Orders"

[[block.call]]
command = ["/bin/sh", "-c", '{ORDERS}']
"""


def furnish_home(who: Worker) -> None:
    """What an operator has set up before the day begins."""
    editor = who.work.home / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o700)
    settings = who.work.home / "supportdesk"
    settings.mkdir(exist_ok=True)
    lookups = settings / "lookups.toml"
    lookups.write_text(LOOKUPS)
    lookups.chmod(0o600)


def quote_an_article(who: Worker, number: int) -> None:
    """What the team knows, in the reply."""
    begin_reply(who, "See this. ", "See this")
    who.terminal.press("ctrl+n")
    who.wait("─  Articles")
    who.type("refund")
    who.wait("▌ .*[Rr]efund")
    who.terminal.press("enter")
    who.gone("─  Articles")
    who.send()
    who.wait(rf"reply on #{number} is accepted")
    used = who.work.reader.execute(
        "SELECT count(*) FROM ticket_article WHERE ticket_id = ?", (number,)
    )
    assert used.fetchone()[0] == 1


def write_elsewhere(who: Worker, number: int) -> None:
    """A reply begun here and ended in an editor of one's own."""
    begin_reply(who, "Begun here", "Begun here")
    who.terminal.press("ctrl+o")
    who.wait(FROM_THE_EDITOR)
    who.send()
    who.wait(rf"reply on #{number} is accepted")


def see_orders(who: Worker, _number: int) -> None:
    """What another system knows of the client, beside the conversation."""
    who.key("i")
    who.wait("A-1093 on its way")
    who.key("q")


def change_colours(who: Worker, _number: int) -> None:
    """Another theme, kept for tomorrow."""
    command(who, "colours")
    who.wait("─  Colours")
    who.type("high-contrast")
    who.terminal.press("enter")
    who.wait("The theme is high-contrast")
