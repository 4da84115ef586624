"""The families of commands as the desk's screen has them: made behind its first frame (S1)."""

from functools import cached_property
from typing import TYPE_CHECKING

from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer

if TYPE_CHECKING:
    from supportdesk.console.desk.all_families import AllFamilies
    from supportdesk.console.desk.timing import Timing
    from supportdesk.console.desk.writing import WritingDesk


class HasFamilies:
    """The part of the desk's screen that knows who does a command.

    Whoever first asks makes them: a key that comes before the first frame is dealt with as well.
    """

    at: Workplace
    writer: Writer

    @cached_property
    def families(self) -> "AllFamilies":
        """Every family of commands."""
        from supportdesk.console.desk.all_families import AllFamilies

        return AllFamilies(self.at, self.writer)

    @property
    def writing(self) -> "WritingDesk":
        """The text that is being written."""
        return self.families.writing

    @property
    def timing(self) -> "Timing":
        """The time that is counted."""
        return self.families.timing
