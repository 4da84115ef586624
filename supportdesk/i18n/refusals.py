"""Sentences for everything the desk refuses: what and why, and the next key or command (law 12).

Plain data in, plain text out: this is a leaf. Values may hold customers' text; whoever shows the
sentence cleans it. A test holds the table against every code the sources raise.
"""

import shlex
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import ENDING, key_of, runnable
from supportdesk.patterns import pattern

Interface = Literal["console", "cli"]

_WHICH = ("wanted", "name", "number", "value")
"""Parameters that name what was not found, the most telling first; texts call it `{which}`."""

_COMMAND = "supportdesk "
"""Is in a hint that can be copied and run."""

_COMMANDS = frozenset({"again", "instead"})
"""Parameters that are commands themselves; no other desk names a code that tells them."""

_PLAIN = pattern(r"[\w.@:+/—][\w.@:+/—-]*|\d+( \d+)*")
"""What every shell takes for what it is: a name, an address, tickets."""


def sentence(code: str, parameters: Mapping[str, object], *, interface: Interface | None) -> str:
    """What was refused and why, then what would work in this interface; None leaves that out.

    `code` is a DeskError's code, `stop.NAME` for a stop. Never raises: an unknown code is told
    as it is.
    """
    from supportdesk.i18n.refusal_texts import TEXTS

    text = TEXTS.get(f"{code}.{parameters.get('because')}") or TEXTS.get(code)
    if text is None:
        return _("This was refused ({code}).").format(code=code)
    hint = {"console": text.console, "cli": text.cli, None: ""}[interface]
    shown = _Shown({name: _as_text(value) for name, value in _in_words(parameters).items()})
    nearest = parameters.get("nearest")
    shown["nearest_hint"] = _("The nearest is {name}.").format(name=nearest) if nearest else ""
    shown["which"] = next((shown[name] for name in _WHICH if name in shown), "")
    parts = [_(text.what).format_map(shown), _hint(hint, shown) if hint else ""]
    return " ".join(part.strip() for part in parts if part)


def _hint(hint: str, shown: "_Shown") -> str:
    """What would work; where that is a command, each parameter is one word of it to any shell."""
    if _COMMAND not in hint:
        return _(hint).format_map(shown)
    words = {name: told if name in _COMMANDS else _word(told) for name, told in shown.items()}
    return runnable(_(hint)).format_map(_Shown(words))


def _word(told: str) -> str:
    return told if _PLAIN.fullmatch(told) else shlex.quote(told)


def is_known(code: str) -> bool:
    """Whether there is a sentence for a code."""
    from supportdesk.i18n.refusal_texts import TEXTS

    return code in TEXTS


def _in_words(parameters: Mapping[str, object]) -> Mapping[str, object]:
    """The same with fields of a ticket as they are called; macros and events name them."""
    fields = parameters.get("fields")
    if not isinstance(fields, list | tuple):
        return parameters
    from supportdesk.i18n.event_names import changed_field

    return {**parameters, "fields": [changed_field(str(name)) for name in fields]}


class _Shown(dict[str, str]):
    """Parameters as texts; `{assign_key}` is a key, one that was not given is a dash."""

    def __missing__(self, name: str) -> str:
        return key_of(name.removesuffix(ENDING)) if name.endswith(ENDING) else "—"


def _as_text(value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(_part_as_text, value)) or "—"
    return _part_as_text(value)


def _part_as_text(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M %Z}"
    return str(value)
