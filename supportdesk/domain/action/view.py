"""Commands about saved views."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class SaveView:
    """Make a view, or change the one with id `view` (F2, F3).

    `sort` and `group_by` are written as in a query (`-created,number`, `queue`); `scope` is me,
    role (then `role` names it) or team. A digit is taken from the view of that scope which had it.
    """

    name: str
    query: str
    sort: str = ""
    group_by: str = ""
    columns: tuple[str, ...] = ()
    scope: str = "me"
    role: str | None = None
    digit: int | None = None
    view: int | None = None


@dataclass(frozen=True, slots=True)
class SaveViews:
    """Make or change several views, all or none (F3)."""

    views: tuple[SaveView, ...]


@dataclass(frozen=True, slots=True)
class DeleteView:
    """Take a saved view away."""

    view: int


@dataclass(frozen=True, slots=True)
class TakeNext:
    """Make the first new or open ticket of the one order that nobody has mine."""
