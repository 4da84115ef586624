"""The texts an operator has left unsent, to go on with one (F29)."""

from collections.abc import Sequence

from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.times import Watch
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import DraftRow

_BEGINNING = 60


class DraftsScreen(ChoiceScreen[DraftRow]):
    """Answers the draft to go on with."""

    def __init__(self, drafts: Sequence[DraftRow], watch: Watch) -> None:
        """`drafts` as the store answers them: newest first."""
        options = [_option(draft, watch) for draft in drafts]
        super().__init__(_("Drafts"), options, empty=_("Nothing is left unsent."))


def _option(draft: DraftRow, watch: Watch) -> Option[DraftRow]:
    kind = _("reply") if draft.kind == "reply" else _("NOTE")
    beginning = " ".join(draft.body[:_BEGINNING].split())
    label = f"#{draft.ticket} {kind} · {beginning} · {draft.subject}"
    return Option(draft, label, watch.stamp(draft.at))
