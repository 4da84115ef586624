"""Whether what is done on a copy leaves no trace once it is taken away, and is the same again."""

from pathlib import Path

from supportdesk.desk.replica import taking
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.store.write import overlay
from supportdesk.store.write.overlay import UNRECORDED
from tests.replica.copies import Tables, every_table


def kept(path: Path) -> Tables:
    """The tables of a store whose rows are the desk's, with the words of its indexes."""
    found = every_table(path)
    return {name: rows for name, rows in found.items() if name not in UNRECORDED}


def leaves_no_trace(desk: LinkedDesk, path: Path, before: Tables) -> None:
    """What was done since `before` is the same done again, and gone when it is taken away."""
    after = kept(path)
    desk.lease(taking.refresh, desk.undo_send_seconds)
    same(after, kept(path))
    desk.lease(overlay.take_away)
    same(before, kept(path))


def same(one: Tables, other: Tables) -> None:
    """Every row of every table is the same."""
    different = {
        name: (sorted(set(rows) - set(other[name])), sorted(set(other[name]) - set(rows)))
        for name, rows in one.items()
        if rows != other[name]
    }
    assert not different, different
