"""Counting the templates of a reply when it is sent (F68)."""

from supportdesk.desk.edit_distance import changed_characters
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Reply
from supportdesk.store.write import draft_sources, template_uses


def count_templates(
    submission: Submission, action: Reply, message: int | None, entry: int | None = None
) -> None:
    """Count every template that is still in the reply; nothing waits for the reply any more.

    With `entry` it comes from there in the outbox, not from the composer.
    """
    connection, operator = submission.transaction.connection, submission.operator.id
    sources = draft_sources.sources(connection, operator, action.ticket)
    kind = draft_sources.TEMPLATE
    if entry is not None:
        kind = draft_sources.planned(kind, entry)
    for source in sources:
        if source.kind != kind or message is None:
            continue
        distance = changed_characters(source.text, action.body)
        if distance is not None:
            template_uses.add_use(
                connection,
                message=message,
                template=source.id,
                operator=operator,
                distance=distance,
                length=len(source.text.strip()),
            )
    if entry is not None:
        draft_sources.forget_planned(connection, operator, action.ticket, entry)
    elif sources:
        draft_sources.finish(connection, operator, action.ticket, message)
