"""Filling the scenarios' words: orders, sums, dates and names as each language writes them."""

import random
from datetime import datetime, timedelta

from supportdesk.demo.clients import DemoClient
from supportdesk.demo.content import people
from supportdesk.domain.grammar import vocative
from supportdesk.records import dataclass

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ON_DAY = {
    "en": ("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday"),
    "ru": ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу"),
    "uk": ("у понеділок", "у вівторок", "у середу", "у четвер", "у п'ятницю"),
}
_SATURDAY = 5
_GREETINGS = {
    "en": ("Hello,\n\n", "Hi,\n\n", "Good day,\n\n", ""),
    "ru": ("Здравствуйте!\n\n", "Добрый день.\n\n", "Здравствуйте. ", ""),
    "uk": ("Вітаю!\n\n", "Добрий день.\n\n", "Доброго дня! ", ""),
}
_SIGNATURES = {
    "en": ("\n\n{client}", "\n\nBest regards,\n{client_name}", "\n\nThanks,\n{client}", ""),
    "ru": ("\n\n{client}", "\n\nС уважением,\n{client_name}", "\n\nЗаранее спасибо,\n{client}", ""),
    "uk": ("\n\n{client}", "\n\nЗ повагою\n{client_name}", "\n\nНаперед дякую,\n{client}", ""),
}
_WELCOMES = {
    "en": ("Hello {client_called},\n\n", "Hi {client_called},\n\n"),
    "ru": ("Здравствуйте, {client_called}!\n\n", "Добрый день, {client_called}!\n\n"),
    "uk": ("Вітаю, {client_called}!\n\n", "Добрий день, {client_called}!\n\n"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one conversation, and how many days its promises take."""

    language: str
    words: dict[str, str]
    promise: int

    def fill(self, text: str, moment: datetime) -> str:
        """`text` as it is said at `moment`: what it promises lies ahead of that."""
        return text.format(
            **self.words,
            on_day=_ON_DAY[self.language][self.promised(moment).weekday()],
            until=_date(moment + timedelta(days=9 + 4 * self.promise), self.language),
        )

    def promised(self, moment: datetime) -> datetime:
        """The working day by which something is promised at `moment`."""
        day = moment + timedelta(days=self.promise)
        return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day

    def letter(self, pick: random.Random, text: str) -> str:
        """What a client writes first: greeted and signed as people do, or not at all."""
        greeting = pick.choice(_GREETINGS[self.language])
        return f"{greeting}{text}{pick.choice(_SIGNATURES[self.language])}"

    def reply(self, pick: random.Random, text: str) -> str:
        """What an operator answers first."""
        return f"{pick.choice(_WELCOMES[self.language])}{text}\n\n{{operator}}"


def wording_for(
    pick: random.Random, client: DemoClient, moment: datetime, operator: str
) -> Wording:
    """What stands in the braces of a scenario for the conversation that begins at `moment`."""
    book, language = people(), client.language
    name, called = _operator(operator, language)
    words = {
        "order": f"A-{pick.randint(10_200, 10_999)}",
        "amount": _amount(pick, language),
        "date": _date(moment - timedelta(days=pick.randint(2, 9)), language),
        "product": pick.choice(book["products"][language]),
        "city": pick.choice(book["places"][language]),
        "client": client.first_name,
        "client_name": client.reference.name,
        "client_called": vocative(client.first_name, language) or client.first_name,
        "operator": name,
        "operator_called": called,
    }
    return Wording(language, words, pick.randint(1, 3))


def _operator(name: str, language: str) -> tuple[str, str]:
    """An operator's first name as the language writes it, and as it addresses somebody."""
    known = people()["first_names"].get(name, {}).get(language)
    first = known[0] if known else name.split(maxsplit=1)[0]
    return first, known[1] if known else first


def _amount(pick: random.Random, language: str) -> str:
    match language:
        case "en":
            return f"€{pick.randint(12, 240)}.{pick.choice(('00', '50', '90'))}"
        case "ru":
            return f"{pick.randint(7, 190) * 100} ₽"
        case _:
            return f"{pick.randint(4, 90) * 50} ₴"


def _date(moment: datetime, language: str) -> str:
    if language == "en":
        return f"{moment.day} {_MONTHS[moment.month - 1]}"
    return f"{moment.day:02}.{moment.month:02}"
