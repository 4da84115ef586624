"""Words a rendered template needs in the language of the text: greetings, dates, states (F61).

Russian, Ukrainian and English; any other language gets the English ones.
"""

import re
from datetime import datetime
from types import MappingProxyType

from supportdesk.patterns import pattern

_DAY_FROM, _EVENING_FROM, _MORNING_FROM = 12, 18, 5

_GREETINGS = MappingProxyType(
    {
        "ru": ("Доброе утро", "Добрый день", "Добрый вечер"),
        "uk": ("Доброго ранку", "Добрий день", "Добрий вечір"),
        "en": ("Good morning", "Good afternoon", "Good evening"),
    }
)

_TERMS = MappingProxyType(
    {
        ("ticket.state", "new"): ("получено", "отримано", "received"),
        ("ticket.state", "open"): ("в работе", "у роботі", "in work"),
        ("ticket.state", "waiting"): ("ждём вас", "чекаємо на вас", "waiting for you"),
        ("ticket.state", "hold"): ("в работе", "у роботі", "in work"),
        ("ticket.state", "solved"): ("решено", "вирішено", "solved"),
        ("ticket.state", "closed"): ("закрыто", "закрито", "closed"),
        ("ticket.priority", "low"): ("низкий", "низький", "low"),
        ("ticket.priority", "normal"): ("обычный", "звичайний", "normal"),
        ("ticket.priority", "high"): ("высокий", "високий", "high"),
        ("ticket.priority", "critical"): ("критический", "критичний", "critical"),
        ("ticket.kind", "help"): ("помощь", "допомога", "help"),
        ("ticket.kind", "question"): ("вопрос", "питання", "question"),
        ("ticket.kind", "feedback"): ("отзыв", "відгук", "feedback"),
        ("ticket.kind", "complaint"): ("жалоба", "скарга", "complaint"),
        ("ticket.kind", "praise"): ("благодарность", "подяка", "praise"),
        ("ticket.kind", "partnership"): ("партнёрство", "партнерство", "partnership"),
        ("ticket.kind", "lead"): ("заявка", "заявка", "sales enquiry"),
    }
)
"""What the client is told (R1); conditions compare the names on the left."""

_MONTHS = MappingProxyType(
    {
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада"
        " грудня",
        "en": "January February March April May June July August September October November"
        " December",
    }
)
"""As they stand after a day: 5 марта."""

_WEEKDAYS = MappingProxyType(
    {
        "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
        "uk": "понеділок вівторок середа четвер п’ятниця субота неділя",
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    }
)

_SHORT_WEEKDAYS = MappingProxyType(
    {
        "ru": "пн вт ср чт пт сб вс",
        "uk": "пн вт ср чт пт сб нд",
        "en": "Mon Tue Wed Thu Fri Sat Sun",
    }
)

_DIRECTIVE = pattern(r"%(-?[A-Za-z%]|.?)", re.DOTALL)
_NUMBERS = frozenset("dmYyHMSIpj")
_SHORTENABLE = frozenset("dmHMSIj")


def supported(language: str) -> str:
    """`ru`, `uk` or `en`: the language whose words stand for `language` (`ru-RU`, `uk_UA`)."""
    short = re.split("[-_]", language, maxsplit=1)[0].lower()
    return short if short in _GREETINGS else "en"


def greeting(hour: int, language: str) -> str:
    """The greeting for an hour of the client's clock: morning from 5, day from 12, evening 18–5."""
    morning, day, evening = _GREETINGS[supported(language)]
    if _MORNING_FROM <= hour < _DAY_FROM:
        return morning
    return day if _DAY_FROM <= hour < _EVENING_FROM else evening


def term(name: str, value: str, language: str) -> str:
    """What a state, priority or kind is called in the text; own ones keep their name."""
    words = _TERMS.get((name, value))
    return value if words is None else words[("ru", "uk", "en").index(supported(language))]


def written_moment(moment: datetime, language: str) -> str:
    """A moment for which the template names no format."""
    english = supported(language) == "en"
    return written_date(moment, "%Y-%m-%d %H:%M" if english else "%d.%m.%Y %H:%M", language)


def written_date(moment: datetime, date_format: str, language: str) -> str:
    """`moment` by the directives `unknown_directive` accepts; names of days by `language`."""

    def directive(found: re.Match[str]) -> str:
        code = found.group(1)
        short = supported(language)
        if code == "%":
            return "%"
        if code in {"B", "b"}:
            month = _MONTHS[short].split()[moment.month - 1]
            return month if code == "B" else month[:3]
        if code in {"A", "a"}:
            weekday = _WEEKDAYS[short].split()[moment.weekday()]
            return weekday if code == "A" else _SHORT_WEEKDAYS[short].split()[moment.weekday()]
        if unknown_directive(found.group()):
            return found.group()
        number = moment.strftime(f"%{code[-1]}")
        return (number.lstrip("0") or "0") if code[0] == "-" else number

    return _DIRECTIVE.sub(directive, date_format)


def unknown_directive(date_format: str) -> str | None:
    """The first directive of a date format that is not supported, or None.

    Supported: `%d %m %Y %y %H %M %S %I %p %j %A %a %B %b %%`, and `%-d` without the zero.
    """
    for found in _DIRECTIVE.finditer(date_format):
        code = found.group(1)
        if code in {"%", "A", "a", "B", "b"} or code in _NUMBERS:
            continue
        if code[:1] == "-" and code[1:] in _SHORTENABLE:
            continue
        return found.group()
    return None
