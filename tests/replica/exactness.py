"""Whether what is done on a copy leaves no trace once it is taken away, and is the same again."""

import re
from pathlib import Path

from supportdesk.desk.replica import taking
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.store.write import overlay
from supportdesk.store.write.overlay import UNRECORDED
from tests.replica.copies import Tables, every_table

OF_SQLITE = {"sqlite_stat1", "sqlite_stat4", "sqlite_sequence"}

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def kept(path: Path) -> Tables:
    """The tables of a store whose rows are the desk's, with the words of its indexes."""
    found = every_table(path)
    left_out = UNRECORDED | OF_SQLITE
    return {name: rows for name, rows in found.items() if name not in left_out}


def leaves_no_trace(desk: LinkedDesk, path: Path, before: Tables, *, again: bool = True) -> None:
    """What was done since `before` is the same done again, and gone when it is taken away."""
    after = kept(path)
    desk.lease(taking.refresh, desk.undo_send_seconds)
    if again:
        same(names_whom_it_takes(done_again(after)), names_whom_it_takes(done_again(kept(path))))
    desk.lease(overlay.take_away)
    same(before, kept(path))


def done_again(tables: Tables) -> Tables:
    """What has to be the same each time: steps of many are envelopes with ids of the moment.

    How templates are used is counted where the reply is written, which is once.
    """
    has_steps = any(row[-2] is not None for row in tables["envelope"])
    left_out = {"template_use", "template_tally"}
    found = {name: rows for name, rows in tables.items() if name not in left_out}
    if not has_steps:
        return found
    return {name: sorted((_masked(row) for row in rows), key=repr) for name, rows in found.items()}


def names_whom_it_takes(tables: Tables) -> Tables:
    """The next ticket was taken, which is the same as that ticket: it may not be the next again."""
    renamed = [
        tuple(v.replace("TakeNext", "Assign") if isinstance(v, str) else v for v in row)
        for row in tables["envelope"]
    ]
    return {**tables, "envelope": renamed}


def _masked(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(_ID.sub("ID", value) if isinstance(value, str) else value for value in row)


def same(one: Tables, other: Tables) -> None:
    """Every row of every table is the same."""
    different = {
        name: (sorted(set(rows) - set(other[name])), sorted(set(other[name]) - set(rows)))
        for name, rows in one.items()
        if rows != other[name]
    }
    assert not different, different
