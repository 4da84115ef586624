"""`articles import` and `articles export`: Markdown files, and pages anybody can open."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.article_texts import look_into_folder
from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.domain.action import SaveArticle
from supportdesk.domain.article import ArticleText, read_markdown, write_markdown
from supportdesk.domain.charset import decoded
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.refusals import sentence
from supportdesk.store.read import articles
from supportdesk.store.read.articles import ArticleRow

ENDINGS = (".md", ".markdown")
LARGEST = 1 << 20
"""Bytes of a file that may be an article."""


class Form(StrEnum):
    """What exported articles look like."""

    HTML = "html"
    MARKDOWN = "markdown"


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file."""
    group.command(
        "import", help=_("Take in a Markdown file, or all of a folder; known ones are kept up.")
    )(bring_in)
    group.command(
        "export",
        help=_(
            "Write the public articles into a folder: pages with an index, or Markdown. Pages need"
            " no server and load nothing from elsewhere; internal articles never become pages."
        ),
    )(export)


def bring_in(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE|FOLDER")],
) -> None:
    """Import articles; a file's head may say title, language, tags, public and url."""
    session = session_of(context)
    found = sorted(one for one in path.rglob("*") if one.suffix in ENDINGS) if path.is_dir() else []
    root = path if path.is_dir() else path.parent
    read = [(one.relative_to(root).as_posix(), _text(one)) for one in found or [path]]
    session.open(create=True)
    kept = [number for name, written in read if (number := _take(session, name, written))]
    if session.as_json:
        session.output.item(
            {"done": "ImportArticles", "articles": kept, "left": len(read) - len(kept)}
        )
        return
    done = ngettext("{count} article is kept.", "{count} articles are kept.", len(kept))
    session.output.say(done.format(count=len(kept)))


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    *,
    form: Annotated[
        Form, typer.Option("--format", help=_("html, or markdown that import reads again."))
    ] = Form.HTML,
    internal: Annotated[
        bool, typer.Option("--internal", help=_("With markdown: the internal ones too."))
    ] = False,
) -> None:
    """Write one folder."""
    from supportdesk.cli.article_pages import pages
    from supportdesk.cli.folders import write_folder

    if internal and form is Form.HTML:
        raise typer.BadParameter(_("internal articles never become pages"))
    session = session_of(context)
    look_into_folder(session)
    heads = [head for head in session.ask(articles.heads) if head.public or internal]
    rows = [row for head in heads if (row := session.ask(articles.article, head.id)) is not None]
    files = pages(rows) if form is Form.HTML else dict(map(_markdown_file, rows))
    write_folder(folder, files)
    if session.as_json:
        session.output.item(
            {"done": "ExportArticles", "folder": str(folder), "articles": [r.head.id for r in rows]}
        )
        return
    done = ngettext(
        "{count} article stands in {folder}.", "{count} articles stand in {folder}.", len(rows)
    )
    session.output.say(done.format(count=len(rows), folder=folder))


def _text(path: Path) -> str:
    """What a file says. Raises Invalid("file.…")."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise Invalid("file.unreadable", path=str(path), reason=reason) from trouble
    if len(content) > LARGEST:
        raise Invalid("article.too_long", limit=LARGEST)
    return decoded(content)


def _take(session: Session, name: str, written: str) -> int | None:
    """Keep what one file says; what cannot be an article is told and left out."""
    try:
        article = read_markdown(name, written)
    except DeskError as error:
        why = sentence(error.code, error.parameters, interface="cli")
        session.output.warn(_("{path} was left out: {why}").format(path=name, why=why))
        return None
    return session.act(
        SaveArticle(
            title=article.title,
            body=article.body,
            language=article.language,
            tags=article.tags,
            public=article.public,
            url=article.url,
            source_id=name,
        )
    ).article


def _markdown_file(row: ArticleRow) -> tuple[str, str]:
    head = row.head
    article = ArticleText(head.title, row.body, head.language, head.tags, head.public, head.url)
    return f"article-{head.id}.md", write_markdown(article)
