"""The knowledge base: articles written here or read from files, and where they helped (F133, F134).

Texts of articles are the team's own; events refer to them all the same (law 3).
"""

import json

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ArticleFile, RecordArticles, RemoveArticle, SaveArticle
from supportdesk.domain.article import ArticleText, checked
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import NotFound, Refused, Stop
from supportdesk.domain.memory import KeepDraft, PutArticle
from supportdesk.store.write import articles, draft_articles, envelopes
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.rows import require_row

_USE = "article:"
"""The field of a ticket that says which article was used; its number follows."""


def save_article(submission: Submission, action: SaveArticle) -> Receipt:
    """Make an article, or change one. Refuses one that is read from a file.

    Raises Invalid("article.…") for what no article can be.
    """
    transaction = submission.transaction
    wanted = checked(
        ArticleText(
            action.title, action.body, action.language, action.tags, action.public, action.url
        )
    )
    article = _article_id(submission, action)
    changed = [
        change(transaction, "article", article, field, value)
        for field, value in (
            ("title", wanted.title),
            ("body", wanted.body),
            ("language", wanted.language),
            ("tags", json.dumps(list(wanted.tags), ensure_ascii=False)),
            ("public", str(int(wanted.public))),
            ("url", wanted.url),
        )
    ]
    if any(changed):
        articles.touch(transaction, article)
    return Receipt(transaction.envelope, article=article)


def remove_article(submission: Submission, action: RemoveArticle) -> Receipt:
    """Take an article out. Stops once at one that is read from a file: that brings it back."""
    transaction = submission.transaction
    row = require_row(transaction.connection, "article", action.article)
    if row["withdrawn"]:
        raise NotFound("article.missing", number=action.article)
    if row["file"] is not None:
        submission.stop_unless_confirmed(
            "article.stopped", [Stop("article_from_file", {"path": row["file"]})]
        )
    change(transaction, "article", action.article, "present", None)
    return Receipt(transaction.envelope, article=action.article)


def record_articles(submission: Submission, action: RecordArticles) -> Receipt:
    """Take in what a folder holds now; files that are known as they are change nothing."""
    transaction = submission.transaction
    for file in action.files:
        _record_file(submission, file)
    for path in action.gone:
        known = articles.by_file(transaction.connection, path)
        if known is not None and not known["withdrawn"]:
            change(transaction, "article", known["id"], "present", None)
    return Receipt(transaction.envelope)


def _record_file(submission: Submission, file: ArticleFile) -> None:
    transaction = submission.transaction
    known = articles.by_file(transaction.connection, file.path)
    before = None if known is None or known["withdrawn"] else known["digest"]
    if before == file.digest:
        return
    article = articles.make_article(transaction) if known is None else int(known["id"])
    articles.take_file(transaction, article, file)
    transaction.record("article", article, "digest", before, file.digest)


def _article_id(submission: Submission, action: SaveArticle) -> int:
    transaction = submission.transaction
    if action.article is not None:
        if read_value(transaction, "article", action.article, "present") is None:
            raise NotFound("article.missing", number=action.article)
        row = require_row(transaction.connection, "article", action.article)
        if row["file"] is not None:
            raise Refused("article.from_file", path=row["file"], number=action.article)
        return action.article
    if action.source_id is not None:
        known = articles.by_source(transaction.connection, action.source_id)
        if known is not None:
            change(transaction, "article", known, "present", "1")
            return known
    made = articles.make_article(transaction, action.source_id)
    transaction.record("article", made, "present", None, "1")
    return made


# Where articles help


def record_use(submission: Submission, written_on: int, kind: str, number: int) -> None:
    """The articles put into a text are used in the ticket now that the text is accepted."""
    transaction = submission.transaction
    operator = submission.operator.id
    for article in draft_articles.articles(transaction.connection, operator, written_on, kind):
        change(transaction, "ticket", number, f"{_USE}{article}", "1")


def restore_put(submission: Submission, draft: KeepDraft, envelope: str) -> None:
    """A recalled text has its articles in it again."""
    connection = submission.transaction.connection
    for event in envelopes.events_of(connection, envelope):
        if event["subject"] == "ticket" and event["field"].startswith(_USE):
            article = int(event["field"].removeprefix(_USE))
            put = PutArticle(draft.operator, draft.ticket, draft.kind, article)
            draft_articles.put(connection, put)
