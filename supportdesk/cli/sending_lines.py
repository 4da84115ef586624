"""What was done on a copy and has not arrived, on lines of the command line."""

import shlex

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.sending_decisions import Decides
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.i18n.sending_texts import because_text, state_text, way_text, what_text
from supportdesk.store.read.sendings import STOPPED, UNKNOWN, SendingRow


def tell_sending(session: Session, row: SendingRow) -> None:
    """What was done when and where it is; then why it has stopped, and the commands that decide."""
    when = local_text(row.at, session.settings.zone)
    what = what_text(row.what, " ".join(map(ticket_name, row.tickets)))
    session.output.say(f"{row.number}  {state_text(row.state)}  {when}  {what}")
    if row.because:
        about = " ".join(map(ticket_word, row.tickets))
        session.output.say(f"    {because_text(row.because, 'cli', about)}")
    for said, command in _ways_on(session, row):
        session.output.say(f"    {said}: {runnable(f'supportdesk sync {command}')}")


def _ways_on(session: Session, row: SendingRow) -> list[tuple[str, str]]:
    """What may be decided about what waits for a decision, and the words that decide it."""
    desk = session.desk
    if row.state not in (STOPPED, UNKNOWN) or not isinstance(desk, Decides):
        return []
    words = [
        (_("this state is meant"), f"choose {row.number} {shlex.quote(word)}")
        for word in desk.words(row)
    ]
    ways = [(way_text(way.value, row.state), f"{way.value} {row.number}") for way in desk.ways(row)]
    return [*words, *ways]
