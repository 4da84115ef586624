"""What belongs to the desk as a whole: operators, queues, tags, templates, settings."""

import json

from supportdesk.domain.provisional import FIRST
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import OperatorRow, QueueRow, StoreFacts, TagRow, TemplateRow


def operators(connection: Reader) -> list[OperatorRow]:
    """All operators by name."""
    return [
        OperatorRow(*found)
        for found in connection.execute(
            "SELECT id, uuid, name, login, role, email, job, signature, active"
            " FROM operator ORDER BY name, id"
        )
    ]


def has_acted(connection: Reader, operator: int) -> bool:
    """Whether an operator has ever done anything here."""
    found = connection.execute("SELECT 1 FROM envelope WHERE actor_id = ? LIMIT 1", (operator,))
    return found.fetchone() is not None


def queues(connection: Reader) -> list[QueueRow]:
    """All queues by line and name."""
    return [
        QueueRow(*found)
        for found in connection.execute(
            "SELECT id, uuid, name, line, signature FROM queue ORDER BY line, name, id"
        )
    ]


def tags(connection: Reader) -> list[str]:
    """Every tag in use, by name."""
    return [
        name
        for (name,) in connection.execute(
            "SELECT DISTINCT coalesce(n.name, g.name) FROM tag g"
            " LEFT JOIN tag n ON n.id = g.synonym_of WHERE EXISTS"
            " (SELECT 1 FROM ticket_tag WHERE tag_id = g.id) ORDER BY 1"
        )
    ]


def tag_uses(connection: Reader) -> list[TagRow]:
    """Every tag in use, by name, with the number of its tickets and the names that mean it."""
    synonyms: dict[int, list[str]] = {}
    for tag, name in connection.execute(
        "SELECT synonym_of, name FROM tag WHERE synonym_of IS NOT NULL ORDER BY name"
    ):
        synonyms.setdefault(tag, []).append(name)
    return [
        TagRow(name, uses, tuple(synonyms.get(tag, ())))
        for tag, name, uses in connection.execute(
            "SELECT n.id, n.name, count(DISTINCT tt.ticket_id) FROM tag g"
            " JOIN tag n ON n.id = coalesce(g.synonym_of, g.id)"
            " JOIN ticket_tag tt ON tt.tag_id = g.id GROUP BY n.id ORDER BY n.name"
        )
    ]


def names_asked_for(connection: Reader) -> dict[str, list[str]]:
    """Field of a query → every name that means something there: queues, people, tags."""
    people = operators(connection)
    return {
        "queue": [row.name for row in queues(connection)],
        "owner": [name for row in people for name in (row.name, row.login) if name],
        "tag": [name for (name,) in connection.execute("SELECT name FROM tag ORDER BY name")],
    }


def templates(connection: Reader) -> list[TemplateRow]:
    """All templates by title, each with its variants."""
    variants: dict[int, list[tuple[str, str]]] = {}
    for template, language, body in connection.execute(
        "SELECT template_id, language, body FROM template_variant ORDER BY template_id, language"
    ):
        variants.setdefault(template, []).append((language, body))
    return [
        TemplateRow(
            id=number,
            uuid=uuid,
            title=title,
            kind=kind,
            queue_id=queue,
            tags=tuple(json.loads(tags_json)),
            variants=tuple(variants.get(number, ())),
            stage=stage,
            trait=trait,
        )
        for number, uuid, title, kind, queue, tags_json, stage, trait in connection.execute(
            "SELECT id, uuid, title, kind, queue_id, tags, stage, trait FROM template"
            " WHERE NOT withdrawn ORDER BY title, id"
        )
    ]


def setting(connection: Reader, name: str) -> str | None:
    """A shared fact about the store, or None."""
    found = connection.execute(
        "SELECT value FROM setting WHERE name = :name", {"name": name}
    ).fetchone()
    return None if found is None else str(found[0])


def options(connection: Reader) -> dict[str, str]:
    """The shared options that were set (`domain.desk_options`)."""
    return {
        str(name).removeprefix("option."): str(value)
        for name, value in connection.execute(
            "SELECT name, value FROM setting WHERE name >= 'option.' AND name < 'option/'"
        )
    }


_CHANGE = "SELECT coalesce(max(seq), 0) FROM event WHERE seq < :first"


def facts(connection: Reader, now: int) -> StoreFacts:
    """Sizes, the change number and late work; `now` in milliseconds."""
    overdue, oldest = connection.execute(
        "SELECT count(*), min(at) FROM due_work WHERE at < :now", {"now": now}
    ).fetchone()
    return StoreFacts(
        tickets=_count(connection, "ticket"),
        messages=_count(connection, "message"),
        clients=_count(connection, "client"),
        change=int(connection.execute(_CHANGE, {"first": FIRST}).fetchone()[0]),
        overdue_work=overdue,
        oldest_overdue_at=oldest,
    )


def _count(connection: Reader, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def template_sources(connection: Reader) -> set[str]:
    """The names templates have where they were imported from."""
    found = connection.execute(
        "SELECT source_id FROM template WHERE source_id IS NOT NULL AND NOT withdrawn"
    )
    return {source for (source,) in found}
