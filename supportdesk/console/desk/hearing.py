"""What a composer tells the desk, and who does it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console.desk.at_hand import HasFamilies
from supportdesk.console.desk.families import Handler
from supportdesk.console.desk.neighbours import Neighbours
from supportdesk.console.desk.panes import DeskPanes

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer


class HearsComposers(HasFamilies):
    """The part of the desk's screen that listens to the text being written."""

    panes: DeskPanes
    _neighbours: Neighbours
    _run: Callable[[Handler], None]

    def on_composer_draft_changed(self, event: "Composer.DraftChanged") -> None:
        """A burst of keys is over, or the operator saves."""
        self._neighbours.touched()
        self.writing.keep_soon(asked=event.asked)

    def on_composer_template_wanted(self, _event: "Composer.TemplateWanted") -> None:
        """The writer asks for a saved text."""
        self._run(self.families.finding.pick_template)

    def on_composer_files_wanted(self, _event: "Composer.FilesWanted") -> None:
        """The writer adds files, or takes some off."""
        self._run(self.families.attaching.manage)

    def on_composer_editor_wanted(self, _event: "Composer.EditorWanted") -> None:
        """The writer wants an editor of her own."""
        self._run(self.writing.edit_outside)

    def on_composer_recipients_wanted(self, _event: "Composer.RecipientsWanted") -> None:
        """The writer chooses who gets it as well."""
        self._run(self.families.outgoing.choose_recipients)

    def on_composer_later_wanted(self, event: "Composer.LaterWanted") -> None:
        """The text is to be sent at another time."""
        self._run(partial(self.families.outgoing.send_later, event.body))

    def on_composer_article_wanted(self, _event: "Composer.ArticleWanted") -> None:
        """The writer asks for an article."""
        self._run(self.families.knowing.insert)

    def on_composer_reviewing(self, event: "Composer.Reviewing") -> None:
        """The review bar opens or closes."""
        self.panes.say(None)
        self.writing.show_keys(reviewing=event.active)

    def on_composer_left(self, _event: "Composer.Left") -> None:
        """Keep the text and close."""
        self.writing.leave()

    def on_composer_discarded(self, _event: "Composer.Discarded") -> None:
        """Throw the text away."""
        self.writing.discard()

    def on_composer_switched(self, event: "Composer.Switched") -> None:
        """The same text in the other composer."""
        self._run(partial(self.writing.switch, event.kind, event.body, event.cursor))

    def on_composer_submitted(self, event: "Composer.Submitted") -> None:
        """Send the reply or save the note."""
        self._run(partial(self.writing.send, event.body, event.then_state))
