"""Writing an article, or changing one (F133)."""

from textual.app import ComposeResult

from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.domain.action import SaveArticle
from supportdesk.domain.language import guess_language
from supportdesk.i18n import gettext as _
from supportdesk.store.read.articles import ArticleRow


class ArticleFormScreen(Form[SaveArticle]):
    """Answers the article to keep, or None."""

    DEFAULT_CSS = """
    ArticleFormScreen Frame { width: 100%; max-width: 110; }
    ArticleFormScreen TextField { height: 8; }
    """

    def __init__(self, row: ArticleRow | None) -> None:
        """`row` None is a new article."""
        super().__init__()
        self._row = row
        head = None if row is None else row.head
        self._article_title = LineField("" if head is None else head.title)
        self._language = LineField(
            "" if head is None else head.language or "", placeholder=_("ru, uk, en…")
        )
        tags = "" if head is None else ", ".join(head.tags)
        self._tags = LineField(tags, placeholder=_("several: with a comma"))
        self._public = ChoiceField(
            [_("the team alone"), _("everybody")], int(head is not None and head.public)
        )
        url = "" if head is None else head.url or ""
        self._url = LineField(url, placeholder=_("where clients read it, if anywhere"))
        self._body = TextField("" if row is None else row.body)

    def compose(self) -> ComposeResult:
        """One field under another; the text is Markdown."""
        title = _("A new article") if self._row is None else _("Change the article")
        with Frame(title, _("Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            yield Labelled(_("title"), self._article_title)
            yield Labelled(_("language"), self._language)
            yield Labelled(_("tags"), self._tags)
            yield Labelled(_("for whom"), self._public)
            yield Labelled(_("address"), self._url)
            yield Labelled(_("text"), self._body)

    def answer(self) -> SaveArticle | None:
        """The article as it stands here; the desk says what is wrong with it."""
        return SaveArticle(
            title=self._article_title.value,
            body=self._body.text,
            article=None if self._row is None else self._row.head.id,
            language=self._language.value.strip() or guess_language(self._body.text),
            tags=tuple(self._tags.value.split(",")),
            public=bool(self._public.chosen),
            url=self._url.value.strip() or None,
        )
