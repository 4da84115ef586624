"""What the team knows: articles and earlier replies, read, inserted and written (F133–F136)."""

from typing import TYPE_CHECKING

from supportdesk.console.desk.text_files import Writing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import PutArticle
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.articles import ArticleAnswer, Library
    from supportdesk.console.screens.earlier_replies import FoundReplies, ReplyAnswer
    from supportdesk.domain.action import SaveArticle

ARTICLES, REPLIES = "articles", "replies"


class Knowing:
    """Commands that open the articles or the earlier replies."""

    def __init__(self, at: Workplace, writer: Writer, writing: WritingDesk) -> None:
        self._at = at
        self._writer = writer
        self._writing = writing

    async def do_knowledge(self) -> None:
        """Read the articles, those for the ticket in sight first."""
        await self._look(None, ARTICLES)

    async def do_earlier_replies(self) -> None:
        """Search what the team has answered before; Enter copies."""
        await self._look(None, REPLIES)

    async def insert(self) -> None:
        """Put an article, or an earlier reply, into what is being written."""
        if self._writing.open is not None:
            await self._look(self._writing.open, ARTICLES)

    async def _look(self, writing: Writing | None, where: str) -> None:
        """Show one window after the other until something was decided."""
        told, typed = await self._folder(), ""
        answer: ArticleAnswer | ReplyAnswer | None
        while True:
            if where == ARTICLES:
                answer = await self._articles(writing, typed, told)
            else:
                answer = await self._replies(writing, typed)
            if answer is None:
                return
            told, typed = "", answer.typed
            if answer.do == "turn":
                where = REPLIES if where == ARTICLES else ARTICLES
            elif answer.do in ("insert", "take"):
                await self._take(writing, answer.text, getattr(answer, "article", None))
                return
            else:
                await self._write(answer.do, getattr(answer, "article", None))

    async def _folder(self) -> str:
        """Take in what changed in the folder of articles; what stands in the way, in words."""
        try:
            return await self._writer.run(self._at.panes.setting.knowledge.bring_up_to_date)
        except DeskError as error:
            return sentence(error.code, error.parameters, interface="console")

    # Articles

    async def _articles(
        self, writing: Writing | None, typed: str, told: str
    ) -> "ArticleAnswer | None":
        from supportdesk.console.screens.articles import ArticlesScreen

        into = "" if writing is None else writing.composer.kind
        ticket = self._at.panes.ticket if writing is None else writing.ticket
        screen = ArticlesScreen(self._library(ticket), into=into, typed=typed, told=told)
        return await self._at.asking.show(screen)

    def _library(self, ticket: TicketRow | None) -> "Library":
        from supportdesk.console.screens.articles import Library
        from supportdesk.desk.template_values import language_of
        from supportdesk.domain.action import SaveArticle
        from supportdesk.domain.roles import may

        panes, reading = self._at.panes, self._at.reading
        language = None
        if ticket is not None:
            language = language_of(ticket, reading.card(ticket.client_id))
        writes = may(panes.me.role, SaveArticle) and not panes.desk.read_only_because
        return Library(
            heads=reading.articles(),
            read=reading.article,
            by_words=reading.articles_with,
            suggested=lambda: () if ticket is None else reading.articles_for(ticket.number),
            language=language,
            base=panes.setting.knowledge.url,
            may_write=writes,
        )

    async def _write(self, do: str, article: int | None) -> None:
        """Make, change or remove an article; then the window opens again."""
        row = None if do == "new" or article is None else self._at.reading.article(article)
        if do == "remove" and row is not None:
            from supportdesk.domain.action import RemoveArticle

            said = _("The article “{title}” is removed.").format(title=row.head.title)
            await self._at.acting.change(RemoveArticle(row.head.id), said)
            return
        if row is not None and row.head.file is not None:
            from supportdesk.domain.errors import Refused

            self._at.panes.refuse(
                Refused("article.from_file", path=row.head.file, number=row.head.id)
            )
            return
        from supportdesk.console.screens.article_form import ArticleFormScreen

        async def keep(action: "SaveArticle") -> str:
            said = _("The article is kept.")
            return "" if await self._at.acting.change(action, said) else self._at.panes.told

        screen = ArticleFormScreen(row)
        screen.accept = keep
        await self._at.asking.show(screen)

    # Earlier replies

    async def _replies(self, writing: Writing | None, typed: str) -> "ReplyAnswer | None":
        from supportdesk.console.screens.earlier_replies import EarlierRepliesScreen

        into = "" if writing is None else writing.composer.kind
        screen = EarlierRepliesScreen(self._found, self._at.panes.moment, into=into, typed=typed)
        return await self._at.asking.show(screen)

    def _found(self, query: str, limit: int) -> "FoundReplies":
        """Replies that a query finds, and what it looks for; called on a thread."""
        from supportdesk.console.screens.earlier_replies import FoundReplies
        from supportdesk.store.read.earlier_replies import wanted

        asked = self._at.reading.query(query)
        return FoundReplies(self._at.reading.earlier_replies(query, limit), wanted(asked))

    # Taking

    async def _take(self, writing: Writing | None, text: str, article: int | None) -> None:
        """Insert at the cursor and remember the article; where nobody writes, copy."""
        panes = self._at.panes
        if writing is None:
            panes.app.copy_to_clipboard(text)
            panes.said_done(_("The reply is copied, with gaps where people were named."))
            return
        if self._writing.open is not writing:
            return
        writing.composer.insert(text)
        if article is not None:
            put = PutArticle(panes.me.id, writing.ticket.number, writing.composer.kind, article)
            await self._at.acting.keep(put)
