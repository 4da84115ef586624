"""Chores around a reply: articles, an editor of one's own, orders, colours."""

from contextlib import closing
from datetime import UTC, datetime

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import ClientReference, ReceiveMessage
from tests.e2e.chores import begin_reply, command, note, take
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
    (settings / "config.toml").write_text('notify_desktop = "osc9"\n')


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


def hear_of_a_client(who: Worker, number: int) -> None:
    """A client writes while one is elsewhere: the desktop is told, by the number alone."""
    take(who, number)
    who.key("1")
    client = who.row(number)
    query = "SELECT id FROM operator WHERE id <> ? AND role = 'operator'"
    taker = who.work.reader.execute(query, (who.me,)).fetchone()[0]
    who_writes = ClientReference(client.client, client.client_email)
    with closing(open_desk(who.work.store, lambda: datetime.now(UTC))) as desk:
        mail = f"<news-{number}@example.org>"
        sent = ReceiveMessage(who_writes, "Re: news?", "Any news?", mail, ticket=number)
        desk.act(taker, sent)
    who.terminal.wait_sent(f"]9;A client has written: #{number}".encode())
    who.go_to(number)
    who.wait(r"Any news\?")
    note(who, number)


def change_colours(who: Worker, _number: int) -> None:
    """Another theme, kept for tomorrow."""
    command(who, "colours")
    who.wait("─  Colours")
    who.type("high-contrast")
    who.terminal.press("enter")
    who.wait("The theme is high-contrast")
