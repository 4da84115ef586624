"""The knowledge base: kept, changed, found, suggested, used, and everything undone (F133-F135)."""

import pytest

from supportdesk.desk.article_search import ArticleTitles
from supportdesk.domain.action import (
    AddNote,
    ArticleFile,
    ClientReference,
    CreateTicket,
    RecordArticles,
    Redo,
    RemoveArticle,
    Reply,
    RunMacro,
    SaveArticle,
    SaveMacro,
    Undo,
)
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft, PutArticle, SwitchDraft
from supportdesk.store.read import articles, health, threads
from supportdesk.store.read.articles import ArticleRow
from tests.small_desk import SmallDesk

REFUND = SaveArticle("How refunds work", "A payment comes back in **five** days.", language="en")


def made(small: SmallDesk, article: SaveArticle = REFUND) -> int:
    """A kept article's number."""
    number = small.act(article).article
    assert number is not None
    return number


def row(small: SmallDesk, number: int) -> ArticleRow:
    """The article as a reader sees it."""
    found = small.desk.ask(articles.article, number)
    assert found is not None
    return found


def holds_together(small: SmallDesk) -> bool:
    """Whether every check of the store passes."""
    return not [found.check for found in small.desk.ask(health.findings) if found.faults]


def test_every_word_form_finds_an_article_and_no_former_word_does(small: SmallDesk) -> None:
    number = made(small)
    russian = made(small, SaveArticle("Возврат денег", "Деньги возвращаются за пять дней."))
    assert small.desk.ask(articles.found, "refunded invoices") == []
    assert small.desk.ask(articles.found, "refund payments day") == [number]
    assert small.desk.ask(articles.found, "возврата") == [russian]
    small.act(SaveArticle("How refunds work", "Ask the bank.", article=number))
    assert small.desk.ask(articles.found, "payment") == []
    assert small.desk.ask(articles.found, "bank ref") == [number]
    assert holds_together(small)


def test_a_title_is_found_with_a_slip_and_before_a_mere_mention(small: SmallDesk) -> None:
    mention = made(small, SaveArticle("Payments", "What to know of a refund: refund, refund."))
    number = made(small)
    titles = ArticleTitles(small.desk.ask(articles.heads))
    by_words = small.desk.ask(articles.found, "refund")
    assert [one.article for one in titles.found("refund", by_words)] == [number, mention]
    assert [one.article for one in titles.found("refnuds")] == [number]
    assert {one.article for one in titles.found("")} == {number, mention}


def test_a_change_is_taken_back_exactly_and_a_removal_too(small: SmallDesk) -> None:
    number = made(small)
    before = row(small, number)
    small.act(SaveArticle("Other", "Words.", number, "uk", ("a",), True, "https://e.org/1"))
    changed = row(small, number)
    assert (changed.head.title, changed.head.public, changed.head.tags) == ("Other", True, ("a",))
    small.act(Undo())
    taken_back = row(small, number)
    assert (taken_back.head.title, taken_back.body) == (before.head.title, before.body)
    assert (taken_back.head.language, taken_back.head.public) == ("en", False)
    small.act(RemoveArticle(number))
    assert small.desk.ask(articles.article, number) is None
    assert small.desk.ask(articles.found, "refund") == []
    with pytest.raises(NotFound):
        small.act(RemoveArticle(number))
    small.act(Undo())
    assert small.desk.ask(articles.found, "refund") == [number]
    small.act(Redo())
    assert small.desk.ask(articles.heads) == []
    assert holds_together(small)


def test_undoing_a_new_article_leaves_nothing_to_find(small: SmallDesk) -> None:
    number = made(small)
    small.act(Undo())
    assert small.desk.ask(articles.found, "refund") == []
    small.act(Redo())
    assert row(small, number).head.title == "How refunds work"
    assert holds_together(small)


@pytest.mark.parametrize(
    ("article", "code"),
    [
        (SaveArticle(" ", "text"), "article.empty"),
        (SaveArticle("title", " \n"), "article.empty"),
        (SaveArticle("t" * 201, "text"), "article.title_too_long"),
        (SaveArticle("title", "t" * 200_001), "article.too_long"),
        (SaveArticle("title", "text", language="english"), "article.language"),
        (SaveArticle("title", "text", url="javascript:alert(1)"), "article.url"),
    ],
)
def test_what_no_article_can_be_is_refused(
    small: SmallDesk, article: SaveArticle, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        small.act(article)
    assert refusal.value.code == code
    assert small.desk.ask(articles.heads) == []


def test_a_trainee_reads_and_does_not_write(small: SmallDesk) -> None:
    number = made(small)
    for action in (REFUND, RemoveArticle(number), RecordArticles()):
        with pytest.raises(Refused, match="not_allowed"):
            small.act(action, by=small.tamar)


def test_what_a_file_says_is_changed_in_the_file_alone(small: SmallDesk) -> None:
    file = ArticleFile("/kb/a.md", "1", "How refunds work", "In five days.")
    small.act(RecordArticles((file,)))
    [head] = small.desk.ask(articles.heads)
    with pytest.raises(Refused) as refusal:
        small.act(SaveArticle("Mine", "now", article=head.id))
    assert refusal.value.parameters["path"] == "/kb/a.md"
    with pytest.raises(Refused) as stop:
        small.act(RemoveArticle(head.id))
    assert [one.name for one in stop.value.stops] == ["article_from_file"]
    small.act(RecordArticles((ArticleFile("/kb/a.md", "2", "Refunds", "In six days."),)))
    assert row(small, head.id).body == "In six days."
    assert small.desk.ask(articles.file_digests, "/kb/") == {"/kb/a.md": "2"}
    small.act(RecordArticles(gone=("/kb/a.md",)))
    assert small.desk.ask(articles.heads) == []
    small.act(RecordArticles((file,)))
    assert [one.id for one in small.desk.ask(articles.heads)] == [head.id]
    assert holds_together(small)


def test_the_articles_that_may_help_are_those_of_the_clients_words(small: SmallDesk) -> None:
    refund = made(small)
    made(small, SaveArticle("Change the address", "Open the profile, then write the address."))
    ukrainian = made(small, SaveArticle("Повернення коштів", "Гроші повернуться.", language="uk"))
    number = small.ticket("Where is my money?", "You promised refunds of both payments.")
    assert small.desk.ask(articles.suggested, number) == [refund]
    who = ClientReference("Олена", "olena@example.org")
    other = small.act(CreateTicket(who, "Кошти", "Коли повернуться мої гроші?")).tickets[0]
    assert small.desk.ask(articles.suggested, other) == [ukrainian]
    assert small.desk.ask(articles.suggested, 999) == []


def used(small: SmallDesk, number: int) -> list[int]:
    """The articles a ticket was answered with."""
    return [head.id for head in small.desk.ask(articles.used_in, number)]


def test_an_article_is_used_once_the_text_it_stands_in_is_accepted(small: SmallDesk) -> None:
    article, number = made(small), small.ticket()
    small.desk.remember(PutArticle(small.petro, number, "reply", article))
    assert used(small, number) == []
    small.act(Reply(number, "In five days.", 10**6))
    assert used(small, number) == [article]
    assert row(small, article).uses == 1
    small.act(Undo())
    assert used(small, number) == []
    small.act(Reply(number, "In five days, really.", 10**6))
    assert used(small, number) == [article], "the recalled text has it in it still"
    events = small.desk.ask(threads.events, number)
    assert [e.after for e in events if e.field == f"article:{article}"] == ["1", None, "1"]
    assert holds_together(small)


def test_what_was_put_into_a_text_of_another_kind_or_operator_is_not_used(
    small: SmallDesk,
) -> None:
    article, number = made(small), small.ticket()
    small.desk.remember(PutArticle(small.petro, number, "reply", article))
    small.act(AddNote(number, "Ask for the card."))
    small.act(Reply(number, "Soon.", 10**6), by=small.olga)
    assert used(small, number) == []


def test_an_article_goes_with_a_text_that_becomes_a_note(small: SmallDesk) -> None:
    article, number = made(small), small.ticket()
    small.desk.remember(PutArticle(small.petro, number, "reply", article))
    draft = KeepDraft(small.petro, number, "note", "In five days.")
    small.desk.remember(SwitchDraft(draft, "reply"))
    small.act(Reply(number, "Soon.", 10**6))
    assert used(small, number) == []
    small.act(AddNote(number, "In five days."))
    assert used(small, number) == [article]


def test_a_macro_uses_what_stands_in_its_typed_reply_and_gives_it_back(small: SmallDesk) -> None:
    article, other, number = made(small), made(small), small.ticket()
    macro = small.act(SaveMacro("Answer", Macro(reply=(("en", "Hi"),), note="told"))).macro
    assert macro is not None
    small.desk.remember(PutArticle(small.petro, number, "reply", article))
    small.desk.remember(PutArticle(small.petro, number, "note", other))
    steps = (Reply(number, "In five days.", 10**6), AddNote(number, "told"))
    small.act(RunMacro(number, macro, steps, is_typed=True))
    assert used(small, number) == [article], "the note that is still written is another one"
    small.act(Undo())
    assert used(small, number) == []
    small.act(AddNote(number, "Later."))
    assert used(small, number) == [other]
    small.act(Reply(number, "In five days.", 10**6))
    assert used(small, number) == [article, other]
