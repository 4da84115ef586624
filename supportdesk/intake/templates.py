"""Saved replies out of files: tables with a mapping, JSON and TOML.

JSON is a list of objects, or objects line by line; TOML has tables `[[template]]`. Both have
`title`, and `body` with `language` or `variants` {language: text}; `kind`, `queue` and `tags` may
follow. Zammad's and osTicket's placeholders are turned
into ours. Texts that are no templates are kept as text.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import SaveTemplate
from supportdesk.domain.errors import Invalid
from supportdesk.domain.language import guess_language
from supportdesk.domain.template_import import from_osticket, from_zammad
from supportdesk.intake.html_text import text_of_html
from supportdesk.intake.operators import folded_name
from supportdesk.intake.record import Skipped, TemplateRecord, whole_text
from supportdesk.intake.report import ImportReport
from supportdesk.intake.table import rows
from supportdesk.intake.table_map import ROW_NUMBER, Row, TableMap, built_in_maps, find_map
from supportdesk.patterns import pattern
from supportdesk.store.read import desk_lists

LONGEST_TITLE = 160

_MARKUP = pattern(r"<(?:br|p|div|span|ul|ol)\b[^<>]{0,500}>", re.IGNORECASE)
_TABLES = (".csv", ".tsv")


def import_templates(
    desk: Desk, path: Path, wanted_map: str | None = None, actor: int | None = None
) -> ImportReport:
    """Save every template of a file; one imported before is changed, or left as it is.

    Raises Invalid("templates.unreadable"), Invalid("map.…") and OSError.
    """
    report = ImportReport()
    queues = {folded_name(row.name): row.id for row in desk.ask(desk_lists.queues)}
    known = desk.ask(desk_lists.template_sources)
    for record in template_records(path, wanted_map):
        report.read += 1
        if isinstance(record, Skipped):
            report.skipped.append(record)
            continue
        try:
            desk.act(actor, _action(record, queues))
        except Invalid as refusal:
            report.skipped.append(Skipped(record.place, "template.invalid", refusal.code))
            continue
        is_new = record.source_id not in known
        report.new += is_new
        report.known += not is_new
    report.templates_new = report.new
    return report


def template_records(path: Path, wanted_map: str | None) -> Iterator[TemplateRecord | Skipped]:
    """The templates of a file. Raises as `import_templates`."""
    ending = path.suffix.lower()
    if ending == ".gz" or ending in _TABLES:
        yield from _of_table(path, wanted_map)
        return
    found = _loaded(path, ending)
    for number, item in enumerate(found, 1):
        place = f"{path}:{number}"
        yield _of_object(item, place) or Skipped(place, "template.invalid")


def _of_table(path: Path, wanted_map: str | None) -> Iterator[TemplateRecord | Skipped]:
    chosen = None if wanted_map is None else find_map(wanted_map)
    with rows(path, lambda _count: None) as (headings, found):
        fitting = [m for m in built_in_maps() if m.template and m.fits(headings)]
        table_map = chosen or next(iter(fitting), None) or _by_our_names(headings)
        if table_map is None or not table_map.template:
            yield Skipped(str(path), "table.no_map", ", ".join(headings)[:200])
            return
        alike: Counter[str] = Counter()
        for row in found:
            place = f"{path}:{row[ROW_NUMBER]}"
            record = _of_row(table_map, row, place)
            if record is None:
                yield Skipped(place, "template.invalid")
                continue
            alike[record.source_id] += 1
            times = alike[record.source_id]
            again = "" if times == 1 else f":{times}"
            yield replace(record, source_id=record.source_id + again)


def _by_our_names(headings: list[str]) -> TableMap | None:
    """A table whose headings are our own names needs no mapping."""
    if not {"title", "body"} <= set(headings):
        return None
    names = {name: name for name in ("id", "title", "body", "kind", "language", "queue", "tags")}
    present = {name: column for name, column in names.items() if column in headings}
    return TableMap("plain", ("title", "body"), {}, present, {})


def _of_row(table_map: TableMap, row: Row, place: str) -> TemplateRecord | None:
    fields = table_map.template
    title = " ".join(table_map.text(fields, "title", row).split())[:LONGEST_TITLE]
    body = table_map.text(fields, "body", row)
    if not title or not body:
        return None
    language = table_map.text(fields, "language", row) or guess_language(body) or "en"
    own = table_map.text(fields, "id", row) or title
    return TemplateRecord(
        source_id=f"{table_map.name}:{own}",
        title=title,
        variants=((language.casefold(), _in_our_words(body)),),
        place=place,
        kind=table_map.text(fields, "kind", row) or None,
        queue=table_map.text(fields, "queue", row) or None,
        tags=tuple(dict.fromkeys(table_map.texts(fields, "tags", row))),
    )


def _loaded(path: Path, ending: str) -> list[Any]:
    text = whole_text(path.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        found = tomllib.loads(text).get("template", []) if ending == ".toml" else _of_json(text)
    except (ValueError, RecursionError) as trouble:
        raise Invalid("templates.unreadable", path=str(path), reason=str(trouble)) from trouble
    return found if isinstance(found, list) else [found]


def _of_json(text: str) -> Any:
    """One JSON value, or one object a line."""
    try:
        return json.loads(text)
    except ValueError as trouble:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise trouble from None


def _of_object(item: object, place: str) -> TemplateRecord | None:
    if not isinstance(item, Mapping) or not isinstance(item.get("title"), str):
        return None
    tags = item.get("tags") or []
    names = [item[name] for name in ("kind", "queue") if item.get(name) is not None]
    if not isinstance(tags, list) or not all(isinstance(name, str) for name in names):
        return None
    variants = item.get("variants")
    if not isinstance(variants, Mapping):
        body = item.get("body")
        variants = {} if not isinstance(body, str) else {_language(item, body): body}
    texts = tuple((str(language), _in_our_words(str(text))) for language, text in variants.items())
    if not texts:
        return None
    return TemplateRecord(
        source_id=str(item.get("source_id") or item.get("uuid") or f"file:{item['title']}"),
        title=item["title"],
        variants=texts,
        place=place,
        kind=item.get("kind"),
        queue=item.get("queue"),
        tags=tuple(str(tag) for tag in tags),
    )


def _in_our_words(body: str) -> str:
    """Zammad's `#{…}` and osTicket's `%{…}` as ours; others are ours or Zendesk's already."""
    if "%{" not in body and "#{" not in body:
        return body
    plain = text_of_html(body) if _MARKUP.search(body) else body
    return from_osticket(plain) if "%{" in plain else from_zammad(plain)


def _language(item: Mapping[str, Any], body: str) -> str:
    return str(item.get("language") or guess_language(body) or "en").casefold()


def _action(record: TemplateRecord, queues: Mapping[str, int]) -> SaveTemplate:
    return SaveTemplate(
        title=record.title,
        variants=record.variants,
        kind=record.kind,
        queue=None if record.queue is None else queues.get(folded_name(record.queue)),
        tags=record.tags,
        source_id=record.source_id,
    )
