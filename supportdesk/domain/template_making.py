"""Making a template of a reply that was sent: names and numbers become variables (F69)."""

import re
from collections import Counter
from collections.abc import Iterator

from supportdesk.domain import grammar
from supportdesk.domain.errors import Invalid
from supportdesk.domain.template_context import TemplateContext
from supportdesk.domain.template_names import LONGEST_TEMPLATE
from supportdesk.patterns import pattern

_MARKS = pattern("[\u27e6\u27e7]")
_NUMBER = pattern(
    r"(?:(?<![^\W\d_])(?P<label>[^\W\d_]{4,30})[ \u00a0]?(?:[#№:]\s?)?)?"
    r"(?P<value>[#№]?\b(?:[A-ZА-ЯІЇЄҐ]{1,4}-?)?\d[\d \u00a0.,:/-]*\d\b)"
)
_MAIL = pattern(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_SHORTEST_NUMBER = 3
"""Digits from which a number is somebody's own: "within 10 days" stays as it is."""
_SHORTEST_NAME = 2
_DATE = pattern(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_MAIL_LABEL, _DATE_LABEL, _NUMBER_LABEL = "e-mail", "date", "number"


def escaped(text: str) -> str:
    """`text` as a template that gives exactly this text."""
    return _MARKS.sub("", text).replace("{", "{{ '{' }}")


def as_template(text: str, context: TemplateContext) -> str:
    """A reply with its ticket's names and numbers replaced by variables.

    What a variable knows becomes it (also a name in the vocative or dative); any other e-mail
    address, date and longer number is asked for at insert, named by the word before it.

    Raises Invalid("template.too_long") for a text that is longer than any template.
    """
    if len(text) > LONGEST_TEMPLATE:
        raise Invalid("template.too_long", limit=LONGEST_TEMPLATE)
    known = dict(_known(context))
    questions = _Questions()
    values = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![\w@]){re.escape(value)}(?![\w@])" for value in values))
    made, at = [], 0
    for found in pattern.finditer(text) if known else ():
        made.append(questions.in_place(escaped(text[at : found.start()])))
        made.append("{{ " + known[found.group()] + " }}")
        at = found.end()
    return "".join([*made, questions.in_place(escaped(text[at:]))])


class _Questions:
    """The questions of one template: the same value is asked for once, another one apart."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[str, str], str] = {}
        self._counts = Counter[str]()

    def in_place(self, text: str) -> str:
        """An escaped text whose addresses, dates and longer numbers are questions."""
        made, at = [], 0
        for found in _MAIL.finditer(text):
            made.append(_NUMBER.sub(self._number, text[at : found.start()]))
            made.append(self._question(_MAIL_LABEL, found.group()))
            at = found.end()
        return "".join([*made, _NUMBER.sub(self._number, text[at:])])

    def _number(self, found: re.Match[str]) -> str:
        value = found.group("value")
        if sum(character.isdigit() for character in value) < _SHORTEST_NUMBER:
            return found.group()
        usual = _DATE_LABEL if _DATE.fullmatch(value) else _NUMBER_LABEL
        before = found.group()[: found.start("value") - found.start()]
        return before + self._question((found.group("label") or usual).lower(), value)

    def _question(self, label: str, value: str) -> str:
        if (label, value) not in self._wanted:
            self._counts[label] += 1
            count = self._counts[label]
            self._wanted[label, value] = label if count == 1 else f"{label} {count}"
        return "{{ ask['" + self._wanted[label, value] + "'] }}"


def _known(context: TemplateContext) -> Iterator[tuple[str, str]]:
    """Value → its name, the most telling name last: it wins."""
    values = context.values({})
    for name in (
        *("ticket.subject", "owner.name", "client.company", "client.phone", "client.email"),
        *("operator.job", "operator.signature", "greeting"),
        *("operator.first_name", "operator.name", "client.last_name"),
    ):
        yield from _named(values.get(name), name)
    first = values.get("client.first_name")
    if isinstance(first, str):
        for form, decline in (("dative", grammar.dative), ("vocative", grammar.vocative)):
            yield from _named(decline(first, context.language), f"client.first_name | {form}")
    yield from _named(first, "client.first_name")
    yield from _named(values.get("client.name"), "client.name")
    number = values.get("ticket.number")
    if number is not None:
        yield f"#{number}", "ticket.number | prepend: '#'"
        yield f"№{number}", "ticket.number | prepend: '№'"
        if len(str(number)) >= _SHORTEST_NUMBER:
            yield str(number), "ticket.number"


def _named(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and len(value) >= _SHORTEST_NAME:
        yield value, name
