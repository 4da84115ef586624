"""What the top lines say: how many tickets a long list has, who acts as whom, what is late."""

from contextlib import closing
from datetime import timedelta

from supportdesk.console.desk.view_texts import total_of
from supportdesk.console.listing import PAGE
from supportdesk.console.views import BY_NAME, View
from supportdesk.domain.action import Snooze
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.store.read import tickets
from supportdesk.store.write import due
from supportdesk.store.write.engine import FileWriter
from tests.console.consoles import running
from tests.reading import file_of
from tests.small_desk import SmallDesk


def test_a_list_of_which_one_page_is_read_says_what_stands_beside_the_view(
    small: SmallDesk,
) -> None:
    for n in range(PAGE + 3):
        small.ticket(f"Number {n}")
    counts = small.desk.ask(tickets.counts, small.petro)
    assert total_of(BY_NAME["all"], counts, {}) == str(PAGE + 3)
    assert total_of(View("search", "Search", "refund"), counts, {}) == f"{PAGE}+"


async def test_the_top_line_names_who_acts_as_somebody_else(small: SmallDesk) -> None:
    small.ticket()
    async with running(small) as console:
        assert "(by " not in console.text
    small.desk.sit(small.olga, acting_as=small.petro)
    async with running(small) as console:
        assert "Petro (by Olga)" in console.text


async def test_the_top_line_says_how_far_time_s_work_is_behind(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Snooze(number, small.clock() + timedelta(hours=1)))
    small.clock.forward(hours=1, minutes=41)
    with closing(FileWriter(file_of(small.desk))) as writer, writer.transaction() as connection:
        assert due.claim(connection, to_milliseconds(small.clock())), "taken by one that hangs"
    async with running(small) as console:
        assert "nobody works for this store: 0:41 late" in console.text
    small.clock.forward(minutes=2)
    assert small.desk.work().done == 1, "the lease has ended"
    async with running(small) as console:
        assert "nobody works" not in console.text
