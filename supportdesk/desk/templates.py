"""Saving templates (R5): an unknown name is an error here, not at the client's."""

import json

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import SaveTemplate
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.template import check_template
from supportdesk.domain.template_scope import clean_stage, clean_trait
from supportdesk.domain.ticket import clean_kind
from supportdesk.store.write import saved_replies
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.operators import require_queue


def save_template(submission: Submission, action: SaveTemplate) -> Receipt:
    """Make a template, or change one. Raises Invalid for an empty or unusable one."""
    transaction = submission.transaction
    title = " ".join(action.title.split())
    if not title or not action.variants:
        raise Invalid("template.empty")
    for _language, body in action.variants:
        if not body.strip():
            raise Invalid("template.empty")
        check_template(body)
    if action.queue is not None:
        require_queue(transaction.connection, action.queue)
    template = _template_id(submission, action)
    for field, value in (
        ("title", title),
        ("kind", None if action.kind is None else clean_kind(action.kind)),
        ("queue_id", None if action.queue is None else str(action.queue)),
        *_stage_and_trait(action),
        ("tags", json.dumps(list(action.tags), ensure_ascii=False)),
    ):
        change(transaction, "template", template, field, value)
    kept = dict(action.variants)
    for language in saved_replies.languages(transaction.connection, template):
        if language not in kept:
            change(transaction, "template", template, f"variant:{language}", None)
    for language, body in kept.items():
        change(transaction, "template", template, f"variant:{language}", body)
    return Receipt(transaction.envelope, template=template)


def _stage_and_trait(action: SaveTemplate) -> list[tuple[str, str | None]]:
    """An import that says nothing of them leaves them as they are."""
    fields = [("stage", clean_stage(action.stage)), ("trait", clean_trait(action.trait))]
    return [field for field in fields if action.source_id is None or field[1] is not None]


def _template_id(submission: Submission, action: SaveTemplate) -> int:
    transaction = submission.transaction
    if action.template is not None:
        if read_value(transaction, "template", action.template, "present") is None:
            raise NotFound("template.missing", number=action.template)
        return action.template
    if action.source_id is not None:
        known = saved_replies.by_source(transaction.connection, action.source_id)
        if known is not None:
            change(transaction, "template", known, "present", "1")
            return known
    made = saved_replies.make_template(transaction, action.source_id)
    transaction.record("template", made, "present", None, "1")
    return made
