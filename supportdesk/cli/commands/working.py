"""`work`: do what time brings for a store, until somebody stops it (law 6)."""

import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli.collecting import collecting, collector_of, fetched_accounts
from supportdesk.cli.due_worker import keep_working, told_to_stop
from supportdesk.cli.links import following, sync_once
from supportdesk.cli.parameters import session_of
from supportdesk.cli.posting import delivering, open_postman
from supportdesk.cli.session import Session
from supportdesk.cli.times import clock_text, local_text
from supportdesk.domain.errors import StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.paths import log_file
from supportdesk.store.read.due_times import next_due

if TYPE_CHECKING:
    from supportdesk.desk.due_work import WorkDone


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "work",
        help=_(
            "Do what time brings until it is stopped: take mail in, let replies leave, wake and"
            " deal tickets, warn of what is due. An open console does the same; this is for the"
            " hours without one."
        ),
    )(work)


def work(
    context: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help=_("Do all that is due now and end: for timers."))
    ] = False,
) -> None:
    """Tell a line each time something was done; Ctrl+C and SIGTERM end it well."""
    session = session_of(context)
    session.require_writing()
    worker = _Worker(session)
    if once:
        worker.do_once()
        return
    with told_to_stop() as stop, delivering(session), collecting(session), following(session):
        worker.stand(stop)


class _Worker:
    """Does what is due for one store and tells what came of it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._desk = session.desk

    def do_once(self) -> None:
        """Do all that is due now; say when the next is; a copy is brought up to date first.

        Raises StoreTrouble, RemoteTrouble.
        """
        if self._session.is_copy:
            sync_once(self._session, None)
        self._fetch()
        came_of_it = self._desk.work()
        postman = None if self._session.is_copy else open_postman(self._session)
        if postman is not None:
            while postman.deliver().done:
                pass
        upcoming = self._desk.ask(next_due)
        self._tell(came_of_it, upcoming)
        if upcoming is not None and not self._session.as_json:
            when = local_text(upcoming, self._session.settings.zone)
            self._session.output.say(_("The next is due {when}.").format(when=when))

    def _fetch(self) -> None:
        """Fetch mail, never into a copy; a mailbox that fails holds nothing else up."""
        taken = 0
        for account in () if self._session.is_copy else fetched_accounts(self._session):
            try:
                taken += collector_of(self._session, account).once().total()
            except SettingTrouble as trouble:
                said = sentence(trouble.code, trouble.parameters, interface="cli")
                self._session.output.warn(said)
        if taken:
            self._say(_("Mails fetched: {count}").format(count=taken))

    def stand(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what fails for now is tried again.

        Raises StoreTrouble for a store that a newer program has taken over.
        """
        store = self._session.settings.store
        self._say(_("Working for {store}; Ctrl+C ends it.").format(store=store))
        keep_working(self._desk, stop, self._tell, self._complain)
        self._say(_("No longer working for {store}.").format(store=store))

    def _complain(self, trouble: StoreTrouble) -> None:
        said = sentence(trouble.code, trouble.parameters, interface="cli")
        self._session.output.warn(self._timed(said))

    def _tell(self, came_of_it: "WorkDone", upcoming: int | None) -> None:
        done, failed, late = came_of_it.done, came_of_it.failed, came_of_it.late
        output = self._session.output
        if output.as_json:
            output.item(
                {
                    "at": utc_text(self._session.now()),
                    "done": done,
                    "failed": failed,
                    "late_ms": late,
                    "next": utc_text_or_none(upcoming),
                }
            )
        else:
            said = _("Due work done: {count}, at most {late} s late.")
            self._say(said.format(count=done, late=round(late / 1000)))
            if failed:
                again = _("Failed: {count}; tried again within a minute, see {log}.")
                self._say(again.format(count=failed, log=log_file()))
        sys.stdout.flush()

    def _say(self, sentence: str) -> None:
        if not self._session.as_json:
            self._session.output.say(self._timed(sentence))
            sys.stdout.flush()

    def _timed(self, said: str) -> str:
        return f"{clock_text(self._session.clock(), self._session.settings.zone)}  {said}"
