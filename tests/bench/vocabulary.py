"""Invented sentences for big stores: inflected Russian and English words, frequent ones first."""

import random
from bisect import bisect_left
from itertools import accumulate

RUSSIAN_ROOTS = """
заказ оплат доставк возврат клиент парол аккаунт счёт ошибк письм подписк тариф скидк магазин
курьер товар посылк телефон адрес карт банк договор поддержк оператор вопрос ответ проблем
обновлени верси настройк доступ логин браузер страниц кнопк сайт сервер файл отчёт документ чек
квитанци перевод лимит комисси кабинет уведомлени код регистраци вход выход устройств экран
гаранти ремонт замен
""".split()
ENGLISH_ROOTS = """
order payment delivery refund customer password account invoice error application email plan
discount shop courier item parcel phone address card bank contract support agent question
answer issue update version setting access login browser page button site server file report
document receipt transfer limit fee dashboard notification code registration device screen
warranty repair
""".split()
RUSSIAN_ENDINGS = ("", "а", "у", "ом", "ы", "ов", "ами", "ах", "е", "ой")
ENGLISH_ENDINGS = ("", "s", "ed", "ing")
SYLLABLES = "ба ве ги до жу за ке ло ми ну по ру са те фо хи це ша".split()
RARE_WORDS = 12_000


def _lemmas(seed: int, roots: list[str], letters: list[str]) -> list[str]:
    pick = random.Random(seed)
    rare = {"".join(pick.choices(letters, k=pick.randint(2, 4))) for _ in range(RARE_WORDS)}
    return [*roots, *sorted(rare)]


def sentences(seed: int, count: int, *, russian: bool) -> list[str]:
    """`count` sentences of 5 to 14 words, word frequencies falling as in real text (Zipf)."""
    letters = SYLLABLES if russian else ["ba", "ro", "li", "ten", "mos", "per", "in", "al", "ku"]
    roots = RUSSIAN_ROOTS if russian else ENGLISH_ROOTS
    endings = RUSSIAN_ENDINGS if russian else ENGLISH_ENDINGS
    lemmas = _lemmas(seed, roots, letters)
    weights = list(accumulate(1 / (place + 3) ** 1.05 for place in range(len(lemmas))))
    pick = random.Random(seed + 1)
    made = []
    for _ in range(count):
        words = [
            lemmas[bisect_left(weights, pick.random() * weights[-1])] + pick.choice(endings)
            for _ in range(pick.randint(5, 14))
        ]
        made.append(" ".join(words).capitalize() + pick.choice(".....?!"))
    return made
