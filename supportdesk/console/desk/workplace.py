"""What every family of commands works with."""

from supportdesk.console.desk.acting import Acting
from supportdesk.console.desk.asking import Asking
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.reading import Reading
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class Workplace:
    """The panes to show in, the questions to ask, and the way to change things."""

    panes: DeskPanes
    asking: Asking
    acting: Acting

    @property
    def reading(self) -> Reading:
        """What the store answers."""
        return self.panes.reading
