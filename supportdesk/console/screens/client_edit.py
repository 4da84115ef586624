"""Editing a client's card: only what was changed is asked of the desk (F44, F45, F47)."""

from collections.abc import Iterator, Mapping, Sequence

from textual.app import ComposeResult

from supportdesk.console import names, text
from supportdesk.console.screens.dialog import Frame
from supportdesk.console.screens.form import Form, Labelled
from supportdesk.console.widgets.fields import ChoiceField, LineField, TextField
from supportdesk.domain.action import EditClient
from supportdesk.domain.client_traits import EMOJI, KNOWN, SKILL, TONE
from supportdesk.i18n import gettext as _
from supportdesk.store.read.client_rows import ClientCard, PropertyRow

Change = tuple[str, str | None]


class ClientEditScreen(Form[EditClient]):
    """Answers what to change, or None. Nothing changed is None too."""

    DEFAULT_CSS = """
    ClientEditScreen TextField { height: 4; }
    """

    def __init__(self, card: ClientCard, properties: Sequence[PropertyRow] = ()) -> None:
        """`properties` are those that clients may have."""
        super().__init__()
        self._card = card
        self._lines = {
            "name": LineField(card.name),
            "company": LineField(card.company or ""),
            "email": LineField(", ".join(card.emails), placeholder=_("several: with a comma")),
            "phone": LineField(", ".join(card.phones), placeholder=_("several: with a comma")),
            "language": LineField(card.language or "", placeholder="ru, uk, en …"),
            "timezone": LineField(card.timezone or "", placeholder="Europe/Kyiv"),
            "channel": LineField(card.channel or "", placeholder=_("phone, telegram …")),
        }
        self._before = {name: field.value for name, field in self._lines.items()}
        self._vip = ChoiceField([_("no"), _("yes")], int(card.vip))
        traits = dict(card.traits)
        self._known = {name: _known_field(name, traits.get(name)) for name in KNOWN}
        self._known_before = {name: field.chosen for name, field in self._known.items()}
        free = [pair for pair in card.traits if not _is_known(*pair)]
        self._traits = TextField("\n".join(_trait_lines(free)))
        self._traits_before = self._traits.text
        self._free = dict(free)
        held = {row.id: row.value or "" for row in card.properties}
        self._values = {
            row.name: LineField(held.get(row.id, ""), placeholder=_hint(row)) for row in properties
        }
        self._values_before = {name: field.value for name, field in self._values.items()}

    def compose(self) -> ComposeResult:
        """One field under another."""
        labels = {
            "name": _("name"),
            "company": _("company"),
            "email": _("e-mail"),
            "phone": _("phone"),
            "language": _("language"),
            "timezone": _("time zone"),
            "channel": _("writes by"),
        }
        known = {SKILL: _("skill"), TONE: _("tone"), EMOJI: _("emoji")}
        title = _("Card of {client}").format(client=text.line(self._card.name, 60))
        with Frame(title, _("Enter or Tab next · Ctrl+D save · Esc leave")):
            yield self.trouble
            for name, field in self._lines.items():
                yield Labelled(labels[name], field)
            yield Labelled(_("VIP"), self._vip)
            for name, choice in self._known.items():
                yield Labelled(known[name], choice)
            yield Labelled(_("other traits, one a line"), self._traits)
            for name, field in self._values.items():
                yield Labelled(text.line(name, 40), field)

    def answer(self) -> EditClient | None:
        """The fields and traits that are not as they were."""
        if not self._lines["name"].value.strip():
            self.say(_("A client needs a name."))
            self._lines["name"].focus()
            return None
        fields, traits = tuple(self._changed_fields()), tuple(self._changed_traits())
        properties = tuple(self._changed_properties())
        if not fields and not traits and not properties:
            self.dismiss(None)
            return None
        return EditClient(self._card.id, fields, traits, properties)

    def _changed_fields(self) -> Iterator[Change]:
        for name, field in self._lines.items():
            now = field.value.strip()
            if now == self._before[name].strip():
                continue
            if name == "email":
                yield from _addresses(name, self._card.emails, now)
            elif name == "phone":
                yield from _addresses(name, self._card.phones, now)
            else:
                yield name, now or None
        if bool(self._vip.chosen) != self._card.vip:
            yield "vip", "yes" if self._vip.chosen else "no"

    def _changed_traits(self) -> Iterator[Change]:
        for name, field in self._known.items():
            if field.chosen != self._known_before[name]:
                yield name, ("", *KNOWN[name])[field.chosen] or None
        if self._traits.text == self._traits_before:
            return
        before, now = self._free, dict(_read_traits(self._traits.text))
        yield from ((name, None) for name in before if name not in now)
        yield from ((name, value) for name, value in now.items() if before.get(name) != value)

    def _changed_properties(self) -> Iterator[Change]:
        for name, field in self._values.items():
            if field.value.strip() != self._values_before[name].strip():
                yield name, field.value.strip() or None


def _is_known(name: str, value: str) -> bool:
    return value in KNOWN.get(name, ())


def _known_field(name: str, value: str | None) -> ChoiceField:
    """A choice among the values the program knows; the first says that it is not known."""
    chosen = KNOWN[name].index(value) + 1 if value in KNOWN[name] else 0
    return ChoiceField(["—", *(names.trait(name, one) for one in KNOWN[name])], chosen)


def _hint(row: PropertyRow) -> str:
    """What may stand in a property."""
    hints: Mapping[str, str] = {
        "number": "12.5",
        "date": "2026-03-01",
        "yes_no": _("yes or no"),
        "choice": ", ".join(row.choices),
    }
    return text.line(hints.get(row.kind, ""), 60)


def _addresses(kind: str, before: Sequence[str], typed: str) -> Iterator[Change]:
    """New addresses, and those taken away: the desk wants a `-` before them."""
    now = [address.strip() for address in typed.split(",") if address.strip()]
    shown = {text.line(address, 10_000): address for address in before}
    yield from ((kind, f"-{address}") for short, address in shown.items() if short not in now)
    yield from ((kind, address) for address in now if address not in shown)


def _trait_lines(traits: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, value in traits:
        yield f"{text.line(name, 100)}: {text.line(value, 1000)}"


def _read_traits(typed: str) -> Iterator[tuple[str, str]]:
    for line in typed.split("\n"):
        name, _colon, value = line.partition(":")
        if name.strip():
            yield name.strip(), value.strip() or "yes"
