"""What was done on a copy and has not arrived, on lines of the command line."""

import shlex
from collections.abc import Sequence

from supportdesk.cli.event_texts import event_names
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.sending_decisions import Decides
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.i18n.sending_texts import because_text, state_text, way_text, what_text
from supportdesk.store.read.crossings import Crossing
from supportdesk.store.read.sendings import STOPPED, UNKNOWN, SendingRow, UnsentRow
from supportdesk.texts.crossings import crossing_text


class SendingTexts:
    """Tells of sendings of one store: who its people are is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = event_names(session)

    def tell(self, row: SendingRow, behind: int | None, crossed: Sequence[Crossing]) -> None:
        """What was done and where it is; then why it has stopped, and the commands that decide."""
        say = self._session.output.say
        what = what_text(row.what, " ".join(map(ticket_name, row.tickets)))
        say(f"{row.number}  {state_text(row.state, behind)}  {self._moment(row.at)}  {what}")
        if row.because:
            about = " ".join(map(ticket_word, row.tickets))
            say(f"    {because_text(row.because, 'cli', about)}")
        for one in crossed:
            say(f"    {ticket_name(one.ticket)} {crossing_text(one, self._names, self._moment)}")
        for said, command in self._ways_on(row):
            say(f"    {said}: {runnable(f'supportdesk sync {command}')}")

    def _moment(self, at: int) -> str:
        return local_text(at, self._session.settings.zone)

    def _ways_on(self, row: SendingRow) -> list[tuple[str, str]]:
        """What may be decided about what waits for a decision, and the words that decide it."""
        desk = self._session.desk
        if row.state not in (STOPPED, UNKNOWN) or not isinstance(desk, Decides):
            return []
        words = [
            (_("this state is meant"), f"choose {row.number} {shlex.quote(word)}")
            for word in desk.words(row)
        ]
        ways = [
            (way_text(way.value, row.state), f"{way.value} {row.number}") for way in desk.ways(row)
        ]
        return [*words, *ways]


def unsent_line(row: UnsentRow) -> str:
    """What was done to a ticket and has stopped or waits; which entry it is, and what lists it."""
    said = _("{what}: {state} · entry {entry}, see: supportdesk sync list")
    return runnable(said).format(
        what=what_text(row.what, ""), state=state_text(row.state, row.behind), entry=row.number
    )
