"""Finding articles: fuzzily by title and tag, and by all their words (F133, F134)."""

from collections.abc import Iterable, Sequence

from supportdesk.desk.template_index import TemplateEntry, TemplateIndex
from supportdesk.desk.template_search import rank_templates
from supportdesk.domain.words import tokens
from supportdesk.records import dataclass
from supportdesk.store.read.articles import ArticleHead

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article found; `spans` are start and end of what matched in its title."""

    article: int
    spans: Spans = ()


class ArticleTitles:
    """The titles and tags of all articles, read once when somebody begins to look."""

    def __init__(self, heads: Iterable[ArticleHead]) -> None:
        self._index = TemplateIndex(
            TemplateEntry(head.id, head.title, "", head.tags, None, None, (head.language or "",))
            for head in heads
        )

    def found(
        self, typed: str, by_words: Sequence[int] = (), language: str | None = None
    ) -> list[FoundArticle]:
        """Whole titles first, then what holds every word (`by_words`), then parts of titles.

        Nothing typed: all of them, those in `language` first.
        """
        ranked = rank_templates(typed, self._index, language=language)
        spans = {found.template_id: found.spans for found in ranked}
        number = len(dict.fromkeys(tokens(typed)))
        whole = [found.template_id for found in ranked if len(found.spans) >= number]
        order = dict.fromkeys((*whole, *by_words, *spans))
        return [FoundArticle(article, spans.get(article, ())) for article in order]
