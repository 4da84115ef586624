"""Subjects and texts of mails to our own people, in the language of the one who sends them.

What is returned holds customers' text: a mail carries it as it is.
"""

from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_

_SUBJECTS = {
    "assigned": N_("Yours now: {subject}"),
    "client_wrote": N_("The client has written: {subject}"),
    "breached": N_("Overdue: {subject}"),
}
_TEXTS = {
    "assigned": N_("Ticket {number} is yours now."),
    "client_wrote": N_("The client has written on ticket {number}, which is yours."),
    "breached": N_("Ticket {number}, which is yours, is overdue."),
}


def notice_subject(purpose: str, subject: str) -> str:
    """The subject of a notice."""
    return _(_SUBJECTS[purpose]).format(subject=subject)


def notice_text(purpose: str, number: int, client: str, queue: str, subject: str) -> str:
    """What a notice says: the ticket and where to read it, nothing of its messages."""
    lines = (
        _(_TEXTS[purpose]).format(number=number),
        "",
        _("Subject: {subject}").format(subject=subject),
        _("Client: {client}").format(client=client),
        _("Queue: {queue}").format(queue=queue),
        "",
        f"supportdesk show {number}",
    )
    return "\n".join(lines)
