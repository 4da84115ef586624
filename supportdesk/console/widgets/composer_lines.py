"""The lines of a composer that stand there only when they say something: copies, the signature."""

from collections.abc import Iterator, Sequence

from textual.widgets import Static

from supportdesk.console import text
from supportdesk.domain.recipients import Recipient, Recipients, shown
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of

_LONGEST = 120
_SIGNATURE = 2_000


class _SometimesShown(Static):
    """Takes no room while it is empty."""

    DEFAULT_CSS = """
    _SometimesShown { height: auto; display: none; }
    _SometimesShown.-said { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def say(self, said: str) -> None:
        """Show a sentence; paint nothing where it is there already."""
        if said != self._said:
            self._said = said
            self.set_class(bool(said), "-said")
            self.update(text.contents(said))


class Also(_SometimesShown):
    """What sending does beside sending; in sight until it is done."""

    DEFAULT_CSS = "Also { max-height: 2; color: $ink-waiting; }"


class Copies(_SometimesShown):
    """Who gets a copy beside the receiver, before it is sent (F30)."""

    DEFAULT_CSS = "Copies { max-height: 4; color: $ink-waiting; }"

    def show(self, recipients: Recipients, in_copy: Sequence[Recipient]) -> None:
        """Name them; `in_copy` are those of the client's last message, who may be left out."""
        self.say(" · ".join(_phrases(recipients, in_copy)))


class SignatureLine(_SometimesShown):
    """What will stand under the text; never in it while it is written (F37)."""

    DEFAULT_CSS = "SignatureLine { max-height: 3; color: $ink-dim; }"

    def show(self, signature: str) -> None:
        """Preview the signature."""
        said = " / ".join(line for line in text.block(signature[:_SIGNATURE]).split("\n") if line)
        self.say(_("Signed: {signature}").format(signature=said) if said else "")


def _phrases(recipients: Recipients, in_copy: Sequence[Recipient]) -> Iterator[str]:
    if recipients.to:
        people = _named(recipients.to)
        yield _("To ({count}): {people}").format(count=len(recipients.to), people=people)
    if recipients.cc:
        people = _named(recipients.cc)
        yield _("Copy ({count}): {people}").format(count=len(recipients.cc), people=people)
    if recipients.bcc:
        people = _named(recipients.bcc)
        said = _("Hidden copy ({count}): {people}")
        yield said.format(count=len(recipients.bcc), people=people)
    if in_copy and not recipients.everybody:
        said = _(
            "The client's message came to {people} as well · {review_key},"
            " {review_recipients_key} adds them"
        )
        yield said.format(
            people=_named(in_copy),
            review_key=key_of("review"),
            review_recipients_key=key_of("review_recipients"),
        )


def _named(several: Sequence[Recipient]) -> str:
    return ", ".join(text.line(shown(one), _LONGEST) for one in several)
