"""What a template is for, and how well that fits a ticket (F65): it ranks, it never hides."""

from collections.abc import Collection

from supportdesk.domain.errors import Invalid
from supportdesk.domain.ticket import Category
from supportdesk.records import dataclass

STAGES = ("first", "ongoing", "waiting", "done", "silent")
"""Where a conversation stands: nothing answered yet, under way, we wait, solved or closed, and
under way without a word of ours for long (F98)."""

_KIND, _QUEUE, _LANGUAGE, _STAGE, _TRAIT = 16, 8, 4, 4, 4
"""What each match is worth: the kind of a request says most about the text it needs."""
BEST_FIT = _KIND + _QUEUE + _LANGUAGE + _STAGE + _TRAIT


@dataclass(frozen=True, slots=True)
class Scope:
    """What a template is for; None and nothing mean anything."""

    kind: str | None = None
    queue: int | None = None
    languages: tuple[str, ...] = ()
    stage: str | None = None
    trait: str | None = None
    """A trait of the client: `skill`, or `skill=novice`."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The ticket a template is picked for; what is not known fits nothing and hurts nothing."""

    kind: str | None = None
    queue: int | None = None
    language: str | None = None
    stage: str | None = None
    traits: tuple[tuple[str, str], ...] | None = None


def stage_of(category: int, replies: int) -> str:
    """The stage of a ticket in this category with this many public answers."""
    if category == Category.DONE:
        return "done"
    if category == Category.WAITING:
        return "waiting"
    return "ongoing" if replies else "first"


def clean_stage(stage: str | None) -> str | None:
    """A stage as it is kept. Raises Invalid("stage.unknown")."""
    wanted = (stage or "").strip().casefold()
    if wanted and wanted not in STAGES:
        raise Invalid("stage.unknown", wanted=stage, allowed=STAGES)
    return wanted or None


def clean_trait(trait: str | None) -> str | None:
    """A trait as it is kept: `name` or `name=value`."""
    name, _, value = (trait or "").partition("=")
    name, value = " ".join(name.split()), " ".join(value.split())
    return (f"{name}={value}" if value else name) or None


def fit(scope: Scope, situation: Situation) -> int:
    """How well a template fits, from `-BEST_FIT` to `BEST_FIT`.

    One made for something else stands behind one made for anything; what keeps up a conversation
    that has gone silent comes first there.
    """
    if scope.stage == situation.stage == "silent":
        return BEST_FIT
    return (
        _KIND * _agreement(scope.kind, situation.kind)
        + _QUEUE * _agreement(scope.queue, situation.queue)
        + _LANGUAGE * _language(scope.languages, situation.language)
        + _STAGE * _agreement(scope.stage, situation.stage)
        + _TRAIT * _trait(scope.trait, situation.traits)
    )


def _agreement(wanted: object, found: object) -> int:
    """1 for the same, -1 for another, 0 where either says nothing."""
    if wanted is None or found is None:
        return 0
    return 1 if wanted == found else -1


def speaks_other(languages: Collection[str], wanted: str | None) -> bool:
    """Whether a template has texts, and none in this language."""
    return _language(languages, wanted) < 0


def _language(languages: Collection[str], wanted: str | None) -> int:
    if wanted is None or not languages:
        return 0
    base = wanted.lower().replace("_", "-").split("-")[0]
    return 1 if wanted in languages or base in languages else -1


def _trait(wanted: str | None, traits: Collection[tuple[str, str]] | None) -> int:
    if wanted is None or traits is None:
        return 0
    name, _, value = wanted.casefold().partition("=")
    for known, held in traits:
        if known.casefold() == name and value in ("", held.casefold()):
            return 1
    return -1
