"""How a client's rating of a ticket is told."""

from supportdesk.i18n import gettext as _


def rating_text(score: int | None, comment: str | None) -> str:
    """The rating of a ticket with what was added; empty without one. Clean it for a reader."""
    if score is None:
        return ""
    if comment:
        return _("rated {score} of 5: {comment}").format(score=score, comment=comment)
    return _("rated {score} of 5").format(score=score)
