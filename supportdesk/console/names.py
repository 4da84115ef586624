"""What states, priorities, kinds, channels and traits are called on the screen."""

from supportdesk.console import text
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext, ticket_names
from supportdesk.i18n.action_names import ACTIONS
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.later import N_, NC_
from supportdesk.store.read.rows import ViewRow

PRIORITY_MARKS = ("·", "", "!", "!!")
"""Readable without colour; the usual priority has none."""

_TRAIT_NAMES = {"skill": N_("skill"), "tone": N_("tone"), "emoji": N_("emoji")}
"""Traits that have a line of their own on the client's card."""

SCOPES = {"me": N_("me"), "team": N_("team")}


def state(name: str) -> str:
    """A state's name; own states of a store are shown as they are called there."""
    return text.line(ticket_names.state(name), 20)


def kind(name: str) -> str:
    """A kind's name; a store may have kinds of its own."""
    return text.line(ticket_names.kind(name), 30)


def reason(name: str) -> str:
    """Why a ticket is on hold or closed."""
    return text.line(ticket_names.reason(name), 60)


def channel(name: str) -> str:
    """Where a conversation is held."""
    return text.line(ticket_names.channel(name), 20)


YES_NO = {"yes": NC_("field", "yes"), "no": NC_("field", "no")}


def field_value(type_: str, value: str) -> str:
    """What a ticket holds in a custom field."""
    return pgettext("field", YES_NO[value]) if type_ == "bool" else text.line(value, 80)


TRAITS = {
    ("skill", "novice"): NC_("trait", "novice"),
    ("skill", "experienced"): NC_("trait", "experienced"),
    ("skill", "do_it_for_me"): NC_("trait", "wants it done for them"),
    ("tone", "calm"): NC_("trait", "calm"),
    ("tone", "in_a_hurry"): NC_("trait", "in a hurry"),
    ("tone", "upset"): NC_("trait", "upset"),
    ("emoji", "yes"): NC_("trait", "emoji welcome"),
    ("emoji", "no"): NC_("trait", "no emoji"),
}
"""What the traits are called that the program itself knows; others are told as they are."""


def trait(name: str, value: str) -> str:
    """A trait as one phrase: "no emoji", "novice"; both parts may be anybody's words."""
    if (name, value) in TRAITS:
        return pgettext("trait", TRAITS[name, value])
    known = _TRAIT_NAMES.get(name)
    shown_name = text.line(name, 40) if known is None else _(known)
    shown_value = text.line(value, 80)
    return shown_name if value in {"", "yes", "true"} else f"{shown_name} {shown_value}"


def scope(view: ViewRow) -> str:
    """Whose a saved view is."""
    return scope_of(view.scope, view.role)


def scope_of(name: str, role: str | None) -> str:
    """Whose a view is that is for me, for the team or for a role."""
    return _(SCOPES[name]) if name in SCOPES else text.line(role or name, 20)


def size(content: int) -> str:
    """The size of a file of `content` bytes."""
    if content < 1000:
        return _("{size} B").format(size=content)
    if content < 1_000_000:
        return _("{size} kB").format(size=round(content / 1000))
    from supportdesk.i18n.decimals import decimal

    return _("{size} MB").format(size=decimal(content / 1_000_000))


def undone(receipt: Receipt, number: int | None) -> str:
    """What an undo took back."""
    if receipt.drafts or receipt.action == "SendLater":
        return _of_ticket(_("Undone: {what}. Here is its text again."), receipt.action, number)
    return _of_ticket(_("Undone: {what}. {redo_key} does it again."), receipt.action, number)


def redone(action: str, number: int | None) -> str:
    """What a redo did again."""
    return _of_ticket(_("Done again: {what}."), action, number)


def undone_many(action: str) -> str:
    """What an undo took back on many tickets; the count stands where `{tickets}` does."""
    return _("Undone: {what} of {tickets}. {redo_key} does it again.").format(
        what=_many(action), tickets="{tickets}", redo_key=literal(key_of("redo"))
    )


def redone_many(action: str) -> str:
    """What a redo did again on many tickets; the count stands where `{tickets}` does."""
    return _("Done again: {what} of {tickets}.").format(what=_many(action), tickets="{tickets}")


def literal(key: str) -> str:
    """A key in a sentence that is formatted once more."""
    return key.replace("{", "{{").replace("}", "}}")


def _many(action: str) -> str:
    said = ACTIONS.get(action) or ACTIONS["Bulk"]
    return _(said)


def _of_ticket(sentence: str, action: str, number: int | None) -> str:
    what = _(ACTIONS[action]) if action in ACTIONS else text.line(action, 40)
    if number is not None:
        what = _("{what} of {number}").format(what=what, number=ticket_name(number))
    return sentence.format(what=what, redo_key=key_of("redo"))


def unsent(kind: str) -> str:
    """What an unsent text is."""
    return {"reply": _("reply"), "forward": _("forwarding")}.get(kind, _("NOTE"))


def undo_hint() -> str:
    """Which key takes back what was just done."""
    return _("{undo_key} undoes.").format(undo_key=key_of("undo"))
