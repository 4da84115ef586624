"""What the demo desk is made of: scenarios in three languages, people, templates."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from supportdesk.records import dataclass

LANGUAGES = ("ru", "uk", "en")
PARTS = ("subject", "question", "answer", "again", "later", "thanks", "note")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story in one language: what is asked, answered, asked again and answered then."""

    family: str
    kind: str
    queue: str
    tags: tuple[str, ...]
    subject: str
    question: str
    answer: str
    again: str
    later: str
    thanks: str
    note: str


@cache
def scenarios(language: str) -> tuple[Scenario, ...]:
    """All stories of a language."""
    found = _load(f"scenarios_{language}.toml")["scenario"]
    return tuple(story for row in found for story in _stories(row))


def scenario_of(subject: str, language: str) -> Scenario | None:
    """The story a conversation tells, known by its subject."""
    told = (story for story in scenarios(language) if _shape(story.subject).fullmatch(subject))
    return next(told, None)


@cache
def people() -> dict[str, Any]:
    """Operators, queues, names, companies, places, products and zones."""
    return _load("people.toml")


@cache
def templates() -> tuple[dict[str, Any], ...]:
    """The saved replies: title, kind, queue, tags and a text for each language."""
    return tuple(_load("templates.toml")["template"])


@cache
def macros() -> tuple[dict[str, Any], ...]:
    """The macros: a name, and what each does."""
    return tuple(_load("prepared.toml")["macro"])


@cache
def views() -> tuple[dict[str, Any], ...]:
    """The views of the team: name, query, groups."""
    return tuple(_load("prepared.toml")["view"])


@cache
def policies() -> tuple[dict[str, Any], ...]:
    """How soon what has to be done: name, query, minutes by clock."""
    return tuple(_load("prepared.toml")["policy"])


@cache
def custom_fields() -> tuple[dict[str, Any], ...]:
    """The desk's own fields: name, title, type, choices."""
    return tuple(_load("prepared.toml")["field"])


@cache
def articles() -> tuple[dict[str, Any], ...]:
    """The articles, each in one language: name, title, tags, whom it is for, and its Markdown."""
    return tuple(_load("articles.toml")["article"])


def _stories(row: dict[str, Any]) -> Iterator[Scenario]:
    """The parallel lists of a scenario as stories: the first of each part, then the second."""
    fixed = {"family": row["family"], "kind": row["kind"], "queue": row["queue"]}
    parts = {name: row[name] for name in PARTS}
    for texts in zip(*parts.values(), strict=True):
        yield Scenario(**fixed, tags=tuple(row["tags"]), **dict(zip(parts, texts, strict=True)))


@cache
def _shape(subject: str) -> re.Pattern[str]:
    """What a subject may read like once its words are filled in."""
    return re.compile(".+".join(re.escape(part) for part in re.split(r"\{\w+\}", subject)))


def _load(name: str) -> dict[str, Any]:
    with (_HERE / name).open("rb") as file:
        return tomllib.load(file)
