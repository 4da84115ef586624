"""Filling the scenarios' words: orders, sums, dates and days as each language writes them."""

import random
from datetime import datetime, timedelta

from supportdesk.demo.clients import DemoClient
from supportdesk.demo.content import people

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Monday Monday".split(),
    "ru": "понедельник вторник среду четверг пятницу понедельник понедельник".split(),
    "uk": "понеділок вівторок середу четвер п'ятницю понеділок понеділок".split(),
}


def words_for(
    pick: random.Random, client: DemoClient, moment: datetime, operator: str
) -> dict[str, str]:
    """What stands in the braces of a scenario for this conversation."""
    book, language = people(), client.language
    return {
        "order": f"A-{pick.randint(10_200, 10_999)}",
        "amount": _amount(pick, language),
        "date": _date(moment - timedelta(days=pick.randint(2, 9)), language),
        "day": _DAYS[language][(moment.weekday() + pick.randint(1, 3)) % 7],
        "product": pick.choice(book["products"][language]),
        "city": pick.choice(book["places"][language]),
        "client": client.first_name,
        "operator": operator.split(maxsplit=1)[0],
    }


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
