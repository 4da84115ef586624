"""Where a client can read an article."""

from supportdesk.store.read.articles import ArticleHead


def page_name(article: int) -> str:
    """The file an article is published as: the same as long as the article is there."""
    return f"article-{article}.html"


def link_of(head: ArticleHead, base: str | None) -> str | None:
    """The address of a public article: its own, or that of its page below `base`."""
    if not head.public:
        return None
    if head.url:
        return head.url
    return None if base is None else f"{base.rstrip('/')}/{page_name(head.id)}"
