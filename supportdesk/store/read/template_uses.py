"""How often templates are used, and what came of it (F68)."""

from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import TemplateUses


def template_uses(connection: Reader, operator: int | None) -> dict[int, TemplateUses]:
    """Template → its uses, from the sums kept for each operator; those never used are absent."""
    return {
        template: TemplateUses(*sums)
        for template, *sums in connection.execute(
            "SELECT template_id, sum(uses),"
            " sum(CASE WHEN operator_id IS :operator THEN uses ELSE 0 END),"
            " sum(distance), sum(length), max(last_at)"
            " FROM template_tally GROUP BY template_id",
            {"operator": operator},
        )
    }


def reopened(connection: Reader) -> dict[int, int]:
    """Template → uses after which the ticket was reopened; reads every use."""
    return dict(
        connection.execute(
            "SELECT u.template_id, count(*) FROM template_use u"
            " JOIN message m ON m.id = u.message_id"
            " WHERE NOT u.withdrawn AND EXISTS (SELECT 1 FROM event e"
            " WHERE e.ticket_id = m.ticket_id AND e.field = 'reopens' AND e.at > u.at)"
            " GROUP BY u.template_id"
        )
    )
