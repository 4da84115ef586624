"""Events as rows, as every reader of them asks for them."""


def _text_of(column: str) -> str:
    return (
        f"CASE WHEN {column} LIKE 'text:%' THEN (SELECT value FROM text_value"
        f" WHERE id = CAST(substr({column}, 6) AS INTEGER)) ELSE {column} END"
    )


_ROWS = """
SELECT e.seq, e.at, o.name, e.actor_id, b.name, e.envelope_id, v.action, e.ticket_id, e.subject,
       e.subject_id, e.field, {before}, {after}, e.rule
  FROM event e
  LEFT JOIN operator o ON o.id = e.actor_id
  LEFT JOIN envelope v ON v.id = e.envelope_id
  LEFT JOIN operator b ON b.id = v.by_id
"""

WITH_TEXTS = _ROWS.format(before=_text_of("e.before"), after=_text_of("e.after"))
"""Every column of `EventRow`; texts that an event refers to stand in it."""

WITHOUT_TEXTS = _ROWS.format(before="e.before", after="e.after")
"""The same with references (`text:ID`) in the place of texts."""
