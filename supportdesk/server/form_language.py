"""In which language a stranger reads: their browser says so with each request."""

from gettext import NullTranslations

from supportdesk.i18n import LANGUAGES, language, texts_in
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """A language of the interface, and its texts."""

    language: str
    texts: NullTranslations


def reading(accepted: str) -> Reading:
    """The language an `Accept-Language` likes best of ours; without one, that of the server."""
    liked = {}
    for part in reversed(accepted.split(",")):
        tag, _, weight = part.strip().partition(";")
        liked[tag.strip().lower().partition("-")[0]] = _weight(weight)
    ours = [one for one in LANGUAGES if liked.get(one, 0) > 0]
    first = max(ours, key=lambda one: liked[one], default=language())
    return Reading(first, texts_in(first))


def _weight(written: str) -> float:
    """How much a language is liked: `q=0.5`; 1 where nothing is written, 0 for nonsense."""
    name, _, number = written.strip().partition("=")
    try:
        return float(number) if name.strip() == "q" else float(not written.strip())
    except ValueError:
        return 0
