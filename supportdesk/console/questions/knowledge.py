"""What a reply is made of: templates, macros, articles and earlier replies."""

from collections.abc import Mapping, Sequence

from supportdesk.console.questions.lists import ListQuestions
from supportdesk.store.read import articles, desk_lists, macros, template_uses
from supportdesk.store.read.articles import ArticleHead, ArticleRow
from supportdesk.store.read.earlier_replies import EarlierReply, earlier_replies
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.rows import MacroRow, TemplateRow, TemplateUses


class KnowledgeQuestions(ListQuestions):
    """What there is to answer with."""

    def templates(self) -> Sequence[TemplateRow]:
        """The saved replies."""
        return self._desk.ask(desk_lists.templates)

    def template_uses(self) -> Mapping[int, TemplateUses]:
        """How templates have been used, by me and by all."""
        return self._desk.ask(template_uses.template_uses, self._me)

    def macros(self) -> Sequence[MacroRow]:
        """The macros."""
        return self._desk.ask(macros.macros)

    def prepared_macro(self, number: int) -> PreparedMacro | None:
        """The macro that waits for my reply on a ticket, or None."""
        return self._desk.ask(macros.prepared, self._me, number)

    def articles(self) -> Sequence[ArticleHead]:
        """The articles by title."""
        return self._desk.ask(articles.heads)

    def article(self, number: int) -> ArticleRow | None:
        """One article with its text."""
        return self._desk.ask(articles.article, number)

    def articles_with(self, typed: str) -> Sequence[int]:
        """Articles that hold all these words, the most telling first."""
        return self._desk.ask(articles.found, typed)

    def articles_for(self, number: int) -> Sequence[int]:
        """The articles that fit a ticket best."""
        return self._desk.ask(articles.suggested, number)

    def articles_used(self, number: int) -> Sequence[ArticleHead]:
        """The articles a ticket was answered with."""
        return self._desk.ask(articles.used_in, number)

    def earlier_replies(self, query: str, limit: int) -> Sequence[EarlierReply]:
        """Replies of the team that a query finds. Raises Invalid."""
        return self._desk.ask(earlier_replies, self.query(query), limit)
