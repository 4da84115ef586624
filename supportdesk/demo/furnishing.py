"""What a desk has before its first ticket: saved replies, articles, macros, views, fields."""

from typing import Any

from supportdesk.demo.content import (
    LANGUAGES,
    articles,
    custom_fields,
    macros,
    policies,
    templates,
    views,
)
from supportdesk.demo.conversations import Staff
from supportdesk.desk.desk import Desk
from supportdesk.domain.action import (
    DefineFields,
    PolicyTarget,
    SaveArticle,
    SaveMacro,
    SavePolicy,
    SaveTemplate,
    SaveView,
)
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.macro import Macro
from supportdesk.domain.ticket import Priority


def furnish_desk(desk: Desk, staff: Staff) -> None:
    """Save them all in the name of the viewer."""
    for row in templates():
        desk.act(staff.me, _template(row, staff))
    for row in macros():
        desk.act(staff.me, _macro(row, staff))
    for row in views():
        desk.act(staff.me, SaveView(**row, scope="team"))
    for row in articles():
        desk.act(staff.me, _article(row))
    for row in policies():
        desk.act(staff.me, _policy(row))
    desk.act(staff.me, DefineFields(tuple(_field(row) for row in custom_fields())))


def _template(row: dict[str, Any], staff: Staff) -> SaveTemplate:
    return SaveTemplate(
        title=row["title"],
        variants=tuple((language, row[language]) for language in LANGUAGES),
        kind=row["kind"],
        queue=staff.queues.get(row["queue"]),
        tags=tuple(row["tags"]),
    )


def _macro(row: dict[str, Any], staff: Staff) -> SaveMacro:
    texts = {
        name: row[name] for name in ("owner", "state", "kind", "note", "snooze") if name in row
    }
    does = Macro(
        reply=tuple(row.get("reply", {}).items()),
        queue=staff.queues[row["queue"]] if "queue" in row else None,
        add=tuple(row.get("add", ())),
        **texts,
    )
    return SaveMacro(row["name"], does)


def _policy(row: dict[str, Any]) -> SavePolicy:
    targets = tuple(
        PolicyTarget(priority.name.lower(), clock, minutes)
        for priority in Priority
        for clock, minutes in row["minutes"].items()
    )
    return SavePolicy(row["name"], query=row["query"], targets=targets)


def _field(row: dict[str, Any]) -> FieldDefinition:
    return FieldDefinition(row["name"], row["title"], row["type"], tuple(row.get("choices", ())))


def _article(row: dict[str, Any]) -> SaveArticle:
    return SaveArticle(
        title=row["title"],
        body=row["body"],
        language=row["language"],
        tags=tuple(row["tags"]),
        public=row["public"],
        source_id=row["name"],
    )
