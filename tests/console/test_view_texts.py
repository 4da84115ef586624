"""What the top lines say: how many tickets a long list has, and who acts as whom."""

from supportdesk.console.desk.view_texts import total_of
from supportdesk.console.listing import PAGE
from supportdesk.console.views import BY_NAME, View
from supportdesk.store.read import tickets
from tests.console.consoles import running
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
