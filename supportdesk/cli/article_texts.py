"""Articles as scripts and people see them, and which one was meant."""

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.article_links import link_of
from supportdesk.domain.errors import DeskError, NotFound, Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.times import utc_text
from supportdesk.store.read import articles
from supportdesk.store.read.articles import ArticleHead, ArticleRow


def article_object(head: ArticleHead, base: str | None) -> dict[str, object]:
    """An article as `list` gives it; `link` is what a client may be sent."""
    return {
        "number": head.id,
        "title": head.title,
        "language": head.language,
        "tags": list(head.tags),
        "public": head.public,
        "url": head.url,
        "link": link_of(head, base),
        "file": head.file,
        "updated": utc_text(head.updated_at),
        "uuid": head.uuid,
    }


def whole_object(row: ArticleRow, base: str | None) -> dict[str, object]:
    """An article as `show` gives it: its Markdown, and how many tickets it was used in."""
    return {**article_object(row.head, base), "uses": row.uses, "body": row.body}


def tell_article(session: Session, row: ArticleRow) -> None:
    """An article for people: its facts, then its text."""
    head, output = row.head, session.output
    output.fact(_("Article"), head.id)
    output.fact(_("Title"), head.title)
    output.fact(_("Language"), head.language)
    output.fact(_("Tags"), ", ".join(head.tags))
    output.fact(_("For"), who_reads(head))
    output.fact(_("Link"), link_of(head, session.settings.articles_url))
    output.fact(_("File"), head.file)
    output.fact(_("Updated"), local_text(head.updated_at, session.settings.zone))
    output.fact(_("Used in tickets"), row.uses)
    output.say("")
    output.block(row.body, indent="")


def who_reads(head: ArticleHead) -> str:
    """Whom an article is for, in words."""
    return _("everybody") if head.public else _("the team")


def chosen(session: Session, wanted: str) -> ArticleRow:
    """The article with this number or title, or the only one whose title contains the text.

    Raises NotFound("article.missing") and Refused("article.ambiguous").
    """
    folded = wanted.strip().casefold()
    heads = session.ask(articles.heads)
    exact = [head for head in heads if folded in (str(head.id), head.title.casefold())]
    partly = [head for head in heads if folded and folded in head.title.casefold()]
    found = [head for head in exact if str(head.id) == folded] or exact or partly
    if len(found) > 1:
        raise Refused("article.ambiguous", wanted=wanted, ids=[head.id for head in found])
    row = session.ask(articles.article, found[0].id) if found else None
    if row is None:
        raise NotFound("article.missing", wanted=wanted)
    return row


def look_into_folder(session: Session) -> None:
    """Take in what changed in the folder of articles, if one is set; only warn of troubles."""
    folder = session.settings.articles
    me = session.me() if folder is not None else None
    if folder is None or me is None:
        return
    from supportdesk.intake.article_folder import ArticleFolder

    try:
        report = ArticleFolder(session.desk, me.id, folder).bring_up_to_date()
    except DeskError as error:
        session.output.warn(sentence(error.code, error.parameters, interface="cli"))
        return
    for path, code in report.left:
        why = sentence(code, {"path": path}, interface="cli")
        session.output.warn(_("{path} was left out: {why}").format(path=path, why=why))
