"""The texts an operator has left unsent, to go on with one (F29)."""

from collections.abc import Sequence

from supportdesk.console import names
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.times import Watch
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.returns import why_returned
from supportdesk.store.read.rows import DraftRow, OutboxRow

_BEGINNING = 60


class DraftsScreen(ChoiceScreen[DraftRow]):
    """Answers the draft to go on with."""

    def __init__(
        self, drafts: Sequence[DraftRow], watch: Watch, returned: Sequence[OutboxRow] = ()
    ) -> None:
        """`drafts` as the store answers them: newest first; over them what came back unsent."""
        options = [_returned(row) for row in returned]
        options += [_option(draft, watch) for draft in drafts]
        super().__init__(_("Drafts"), options, empty=_("Nothing is left unsent."))


def _option(draft: DraftRow, watch: Watch) -> Option[DraftRow]:
    kind = names.unsent(draft.kind)
    beginning = " ".join(draft.body[:_BEGINNING].split())
    label = f"{ticket_name(draft.ticket)} {kind} · {beginning} · {draft.subject}"
    return Option(draft, label, watch.stamp(draft.at))


def _returned(row: OutboxRow) -> Option[DraftRow]:
    """A text that came back from the outbox: it is taken up like a draft."""
    draft = DraftRow(row.ticket, row.kind, row.body, 0, 0, 0, row.subject)
    beginning = " ".join(row.body[:_BEGINNING].split())
    label = f"{ticket_name(row.ticket)} {names.unsent(row.kind)} · {beginning} · {row.subject}"
    return Option(draft, label, _("not sent: {why}").format(why=why_returned(row.because)))
