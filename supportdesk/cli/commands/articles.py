"""`articles`: the knowledge base (F133–F135)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.article_texts import (
    article_object,
    chosen,
    look_into_folder,
    tell_article,
    who_reads,
    whole_object,
)
from supportdesk.cli.commands import article_files
from supportdesk.cli.parameters import Number, Text, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.desk.article_search import ArticleTitles
from supportdesk.domain.action import RemoveArticle, SaveArticle
from supportdesk.domain.language import guess_language
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.store.read import articles
from supportdesk.store.read.articles import ArticleHead

Which = Annotated[
    str, typer.Argument(metavar="WHICH", help=_("Number, title, or part of one title."))
]
Language = Annotated[
    str | None, typer.Option("--language", help=_("Language of the text, such as uk."))
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help=_("A tag; repeatable."))]
Public = Annotated[
    bool | None,
    typer.Option("--public/--internal", help=_("Whether clients may read it; else the team.")),
]
Url = Annotated[
    str | None, typer.Option("--url", metavar="ADDRESS", help=_("Where clients read it."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command(
        "list", help=_("List the articles, or those that fit words: typing slips are forgiven.")
    )(list_articles)
    group.command("show", help=_("Show an article."))(show)
    group.command("suggest", help=_("The five articles that fit a ticket best."))(suggest)
    group.command("add", help=_("Add an article; its Markdown on stdin."))(add)
    group.command("edit", help=_("Change an article; without --text its text stays."))(edit)
    group.command("remove", help=_("Remove an article; undo brings it back."))(remove)
    article_files.add_to(group)
    app.add_typer(
        group,
        name="articles",
        help=_("Articles: list, show, suggest, add, edit, remove, import, export."),
    )


def list_articles(
    context: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=_("Words of title, tag or text."))
    ] = None,
) -> None:
    """List articles: for words the most telling first, else by title."""
    session = session_of(context)
    look_into_folder(session)
    heads = session.ask(articles.heads)
    typed = " ".join(text or ())
    if typed.strip():
        by_number = {head.id: head for head in heads}
        by_words = session.ask(articles.found, typed)
        found = ArticleTitles(heads).found(typed, by_words)
        heads = [by_number[one.article] for one in found]
    _tell_list(session, heads)


def suggest(context: typer.Context, number: Number) -> None:
    """List what may answer a ticket, by its subject and the client's last message."""
    session = session_of(context)
    look_into_folder(session)
    choosing.ticket(session, number)
    heads = {head.id: head for head in session.ask(articles.heads)}
    _tell_list(session, [heads[one] for one in session.ask(articles.suggested, number)])


def show(context: typer.Context, which: Which) -> None:
    """Show an article with its text."""
    session = session_of(context)
    look_into_folder(session)
    row = chosen(session, which)
    if session.as_json:
        session.output.item(whole_object(row, session.settings.articles_url))
    else:
        tell_article(session, row)


def add(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    *,
    text: Text = None,
    language: Language = None,
    tag: Tag = None,
    public: Public = None,
    url: Url = None,
) -> None:
    """Add an article; without a word about it, it is for the team alone."""
    session = session_of(context)
    body = typed_text(text, what=_("article"))
    session.open(create=True)
    receipt = session.act(
        SaveArticle(
            title=title,
            body=body,
            language=language or guess_language(body),
            tags=tuple(tag or ()),
            public=bool(public),
            url=url,
        )
    )
    tell_receipt(session, receipt, _("Article {number} is kept.").format(number=receipt.article))


def edit(
    context: typer.Context,
    which: Which,
    *,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=_("A new text; - is stdin."))
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help=_("A new title."))] = None,
    language: Language = None,
    tag: Tag = None,
    public: Public = None,
    url: Url = None,
) -> None:
    """Change what is named and leave the rest."""
    session = session_of(context)
    row = chosen(session, which)
    head = row.head
    receipt = session.act(
        SaveArticle(
            article=head.id,
            title=head.title if title is None else title,
            body=row.body if text is None else typed_text(text, what=_("article")),
            language=head.language if language is None else language,
            tags=head.tags if tag is None else tuple(tag),
            public=head.public if public is None else public,
            url=head.url if url is None else url,
        )
    )
    tell_receipt(session, receipt, _("Article {number} is kept.").format(number=head.id))


def remove(context: typer.Context, which: Which) -> None:
    """Remove an article."""
    session = session_of(context)
    head = chosen(session, which).head
    receipt = session.act(RemoveArticle(head.id))
    done = _("Article {number} is removed; supportdesk undo brings it back.")
    tell_receipt(session, receipt, runnable(done).format(number=head.id))


def _tell_list(session: Session, heads: list[ArticleHead]) -> None:
    if session.as_json:
        for head in heads:
            session.output.item(article_object(head, session.settings.articles_url))
    elif heads:
        session.output.table(
            [_("Number"), _("Language"), _("For"), _("Title")],
            [[str(head.id), head.language or "-", who_reads(head), head.title] for head in heads],
        )
    else:
        session.output.say(_("No article fits."))
