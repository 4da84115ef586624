"""What belongs to the desk as a whole, as scripts see it: people, queues, templates, views."""

from collections.abc import Mapping

from supportdesk.objects.tickets import Item
from supportdesk.objects.times import utc_text_or_none
from supportdesk.store.read.operators import AtWork, DealtQueue
from supportdesk.store.read.rows import OperatorRow, QueueRow, TemplateRow, ViewRow


def operator_object(row: OperatorRow, work: AtWork | None, names: Mapping[int, str]) -> Item:
    """An operator; who works here has a status, and `names` are those of the queues."""
    item: Item = {
        "number": row.id,
        "name": row.name,
        "login": row.login,
        "role": row.role,
        "email": row.email,
        "job": row.job,
        "signature": row.signature,
        "active": row.active,
        "uuid": row.uuid,
    }
    if work is None:
        return item
    return {
        **item,
        "status": work.status,
        "since": utc_text_or_none(work.since),
        "load": work.load,
        "cap": work.cap,
        "caps": {str(line): cap for line, cap in work.caps},
        "queues": [names[queue] for queue in work.queues if queue in names],
        "skills": list(work.skills),
        "starts": work.starts,
        "away_until": utc_text_or_none(work.away_until),
        "substitute": work.substitute,
        "oldest_unanswered": utc_text_or_none(work.oldest_unanswered),
        "last_action": utc_text_or_none(work.last_action),
        "taken_back": work.taken_back,
    }


def queue_object(row: QueueRow, tickets: int, dealt: DealtQueue) -> Item:
    """A queue with its tickets at work, and how it is dealt."""
    return {
        "number": row.id,
        "name": row.name,
        "line": row.line,
        "signature": row.signature,
        "tickets": tickets,
        "dealing": dealt.dealing,
        "take_back": dealt.take_back,
        "skills": list(dealt.skills),
        "uuid": row.uuid,
    }


def template_object(row: TemplateRow, queues: Mapping[int, str]) -> dict[str, object]:
    """A template as scripts see it: `variants` is language → text."""
    return {
        "number": row.id,
        "title": row.title,
        "kind": row.kind,
        "queue": queues.get(row.queue_id or 0),
        "stage": row.stage,
        "trait": row.trait,
        "tags": list(row.tags),
        "variants": dict(row.variants),
        "uuid": row.uuid,
    }


def view_object(row: ViewRow) -> dict[str, object]:
    """A saved view as scripts see it."""
    return {
        "number": row.id,
        "name": row.name,
        "query": row.query,
        "sort": row.sort,
        "group_by": row.group_by,
        "columns": list(row.columns),
        "scope": row.scope,
        "role": row.role,
        "key": row.digit,
        "uuid": row.uuid,
    }
