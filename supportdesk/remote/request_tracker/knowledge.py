"""Articles: those of one class are templates, all others are knowledge.

Which classes the server itself offers while replying it does not tell.
"""

from collections.abc import Iterable
from typing import Any

from supportdesk.remote.facts import RemoteTemplate
from supportdesk.remote.request_tracker.asking import Asking, conditions
from supportdesk.remote.request_tracker.values import custom_fields, named, text

_CONTENT = "Content"


class Knowledge:
    """Reads articles with their texts."""

    def __init__(self, asking: Asking, templates_class: str) -> None:
        self._asking = asking
        self._templates_class = templates_class

    async def templates(self) -> tuple[RemoteTemplate, ...]:
        """Articles of the class of templates."""
        return tuple(one for one in await self._all() if one.folder == self._templates_class)

    async def articles(self, query: str) -> tuple[RemoteTemplate, ...]:
        """Other articles with this text in name, summary or content, whatever its case."""
        wanted = query.casefold()
        return tuple(
            one
            for one in await self._all()
            if one.folder != self._templates_class and wanted in _words(one).casefold()
        )

    async def _all(self) -> list[RemoteTemplate]:
        params = {
            "query": conditions(("id", ">", "0")),
            "fields": "Name,Summary,Class,CustomFields",
            "fields[Class]": "Name",
            "orderby": "id",
        }
        return [_article(row) async for row in self._asking.every("articles", params)]


def _article(row: Any) -> RemoteTemplate:
    fields = custom_fields(row.get("CustomFields") or [])
    body: Iterable[str] = fields.get(_CONTENT) or (
        value for values in fields.values() for value in values
    )
    return RemoteTemplate(
        text(row.get("id")),
        text(row.get("Name")),
        text(row.get("Summary")),
        named(row.get("Class")),
        "\n\n".join(body),
    )


def _words(article: RemoteTemplate) -> str:
    return "\n".join((article.name, article.summary, article.text))
