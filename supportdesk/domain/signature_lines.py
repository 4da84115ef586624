"""Whether what stands below a signature mark is a signature, or somebody goes on writing there.

Known are names, phones, addresses, pages, trades and what one takes leave with. Anything else is
text: better a signature in sight than a request out of it.
"""

import re
from collections.abc import Iterable

from supportdesk.domain.signature_marks import is_delimiter, is_of_device, is_only_signs
from supportdesk.domain.words import tokens
from supportdesk.patterns import pattern

MOST_LINES = 12
"""Lines that say something; more are no signature."""
_LONGEST_LINE = 80

_REACHED_AT = pattern(
    r"[\w.+%-]+@[\w.-]+\.\w{2,}|(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+[a-zа-яіїє]{2,6}/?(?=[\s|,;]|$)"
    r"|(?<!\w)\+?\(?\d[\d ()./-]{5,}\d(?!\w)",
    re.IGNORECASE,
)
"""Addresses, pages and phones."""
_LEAVE = frozenset(
    """best kind warm warmest many yours regards wishes sincerely faithfully truly cheers thanks
    с уважением наилучшими пожеланиями з повагою найкращими побажаннями""".split()
)
_TRADES = frozenset(
    """manager director engineer developer designer accountant assistant head chief officer ceo cto
    cfo lead senior junior sales support marketing department team ltd llc inc gmbh corp company co
    менеджер директор инженер разработчик бухгалтер руководитель начальник специалист главный
    старший отдел отдела продаж продажам поддержки маркетинга ооо оао зао ип компания
    менеджерка директорка інженер розробник керівник фахівець головний відділ відділу продажів
    підтримки тов фоп компанія""".split()
)
_LABELS = frozenset(
    """tel phone mob mobile cell fax email mail skype telegram viber whatsapp web site t m p e w f
    тел телефон моб мобильный мобільний факс почта пошта сайт телеграм вайбер скайп""".split()
)
_SMALL = frozenset("of for and the at по и в на з та і й від от".split())
_KNOWN = _LEAVE | _TRADES | _LABELS | _SMALL
_CAPITAL = pattern(r"[^\W\d_a-zа-яёіїєґ][\w'’ʼ.-]*")


def is_signature(lines: Iterable[str], names: Iterable[str] = ()) -> bool:
    """Whether all of these lines are a signature's; `names` are those of the people at hand."""
    known = {part for name in names for part in tokens(name)}
    said = [line for line in lines if line.strip() and not is_only_signs(line)]
    said = [line for line in said if not is_delimiter(line)]
    return len(said) <= MOST_LINES and all(_is_of_signature(line, known) for line in said)


def _is_of_signature(line: str, names: set[str]) -> bool:
    if is_of_device(line):
        return True
    if len(line) > _LONGEST_LINE or "?" in line or "!" in line:
        return False
    rest = _REACHED_AT.sub(" ", line)
    words = re.findall(r"[^\W_][\w'’ʼ.-]*", rest)
    strange = [word for word in words if not set(tokens(word)) <= _KNOWN | names]
    if not strange:
        return not any(tokens(word) for word in words if word.isdigit())
    return _is_named(strange, len(words), is_ended=line.rstrip().endswith("."))


def _is_named(strange: list[str], words: int, *, is_ended: bool) -> bool:
    """Whether words nobody knows are a name: two or more, each with a capital, of six at most."""
    capitals = all(_CAPITAL.fullmatch(word) and not word.isupper() for word in strange)
    return capitals and 2 <= words <= 6 and not is_ended
