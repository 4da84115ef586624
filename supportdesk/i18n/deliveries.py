"""What became of a reply on its way, in words; the server's own words are quoted as they came.

What is returned may hold words from outside: clean it on the way to a reader.
"""

from collections.abc import Callable
from typing import Protocol

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

_CODES = {
    "address": N_("no server takes such an address"),
    "stale": N_("no server took it for two days"),
    "late": N_("a server on the way is late with it"),
    "cut_short": N_("sending was cut off at its end"),
    "by_hand": N_("an operator says so"),
}

STATES = {
    "waiting": N_("on its way"),
    "sending": N_("being sent"),
    "sent": N_("sent {when}"),
    "refused": N_("NOT DELIVERED"),
    "unknown": N_("MAY NOT HAVE ARRIVED"),
    "bounced": N_("CAME BACK"),
    "given_up": N_("not delivered, left so"),
}
"""How far a letter has come."""


class OnItsWay(Protocol):
    """What is told of: a letter as the store gives it."""

    @property
    def state(self) -> str:
        """How far it has come."""

    @property
    def because(self) -> str:
        """Why it was not sent."""

    @property
    def at(self) -> int | None:
        """When it is tried, or tried again."""

    @property
    def sent_at(self) -> int | None:
        """When it was sent."""


def delivery_text(letter: OnItsWay, moment: Callable[[int], str]) -> str:
    """How far a letter has come, and why; `moment` says a time."""
    said, why = state_text(letter, moment), why_undelivered(letter.because)
    return f"{said}: {why}" if why else said


def state_text(letter: OnItsWay, moment: Callable[[int], str]) -> str:
    """How far a letter has come."""
    sent = "" if letter.sent_at is None else moment(letter.sent_at)
    said = _(STATES[letter.state]).format(when=sent).strip()
    if letter.state == "waiting" and letter.because and letter.at is not None:
        said = _("not sent yet, tried again {when}").format(when=moment(letter.at))
    return said


def why_undelivered(because: str) -> str:
    """A reason of ours in words, then the server's own."""
    code, _blank, words = because.partition(" ")
    if code not in _CODES:
        return because
    told = _(_CODES[code])
    return f"{told} ({words})" if words else told
