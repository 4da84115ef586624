"""How templates are used: counted with the reply, taken back with it (F65, F68)."""

import pytest

from supportdesk.desk.edit_distance import changed_characters
from supportdesk.desk.template_index import TemplateEntry, TemplateIndex
from supportdesk.desk.template_search import rank_templates
from supportdesk.domain.action import (
    ClientReference,
    ReceiveMessage,
    Redo,
    Reply,
    SaveTemplate,
    SetState,
    Undo,
)
from supportdesk.domain.errors import Invalid
from supportdesk.domain.memory import InsertTemplate
from supportdesk.domain.template_scope import stage_of
from supportdesk.store.read import desk_lists, health, template_uses
from supportdesk.store.read.rows import TemplateUses
from tests.reading import read_from_file
from tests.small_desk import SmallDesk

TEXT = "Your refund is on its way and arrives within ten days."


def template(small: SmallDesk, title: str = "Refund") -> int:
    """A template's number."""
    made = small.act(SaveTemplate(title, (("en", TEXT),))).template
    assert made is not None
    return made


def answer(small: SmallDesk, number: int, body: str, *templates: int, by: int = 0) -> None:
    """A reply in which templates were inserted."""
    who = by or small.petro
    for used in templates:
        small.desk.remember(InsertTemplate(who, number, used, TEXT))
    small.act(Reply(number, body, 10**6), by=who)


def uses(small: SmallDesk, number: int) -> TemplateUses:
    """The uses of a template as Petro sees them."""
    return small.desk.ask(template_uses.template_uses, small.petro).get(number, TemplateUses())


@pytest.mark.parametrize(
    ("sent", "distance"),
    [
        (TEXT, 0),
        (f"Dear Ann,\n\n{TEXT}\n\nYours, Petro", 0),
        (TEXT.replace("ten", "six"), 3),
        (f"Dear Ann!\n{TEXT.replace('refund', 'Refund')}\nYours", 1),
        ("I have called you about something else entirely; see you soon.", None),
    ],
)
def test_only_what_was_changed_within_the_text_counts(sent: str, distance: int | None) -> None:
    assert changed_characters(TEXT, sent) == distance


def test_uses_are_counted_for_each_operator_and_all(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    answer(small, number, TEXT.replace("ten", "six"), used)
    answer(small, number, TEXT, used, by=small.olga)
    found = uses(small, used)
    assert (found.uses, found.own, found.distance, found.mean_distance) == (2, 1, 3, 1.5)
    assert found.changed == pytest.approx(3 / (2 * len(TEXT)))


def test_a_recalled_reply_takes_its_uses_back_and_a_redo_counts_them_again(
    small: SmallDesk,
) -> None:
    number, used = small.ticket(), template(small)
    answer(small, number, TEXT, used)
    counted = uses(small, used)
    small.act(Undo())
    assert uses(small, used) == TemplateUses()
    small.act(Redo())
    assert uses(small, used) == counted
    assert all(
        finding.faults == 0 for finding in small.desk.ask(lambda c: list(health.findings(c)))
    )


def test_a_text_that_was_thrown_out_is_no_use_and_counts_only_once(small: SmallDesk) -> None:
    number, kept, thrown = small.ticket(), template(small), template(small, "Other")
    small.desk.remember(InsertTemplate(small.petro, number, thrown, "Please restart your router."))
    answer(small, number, TEXT, kept)
    answer(small, number, TEXT)
    assert (uses(small, kept).uses, uses(small, thrown).uses) == (1, 0)


def test_reopened_tickets_are_told(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    answer(small, number, TEXT, used)
    small.act(SetState(number, "solved", kind="help"))
    assert small.desk.ask(template_uses.reopened) == {}
    who = ClientReference("Ann Lee", "ann@example.org")
    small.clock.forward(hours=1)
    small.desk.act(None, ReceiveMessage(who, "Re", "It did not come", "again", ticket=number))
    assert small.desk.ask(template_uses.reopened) == {used: 1}


def test_sums_that_went_wrong_are_found_and_repaired(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    answer(small, number, TEXT, used)
    counted = uses(small, used)
    with small.desk._open_writer().transaction() as connection:
        connection.exec_driver_sql("UPDATE template_tally SET uses = 9")

    def faults() -> int:
        found = small.desk.ask(lambda c: list(health.findings(c)))
        return next(f.faults for f in found if f.check == "uses of templates")

    assert faults() == 1
    small.desk.repair()
    assert (faults(), uses(small, used)) == (0, counted)


def test_the_picker_reads_the_sums_and_never_every_use(small: SmallDesk) -> None:
    reader = read_from_file(small.desk)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    template_uses.template_uses(reader, small.petro)
    reader.set_trace_callback(None)
    plan = " ".join(row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}"))
    assert "template_use " not in plan
    assert "TEMP B-TREE" not in plan


# Ranking


def ranked(
    *entries: TemplateEntry, own: dict[int, int] | None = None, typed: str = ""
) -> list[int]:
    """The order for a Russian complaint of a novice, being answered first."""
    found = rank_templates(
        typed,
        TemplateIndex(entries),
        kind="complaint",
        language="ru",
        stage="first",
        traits=(("skill", "Novice"),),
        own_uses=own or {},
    )
    return [template.template_id for template in found]


def test_every_match_lifts_and_what_is_for_something_else_sinks_but_stays() -> None:
    general = TemplateEntry(1, "A", "")
    assert ranked(
        general,
        TemplateEntry(2, "B", "", stage="done"),
        TemplateEntry(3, "C", "", stage="first"),
        TemplateEntry(4, "D", "", trait="skill=novice"),
        TemplateEntry(5, "E", "", trait="skill=expert"),
        TemplateEntry(6, "F", "", languages=("ru",), stage="first"),
        TemplateEntry(7, "G", "", languages=("en",), stage="done"),
        TemplateEntry(8, "H", "", kind="complaint"),
        TemplateEntry(9, "I", "", kind="praise"),
    ) == [8, 6, 3, 4, 1, 2, 5, 7, 9]


def test_own_use_decides_among_equals_and_never_against_the_fit() -> None:
    entries = (
        TemplateEntry(1, "Refund one", ""),
        TemplateEntry(2, "Refund two", ""),
        TemplateEntry(3, "Refund new", "", stage="first"),
    )
    assert ranked(*entries, own={2: 5}) == [3, 2, 1]
    assert ranked(*entries, own={2: 500}, typed="refund") == [3, 2, 1]


def test_stages_follow_from_the_ticket(small: SmallDesk) -> None:
    number = small.ticket()

    def stage() -> str:
        row = small.row(number)
        return stage_of(row.category, row.replies)

    stages = [stage()]
    small.act(Reply(number, "Hello", 10**6))
    stages.append(stage())
    small.act(SetState(number, "waiting"))
    stages.append(stage())
    small.act(SetState(number, "solved", kind="help"))
    assert [*stages, stage()] == ["first", "ongoing", "waiting", "done"]


def test_stage_and_trait_are_kept_checked_and_undone(small: SmallDesk) -> None:
    used = template(small)
    with pytest.raises(Invalid, match=r"stage\.unknown"):
        small.act(SaveTemplate("Refund", (("en", TEXT),), used, stage="last"))
    small.act(
        SaveTemplate("Refund", (("en", TEXT),), used, stage="First", trait=" skill = novice ")
    )
    (row,) = small.desk.ask(desk_lists.templates)
    assert (row.stage, row.trait) == ("first", "skill=novice")
    small.act(Undo())
    (row,) = small.desk.ask(desk_lists.templates)
    assert (row.stage, row.trait) == (None, None)
