"""Writing to a third party: the client has no part in it, and the frame says so (F30)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from supportdesk.console import text
from supportdesk.console.widgets.reply_composer import ReplyComposer
from supportdesk.console.writing_commands import REVIEW_COMMANDS
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import key_of
from supportdesk.i18n.later import N_


class ForwardComposer(ReplyComposer):
    """A text to somebody outside; what they answer comes back as theirs."""

    DEFAULT_CSS = """
    ForwardComposer { border: heavy $ink-waiting; border-title-color: $ink-waiting; }
    """
    kind = "forward"
    review_names = frozenset(command.name for command in REVIEW_COMMANDS) - {"review_switch"}
    review_titles: ClassVar[Mapping[str, str]] = {
        "review_wait": N_("send and hold until they answer"),
        "review_recipients": N_("to whom"),
    }

    def title(self) -> str:
        """What this is, and who gets nothing of it."""
        client = text.line(self.receiver.name, 60)
        return _("FORWARD · {client} does not get it").format(client=client)

    def sends(self) -> Sequence[str]:
        """Who receives it, and that nothing leaves where there is no way out."""
        if not self.recipients.to:
            said = _("{review_key}, then {review_recipients_key}, says to whom")
            keys = {"review_key": key_of("review")}
            keys["review_recipients_key"] = key_of("review_recipients")
            return (said.format(**keys),)
        client = _("not to {client}").format(client=text.line(self.receiver.name, 60))
        if self.receiver.outgoing:
            return (self._send_key, client)
        return (self._send_key, client, _("will be saved · no outgoing channel"))
