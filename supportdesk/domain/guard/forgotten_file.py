"""Whether a text says that a file comes with it (F34), in Russian, Ukrainian and English.

A claim is of the writer: "прикрепил", "додаю", "attached is". What the client sent ("вы
прикрепили"), is asked for ("пришлите во вложении"), or is denied ("не прикрепил") is none.
"""

import re

from supportdesk.domain.guard.own_words import folded
from supportdesk.patterns import pattern

_FILE = (
    r"(?:файл|скрин|снимок|знімок|документ|инструкц|інструкц|счет|рахунок|рахунк|фото|видео|відео"
    r"|отчет|звіт|лог|архив|архів|акт|договор|договір|чек|квитанц|форм|анкет|таблиц|лист)\w*"
)
_OUR_MAIL = (
    r"(?:(?:этому|данному|нашему|цього|нашого) )?(?:письм|сообщени|ответ|листа|повідомлен|відповід)"
)
_FIRST_PERSON = pattern(
    r"\b(?:прикрепил[аи]?|прикрепля(?:ю|ем)|прикладыва(?:ю|ем)|приложил[аи]?|прилага(?:ю|ем)"
    r"|вложил[аи]?|вкладыва(?:ю|ем)"
    r"|прикріпи(?:в|ла|ли)|прикріплю(?:ю|ємо)|прикріпляю|долуча(?:ю|ємо)|долучи(?:в|ла|ли)"
    r"|додаю|додаємо|вкладаю|вкладаємо"
    rf"|дода(?:в|ла|ли) (?:[\w']+ ){{0,2}}{_FILE}"
    r"|(?:i|we)(?:'ve| have| had)?(?: also| just| now)? (?:attached|enclosed)"
    r"|(?:i'm|i am|we're|we are) (?:also )?(?:attaching|enclosing))\b"
)
_IMPERSONAL = pattern(
    r"\b(?:прилагается|прилагаются|прикреплен[аоы]?|приложен[аоы]?|прикріплен[аоі]?|долучен[аоі]?"
    rf"|додано (?:[\w']+ ){{0,2}}{_FILE}"
    r"|во? (?:этом |нашем )?вложени(?:и|ях)|[ув] (?:цьому )?вкладенн(?:і|ях)"
    rf"|в приложении к {_OUR_MAIL}\w*|[ув] додатку до {_OUR_MAIL}\w*"
    rf"|во? (?:приложенн|прикрепленн|вложенн)\w+ {_FILE}"
    rf"|[ув] (?:прикріплен|долучен|додан)\w+ {_FILE}"
    r"|(?:см|смотрите|посмотрите|откройте|изучите|скачайте)\.? (?:\w+ ){0,2}вложени\w+"
    r"|(?:див|дивіться|перегляньте|відкрийте)\.? (?:[\w']+ ){0,2}вкладенн\w+"
    r"|(?:find|see|check|open|review) (?:the |our |an? )?(?:\w+ )?"
    r"(?:attached|attachments?|enclosed)"
    r"|(?:is|are) (?:attached|enclosed)|(?:the|our) attached \w+|in (?:the|this|our) attachment)\b"
    r"|^\W*(?:вложени[ея]|вкладення|attachments?)\s*[:—–]"
    r"|^\W*attached (?:is|are|you|please|to this|here|the|our)\b"
)
_PAST = pattern(r"\w+(?:л[аи]?|в)\b")
"""A verb that tells not whose doing it was: "прикрепили"."""
_SENTENCE = pattern(r"\n+|(?<=[.!?…])\s+(?=[^\Wа-яіїєґa-z\d_])")
_DENIES = pattern(r"\b(?:не|без|нет|немає|ні|not|no|without|never|cannot|\w+n't)(?: [\w']+){0,2}$")
_SUPPOSES = pattern(r"^\W*(?:если|якщо|if|in case)\b")
_PERSON = pattern(
    r"\b(?:(?P<you>вы|вами|вам|ваш\w*|тобой|ви|you|you've|your|yours)|i|we|i've|we've|я|мы|ми)\b"
)
_ASKS = pattern(
    r"\b(?:пришл[ию]те|присылайте|прислать|отправьте|отправляйте|отправить|приложите|приложить"
    r"|прикрепите|прикрепить|добавьте|предоставьте|направьте|надішліть|надсилайте|надіслати"
    r"|додайте|додати|прикріпіть|прикріпити|долучіть|долучити|вкладіть|надайте"
    r"|please (?:attach|send|provide|enclose|include)|(?:could|can|would|will) you|send us)\b"
)
_ELSEWHERE = pattern(
    r"^(?: [\w'-]+){0,3}? (?:к|до|to|за) (?:[\w']+ ){0,2}"
    r"(?:аккаунт|кабинет|профил|карт|номер|канал|счет|устройств|договор|почт|телефон|подписк|заказ"
    r"|облік|профіл|акаунт|рахунк|пристро|замовлен|підписк|кошик|кабінет|списк|account|profile|card"
    r"|device|phone|subscription|wall|order|channel)"
)

_NEAR = 200
"""Characters around a phrase in which it may be denied or asked for: a clause without an end must
not take longer than one with it.
"""


def promised_file(words: str) -> str | None:
    """The phrase that says a file comes along, or None; `words` is without quotes."""
    for sentence in _SENTENCE.split(words):
        clause = " ".join(folded(sentence).split())
        if _SUPPOSES.match(clause):
            continue
        for claim in (_FIRST_PERSON, _IMPERSONAL):
            for found in claim.finditer(clause):
                if _is_claim(clause, found, own=claim is _FIRST_PERSON):
                    return found.group().strip(" .:—–")
    return None


def _is_claim(clause: str, found: re.Match[str], *, own: bool) -> bool:
    start, end = found.span()
    before = clause[max(0, start - _NEAR) : start].rstrip(" ,")
    after = clause[end : end + _NEAR]
    if _DENIES.search(before) or _ELSEWHERE.match(after):
        return False
    if not own:
        return not _ASKS.search(before)
    persons = list(_PERSON.finditer(before)) if _PAST.match(found.group()) else []
    near = persons[-1] if persons else None
    return near is None or near["you"] is None or len(before[near.end() :].split()) > 2
