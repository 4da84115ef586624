"""Public articles as pages: one folder that any browser opens, with nothing loaded from elsewhere.

Markup in an article is text (`html=False`), a picture becomes a link to it, and the pages forbid
scripts and outside resources themselves, too.
"""

from collections.abc import Sequence
from html import escape

from supportdesk.desk.article_links import page_name
from supportdesk.domain.safe_text import clean_block, clean_line
from supportdesk.i18n import gettext as _
from supportdesk.store.read.articles import ArticleHead, ArticleRow

_UNLIMITED = 10**9
_RULES = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = (
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;"
    "color:#1b1f24;background:#fff}a{color:#0a58a5}nav{margin-bottom:2rem}"
    "pre,code{background:#f2f4f6;overflow-x:auto}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:.3rem .6rem}.tags{color:#59636e}"
    "@media(prefers-color-scheme:dark){body{color:#e6e8ea;background:#16191d}a{color:#7cc0ff}"
    "pre,code{background:#22272e}.tags{color:#9aa4af}}"
)


def pages(rows: Sequence[ArticleRow]) -> dict[str, str]:
    """File name → page, for every public article and the index; others are never among them."""
    public = [row for row in rows if row.head.public]
    written = {page_name(row.head.id): _page(row) for row in public}
    return {"index.html": _index([row.head for row in public]), **written}


def _page(row: ArticleRow) -> str:
    head = row.head
    everything = escape(_("All articles"))
    back = f'<nav><a href="index.html">{everything}</a></nav>'
    tags = ", ".join(clean_line(tag) for tag in head.tags)
    told = f'<p class="tags">{escape(tags)}</p>' if tags else ""
    title = escape(clean_line(head.title))
    return _whole(head.title, head.language, f"{back}<h1>{title}</h1>{_html(row.body)}{told}")


def _index(heads: Sequence[ArticleHead]) -> str:
    """All titles, by language."""
    parts = []
    for language in sorted({head.language or "" for head in heads}):
        items = "".join(
            f'<li lang="{escape(language)}"><a href="{page_name(head.id)}">'
            f"{escape(clean_line(head.title))}</a></li>"
            for head in heads
            if (head.language or "") == language
        )
        parts.append(f"<h2>{escape(language or '—')}</h2><ul>{items}</ul>")
    title = _("Articles")
    none = escape(_("There are no public articles yet."))
    nothing = "" if parts else f"<p>{none}</p>"
    return _whole(title, None, f"<h1>{escape(title)}</h1>{''.join(parts)}{nothing}")


def _whole(title: str, language: str | None, body: str) -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    return (
        f'<!doctype html>\n<html{lang}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_RULES}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(clean_line(title))}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _html(markdown: str) -> str:
    """The Markdown as HTML; headings go below the page's own."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    cleaned = clean_block(markdown, limit=_UNLIMITED, line_limit=_UNLIMITED)
    tokens = reader.parse(cleaned)
    for token in tokens:
        if token.tag in ("h1", "h2", "h3", "h4", "h5"):
            token.tag = f"h{int(token.tag[1]) + 1}"
    return str(reader.renderer.render(tokens, reader.options, {}))
