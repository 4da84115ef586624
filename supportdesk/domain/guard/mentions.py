"""E-mails, phones and ticket numbers in a text: any of them may be another client's (F36).

Every pattern takes time in proportion to the text, whatever was pasted into it: nothing that may
repeat stands next to the same again, and a word is looked at from its beginning only.
"""

import re
from collections.abc import Iterator

from supportdesk.patterns import pattern

EMAIL = pattern(r"(?<![\w.+'-])[\w.+'-]++@[\w-]++(?:\.[\w-]++)+")
_PHONE = pattern(r"(?<![\w.])\+?\d(?:[ ()-]{0,2}\d){8,14}(?!\w)")
_TICKET_WORD = (
    r"(?i:ticket|case|request|тикет|тікет|заявк\w*|обращени\w*|запрос\w*|звернен\w*|запит\w*)"
)
_TICKET = pattern(
    rf"\b{_TICKET_WORD}[ \t]{{0,3}}(?:(?:no\.?|number|номер|№)[ \t]{{0,3}})?[#№]?[ \t]{{0,3}}"
    r"(?P<named>\d{1,18})\b"
)
_HASH = pattern(
    r"(?:(?<![^\W\d_])(?P<before>[^\W\d_]++)\.?[ \t]{0,3}[:—-]?[ \t]{0,3})?"
    r"(?<![\w#&/])#(?P<number>\d{1,18})\b"
)
_COUNTS_OTHER_THINGS = pattern(
    r"(?i:order|invoice|bill|receipt|step|version|item|room|flat|apartment|unit|page|part|issue|bug"
    r"|заказ\w*|сч[её]т\w*|чек\w*|шаг\w*|пункт\w*|верси\w*|квартир\w*|офис\w*|договор\w*|накладн\w*"
    r"|част\w*|замовленн\w*|рахун\w*|крок\w*|верс\w*|квитанц\w*|відправленн\w*|посилк\w*|посылк\w*"
    r"|ролик\w*|видео|відео|серия|серии|выпуск\w*)$"
)


def any_in(text: str) -> bool:
    """Whether a text has anything that may be another client's: an at sign, or a digit."""
    return "@" in text or any(letter.isdigit() for letter in text)


def emails(text: str) -> list[str]:
    """The e-mail addresses of a text, as written."""
    return [found.strip("'.-") for found in EMAIL.findall(text)]


def phones(text: str) -> list[str]:
    """What may be phone numbers, as written: at least nine digits."""
    return [found.group() for found in _PHONE.finditer(text)]


def phone_keys(shown: str) -> tuple[str, ...]:
    """The digits by which a client with this phone may be kept: with 8 or +7, 0 or +380 before."""
    digits = "".join(letter for letter in shown if letter.isdigit())
    keys = [digits]
    if len(digits) == 11 and digits[0] in "78":
        keys = [f"7{digits[1:]}", f"8{digits[1:]}"]
    elif digits.startswith("380") and len(digits) == 12:
        keys.append(digits[2:])
    elif digits.startswith("0") and len(digits) == 10:
        keys.append(f"38{digits}")
    return tuple(keys)


def ticket_numbers(text: str) -> Iterator[int]:
    """The numbers of tickets a text names: "#17", "обращение 17"; never "order #17"."""
    for found in _TICKET.finditer(text):
        yield int(found["named"])
    for found in _HASH.finditer(text):
        if not _COUNTS_OTHER_THINGS.match(found["before"] or ""):
            yield int(found["number"])


def numbers(text: str) -> Iterator[int]:
    """Every number that stands alone in a text."""
    return (int(found) for found in re.findall(r"(?<!\d)\d{1,18}(?!\d)", text))
