"""What the demo desk is made of: scenarios in three languages, people, templates."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "uk", "en")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of conversation in one language; every part has several wordings."""

    family: str
    kind: str
    queue: str
    tags: tuple[str, ...]
    subject: tuple[str, ...]
    question: tuple[str, ...]
    answer: tuple[str, ...]
    again: tuple[str, ...]
    later: tuple[str, ...]
    thanks: tuple[str, ...]
    note: tuple[str, ...]

    def only(self, place: int) -> "Scenario":
        """The scenario with one wording of subject, question and answer: they belong together."""
        return replace(
            self,
            subject=(self.subject[place % len(self.subject)],),
            question=(self.question[place % len(self.question)],),
            answer=(self.answer[place % len(self.answer)],),
        )


@cache
def scenarios(language: str) -> tuple[Scenario, ...]:
    """All scenarios of a language."""
    found = _load(f"scenarios_{language}.toml")["scenario"]
    return tuple(_scenario(row) for row in found)


@cache
def people() -> dict[str, Any]:
    """Operators, queues, names, companies, places, products and zones."""
    return _load("people.toml")


@cache
def templates() -> tuple[dict[str, Any], ...]:
    """The saved replies: title, kind, queue, tags and a text for each language."""
    return tuple(_load("templates.toml")["template"])


def _scenario(row: dict[str, Any]) -> Scenario:
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Scenario(**(row | lists))


def _load(name: str) -> dict[str, Any]:
    with (_HERE / name).open("rb") as file:
        return tomllib.load(file)
