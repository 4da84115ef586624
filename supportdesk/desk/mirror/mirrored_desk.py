"""A desk that stands for a help desk of another kind: everything as on any desk, and told there."""

from supportdesk.desk.desk import Desk
from supportdesk.desk.sending_decisions import Way
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.store.read import sendings
from supportdesk.store.read.sendings import QUEUED, STOPPED, UNKNOWN, SendingRow

_WAYS = {
    STOPPED: (Way.AGAIN, Way.DISCARD),
    UNKNOWN: (Way.AGAIN, Way.ARRIVED, Way.DISCARD),
    QUEUED: (Way.DISCARD,),
}
_DRAFTS = {"Reply": "reply", "Note": "note"}


class MirroredDesk(Desk):
    """A desk whose tickets are those of another help desk, and what its operators may decide."""

    def ways(self, row: SendingRow) -> tuple[Way, ...]:
        """What may be decided about a wish that is not fulfilled there."""
        ways = _WAYS.get(row.state, ())
        return tuple(way for way in ways if way is not Way.AGAIN) if self.words(row) else ways

    def words(self, row: SendingRow) -> tuple[str, ...]:
        """The states of the other help desk of which one has to be chosen first."""
        offered = (row.because.get("parameters") or {}).get("offered", ())
        is_asked = row.state == STOPPED and isinstance(offered, list | tuple)
        return tuple(map(str, offered)) if is_asked else ()

    def decide(self, number: int, way: Way) -> tuple[str, ...]:
        """Do what was decided; return the kinds of drafts that are there again.

        Raises NotFound, Refused("link.not_now"), and what an undo refuses.
        """
        from supportdesk.desk.mirror import deciding

        row = self._sending(number)
        if way not in self.ways(row):
            raise Refused("link.not_now", number=number, state=row.state)
        if way is Way.AGAIN:
            deciding.again(self, number)
        elif way is Way.ARRIVED:
            deciding.was_sent(self, number)
        else:
            deciding.discard(self, number, row.actor_id or self._link_operator())
            return (_DRAFTS[row.what],) if row.what in _DRAFTS else ()
        return ()

    def choose(self, number: int, word: str) -> None:
        """Say which state of the other help desk is meant. Raises Invalid("state.unknown")."""
        from supportdesk.desk.mirror import deciding

        deciding.choose(self, number, word)

    def _sending(self, number: int) -> SendingRow:
        row = self.ask(sendings.by_number, number)
        if row is None:
            raise NotFound("remote_sending.missing", number=number)
        return row

    def _link_operator(self) -> int:
        link = self.ask(sendings.link)
        if link is None or link.operator_id is None:
            raise NotFound("operator.missing", number=None)
        return link.operator_id
