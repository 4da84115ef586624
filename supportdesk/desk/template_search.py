"""Picking a template by a few letters, typos and word forms allowed (F56, F65).

Nothing is hidden by what a template is for: kind, language and queue of the ticket only rank.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from supportdesk.desk.template_index import Meant, TemplateEntry, TemplateIndex, TitleWord
from supportdesk.domain.function_words import FUNCTION_WORDS
from supportdesk.domain.template_scope import BEST_FIT, Scope, Situation, fit, speaks_other
from supportdesk.domain.words import stem, tokens
from supportdesk.records import dataclass

_PHRASE_IN_TITLE, _PHRASE_BEGINS_TITLE, _PHRASE_IN_TEXT = 0.1, 0.15, 0.1
"""For the typed words standing in a row, as a share of what all of them may be worth."""
_WHOLE_TITLE = 0.08
"""For a title of which every word was typed: the shorter of two titles comes first."""
_FUNCTION_WORD = 0.15
"""What is left of the worth of `how`, `на` or `що` beside a word that says something."""
_OTHER_LANGUAGE = 0.8
"""What is left of a match where the template has no text in the client's language (F65)."""
_FIT_WORTH = 0.1
"""What a perfect fit is worth of a perfect match: it decides where two match about as well."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A template found; `spans` are start and end of what matched in its title."""

    template_id: int
    score: float
    spans: tuple[tuple[int, int], ...]


def rank_templates(
    query: str,
    index: TemplateIndex,
    *,
    kind: str | None = None,
    language: str | None = None,
    queue: int | None = None,
    stage: str | None = None,
    traits: tuple[tuple[str, str], ...] | None = None,
    own_uses: Mapping[int, int] = MappingProxyType({}),
) -> list[Ranked]:
    """Templates for what was typed, best first; for nothing typed all, by fit for the ticket.

    Among equals the one fitting the ticket comes first, then the one the operator uses more
    (`own_uses` by template id), then by title.
    """
    situation = Situation(kind, queue, language, stage, traits)
    own = [own_uses.get(entry.id, 0) for entry in index.templates]
    typed = list(dict.fromkeys(tokens(query)))
    if not typed:
        fits = [fit(_scope(entry), situation) for entry in index.templates]
        order = sorted(range(len(fits)), key=lambda at: (-fits[at], -own[at]))
        return [Ranked(index.templates[at].id, float(fits[at]), ()) for at in order]
    meant = _meant(typed, index)
    scores = _scores(typed, meant, index)
    everything = sum(one.rarity for one in meant)
    for position in scores:
        entry = index.templates[position]
        if speaks_other(entry.languages, language):
            scores[position] *= _OTHER_LANGUAGE
        fits_by = fit(_scope(entry), situation) / BEST_FIT
        scores[position] += fits_by * _FIT_WORTH * everything
    return [
        Ranked(index.templates[at].id, scores[at], tuple(_spans(index.titles[at], typed, meant)))
        for at in sorted(scores, key=lambda at: (-round(scores[at], 6), -own[at], at))
    ]


def _scope(entry: TemplateEntry) -> Scope:
    return Scope(entry.kind, entry.queue, entry.languages, entry.stage, entry.trait)


def _meant(typed: Sequence[str], index: TemplateIndex) -> list[Meant]:
    """What each typed word may mean; function words count little beside one that says something."""
    says_something = any(token not in FUNCTION_WORDS for token in typed)
    found = []
    for token in typed:
        meant = index.meant(token, is_last=token == typed[-1])
        if says_something and token in FUNCTION_WORDS:
            meant = Meant(meant.words, meant.rarity * _FUNCTION_WORD)
        found.append(meant)
    return found


def _scores(typed: Sequence[str], meant: Sequence[Meant], index: TemplateIndex) -> dict[int, float]:
    """What was typed says for each template; the more of it a template holds, the more it says."""
    worth: defaultdict[int, float] = defaultdict(float)
    covered: defaultdict[int, float] = defaultdict(float)
    for one in meant:
        best, says = index.found(one)
        for position, quality in best.items():
            worth[position] += one.rarity * says[position]
            covered[position] += one.rarity * quality
    everything = sum(one.rarity for one in meant)
    return {
        position: found * covered[position] / everything
        + everything * _in_a_row(typed, meant, index, position)
        for position, found in worth.items()
    }


def _in_a_row(
    typed: Sequence[str], meant: Sequence[Meant], index: TemplateIndex, position: int
) -> float:
    """What it adds that the typed words stand in a row, and that they are the whole title."""
    title = index.titles[position]
    phrase, written = " ".join(typed), " ".join(word.token for word in title)
    spans = sum(1 for _span in _spans(title, typed, meant))
    added = _WHOLE_TITLE * spans / max(1, len(title))
    if written.startswith(phrase):
        added += _PHRASE_BEGINS_TITLE
    elif phrase in written:
        added += _PHRASE_IN_TITLE
    if len(typed) > 1 and f" {' '.join(map(stem, typed))} " in index.stems[position]:
        added += _PHRASE_IN_TEXT
    return added


def _spans(
    title: Sequence[TitleWord], typed: Sequence[str], meant: Sequence[Meant]
) -> Iterator[tuple[int, int]]:
    """What to emphasise: the typed beginning of a word, else the word with a form or a typo."""
    for word in title:
        for token, found in zip(typed, meant, strict=True):
            if word.token in found.words:
                begins = word.token.startswith(token)
                yield word.start, min(word.end, word.start + len(token)) if begins else word.end
                break
