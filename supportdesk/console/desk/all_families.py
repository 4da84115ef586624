"""The families of commands, each made with those it needs: here a new one finds its place."""

from supportdesk.console.desk.attaching import Attaching
from supportdesk.console.desk.boarding import Boarding
from supportdesk.console.desk.changing import Changing
from supportdesk.console.desk.client_work import ClientWork
from supportdesk.console.desk.copying import Copying
from supportdesk.console.desk.explaining import Explaining
from supportdesk.console.desk.families import Handler, handlers
from supportdesk.console.desk.filling_in import FillingIn
from supportdesk.console.desk.finding import Finding
from supportdesk.console.desk.knowing import Knowing
from supportdesk.console.desk.linking import Linking
from supportdesk.console.desk.looking import Looking
from supportdesk.console.desk.looking_up import LookingUp
from supportdesk.console.desk.marking import Marking
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.outcomes import Outcomes
from supportdesk.console.desk.outgoing import Outgoing
from supportdesk.console.desk.rating import Rating
from supportdesk.console.desk.recording import Recording
from supportdesk.console.desk.repeating import Repeating
from supportdesk.console.desk.replaying import Replaying
from supportdesk.console.desk.reporting import Reporting
from supportdesk.console.desk.staffing import Staffing
from supportdesk.console.desk.tabbing import Tabbing
from supportdesk.console.desk.tagging import Tagging
from supportdesk.console.desk.timing import Timing
from supportdesk.console.desk.undoing import Undoing
from supportdesk.console.desk.viewing import Viewing
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writer import Writer
from supportdesk.console.desk.writing import WritingDesk


class AllFamilies:
    """Every family; those that somebody else turns to have a name here."""

    def __init__(self, at: Workplace, writer: Writer) -> None:
        self._at = at
        setting = at.panes.setting
        self.moving = moving = Moving(at)
        self.marking = Marking(at.panes)
        self.outcomes = Outcomes(at.panes, at.asking, moving)
        self.writing = writing = WritingDesk(at, writer, moving)
        repeating = Repeating(at, writing)
        viewing = Viewing(at, moving)
        self.finding = Finding(at, moving, writing, viewing, repeating.do_make_template)
        self.timing = Timing(at, writing)
        self.knowing = Knowing(at, writer, writing)
        self.recording = Recording(at, moving, self.timing)
        self.attaching = Attaching(at, writing)
        self.looking_up = LookingUp(at.panes, setting.lookups)
        self.clients = ClientWork(at, moving, writer, self.looking_up)
        self.looking = Looking(at, setting.appearance)
        self.outgoing = Outgoing(at, writing)
        self.renumbered = (moving.renumber, writing.renumber, self.timing.renumber)
        """Who has to know under which numbers tickets go from now on."""
        reporting = Reporting(at, moving)
        self._families: tuple[object, ...] = (
            moving,
            self.marking,
            writing,
            repeating,
            viewing,
            self.finding,
            self.timing,
            self.knowing,
            self.recording,
            self.attaching,
            self.clients,
            self.looking,
            self.outgoing,
            reporting,
            Boarding(at, moving, reporting),
            Changing(at, self.outgoing.do_forward),
            Copying(at),
            Explaining(at),
            FillingIn(at),
            Linking(at, moving),
            Rating(at),
            Replaying(at),
            Staffing(at),
            Tabbing(at.panes, moving),
            Tagging(at),
            Undoing(at, writing, self.marking, self.outcomes),
        )

    def handlers(self, *others: object) -> dict[str, Handler]:
        """Command name → the method that does it, of these families and of others."""
        return handlers(*self._families, *others)

    def handlers_for_many(self) -> dict[str, Handler]:
        """Command name → the `many_…` method that does it on all marked tickets."""
        from supportdesk.console.desk.many import Many
        from supportdesk.console.desk.many_macros import ManyMacros
        from supportdesk.console.desk.many_merging import ManyMerging
        from supportdesk.console.desk.many_texts import ManyTexts

        many = Many(self._at, self.marking, self.outcomes)
        families = [family(self._at, many) for family in (ManyTexts, ManyMacros, ManyMerging)]
        return handlers(many, *families, beginning="many_")
