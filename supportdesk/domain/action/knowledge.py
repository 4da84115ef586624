"""Commands about articles of the knowledge base, and the fact of what a folder holds (F133)."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """Make an article, or change the one with id `article`; `body` is Markdown.

    Only what is `public` may ever be shown to clients; `url` is where they can read it.
    """

    title: str
    body: str
    article: int | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    public: bool = False
    url: str | None = None
    source_id: str | None = None
    """A stable name from where it was imported; the same name changes the same article."""


@dataclass(frozen=True, slots=True)
class RemoveArticle:
    """Take an article out of the knowledge base; undo brings it back."""

    article: int


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as a file of the folder holds it; `digest` tells one content from another."""

    path: str
    digest: str
    title: str
    body: str
    language: str | None = None
    tags: tuple[str, ...] = ()
    public: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RecordArticles:
    """Files of a folder of articles as they are now; `gone` are paths that are no more."""

    files: tuple[ArticleFile, ...] = ()
    gone: tuple[str, ...] = ()
