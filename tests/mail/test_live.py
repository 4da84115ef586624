"""One live mail: its ticket, who it is from, what it wakes, and that it is filed once (F140)."""

import pytest

from supportdesk.domain.action import ClientReference, CreateTicket, Reply, SetState
from supportdesk.domain.errors import StoreTrouble
from supportdesk.intake import live
from supportdesk.intake.live import Came, LiveIntake, LiveMail, Outcome
from supportdesk.store.read import mailboxes, threads, tickets
from tests.recomputation import everything
from tests.small_desk import SmallDesk

HELP = "help@example.org"


def mail(
    body: str = "Where is my parcel?",
    *,
    by: str = "Ann Lee <ann@example.org>",
    subject: str = "Parcel",
    more: str = "",
) -> bytes:
    head = f"From: {by}\nTo: {HELP}\nSubject: {subject}\n{more}"
    return f"{head}\n{body}\n".encode()


def take(small: SmallDesk, raw: bytes, queue: str | None = None) -> Outcome:
    small.clock.forward(seconds=60)
    return LiveIntake(small.desk, [HELP], queue).take(LiveMail(raw, "support", "1"))


def ticket_of(small: SmallDesk, raw: bytes) -> int:
    number = take(small, raw).ticket
    assert number is not None
    return number


def texts(small: SmallDesk, number: int) -> list[tuple[str, str]]:
    return [(str(one.kind), one.body) for one in small.desk.ask(threads.messages, number)]


def test_a_new_mail_makes_a_ticket_in_the_queue_of_its_account(small: SmallDesk) -> None:
    raw = mail("Где моя посылка? Я жду её уже неделю.", more="Message-ID: <a@x>\n")
    first = take(small, raw, "billing")
    assert first.came is Came.NEW
    assert first.ticket is not None
    row = small.row(first.ticket)
    assert (row.subject, row.client, row.queue_id) == ("Parcel", "Ann Lee", small.billing)
    assert (row.channel, row.language, row.state) == ("email", "ru", "new")
    assert take(small, raw, "billing") == Outcome(Came.KNOWN, first.ticket)
    everything(small.desk)


def test_a_queue_that_is_gone_loses_no_mail(small: SmallDesk) -> None:
    number = take(small, mail(), "no such queue").ticket
    assert number is not None
    assert small.row(number).queue_id == small.first_line


def test_what_answers_a_mail_joins_its_ticket_whoever_wrote_it(small: SmallDesk) -> None:
    number = ticket_of(small, mail(more="Message-ID: <a@x>\n"))
    boss = mail("Please hurry.", by="boss@example.org", more="References: <zero@x> <a@x>\n")
    assert take(small, boss) == Outcome(Came.ADDED, number)


def test_a_number_in_the_subject_counts_for_the_tickets_own_client_alone(small: SmallDesk) -> None:
    number = ticket_of(small, mail())
    own = take(small, mail("And the second one?", subject=f"Re: Parcel [#{number}]"))
    assert own == Outcome(Came.ADDED, number)
    eve = take(small, mail("Tell me all.", by="eve@example.org", subject=f"Re: x [#{number}]"))
    assert eve.came is Came.NEW
    assert eve.ticket != number
    assert take(small, mail("Hm?", subject="Re: x [#99999]")).came is Came.NEW


def test_strangers_who_answer_the_same_circular_are_not_joined(small: SmallDesk) -> None:
    circular = "In-Reply-To: <circular@elsewhere>\n"
    ann = take(small, mail("I want it.", more=circular))
    bob = take(small, mail("Me too.", by="bob@example.org", more=circular))
    again = take(small, mail("Did you get it?", more=circular))
    assert bob.ticket != ann.ticket
    assert again == Outcome(Came.ADDED, ann.ticket)


def test_two_mails_of_one_message_id_are_both_filed_once(small: SmallDesk) -> None:
    one = mail("My order 17 is late.", more="Message-ID: <same@x>\n")
    other = mail("Please cancel number 18.", by="bob@example.org", more="Message-ID: <same@x>\n")
    through_a_list = mail("My order 17 is late.\n-- \nlist footer", more="Message-ID: <same@x>\n")
    outcomes = [take(small, raw).came for raw in (one, other, one, other, through_a_list)]
    assert outcomes == [Came.NEW, Came.NEW, Came.KNOWN, Came.KNOWN, Came.KNOWN]


@pytest.mark.parametrize("state", ["waiting", "solved", "closed"])
def test_a_clients_mail_opens_what_was_waiting_or_done(small: SmallDesk, state: str) -> None:
    number = answered(small, state)
    assert take(small, mail("It is broken again.", more="References: <a@x>\n")).ticket == number
    row = small.row(number)
    assert (row.state, row.owner_id) == ("open", None if state == "waiting" else small.petro)
    everything(small.desk)


def test_a_mail_long_after_closing_makes_a_follow_up(small: SmallDesk) -> None:
    number = answered(small, "closed")
    small.clock.forward(days=40)
    later = take(small, mail("It is broken again.", more="References: <a@x>\n"))
    assert later.came is Came.NEW
    assert later.ticket is not None
    assert later.ticket != number


def test_a_program_opens_nothing_that_is_done_and_is_still_kept(small: SmallDesk) -> None:
    number = answered(small, "solved")
    away = mail("I am away.", more="References: <a@x>\nAuto-Submitted: auto-replied\n")
    assert take(small, away) == Outcome(Came.ADDED, number)
    assert take(small, away) == Outcome(Came.KNOWN, number)
    assert small.row(number).state == "solved"
    assert texts(small, number)[-1] == ("system", "I am away.")
    everything(small.desk)


def test_a_program_is_filed_as_a_ticket_where_it_answers_nothing(small: SmallDesk) -> None:
    report = mail("Disk is full.", by="robot@example.org", more="Auto-Submitted: auto-generated\n")
    assert take(small, report).came is Came.NEW


@pytest.mark.parametrize(("raw", "reason"), [(b"", "mail.empty"), (b"no head", "mail.no_headers")])
def test_what_is_no_mail_is_kept_once_with_its_reason(
    small: SmallDesk, raw: bytes, reason: str
) -> None:
    outcomes = [take(small, raw) for _ in range(2)]
    assert outcomes[0] == outcomes[1] == Outcome(Came.KEPT, reason=reason, number=1)
    (kept,) = small.desk.ask(mailboxes.kept_mails)
    assert (kept.reason, kept.size, kept.held) == (reason, len(raw), True)
    assert small.desk.ask(mailboxes.kept_content, kept.id) == raw


def test_a_mail_that_takes_too_long_or_fails_to_read_is_kept(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    stuck = Event()
    monkeypatch.setattr(live, "MAIL_SECONDS", 0.05)
    monkeypatch.setattr("supportdesk.intake.mail.read_mail", lambda *_: stuck.wait(20))
    assert take(small, mail()).reason == "mail.too_slow"
    stuck.set()

    def fails(*_: object) -> None:
        raise ValueError("nonsense")

    monkeypatch.setattr("supportdesk.intake.mail.read_mail", fails)
    monkeypatch.setattr(live, "MAIL_SECONDS", 20)
    assert take(small, mail("another")).reason == "item.failed"
    assert len(small.desk.ask(mailboxes.kept_mails)) == 2


def test_a_store_that_cannot_be_written_takes_nothing(small: SmallDesk) -> None:
    small.desk.read_only_because = "asked"
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        take(small, mail())
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        take(small, b"")
    assert small.desk.ask(tickets.row, 1, None) is None


def test_our_own_address_gets_no_copy_of_an_answer_to_all(small: SmallDesk) -> None:
    copied = "Cc: Help <HELP@example.org>, Bob <bob@example.org>\n"
    (message,) = small.desk.ask(threads.messages, ticket_of(small, mail(more=copied)))
    assert [one.address for one in message.recipients.cc] == ["bob@example.org"]


def answered(small: SmallDesk, state: str) -> int:
    number = ticket_of(small, mail(more="Message-ID: <a@x>\n"))
    small.clock.forward(seconds=60)
    then = "waiting" if state == "waiting" else "solved"
    kind = None if state == "waiting" else "help"
    sent = Reply(number, "Done.", 10**9, then_state=then, then_kind=kind)
    small.desk.act(small.petro, sent)
    small.clock.forward(seconds=60)
    if state == "closed":
        small.desk.act(small.petro, SetState(number, "closed"))
    return number


def test_a_ticket_made_by_hand_is_found_by_its_number(small: SmallDesk) -> None:
    ann = ClientReference("Ann Lee", "Ann@Example.org")
    number = small.desk.act(small.petro, CreateTicket(ann, "Call", "She called.")).tickets[0]
    assert take(small, mail(subject=f"[#{number}]")) == Outcome(Came.ADDED, number)
