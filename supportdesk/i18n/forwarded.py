"""A client's message as a third party reads it: who wrote it when, never their address (F30)."""

from supportdesk.i18n import gettext as _


def forwarded(author: str, sent: str, subject: str, quote: str) -> str:
    """The quoted message under its heading; texts are as stored."""
    heading = _("{author} wrote on {when}, about “{subject}”:")
    named = " ".join(author.split()), " ".join(subject.split())
    return heading.format(author=named[0], when=sent, subject=named[1]) + f"\n\n{quote}"
