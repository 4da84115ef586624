"""Counting the templates of a reply when it is sent (F68)."""

from supportdesk.desk.edit_distance import changed_characters
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Reply
from supportdesk.store.write import draft_sources, template_uses


def count_templates(submission: Submission, action: Reply, message: int | None) -> None:
    """Count every template that is still in the reply; nothing waits for the reply any more."""
    connection, operator = submission.transaction.connection, submission.operator.id
    inserted = draft_sources.inserted_templates(connection, operator, action.ticket)
    for template, written in inserted:
        distance = changed_characters(written, action.body)
        if distance is not None and message is not None:
            template_uses.add_use(
                connection,
                message=message,
                template=template,
                operator=operator,
                distance=distance,
                length=len(written.strip()),
            )
    draft_sources.forget(connection, operator, action.ticket)
