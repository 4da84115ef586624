"""What `doctor` says of mail that leaves: what no server takes, and answers to floods."""

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.desk_options import ACKNOWLEDGE_MOST, option_value
from supportdesk.i18n import gettext as _
from supportdesk.i18n.deliveries import why_undelivered
from supportdesk.objects.times import utc_text
from supportdesk.store.read import desk_lists, letters


def tell_outgoing(session: Session) -> None:
    """For people; nothing where all is well."""
    stuck = session.ask(letters.stuck)
    if stuck is not None:
        said = _(
            "Letters that wait for their server: {count}, since {when}: {why}."
            " Try it: supportdesk mail check NAME"
        )
        when, why = local_text(stuck.since, session.settings.zone), why_undelivered(stuck.because)
        session.output.say(said.format(count=stuck.letters, when=when, why=why))
    if _has_reached_most(session):
        said = _(
            "New tickets are not acknowledged at the moment: {count} were within an hour, the most"
            " there may be. If they are real: supportdesk options set acknowledge_most=N"
        )
        session.output.say(said.format(count=_acknowledged(session)))


def outgoing_object(session: Session) -> dict[str, object]:
    """The same for scripts."""
    stuck = session.ask(letters.stuck)
    return {
        "waiting_letters": 0 if stuck is None else stuck.letters,
        "waiting_since": None if stuck is None else utc_text(stuck.since),
        "waiting_because": None if stuck is None else why_undelivered(stuck.because),
        "acknowledged_last_hour": _acknowledged(session),
        "acknowledgements_stopped": _has_reached_most(session),
    }


def _acknowledged(session: Session) -> int:
    return session.ask(letters.acknowledged, session.now() - letters.HOUR)


def _has_reached_most(session: Session) -> bool:
    most = int(option_value(session.ask(desk_lists.options), ACKNOWLEDGE_MOST))
    return _acknowledged(session) >= most
