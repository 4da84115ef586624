"""The invented clients of the demo desk."""

import random

from supportdesk.demo.content import people
from supportdesk.domain.action import ClientReference
from supportdesk.records import dataclass

SKILLS = ("novice", "savvy", "do it for me")
TONES = {
    "en": ("formal", "friendly", "brief"),
    "ru": ("на вы", "коротко"),
    "uk": ("на ви", "коротко"),
}
_COUNTRY_CODES = {"en": "44", "ru": "7", "uk": "380"}
_LATIN = {
    **dict(zip("абвгґдеєжзиіїйклмнопрстуф", "abvggdeezziiiyklmnoprstuf", strict=True)),
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ъ": "",
    "ю": "iu",
    "я": "ia",
    "ы": "y",
    "э": "e",
    "ё": "e",
}


@dataclass(frozen=True, slots=True)
class DemoClient:
    """One client with all that the card shows."""

    reference: ClientReference
    first_name: str
    language: str
    company: str | None
    vip: bool
    zone: str
    traits: tuple[tuple[str, str], ...]


def make_clients(pick: random.Random, count: int) -> list[DemoClient]:
    """So many clients, each with a name of their own."""
    found: dict[str, DemoClient] = {}
    while len(found) < count:
        client = _make_client(pick, len(found))
        found.setdefault(client.reference.name, client)
    return list(found.values())


def _make_client(pick: random.Random, number: int) -> DemoClient:
    language = pick.choices(("ru", "uk", "en"), (40, 30, 30))[0]
    book = people()
    names = book["names"][_name_list(pick, language)]
    first, last = pick.choice(names["first"]), pick.choice(names["last"])
    address = f"{latin(first)}.{latin(last)}@{pick.choice(('example.org', 'example.com'))}"
    phone = f"+{_COUNTRY_CODES[language]} 900 {number // 100:03} {number % 100:02} 00"
    traits = [("skill", pick.choice(SKILLS))] if pick.random() < 0.6 else []
    traits += [("tone", pick.choice(TONES[language]))] if pick.random() < 0.3 else []
    traits += [("emoji", pick.choice(("yes", "no")))] if pick.random() < 0.25 else []
    return DemoClient(
        reference=ClientReference(
            f"{first} {last}", address, phone if pick.random() < 0.5 else None
        ),
        first_name=first,
        language=language,
        company=pick.choice(book["companies"][language]) if pick.random() < 0.35 else None,
        vip=pick.random() < 0.06,
        zone=pick.choice(book["zones"][language]),
        traits=tuple(traits),
    )


def _name_list(pick: random.Random, language: str) -> str:
    """Names and surnames agree in gender where the language asks for it."""
    return f"{language}_he" if language != "en" and pick.random() < 0.5 else language


def latin(name: str) -> str:
    """A Cyrillic name in Latin letters, for an address."""
    return "".join(_LATIN.get(letter, letter) for letter in name.casefold())
