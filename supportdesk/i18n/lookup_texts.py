"""Why another system has said nothing about a client, in words."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

TROUBLES = {
    "timeout": N_("no answer in time"),
    "too_large": N_("the answer is too long"),
    "unreachable": N_("cannot be reached"),
    "encoded": N_("the answer cannot be read"),
    "not_json": N_("the answer is no JSON"),
    "no_items": N_("the answer has no such list"),
    "not_started": N_("the command does not start"),
    "status": N_("refused with status {detail}"),
    "exit": N_("the command ended with {detail}"),
    "no_value": N_("the client has no {detail}"),
}
"""Code of `domain.lookup` → what it means."""


def trouble_text(trouble: str) -> str:
    """Why there is no answer; what no lookup of ours has written is told as it is."""
    code, _space, detail = trouble.partition(" ")
    if code not in TROUBLES:
        return trouble
    return _(TROUBLES[code]).format(detail=detail.removeprefix("client."))
