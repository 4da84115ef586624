"""The words of the remote, its operators and queues, taken into the store."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

from supportdesk.desk.articles import save_article
from supportdesk.desk.mirror.people import Colleagues
from supportdesk.desk.mirror.seen import SeenText, Vocabulary
from supportdesk.desk.mirror.words import written
from supportdesk.desk.submission import Submission
from supportdesk.desk.templates import save_template
from supportdesk.domain.action import SaveArticle, SaveTemplate
from supportdesk.domain.errors import Invalid
from supportdesk.domain.language import guess_language
from supportdesk.domain.template import check_template
from supportdesk.store.write import mirror, saved_replies
from supportdesk.store.write.change import change
from supportdesk.store.write.transaction import Transaction


def vocabulary_of(transaction: Transaction) -> str:
    """The words as the store keeps them."""
    return mirror.vocabulary(transaction.connection)


def take_words(transaction: Transaction, found: Vocabulary, now: datetime) -> None:
    """Keep the words, with whoever works there and the queues; the link acts as one of those."""
    origin = str(mirror.link_row(transaction.connection)["kind"])
    me = Colleagues(transaction, origin).take(found)
    mirror.keep_vocabulary(transaction.connection, written(found, now))
    mirror.keep_link(transaction.connection, operator_id=me)
    submission = Submission(transaction, None, frozenset(), 0)
    _take_templates(submission, found.templates, origin)
    _take_articles(submission, found.articles, origin)


def _take_templates(submission: Submission, found: Sequence[SeenText], origin: str) -> None:
    """Ready texts there are templates here; of one that is known only title and text change."""
    transaction = submission.transaction
    names = {f"{origin}:template:{text.rid}": text for text in found}
    for name, text in names.items():
        language = guess_language(text.body) or "en"
        known = saved_replies.by_source(transaction.connection, name)
        if known is None:
            with suppress(Invalid):
                variants = ((language, _literal(text.body)),)
                save_template(submission, SaveTemplate(text.title, variants, source_id=name))
            continue
        change(transaction, "template", known, "present", "1")
        change(transaction, "template", known, "title", text.title)
        held = saved_replies.languages(transaction.connection, known)[:1] or [language]
        change(transaction, "template", known, f"variant:{held[0]}", _literal(text.body))
    _leave_out(transaction, "template", f"{origin}:template:", names)


def _take_articles(submission: Submission, found: Sequence[SeenText], origin: str) -> None:
    """Articles there are those here; never public, for clients read them there if anywhere."""
    names = {f"{origin}:article:{text.rid}": text for text in found}
    for name, text in names.items():
        language = guess_language(text.body)
        with suppress(Invalid):
            save_article(
                submission,
                SaveArticle(text.title, text.body, language=language, source_id=name),
            )
    _leave_out(submission.transaction, "article", f"{origin}:article:", names)


def _literal(body: str) -> str:
    """A text whose braces are none of our placeholders keeps them apart, so that they mean none."""
    try:
        check_template(body)
    except Invalid:
        return body.replace("{{", "{ {").replace("{%", "{ %")
    return body


def _leave_out(
    transaction: Transaction, subject: str, beginning: str, names: Collection[str]
) -> None:
    """What is no more there is withdrawn here."""
    for row in mirror.rows_of(transaction.connection, subject):
        source = row["source_id"] or ""
        if source.startswith(beginning) and source not in names and not row["withdrawn"]:
            change(transaction, subject, row["id"], "present", None)
