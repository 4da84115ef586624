"""What the lines of a client's history are called."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

KINDS = {
    "ticket": N_("ticket"),
    "client": N_("client"),
    "operator": N_("reply"),
    "system": N_("system"),
    "note": N_("note"),
    "forward": N_("forwarded"),
    "third_party": N_("third party"),
    "client_note": N_("note on the client"),
    "client_event": N_("event"),
}


def kind_name(kind: str) -> str:
    """A kind of line, in a word."""
    return _(KINDS[kind])
