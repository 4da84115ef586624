"""What an operator does to a ticket, as fingers do it, and what has come of it in the store."""

import re

from tests.e2e.operators import Worker

ANSWER = "Good day! It has been looked at, and is on its way."


def begin_reply(who: Worker, said: str, shown: str) -> None:
    """Type a reply, until its end is `shown`."""
    who.key("r")
    who.wait("─  Reply to ")
    who.type(said)
    who.wait(shown)


def command(who: Worker, name: str) -> None:
    """Do a command by its name."""
    who.terminal.press("ctrl+p")
    who.wait("─  Commands|type to find")
    who.type(name)
    who.terminal.press("enter")


def choose_other(who: Worker, number: int, wanted: str) -> None:
    """Choose what connects a ticket with another."""
    who.key("m")
    who.wait(f"─  #{number} and others")
    who.type(wanted)
    who.terminal.press("enter")


def answer(who: Worker, number: int) -> None:
    """A reply."""
    begin_reply(who, ANSWER, "on its way")
    who.send()
    who.wait(rf"reply on #{number} is accepted")


def note(who: Worker, number: int) -> None:
    """A private note."""
    who.key("c")
    who.wait("NOTE · the client will not see this")
    who.type(f"Проверено, №{number}.")
    who.wait(f"Проверено, №{number}")
    who.send()
    who.wait("the client does not see it")


def from_template(who: Worker, _number: int) -> None:
    """A reply from a saved text with a gap."""
    who.key("t")
    who.wait("─  Templates  ─")
    who.type("Need more")
    who.wait("▌ Need more details")
    who.terminal.press("enter")
    who.wait("─  Need more details  ─")
    who.type("the order's number")
    who.terminal.press("enter")
    who.gone("─  Templates  ─")
    who.wait("the order.s")
    who.send()
    who.wait("is accepted")


def by_macro(who: Worker, number: int) -> None:
    """Several changes in one."""
    who.key("f")
    who.wait("─  Macros  ─")
    who.type("Hand to")
    who.wait("▌ Hand to the second line")
    who.terminal.press("enter")
    who.gone("─  Macros  ─")
    who.wait("Hand to the second line is done")
    handed = who.row(number)
    assert (handed.queue, "second-line" in handed.tags) == ("Second line", True)


def accept(who: Worker, number: int) -> None:
    """Acknowledge with a prepared reply that also takes the ticket."""
    who.key("f")
    who.wait("─  Macros  ─")
    who.type("Accept")
    who.wait("▌ Accept into work")
    who.terminal.press("enter")
    who.wait("sending also runs")
    who.send()
    who.wait("is accepted")
    assert who.row(number).owner_id == who.me


def tag(who: Worker, number: int) -> None:
    """A tag, taken back and done again."""
    who.key("l")
    who.wait(f"─  Tags of #{number}")
    who.type("+seen")
    who.wait("adds seen")
    who.terminal.press("enter")
    who.wait(rf"Tags of #{number}: adds seen")
    who.key("z")
    who.wait("Undone: tags")
    who.key("Z")
    who.wait("Done again: tags")
    assert "seen" in who.row(number).tags


def sleep(who: Worker, number: int) -> None:
    """Out of sight until a moment in words of the operator's language."""
    who.key("d")
    who.wait(f"─  Sleep #{number} until")
    who.type("завтра 9:30")
    who.wait("завтра 9:30 ")
    who.terminal.press("enter")
    who.wait(f"#{number} sleeps until")
    assert who.row(number).wake_at is not None


def hurry(who: Worker, number: int) -> None:
    """Another priority."""
    who.choose("p", f"How urgent is #{number}", "low")
    who.wait(r" · low · ")
    assert who.row(number).priority == 0


def move(who: Worker, number: int) -> None:
    """To another queue."""
    who.choose("v", f"Move #{number} to", "Developers")
    who.wait(r" · Developers · ")
    assert who.row(number).queue == "Developers"


def hand_over(who: Worker, number: int) -> None:
    """To somebody else."""
    who.choose("a", f"Give #{number} to", "Emma Field")
    who.wait(r"Emma Field")
    assert who.row(number).owner == "Emma Field"


def take(who: Worker, number: int) -> None:
    """To oneself."""
    who.key("A")
    who.wait(r" · mine · | · mine\b")
    assert who.row(number).owner_id == who.me


def solve(who: Worker, number: int) -> None:
    """Answer and solve from the review."""
    begin_reply(who, "Всё готово, хорошего дня!", "хорошего дня")
    who.terminal.press("escape")
    who.wait("send and solve")
    who.key("e")
    who.wait(rf"#{number}")
    if "What kind" in who.terminal.settle():
        who.terminal.press("enter")
    who.gone("Esc review")
    assert who.row(number).state == "solved"


def attach(who: Worker, number: int) -> None:
    """A promised file stops the reply until it is there."""
    log = who.work.home / "log.txt"
    log.write_text("first\nsecond\n")
    begin_reply(who, "The log is attached.", "is attached")
    who.terminal.press("ctrl+d")
    who.wait("━  Stop and look")
    who.key("n")
    who.gone("━  Stop and look")
    who.terminal.press("ctrl+f")
    who.wait("─  Files ")
    who.type(str(log))
    who.terminal.press("enter")
    who.wait(r"log\.txt +13 B")
    who.terminal.press("escape")
    who.gone("─  Files ")
    who.send()
    who.wait(rf"reply on #{number} is accepted")


def change_several(who: Worker, number: int) -> None:
    """Marked tickets change together, and back together."""
    who.key("3")
    who.wait(r"All +\d+ · ")
    before = counted(who, "bulk")
    who.key("x", "j", "x")
    who.wait("2 marked")
    who.key("l")
    who.wait("─  2 tickets · tags")
    who.type("+bulk")
    who.terminal.press("enter")
    who.wait("2 tickets.*undoes")
    assert counted(who, "bulk") == before + 2
    who.key("z")
    who.wait("Undone: ")
    assert counted(who, "bulk") == before
    who.key("f")
    who.wait("─  2 tickets · macros")
    who.type("Hand to")
    who.wait("▌ Hand to the second line")
    who.terminal.press("enter")
    who.wait("y +run it · 2")
    who.key("y")
    who.wait("second line is done on 2 tickets")
    who.key("z")
    who.wait("Undone: macro of 2 tickets")
    who.go_to(number)
    note(who, number)


def counted(who: Worker, tag: str) -> int:
    """How many tickets have a tag."""
    found = who.work.reader.execute(
        "SELECT count(*) FROM ticket_tag JOIN tag ON tag.id = tag_id WHERE name = ?", (tag,)
    )
    return int(found.fetchone()[0])


def merge(who: Worker, number: int) -> None:
    """Into a ticket of somebody else, by mistake, and back."""
    other = another(who, number, "another ticket")
    who.wait("━  Stop and look")
    who.key("y")
    who.wait(f"is merged into #{other}")
    assert who.row(number).state == "merged"
    who.key("z")
    who.wait("Undone: ")
    assert who.row(number).state != "merged"


def link(who: Worker, number: int) -> None:
    """A child of another."""
    other = another(who, number, "child of")
    who.wait(f"child of #{other}")


def another(who: Worker, number: int, wanted: str) -> int:
    """Begin to merge or link with a ticket of somebody else, given by its number."""
    found = who.work.reader.execute(
        "SELECT id FROM ticket WHERE state = 'open' AND client_id <> ? ORDER BY id DESC LIMIT 1",
        (who.row(number).client_id,),
    ).fetchone()
    choose_other(who, number, wanted)
    who.gone(f"─  #{number} and others")
    who.wait("another one, by its number")
    who.type("by its")
    who.terminal.press("enter")
    who.wait("a number")
    who.type(str(found[0]))
    who.terminal.press("enter")
    return int(found[0])


def split(who: Worker, number: int) -> None:
    """A message becomes a ticket of its own."""
    choose_other(who, number, "split")
    if "Which message begins" in who.wait("Which message begins|A new ticket of"):
        who.terminal.press("enter")
    who.wait("A new ticket of")
    who.terminal.press("ctrl+d")
    who.wait(f"begins with a message of #{number}")


def keep_a_view(who: Worker, number: int) -> None:
    """A search becomes a view."""
    who.key("/")
    who.wait("─  Search  ─")
    who.type(f"number:{number}")
    who.wait(r"1 ticket\b")
    who.terminal.press("ctrl+s")
    who.wait("─  New view")
    who.type(f"Only {number}")
    who.terminal.press("ctrl+d")
    who.wait(f"The view Only {number} is saved")
    who.go_to(number)
    note(who, number)


def take_the_next(who: Worker, number: int) -> None:
    """The first ticket that waits for anybody."""
    note(who, number)
    who.key("T")
    said = who.wait(r"#\d+ is yours")
    found = re.search(r"#(\d+) is yours", said)
    assert found is not None
    assert who.row(int(found[1])).owner_id == who.me
    who.key("g", "t")
    who.wait(r"▸#\d+")


def note_on_the_client(who: Worker, number: int) -> None:
    """What is to be known of the client next time, by a command found in the palette."""
    command(who, "note on the client")
    who.wait("─  Note on ")
    who.type(f"Calls about #{number}")
    who.terminal.press("ctrl+d")
    who.gone("─  Note on ")


def copy_somebody(who: Worker, number: int) -> None:
    """A reply with a copy."""
    begin_reply(who, ANSWER, "on its way")
    who.terminal.press("escape")
    who.wait("send and solve")
    who.key("a")
    who.wait("Beside")
    who.type("boss@firm.example")
    who.terminal.press("ctrl+d")
    who.wait(r"Copy \(1\): boss@firm")
    who.key("s")
    who.gone(r"Copy \(1\)")
    who.wait(rf"reply on #{number} is accepted")


def ask_outside(who: Worker, number: int) -> None:
    """A third party is asked; the client gets nothing of it."""
    before = who.row(number).replies
    who.key("v")
    who.wait(f"─  Move #{number} to")
    who.type("outside")
    who.terminal.press("enter")
    who.wait("does not get it")
    who.type("vendor@maker.example")
    who.terminal.press("ctrl+d")
    who.wait(r"To \(1\): vendor@maker")
    who.type("Please look.")
    who.wait("Please look")
    who.terminal.press("escape")
    who.wait("send and hold")
    who.key("w")
    who.wait(r"on hold \(third party\)")
    assert who.row(number).replies == before


def send_later(who: Worker, number: int) -> None:
    """A reply for tomorrow, which is taken back from the outbox."""
    begin_reply(who, "Tomorrow it is.", "Tomorrow it is")
    who.terminal.press("escape")
    who.wait("send and solve")
    who.key("d")
    who.wait("tomorrow|завтра")
    who.type("завтра 9")
    who.terminal.press("enter")
    who.wait("planned for")
    who.go_to(number)
    who.key("z")
    who.wait("Tomorrow it is.*")
    who.terminal.press("escape")
    who.wait("send and solve")
    who.key("x")
    who.gone("send and solve")


def count_time(who: Worker, _number: int) -> None:
    """A quarter of an hour on the telephone."""
    command(who, "time spent")
    who.wait("─  Time on #")
    who.type("+15m call the bank")
    who.terminal.press("enter")
    who.wait("15 min more")


def fill_in(who: Worker, number: int) -> None:
    """A field the lead has made."""
    command(who, "custom fields")
    who.wait(f"#{number}")
    who.wait("Order")
    who.type("order")
    who.terminal.press("enter")
    who.wait("─ .*Order")
    who.type("A-1093")
    who.terminal.press("enter")
    who.wait("Order: A-1093")
