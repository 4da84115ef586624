"""A Zendesk account on our desk: whole, once, and what stays behind is named."""

import json
import zipfile
from pathlib import Path

import pytest

from supportdesk.domain.action import SetPriority
from supportdesk.domain.macro import macro_from
from supportdesk.domain.sla.policy import Clock
from supportdesk.domain.ticket import Priority
from supportdesk.intake import ticket_import
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions, ImportReport
from supportdesk.intake.ticket_import import TicketImport
from supportdesk.store.read import (
    calendars,
    clients,
    desk_lists,
    links,
    macros,
    policies,
    threads,
    views,
)
from supportdesk.store.read.policies import policy_of
from supportdesk.store.read.rows import EventRow
from tests import zendesk_account as account
from tests.small_desk import SmallDesk


def brought(small: SmallDesk, *paths: Path, queue: str | None = None) -> ImportReport:
    """Import an export as Olga, who leads."""
    small.clock.forward(days=1)
    options = ImportOptions(helpdesk="zendesk", importer=small.olga, queue=queue)
    return import_files(small.desk, paths, options)


def _named(event: EventRow, names: dict[str, str]) -> str | None:
    """What an event set, people and queues by their names."""
    if event.field == "owner_id":
        return names.get(f"o{event.after}")
    return names.get(event.after or "") if event.field == "queue_id" else event.after


@pytest.fixture
def report(small: SmallDesk, tmp_path: Path) -> ImportReport:
    """The account, brought in."""
    return brought(small, account.write(tmp_path / "account"))


def test_the_counts_of_what_came_in(report: ImportReport) -> None:
    assert dict(report.kinds_new) == {
        "operator": 2,
        "field": 2,
        "ticket": 3,
        "message": 5,
        "note": 1,
        "change": 7,
        "template": 2,
        "macro": 2,
        "view": 1,
        "policy": 2,
    }
    assert report.kinds_new == report.kinds_read
    assert (report.clients_new, report.tickets_new, report.templates_new) == (2, 3, 2)
    assert (report.read, report.new, report.known) == (27, 27, 0)
    assert [(item.reason, item.detail) for item in report.skipped] == [
        ("template.refused", "template.unknown_tag for")
    ]
    assert report.skipped[0].where.endswith("macros.json:6")


def test_what_stays_behind_is_named_with_its_reason(report: ImportReport) -> None:
    assert {what: times for what, times in report.no_place.items() if times} == {
        ("brands", "", "kind"): 2,
        ("trigger", "", "rules"): 1,
        ("sla_policy", "", "policy"): 2,
        ("sla_policy", "business_hours", "field"): 1,
        ("organization", "domain_names", "field"): 1,
        ("ticket", "brand_id", "field"): 1,
        ("ticket", "99", "no_definition"): 1,
        ("ticket", "plan", "value"): 1,
        ("ticket", "", "deleted"): 1,
        ("history", "External", "kind"): 1,
        ("message", "attachments", "not_fetched"): 1,
        ("user", "", "no_ticket"): 1,
        ("macro", "ticket.brand.name", "placeholder"): 1,
        ("macro", "set_schedule", "macro_action"): 1,
        ("macro", "", "inactive"): 1,
        ("macro", "", "personal"): 1,
        ("view", "brand_id is", "condition"): 1,
        ("view", "", "inactive"): 1,
        ("view", "column due_date", "field"): 1,
    }


def test_a_ticket_stands_as_it_stood_there(small: SmallDesk, report: ImportReport) -> None:
    row = small.row(1)
    assert (row.subject, row.state, row.reason, row.priority) == (
        *("Matter 1", "hold", "third_party", 3),
    )
    assert (row.queue, row.owner, row.client, row.client_email) == (
        *("Billing", "Bo Hill", "Ann Lee", "ann@example.org"),
    )
    assert (row.kind, sorted(row.tags)) == ("question", ["refund", "vip"])
    assert {(one.name, one.value) for one in row.fields} == {
        ("plan", "Gold plan"),
        ("is_paid", "yes"),
    }
    assert small.row(3).state == "closed"


def test_its_history_has_its_own_times_and_people(small: SmallDesk, report: ImportReport) -> None:
    names = {str(row.id): row.name for row in small.desk.ask(desk_lists.queues)}
    names |= {f"o{row.id}": row.name for row in small.desk.ask(desk_lists.operators)}
    told = [
        (event.field, _named(event, names), event.actor)
        for event in sorted(small.desk.ask(threads.events, 1), key=lambda one: (one.at, one.seq))
        if event.field in ("state", "owner_id", "queue_id", "priority")
    ]
    assert told == [
        ("queue_id", "Front desk", None),
        ("state", "open", "Bo Hill"),
        ("owner_id", "Bo Hill", "Bo Hill"),
        ("priority", "3", "Bo Hill"),
        ("state", "hold", "Chris Roe"),
        ("queue_id", "Billing", "Chris Roe"),
    ]


def test_the_thread_of_a_ticket(small: SmallDesk, report: ImportReport) -> None:
    thread = small.desk.ask(threads.messages, 2)
    assert [(one.kind, one.author, one.body) for one in thread] == [
        (
            "client",
            "Dara Ode",
            "The lamp is broken\n\n[lamp.png (2048 B)] https://files.example/lamp",
        ),
        ("operator", "Bo Hill", "Which lamp\nis it?"),
        ("note", "Bo Hill", "The old one, surely"),
    ]
    assert [one.body for one in small.desk.ask(threads.messages, 3)] == ["Where is my refund?"]


def test_tickets_belong_together_as_they_did(small: SmallDesk, report: ImportReport) -> None:
    linked = small.desk.ask(links.from_ticket, 2), small.desk.ask(links.from_ticket, 3)
    assert [[(one.kind, one.other) for one in found] for found in linked] == [
        [("problem", 1)],
        [("follow_up", 2)],
    ]


def test_people_are_who_they_were(small: SmallDesk, report: ImportReport) -> None:
    people = {one.name: one for one in small.desk.ask(desk_lists.operators)}
    assert (people["Bo Hill"].active, people["Bo Hill"].email) == (True, "bo@example.org")
    assert not people["Chris Roe"].active
    card = small.desk.ask(clients.card, small.row(1).client_id)
    assert card is not None
    assert card.organisation is not None
    assert (card.company, card.organisation.note, card.timezone) == (
        *("Acme", "Pays yearly", "Europe/Kyiv"),
    )
    assert [note.body for note in card.notes] == ["Calls in the evening"]
    other = small.desk.ask(clients.card, small.row(2).client_id)
    assert other is not None
    assert [(one.name, one.value) for one in other.properties] == [("customer_no", "C-7")]


def test_a_macro_is_a_template_and_does_what_else_it_did(
    small: SmallDesk, report: ImportReport
) -> None:
    rows = {row.name: macro_from(row.does) for row in small.desk.ask(macros.macros)}
    asked = rows["Refunds::Ask for the order"]
    text = "Hello {{ticket.requester.first_name}},\nwhich order? {{ ask['ticket.brand.name'] }}"
    assert asked.reply == (("en", text),)
    assert (asked.state, asked.owner, asked.add) == ("waiting", "me", ("order", "asked"))
    assert asked.queue == small.billing
    assert rows["Check with the bank"].note == "Ask the bank first"
    templates = {row.title: row for row in small.desk.ask(desk_lists.templates)}
    assert templates["Refunds::Ask for the order"].tags == ("refunds",)
    assert dict(templates["Greeting"].variants) == {"en": "Good day!"}


def test_a_view_asks_what_it_asked(small: SmallDesk, report: ImportReport) -> None:
    (row,) = small.desk.ask(views.saved, small.petro)
    assert row.query == (
        'state:new,open,waiting,hold tag:"refund","lamp" -plan:"Free plan"'
        ' (queue:"Billing" OR owner:me)'
    )
    assert (row.name, row.sort, row.group_by, row.columns, row.scope) == (
        *("Refunds at work", "-updated", "state", ("client", "plan"), "team"),
    )


def test_a_policy_comes_in_where_ours_measures_the_same(
    small: SmallDesk, report: ImportReport
) -> None:
    row, other = small.desk.ask(policies.policies)
    assert (other.name, other.query, other.calendar) == (
        *("Questions (2)", "priority:low", row.calendar),
    )
    assert (row.name, row.query, row.hold_pauses) == ("Questions", 'kind:"question"', True)
    (calendar,) = small.desk.ask(calendars.calendars)
    assert (calendar.id, calendar.name) == (row.calendar, "24x7")
    minutes = {what: length.total_seconds() / 60 for what, length in policy_of(row).targets.items()}
    assert minutes == {
        (Priority.CRITICAL, Clock.FIRST_RESPONSE): 30,
        (Priority.CRITICAL, Clock.RESOLUTION): 240,
        (Priority.LOW, Clock.NEXT_REPLY): 600,
    }


def test_a_second_import_adds_nothing(small: SmallDesk, tmp_path: Path) -> None:
    folder = account.write(tmp_path / "account")
    first = brought(small, folder)
    before = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM event").fetchone())
    second = brought(small, folder)
    assert (second.new, second.known) == (0, first.new)
    assert second.clients_new == 0
    assert small.desk.ask(lambda c: c.execute("SELECT count(*) FROM event").fetchone()) == before


def test_a_newer_export_adds_what_is_new(small: SmallDesk, tmp_path: Path) -> None:
    brought(small, account.write(tmp_path / "account"))
    newer = account.TICKETS[1] | {
        "status": "open",
        "updated_at": "2026-02-05T08:00:00Z",
        "tags": ["lamp", "again"],
        "comments": [
            {
                "id": 704,
                "author_id": account.BO,
                "body": "Sent a new one",
                "public": True,
                "created_at": "2026-02-05T08:00:00Z",
            }
        ],
    }
    line = tmp_path / "newer.jsonl"
    line.write_text(json.dumps(newer), encoding="utf-8")
    people = tmp_path / "account" / "users.json"
    report = brought(small, line, people)
    assert dict(+report.kinds_new) == {"message": 1, "change": 2}, "what was said, how it stands"
    row = small.row(2)
    assert (row.state, sorted(row.tags)) == ("open", ["again", "lamp"]), "not what messages tell"
    assert len(small.desk.ask(threads.messages, 2)) == 4


def test_what_was_done_here_later_stays(small: SmallDesk, tmp_path: Path) -> None:
    folder = account.write(tmp_path / "account")
    brought(small, folder)
    small.act(SetPriority(2, 0))
    newer = account.TICKETS[1] | {"priority": "high", "updated_at": "2026-02-06T08:00:00Z"}
    (folder / "incremental" / "tickets.json").write_text(
        json.dumps({"tickets": [newer]}), encoding="utf-8"
    )
    brought(small, folder)
    assert small.row(2).priority == 0


def test_a_whole_export_line_by_line(small: SmallDesk, tmp_path: Path) -> None:
    """People and comments stand within the tickets; keys in any order."""
    whole = account.TICKETS[1] | {
        "comments": account.COMMENTS_OF_2,
        "requester": account.USERS[3],
        "assignee": account.USERS[1],
        "group": account.GROUPS[0],
    }
    line = tmp_path / "tickets.json"
    line.write_text(json.dumps(whole, sort_keys=True) + "\n", encoding="utf-8")
    report = brought(small, line)
    assert (report.kinds_new["message"], report.kinds_new["note"]) == (2, 1)
    row = small.row(1)
    assert (row.client, row.owner, row.queue) == ("Dara Ode", "Bo Hill", "Front desk")
    assert report.skipped == []


def test_ticket_events_are_a_history(small: SmallDesk, tmp_path: Path) -> None:
    events = {
        "ticket_events": [
            {
                "id": 5,
                "ticket_id": 2,
                "created_at": "2026-02-02T09:00:00Z",
                "updater_id": account.BO,
                "event_type": "Audit",
                "child_events": [
                    {"id": 6, "event_type": "Change", "status": "pending", "via": "Web form"},
                    {
                        "id": 7,
                        "event_type": "Comment",
                        "type": "Comment",
                        "author_id": account.BO,
                        "body": "Which lamp?",
                        "public": True,
                    },
                ],
            }
        ]
    }
    folder = account.write(tmp_path / "account")
    (folder / "tickets" / "2" / "comments.json").unlink()
    (folder / "events.json").write_text(json.dumps(events), encoding="utf-8")
    brought(small, folder)
    changed = [one for one in small.desk.ask(threads.events, 2) if one.field == "state"]
    assert [(one.after, one.actor) for one in changed] == [("waiting", "Bo Hill")]
    assert [one.body for one in small.desk.ask(threads.messages, 2)] == ["Which lamp?"]


def test_an_archive_is_a_folder(small: SmallDesk, tmp_path: Path) -> None:
    folder = account.write(tmp_path / "account")
    packed = tmp_path / "account.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*.json"):
            archive.write(path, path.relative_to(folder))
    report = brought(small, packed)
    assert (report.tickets_new, report.kinds_new["message"]) == (3, 5)
    assert len(report.skipped) == 1


def test_an_archive_that_unpacks_beyond_reason_is_left_out(
    small: SmallDesk, tmp_path: Path
) -> None:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b" " * (80 << 20))
    assert left_out(small, packed) == [(str(packed), "file.unpacks_too_far")]


def test_an_archive_of_many_files_is_held_to_what_all_of_them_unpack_to(
    small: SmallDesk, tmp_path: Path
) -> None:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in "abcdef":
            archive.writestr(f"{name}.json", b" " * (15 << 20))
    assert left_out(small, packed) == [(str(packed), "file.unpacks_too_far")]


def left_out(small: SmallDesk, packed: Path) -> list[tuple[str, str]]:
    return [(one.where, one.reason) for one in brought(small, packed).skipped]


def test_an_interrupted_import_goes_on_with_the_next(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = account.write(tmp_path / "account")
    flush = TicketImport.flush

    def interrupted(self: TicketImport) -> None:
        flush(self)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ticket_import, "BATCH_MESSAGES", 3)
        patch.setattr(TicketImport, "flush", interrupted)
        first = brought(small, folder)
    assert first.interrupted
    assert first.kinds_new["ticket"] == 1
    assert first.read == first.kinds_read.total()
    second = brought(small, folder)
    assert (second.kinds_new["ticket"], second.kinds_new["template"]) == (2, 2)
    assert small.row(3).state == "closed"


def test_everything_into_one_queue(small: SmallDesk, tmp_path: Path) -> None:
    brought(small, account.write(tmp_path / "account"), queue="Moved")
    assert {small.row(number).queue for number in (1, 2, 3)} == {"Moved"}
