"""The articles: reading and searching them, and putting one into what is being written (F134)."""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import ClassVar

from textual.binding import Binding, BindingType

from supportdesk.console import text
from supportdesk.console.screens.lookup import Lookup
from supportdesk.console.widgets.pick_list import PickLine, PickRow, marked
from supportdesk.desk.article_links import link_of
from supportdesk.desk.article_search import ArticleTitles, FoundArticle
from supportdesk.domain.article import plain_text
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.records import dataclass
from supportdesk.store.read.articles import ArticleHead, ArticleRow

FEW = 300
"""So many titles are looked through within a key press."""

READ_CHARACTERS = 50_000
"""Of an article's text at once."""


@dataclass(frozen=True, slots=True)
class Library:
    """What the window asks: heads once, texts at once, words and suggestions on a thread."""

    heads: Sequence[ArticleHead]
    read: Callable[[int], ArticleRow | None]
    by_words: Callable[[str], Sequence[int]]
    suggested: Callable[[], Sequence[int]]
    language: str | None = None
    """The client's: articles in it come first."""
    base: str | None = None
    """Where the pages of public articles are published."""
    may_write: bool = False


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """What was decided: `do` is insert, turn (to the earlier replies), new, edit or remove."""

    do: str
    article: int | None = None
    text: str = field(default="", compare=False)
    typed: str = field(default="", compare=False)


class ArticlesScreen(Lookup[ArticleAnswer, Sequence[FoundArticle]]):
    """Answers an `ArticleAnswer`, or None. `into` is reply, note, or nothing: then one reads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "link", show=False, priority=True),
        Binding("ctrl+n", "decide('new')", show=False, priority=True),
        Binding("ctrl+o", "decide('edit')", show=False, priority=True),
        Binding("ctrl+r", "decide('remove')", show=False, priority=True),
    ]

    def __init__(
        self, library: Library, *, into: str = "", typed: str = "", told: str = ""
    ) -> None:
        """`told` is said at first: what became of the folder of articles."""
        keys = _("Enter read · Tab earlier replies · Esc leave")
        if into:
            keys = _("Enter text · Ctrl+L link · Tab earlier replies · Esc leave")
        super().__init__(_("Articles"), keys, placeholder=_("type words of title, tag or text"))
        self._library = library
        self._into = into
        self._told = told
        self._titles: ArticleTitles | None = None
        self._by_number = {head.id: head for head in library.heads}
        self._found: list[FoundArticle] = []
        self._suggested: Sequence[int] = ()
        self._shown: ArticleRow | None = None
        self._asked_of: int | None = None
        """The internal article about which the question has been asked."""
        self.begin_with(typed)

    def on_mount(self) -> None:
        """Say which keys change articles, for whom may."""
        super().on_mount()
        said = self._told
        if self._library.may_write and not self._into:
            said = said or _("Ctrl+N new · Ctrl+O change · Ctrl+R remove")
        self.say(said)

    # Finding

    def at_once(self, typed: str) -> None:
        """Titles with these words, slips forgiven; many titles are looked through on a thread."""
        if len(self._by_number) <= FEW:
            self._show(self._by_title(typed))

    def ask(self, typed: str) -> Sequence[FoundArticle]:
        """Titles, and articles by all their words; nothing typed: what fits the ticket first."""
        if typed:
            return self._by_title(typed, self._library.by_words(typed))
        self._suggested = self._library.suggested()
        fits = [FoundArticle(number) for number in self._suggested]
        others = (one for one in self._by_title("") if one.article not in self._suggested)
        return [*fits, *others]

    def take(self, typed: str, found: Sequence[FoundArticle]) -> None:
        """Show what the store has found; the cursor stays on its article once it was moved."""
        self._show(found, self._here if self._list.cursor else None)

    def _by_title(self, typed: str, by_words: Sequence[int] = ()) -> list[FoundArticle]:
        if self._titles is None:
            self._titles = ArticleTitles(self._library.heads)
        return self._titles.found(typed, by_words, self._library.language)

    def _show(self, found: Sequence[FoundArticle], cursor_on: int | None = None) -> None:
        self._found = [one for one in found if one.article in self._by_number]
        numbers = [one.article for one in self._found]
        cursor = numbers.index(cursor_on) if cursor_on in numbers else 0
        nothing = _("Nothing matches.") if self._by_number else _("There are no articles yet.")
        self._list.show([self._row(one) for one in self._found], cursor, empty=nothing)
        self.show_current()

    def _row(self, found: FoundArticle) -> PickRow:
        head = self._by_number[found.article]
        facts = [text.line(head.language, 3)] if head.language else []
        facts += [] if head.public else [_("internal")]
        fits = not self.typed and found.article in self._suggested
        facts += [_("fits")] if fits else []
        title = marked(text.line(head.title, 200), found.spans)
        return (PickLine(title, ((f"  {' · '.join(facts)}", "dim"),)),)

    @property
    def _here(self) -> int | None:
        return self._found[self._list.cursor].article if self._found else None

    def show_current(self) -> None:
        """The article under the cursor as a client would read it."""
        here = self._here
        if here is None:
            self._shown = None
            self._preview.show((), "")
            return
        if self._shown is None or self._shown.head.id != here:
            self._shown = self._library.read(here)
        if self._shown is not None:
            body = plain_text(self._shown.body[:READ_CHARACTERS])
            self._preview.show(self._facts(self._shown), body)

    def _facts(self, row: ArticleRow) -> list[str]:
        head = row.head
        facts = [text.line(head.title, 200)]
        facts.append(_("for everybody") if head.public else _("internal: for the team alone"))
        if head.tags:
            facts.append(" ".join(f"#{text.line(tag, 40)}" for tag in head.tags))
        if row.uses:
            used = ngettext("used in {count} ticket", "used in {count} tickets", row.uses)
            facts.append(used.format(count=row.uses))
        if head.file:
            facts.append(_("from {file}").format(file=text.line(head.file, 200)))
        return facts

    # Deciding

    def pick(self) -> None:
        """Insert the text; where nothing is written, read it in full width."""
        row = self._shown
        if row is None:
            return
        if not self._into:
            self.toggle_class("-reading")
            return
        if self._into == "reply" and not row.head.public and self._asked_of != row.head.id:
            self._asked_of = row.head.id
            self.say_trouble(
                _("This article is internal, and the client reads a reply. Enter inserts it.")
            )
            return
        self.dismiss(ArticleAnswer("insert", row.head.id, plain_text(row.body)))

    def action_link(self) -> None:
        """Insert where the client can read it; in a note, which article it is."""
        row = self._shown
        if row is None or not self._into:
            return
        head = row.head
        title = text.line(head.title, 200)
        link = link_of(head, self._library.base)
        if link is not None:
            self.dismiss(ArticleAnswer("insert", head.id, f"{title}: {link}"))
        elif self._into == "note":
            named = _("{title} (article {number})").format(title=title, number=head.id)
            self.dismiss(ArticleAnswer("insert", head.id, named))
        else:
            self.say_trouble(_why_no_link(head))

    def action_decide(self, do: str) -> None:
        """Write a new article, or change or remove this one."""
        if not self._library.may_write:
            self.say_trouble(_("Your role reads articles and does not change them."))
        elif do == "new" or self._here is not None:
            self.dismiss(ArticleAnswer(do, self._here, typed=self.typed))

    def action_turn(self) -> None:
        """On to the earlier replies, with what was typed."""
        self.dismiss(ArticleAnswer("turn", typed=self.typed))

    def action_leave(self) -> None:
        """Esc ends reading first."""
        if self.has_class("-reading"):
            self.remove_class("-reading")
        else:
            super().action_leave()


def _why_no_link(head: ArticleHead) -> str:
    """Why there is nothing a client could open, and what helps."""
    if not head.public:
        return _("This article is internal: clients get no link to it. Enter inserts its text.")
    return _(
        "This article has no address. Enter inserts its text; supportdesk config set articles_url"
        " says where the pages are published."
    )
