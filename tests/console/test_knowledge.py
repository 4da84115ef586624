"""Articles and earlier replies in the console: read, found, inserted, written (F133-F136)."""

import threading

import pytest

from supportdesk.console.command import Command
from supportdesk.console.desk.setting import Knowledge
from supportdesk.console.screens import lookup
from supportdesk.console.screens.articles import ArticlesScreen
from supportdesk.console.screens.earlier_replies import EarlierRepliesScreen
from supportdesk.domain.action import RecordArticles, Reply, SaveArticle
from supportdesk.domain.action.knowledge import ArticleFile
from supportdesk.domain.errors import NotFound
from supportdesk.store.read import articles, threads
from tests.console.consoles import USUAL, WIDE, Running, running, shown
from tests.small_desk import SmallDesk

REFUND = SaveArticle("How refunds work", "It comes in **five** days.", None, "en", ("money",), True)
ADDRESS = SaveArticle("Address changes", "Open the profile.", language="en")
WAIT = 200


@pytest.fixture
def filled(furnished: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> SmallDesk:
    """A desk at work with two articles, one of them for everybody."""
    monkeypatch.setattr(lookup, "PAUSE", 0.001)
    furnished.act(REFUND)
    furnished.act(ADDRESS)
    return furnished


async def answered(console: Running, typed: str = "") -> None:
    """Wait until the store has answered what is typed."""
    for _turn in range(WAIT):
        screen = console.app.screen
        if isinstance(screen, ArticlesScreen | EarlierRepliesScreen) and screen.found_for == typed:
            await console.pilot.pause()
            return
        await console.pilot.pause(0.01)
    raise AssertionError(f"no answer to {typed}:\n{console.text}")


async def on_the_refund(console: Running) -> int:
    """Open the ticket about a refund."""
    await console.press("number_sign", "1", "enter")
    return shown(console)


@pytest.mark.parametrize("size", [USUAL, WIDE])
async def test_articles_are_read_those_that_fit_the_ticket_first(
    filled: SmallDesk, size: tuple[int, int]
) -> None:
    async with running(filled, size) as console:
        await on_the_refund(console)
        await console.press("g", "k")
        await answered(console)
        lines = console.text.splitlines()
        fits = next(at for at, line in enumerate(lines) if "How refunds work" in line)
        other = next(at for at, line in enumerate(lines) if "Address changes" in line)
        assert fits < other
        assert "fits" in lines[fits]
        assert "internal" in lines[other]
        assert "It comes in five days." in console.text
        await console.press(*"adress")
        await answered(console, "adress")
        assert "Open the profile." in console.text, "a slip is forgiven"
        await console.press("enter")
        assert "How refunds" not in console.text
        await console.press("escape", "escape")
        assert "How refunds" not in console.text


async def test_two_question_marks_insert_an_article_and_its_use_is_kept(
    filled: SmallDesk,
) -> None:
    async with running(filled, WIDE) as console:
        number = await on_the_refund(console)
        await console.press("r", *"See: ??")
        await answered(console)
        await console.press("enter")
        composer = console.desk.writing.open
        assert composer is not None
        assert composer.composer.body == "See: It comes in five days."
        await console.press("ctrl+d")
        assert [head.id for head in filled.desk.ask(articles.used_in, number)] == [1]
        await console.press("number_sign", "1", "enter")
        assert "used: How refunds work" in console.text


async def test_a_link_is_given_to_clients_for_public_articles_alone(filled: SmallDesk) -> None:
    filled.act(SaveArticle("Refunds online", "x", url="https://e.org/r", public=True))
    async with running(filled, WIDE) as console:
        await on_the_refund(console)
        await console.press("r", "ctrl+n", *"address")
        await answered(console, "address")
        await console.press("ctrl+l")
        assert "clients get no link" in console.text
        await console.press("enter")
        assert "the client reads a reply" in console.text, "asked once before it is inserted"
        await console.press("ctrl+u", *"online")
        await answered(console, "online")
        await console.press("ctrl+l")
        writing = console.desk.writing.open
        assert writing is not None
        assert writing.composer.body == "Refunds online: https://e.org/r"
        await console.press("escape", "x", "c", "ctrl+n", *"address")
        await answered(console, "address")
        await console.press("ctrl+l")
        writing = console.desk.writing.open
        assert writing is not None
        assert writing.composer.body == "Address changes (article 2)"


async def test_without_an_answer_the_question_marks_stay(filled: SmallDesk) -> None:
    async with running(filled) as console:
        await on_the_refund(console)
        await console.press("r", *"Really??")
        await answered(console)
        await console.press("escape")
        await console.press("!")
        writing = console.desk.writing.open
        assert writing is not None
        assert writing.composer.body == "Really??!"


async def test_an_article_is_written_changed_and_removed_and_undone(filled: SmallDesk) -> None:
    async with running(filled, WIDE) as console:
        await console.press("g", "k")
        await answered(console)
        await console.press("ctrl+n", *"New one", *("tab",) * 5, *"Words of it", "ctrl+d")
        await answered(console)
        assert "New one" in console.text
        await console.press(*"new")
        await answered(console, "new")
        await console.press("ctrl+o", *" !", "ctrl+d")
        await answered(console, "new")
        assert "New one !" in console.text
        await console.press("ctrl+r")
        await answered(console, "new")
        await console.press("escape")
        assert [head.title for head in filled.desk.ask(articles.heads)] == [
            *("Address changes", "How refunds work")
        ]
        await console.press("z")
        assert len(filled.desk.ask(articles.heads)) == 3


async def test_what_is_read_from_a_file_is_not_changed_here(filled: SmallDesk) -> None:
    filled.act(RecordArticles((ArticleFile("/kb/a.md", "1", "From a file", "Words."),)))
    async with running(filled, WIDE) as console:
        await console.press("g", "k", *"file")
        await answered(console, "file")
        assert "from /kb/a.md" in console.text
        await console.press("ctrl+o")
        await answered(console, "file")
        assert "which this program never writes" in console.text


async def test_an_earlier_reply_is_inserted_without_its_people(filled: SmallDesk) -> None:
    filled.clock.forward(minutes=1)
    filled.act(Reply(4, "Dear Marta, the statement was corrected.", 10**6))
    filled.clock.forward(minutes=1)
    filled.desk.work()
    async with running(filled, WIDE) as console:
        await on_the_refund(console)
        await console.press("r", "ctrl+n")
        await answered(console)
        await console.press("tab")
        await answered(console)
        await console.press(*"statements by:me")
        await answered(console, "statements by:me")
        assert "Dear ⟦name⟧, the statement was corrected." in console.text
        await console.press("enter")
        writing = console.desk.writing.open
        assert writing is not None
        assert writing.composer.body == "Dear ⟦name⟧, the statement was corrected."
        before = len(filled.desk.ask(threads.messages, 1))
        await console.press("ctrl+d")
        assert len(filled.desk.ask(threads.messages, 1)) == before, "a gap is never sent"


async def test_a_wrong_question_about_replies_is_told_and_tab_goes_back(
    filled: SmallDesk,
) -> None:
    async with running(filled, WIDE) as console:
        console.desk.do(next(c for c in _commands() if c.name == "earlier_replies"))
        await answered(console)
        await console.press(*"knd:x")
        await console.until("The nearest is kind.")
        await console.press("tab")
        await answered(console, "knd:x")
        assert isinstance(console.app.screen, ArticlesScreen)


async def test_asking_the_store_never_holds_up_a_key(
    filled: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    async with running(filled, WIDE) as console:
        reading = console.desk.panes.reading
        slow = reading.articles_with
        monkeypatch.setattr(
            reading, "articles_with", lambda typed: (released.wait(10), slow(typed))[1]
        )
        await console.press("g", "k", *"ref")
        assert "How refunds work" in console.text, "titles are there at once"
        released.set()
        await answered(console, "ref")


async def test_what_is_wrong_with_the_folder_is_told(filled: SmallDesk) -> None:
    def missing() -> str:
        raise NotFound("article.folder_missing", path="/kb")

    async with running(filled, WIDE) as console:
        setting = console.desk.panes.setting
        object.__setattr__(setting, "knowledge", Knowledge(missing))
        await console.press("g", "k")
        await answered(console)
        assert "The folder of articles /kb is not there" in console.text


async def test_a_search_marks_its_words_in_list_and_conversation(filled: SmallDesk) -> None:
    async with running(filled, WIDE) as console:
        await console.press("slash", *"refund payments")
        await console.until("1 ticket")
        await console.press("ctrl+l")
        marked = [
            segment.text
            for strip in console.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline and segment.style.bold
        ]
        assert "refund" in marked, "in the subject of the list"
        assert {"payment", "payments"} & set(marked), "in the conversation, in any form"
        await console.press("1")
        assert not [
            segment
            for strip in console.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline
        ]


def _commands() -> tuple[Command, ...]:
    from supportdesk.console.commands import COMMANDS

    return COMMANDS
