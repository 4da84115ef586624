"""Mails come in and replies go out in one worker, which is killed, and both servers too.

    python -m tests.mail.both_ways [MAILS REPLIES KILLS] [--planted FAULT]

Every fifth kill takes the IMAP server as well, every fifth the SMTP server. Every mail has to be
filed once, every reply to arrive once or to be shown as unknown.
"""

import argparse
import random
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    CreateTicket,
    Reply,
    SaveOperator,
    SaveQueue,
)
from supportdesk.settings.mail_accounts import MailAccount, Server, keep_account
from supportdesk.store.read import tickets
from tests.mail.altered_worker import FAULTS, QUICK_LETTERS
from tests.mail.dovecot import PASSWORD, USER, Dovecot
from tests.mail.killed_collectors import Result, finish, judge, until_more_than
from tests.mail.worker import Place, mail
from tests.outbound.mail_servers import free_port
from tests.trust.killed_senders import DESK, Outcome, kill, now, outcome_of, serve, wait_for_all


@dataclass(slots=True)
class BothWays:
    """What came in and what went out."""

    came: Result
    left: Outcome


def run(folder: Path, mails: int, replies: int, kills: int, planted: str = "") -> BothWays:
    """Spread mails and replies over the kills, then let the worker finish in peace."""
    chance = random.Random(kills)
    result = Result(mails)
    box, port, kept = Dovecot(), free_port(), folder / "arrived.jsonl"
    place = Place(folder, QUICK_LETTERS, *([planted] if planted else []))
    sending = serve(port, kept)
    began = time.monotonic()
    try:
        box.start()
        with closing(open_desk(place.store, now, create=True, undo_send_seconds=0)) as desk:
            answers = _furnish(desk, place, box, port, replies)
            worker, sent, answered = place.worker(), 0, 0
            for turn in range(kills):
                before = sum(place.filed().values())
                answered = _answer(desk, answers, answered, replies * (turn + 1) // (kills + 1))
                sent = _deliver(box, sent, mails * (turn + 1) // (kills + 1))
                until_more_than(place, before)
                time.sleep(chance.uniform(0.0, 0.15))
                worker.kill()
                if turn % 5 == 1:
                    box.kill()
                    box.start()
                    result.servers_killed += 1
                if turn % 5 == 3:
                    kill(sending)
                    sending = serve(port, kept)
                    result.servers_killed += 1
                worker.wait()
                result.among += sum(place.filed().values()) < sent
                worker = place.worker()
                result.workers_killed += 1
            _answer(desk, answers, answered, replies)
            _deliver(box, sent, mails)
            finish(place, mails, 45)
            wait_for_all(desk)
            worker.terminate()
            worker.wait(30)
            left = outcome_of(desk, kept)
    finally:
        kill(sending)
        box.remove()
    judge(place, result)
    result.seconds = time.monotonic() - began
    return BothWays(result, left)


def _furnish(desk: Desk, place: Place, box: Dovecot, port: int, replies: int) -> list[int]:
    """Make the tickets to be answered, and the account both servers belong to."""
    me = desk.act(None, SaveOperator("Olga", login="olga", role="admin")).operator
    desk.act(None, SaveQueue("First line", 1))
    desk.act(me, ChangeOption("outgoing", DESK))
    imap = Server("127.0.0.1", box.port, "none", USER)
    smtp = Server("127.0.0.1", port, "none")
    account = MailAccount("support", DESK, imap=imap, smtp=smtp, secret="file")
    keep_account(place.folder / "mail.toml", account)
    told = place.run("mail", "password", "support", given=f"{PASSWORD}\n".encode())
    assert told.returncode == 0, told.stderr
    clients = (ClientReference(f"Asker {n}", f"asker{n}@example.org") for n in range(replies))
    return [
        desk.act(me, CreateTicket(client, "Question", "Where is it?")).tickets[0]
        for client in clients
    ]


def _answer(desk: Desk, numbers: list[int], done: int, until: int) -> int:
    """Answer some of the tickets; their letters are the worker's."""
    for number in numbers[done:until]:
        row = desk.ask(tickets.row, number, 1)
        assert row is not None
        desk.act(1, Reply(number, f"Answer {number}", row.last_event))
    return until


def _deliver(box: Dovecot, done: int, until: int) -> int:
    """Put some of the mails into the mailbox."""
    for number in range(done + 1, until + 1):
        box.deliver(mail(number, answers=number - 1 if number % 7 == 0 else None))
    return until


def main() -> int:
    """Run and tell; 0 where nothing is wrong, or where a planted fault is noticed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=(1000, 200, 50))
    parser.add_argument("--planted", default="", choices=FAULTS)
    given = parser.parse_args()
    mails, replies, kills = given.sizes
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), mails, replies, kills, given.planted)
    print(found.came, found.left.told(), sep="\n")
    is_wrong = bool(found.came.lost or found.came.doubled or found.left.faults())
    return int(is_wrong != bool(given.planted))


if __name__ == "__main__":
    sys.exit(main())
