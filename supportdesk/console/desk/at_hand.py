"""The families of commands as the desk's screen has them: made behind its first frame (S1)."""

from functools import cached_property
from typing import TYPE_CHECKING

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.upkeep import Upkeep
from supportdesk.console.desk.writer import Writer

if TYPE_CHECKING:
    from supportdesk.console.desk.all_families import AllFamilies
    from supportdesk.console.desk.carrying_out import CarryingOut
    from supportdesk.console.desk.timing import Timing
    from supportdesk.console.desk.workplace import Workplace
    from supportdesk.console.desk.writing import WritingDesk


class HasFamilies:
    """The part of the desk's screen that knows who does a command.

    Whoever first asks makes them: a key that comes before the first frame is dealt with as well.
    """

    panes: DeskPanes
    writer: Writer
    _upkeep: Upkeep

    @cached_property
    def families(self) -> "AllFamilies":
        """Every family of commands."""
        from supportdesk.console.desk.all_families import AllFamilies

        return AllFamilies(self.at, self.writer)

    @cached_property
    def at(self) -> "Workplace":
        """What every family works with."""
        from supportdesk.console.desk.acting import Acting
        from supportdesk.console.desk.asking import Asking
        from supportdesk.console.desk.workplace import Workplace

        asking = Asking(self.panes)
        acting = Acting(self.panes, asking, self.writer, self._upkeep, self.carrying_out)
        return Workplace(self.panes, asking, acting)

    @cached_property
    def carrying_out(self) -> "CarryingOut":
        """What changes the desk, and can be stopped while it does."""
        from supportdesk.console.desk.carrying_out import CarryingOut

        return CarryingOut(self.panes, self.writer)

    @property
    def writing(self) -> "WritingDesk":
        """The text that is being written."""
        return self.families.writing

    @property
    def timing(self) -> "Timing":
        """The time that is counted."""
        return self.families.timing
