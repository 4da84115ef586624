"""Messages of clients that only thank or agree: nothing in them waits for an answer (R1, R2).

Everything that was written has to be known here. One word more, a number, a question mark or a
file, and it is a message like any other: better a ticket opened for a thank-you than one left
asleep over a question.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from supportdesk.domain.signature_lines import is_signature
from supportdesk.domain.words import tokens
from supportdesk.patterns import pattern

LONGEST = 300
"""Characters of a text that can be thanks alone."""

_QUOTED = pattern(r"(?m)^[ \t]*>.*$")
_SIGNATURE = pattern(r"(?m)^-- ?$")


class Courtesy(StrEnum):
    """What such a message says."""

    THANKS = "thanks"
    AGREES = "agrees"
    """A bare OK: an answer, where we had asked something."""


def _phrases(*lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for line in lines for phrase in line.split(" · "))


_THANKS = _phrases(
    "thanks · thank you · thank u · thankyou · thx · ty · many thanks · much appreciated"
    " · appreciate it · i appreciate it · cheers",
    "спасибо · спасибочки · спс · благодарю · благодарим · благодарна · благодарен"
    " · благодарю вас · премного благодарен · премного благодарна",
    "дякую · дякуємо · спасибі · вдячний · вдячна · щиро дякую · дуже вдячний · дуже вдячна",
)
_AGREES = _phrases(
    "ok · okay · k · got it · understood · all good · sounds good · perfect · great · excellent"
    " · fine · good · awesome · wonderful",
    "ок · окей · хорошо · понял · поняла · понятно · принято · ясно · отлично · супер · класс",
    "добре · гаразд · зрозумів · зрозуміла · зрозуміло · прийнято · чудово · супер",
)
_AROUND = _phrases(
    "hi · hello · dear · very much · so much · a lot · a million · again · once again · all"
    " · everyone · team · for · your · the · help · support · reply · answer · response"
    " · quick · fast · prompt · kind · kindly · assistance · time · patience · everything"
    " · it works · it works now · works now · all works · it is working · its working"
    " · working now · it worked · that worked · it helped · that helped · this helped"
    " · problem solved · issue solved · issue resolved · have a nice day · have a great day"
    " · have a good day · best regards · kind regards · regards · you · and",
    "здравствуйте · добрый день · добрый вечер · доброе утро · привет · большое · огромное"
    " · вам · тебе · вас · ещё раз · еще раз · всем · за · помощь · ответ · поддержку · отклик"
    " · оперативность · быстрый · быструю · скорый · оперативный · оперативную · подробный"
    " · всё · все · очень · это помогло · помогло · всё работает · все работает · заработало"
    " · всё заработало · все заработало · всё получилось · все получилось · получилось"
    " · вопрос решён · вопрос решен · проблема решена · проблема решилась"
    " · хорошего дня · хорошего вечера · доброго дня · с уважением · и",
    "вітаю · добрий день · добрий вечір · доброго ранку · привіт · дуже · велике · вам · тобі"
    " · ще раз · усім · за · допомогу · відповідь · підтримку · швидку · оперативну"
    " · оперативність · усе · все · допомогло · це допомогло · все працює · усе працює"
    " · запрацювало · усе запрацювало · все запрацювало · усе вийшло · все вийшло"
    " · питання вирішено · проблему вирішено · гарного дня · гарного вечора · з повагою · і · й"
    " · та",
)
_ALL = frozenset(tuple(tokens(" ".join(phrase))) for phrase in _THANKS | _AGREES | _AROUND)
_SAYS_THANKS = frozenset(tuple(tokens(" ".join(phrase))) for phrase in _THANKS)
_SAYS_YES = frozenset(tuple(tokens(" ".join(phrase))) for phrase in _AGREES)
_LONGEST_PHRASE = max(map(len, _ALL))


def courtesy(body: str, names: Iterable[str] = ()) -> Courtesy | None:
    """What a message says that asks for nothing; None for every other message.

    `names` are those of the people who take part: they may be greeted, or stand below the text.
    Quoted lines are not looked at. What follows a signature mark has to be a signature: who writes
    two dashes and goes on may well ask.
    """
    written = _QUOTED.sub("", body)
    said, *signed = _SIGNATURE.split(written, maxsplit=1)
    said, people = said.strip(), list(names)
    if not said or len(said) > LONGEST or "?" in written:
        return None
    if not is_signature("".join(signed).splitlines(), people):
        return None
    words = tokens(said)
    known: set[tuple[str, ...]] = {(part,) for name in people for part in tokens(name)}
    if not _is_made_of(words, known):
        return None
    if _says(words, _SAYS_THANKS):
        return Courtesy.THANKS
    return Courtesy.AGREES if _says(words, _SAYS_YES) else None


def _is_made_of(words: Sequence[str], names: set[tuple[str, ...]]) -> bool:
    """Whether the words are phrases known here, and names, one after another."""
    begins = {0}
    for end in range(1, len(words) + 1):
        for length in range(1, min(_LONGEST_PHRASE, end) + 1):
            phrase = tuple(words[end - length : end])
            if end - length in begins and (phrase in _ALL or phrase in names):
                begins.add(end)
                break
    return len(words) in begins


def _says(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(
        tuple(words[start : start + length]) in phrases
        for start in range(len(words))
        for length in range(1, _LONGEST_PHRASE + 1)
    )
