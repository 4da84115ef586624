"""Policies of service levels being made and changed (F87)."""

from supportdesk.store.write import rows
from supportdesk.store.write.clocks import present_policies
from supportdesk.store.write.fields import plain_text, presence
from supportdesk.store.write.tables import SLA_POLICY
from supportdesk.store.write.transaction import Transaction

__all__ = ["FIELDS", "make_policy", "present_policies"]


def make_policy(transaction: Transaction, position: int) -> int:
    """A new policy without targets."""
    return rows.insert_row(
        transaction.connection,
        SLA_POLICY,
        uuid=transaction.fresh_uuid(),
        position=position,
        name="",
        query="",
    )


FIELDS = {
    ("sla_policy", "name"): plain_text("sla_policy", "name"),
    ("sla_policy", "query"): plain_text("sla_policy", "query"),
    ("sla_policy", "present"): presence("sla_policy"),
}
