"""Articles: those of classes that the server offers while replying are templates."""

from collections.abc import Iterable
from typing import Any

from supportdesk.remote.facts import RemoteTemplate
from supportdesk.remote.request_tracker.asking import Asking, conditions
from supportdesk.remote.request_tracker.values import custom_fields, record, text

_CONTENT = "Content"
_ALL = conditions(("id", ">", "0"))


class Knowledge:
    """Reads articles with their texts."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def templates(self) -> tuple[RemoteTemplate, ...]:
        """Articles of the classes that are offered while replying."""
        return await self._articles("", offered=True)

    async def articles(self, query: str) -> tuple[RemoteTemplate, ...]:
        """Other articles with this text in name, summary or content, whatever its case."""
        return await self._articles(query, offered=False)

    async def _articles(self, query: str, *, offered: bool) -> tuple[RemoteTemplate, ...]:
        wanted = query.casefold()
        classes = {
            text(row.get("id")): text(row.get("Name"))
            async for row in self._asking.every("classes", _asked("Name,HotList"))
            if (text(row.get("HotList")) == "1") is offered
        }
        if not classes:
            return ()
        found = [
            _article(row, classes)
            async for row in self._asking.every(
                "articles", _asked("Name,Summary,Class,CustomFields")
            )
            if text(record(row.get("Class")).get("id")) in classes
        ]
        return tuple(one for one in found if wanted in _words(one).casefold())


def _asked(fields: str) -> dict[str, str]:
    return {"query": _ALL, "fields": fields, "orderby": "id"}


def _article(row: Any, classes: dict[str, str]) -> RemoteTemplate:
    fields = custom_fields(row.get("CustomFields") or [])
    body: Iterable[str] = fields.get(_CONTENT) or (
        value for values in fields.values() for value in values
    )
    return RemoteTemplate(
        text(row.get("id")),
        text(row.get("Name")),
        text(row.get("Summary")),
        classes[text(record(row.get("Class")).get("id"))],
        "\n\n".join(body),
    )


def _words(article: RemoteTemplate) -> str:
    return "\n".join((article.name, article.summary, article.text))
