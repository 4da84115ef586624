"""Fetching the mail of one account, round after round (law 6).

A mail is marked or moved, and the cursor goes past it, only after the store has committed it; what
is fetched again after that is known. What cannot be read is kept and holds nothing up.
"""

import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.letter import pause
from supportdesk.intake.boxes import Box, Letter, MailTooLarge
from supportdesk.intake.live import LARGEST_LIVE_MAIL, Came, LiveIntake, LiveMail
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.mail_accounts import MailAccount
from supportdesk.store.read import mailboxes

log = logging.getLogger(__name__)

CURSOR_EVERY = 20
"""Mails after which the cursor is kept: so many are fetched again after a kill -9."""

IDLE_SECONDS = 60.0
LOOK_SECONDS = 60.0
"""Between looks at a server that does not tell; `FOLDER_SECONDS` at a folder of this machine."""
FOLDER_SECONDS = 2.0
STORE_SECONDS = 5.0
ELSEWHERE_SECONDS = 5.0
"""Between looks whether another process still reads this mailbox."""
SEEN_EVERY = 300_000
"""Milliseconds after which a mailbox without news is noted as looked at."""
BEFORE = timedelta(hours=1)
"""What came so long before an account was set up is new too: clocks differ."""


class Collector:
    """Takes the new mail of one account into a desk. Used by one thread."""

    def __init__(
        self,
        desk: Desk,
        account: MailAccount,
        open_box: Callable[[], Box],
        own: Collection[str],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._desk = desk
        self._account = account
        self._open_box = open_box
        self._intake = LiveIntake(desk, own, account.queue)
        self._chance = chance
        self._since = datetime.fromisoformat(account.since) - BEFORE if account.since else None
        self._left: set[str] = set()
        """Places of mails that stay unmarked where no cursor goes past them."""

    def stand(self, stop: Event) -> None:
        """Fetch until `stop`; what fails is tried again, later each time."""
        failures = 0
        while not stop.is_set():
            try:
                with self._alone() as is_alone:
                    if not is_alone:
                        stop.wait(ELSEWHERE_SECONDS)
                        continue
                    self._serve(stop)
            except SettingTrouble as trouble:
                failures = 1 if self._is_sound() else failures + 1
                self._note_failure(trouble)
                stop.wait(pause(failures, self._chance) / 1000)
            except StoreTrouble as trouble:
                log.warning("mail of %s waits: %s", self._account.name, trouble.code)
                stop.wait(STORE_SECONDS)
            except (AttributeError, LookupError, TypeError, ValueError, RuntimeError) as nonsense:
                log.exception("the server of %s is not understood", self._account.name)
                self._note_failure(self._misunderstood(nonsense))
                stop.wait(LOOK_SECONDS)

    def once(self) -> Counter[Came]:
        """Fetch what is there now. Raises SettingTrouble, StoreTrouble."""
        stop = Event()
        came: Counter[Came] = Counter()
        with self._alone() as is_alone:
            if is_alone:
                try:
                    box = self._open_box()
                    try:
                        while found := self._round(box, stop):
                            came += found
                    finally:
                        box.close()
                except SettingTrouble as trouble:
                    self._note_failure(trouble)
                    raise
        return came

    def _serve(self, stop: Event) -> None:
        """Fetch over one connection until it breaks."""
        box = self._open_box()
        pause_seconds = FOLDER_SECONDS if self._account.maildir else LOOK_SECONDS
        try:
            while not stop.is_set():
                if not self._round(box, stop) and not box.wait(IDLE_SECONDS, stop):
                    stop.wait(pause_seconds)
        finally:
            box.close()

    def _round(self, box: Box, stop: Event) -> Counter[Came]:
        """Take what is new, part of it where much is; nothing: there is no more."""
        came: Counter[Came] = Counter()
        row = self._desk.ask(mailboxes.mailbox, self._account.name)
        uid = row.uid if row is not None and row.validity == box.validity else 0
        letters = [one for one in box.letters(uid) if one.place not in self._left]
        since_kept = 0
        try:
            for letter in letters:
                if stop.is_set():
                    break
                came[self._one(box, letter)] += 1
                uid, since_kept = max(uid, letter.uid), since_kept + 1
                if since_kept >= CURSOR_EVERY:
                    self._keep_cursor(box, uid)
                    since_kept = 0
        finally:
            with suppress(StoreTrouble):  # fetched again, and known
                if since_kept or self._is_worth_noting(row, box):
                    self._keep_cursor(box, uid)
        return came

    def _one(self, box: Box, letter: Letter) -> Came:
        if self._since is not None and letter.moment is not None and letter.moment < self._since:
            self._left.add(letter.place)
            return Came.KNOWN
        if letter.size > LARGEST_LIVE_MAIL:
            return self._leave(letter, "mail.too_large")
        try:
            raw = box.raw(letter)
        except PermissionError:
            return self._leave(letter, "item.failed")
        except MailTooLarge:
            return self._leave(letter, "mail.too_large")
        if raw is None:
            return Came.KNOWN
        outcome = self._intake.take(LiveMail(raw, self._account.name, _readable(letter.place)))
        box.taken(letter)
        return outcome.came

    def _leave(self, letter: Letter, reason: str) -> Came:
        """Leave a mail where it is, and list it."""
        self._left.add(letter.place)
        unread = LiveMail(b"", self._account.name, _readable(letter.place))
        return self._intake.keep(unread, reason, letter.size).came

    def _keep_cursor(self, box: Box, uid: int) -> None:
        from supportdesk.store.write import mailboxes as kept

        now = to_milliseconds(self._desk.clock())
        self._desk.lease(kept.read_to, self._account.name, box.validity, uid, now)

    def _misunderstood(self, nonsense: Exception) -> SettingTrouble:
        server, reason = self._account.imap, type(nonsense).__name__
        host, port = (server.host, server.port) if server else (str(self._account.maildir), 0)
        name = self._account.name
        return SettingTrouble("mail.unreachable", name=name, host=host, port=port, reason=reason)

    def _is_worth_noting(self, row: mailboxes.MailboxRow | None, box: Box) -> bool:
        if row is None or row.failing_since is not None or row.validity != box.validity:
            return True
        return to_milliseconds(self._desk.clock()) - (row.looked_at or 0) > SEEN_EVERY

    def _is_sound(self) -> bool:
        row = self._desk.ask(mailboxes.mailbox, self._account.name)
        return row is None or row.failing_since is None

    def _note_failure(self, trouble: SettingTrouble) -> None:
        from supportdesk.store.write import mailboxes as kept

        row = self._desk.ask(mailboxes.mailbox, self._account.name)
        told = trouble_text(trouble)
        if row is not None and row.trouble == told:
            return
        log.warning("the mailbox %s fails: %s", self._account.name, trouble.code)
        with suppress(StoreTrouble):
            now = to_milliseconds(self._desk.clock())
            self._desk.lease(kept.fails, self._account.name, told, now)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else on this machine reads this mailbox for this store."""
        from supportdesk.store.write.alone import alone

        with alone(self._desk.address, f"mail-{self._account.name}") as is_alone:
            yield is_alone


def trouble_text(trouble: SettingTrouble) -> str:
    """Why a mailbox fails, as it is kept: its code and parameters."""
    return json.dumps({"code": trouble.code, **trouble.parameters}, default=str, sort_keys=True)


def _readable(place: str) -> str:
    """A place as the store takes it: names of files may be no UTF-8."""
    return place.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
