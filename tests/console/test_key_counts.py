"""How many keys the commonest work takes (issue: done when 4); every press counts."""

from supportdesk.domain.action import SaveMacro, SaveTemplate, SetKind
from supportdesk.domain.macro import Macro
from tests.console.consoles import USUAL, Running, running
from tests.small_desk import SmallDesk

ACKNOWLEDGING, ANSWERING = 3, 6
"""Keys that acknowledging with a prepared comment, and answering and solving, may take."""


async def press(console: Running, *keys: str, at_most: int) -> None:
    """Press keys, no more than allowed."""
    assert len(keys) <= at_most
    await console.press(*keys)


def texts(small: SmallDesk) -> None:
    """Saved texts among which one has to be found."""
    small.act(SaveTemplate("Accepted", (("en", "We are on it."),)))
    small.act(SaveTemplate("Money back", (("en", "Your money is on its way."),)))


async def test_a_prepared_comment_takes_three_keys(furnished: SmallDesk) -> None:
    texts(furnished)
    async with running(furnished, size=USUAL) as console:
        await press(console, "t", "enter", "ctrl+d", at_most=ACKNOWLEDGING)
    assert furnished.row(2).replies == 1


async def test_a_macro_that_sends_takes_three_keys_with_a_letter_to_find_it(
    furnished: SmallDesk,
) -> None:
    reply = (("en", "We are on it."),)
    furnished.act(SaveMacro("Accepted", Macro(reply=reply, send=True, add=("seen",))))
    furnished.act(SaveMacro("Zeal", Macro(reply=reply, send=True, priority=2)))
    async with running(furnished, size=USUAL) as console:
        await press(console, "f", "z", "enter", at_most=ACKNOWLEDGING)
    row = furnished.row(2)
    assert (row.replies, row.priority) == (1, 2)


async def test_a_template_found_sent_and_solved_takes_six_keys(furnished: SmallDesk) -> None:
    texts(furnished)
    furnished.act(SetKind(2, None))
    async with running(furnished, size=USUAL) as console:
        await press(console, "t", "m", "enter", "escape", "e", "1", at_most=ANSWERING)
    row = furnished.row(2)
    assert (row.state, row.replies, row.kind is None) == ("solved", 1, False)
