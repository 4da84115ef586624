"""The order in which one sees the views, and which not at all (F3)."""

from supportdesk.cli import choosing
from supportdesk.cli.session import Session
from supportdesk.domain.memory import ArrangeViews
from supportdesk.domain.views import (
    BUILT_IN,
    OF_POLICIES,
    Place,
    hidden_among,
    in_their_places,
    key_of,
    moved,
)
from supportdesk.store.read import policies, views
from supportdesk.store.read.rows import ViewRow

Listed = tuple[str, str, ViewRow | None]
"""The key among places, the name, and the saved view or None for a built-in one."""


def arranged(session: Session) -> tuple[list[Listed], frozenset[str]]:
    """Built-in views, then saved ones, each in one's own order; and the keys of hidden ones."""
    places = session.ask(views.places, session.my_id())
    rows = {key_of(row.id): row for row in session.ask(views.saved, session.my_id())}
    has_policies = session.ask(policies.any_policy)
    names = [name for name in BUILT_IN if has_policies or name not in OF_POLICIES]
    built_in: list[Listed] = [(name, name, None) for name in in_their_places(names, places)]
    saved: list[Listed] = [
        (key, rows[key].name, rows[key]) for key in in_their_places([*rows], places)
    ]
    return [*built_in, *saved], hidden_among(places)


def move_view(session: Session, name: str, to: int) -> tuple[int, int]:
    """Put a view at place `to` of its kind, from 0: its place now, and how many there are.

    Raises NotFound("saved_view.missing").
    """
    key = _key(session, name)
    found, hidden = arranged(session)
    same = [other for other, _name, row in found if (row is None) == (key in BUILT_IN)]
    others = [other for other, _name, row in found if (row is None) != (key in BUILT_IN)]
    now = moved(same, key, to)
    _keep(session, [*now, *others], hidden)
    return now.index(key), len(now)


def hide_view(session: Session, name: str, *, hidden: bool) -> None:
    """Hide a view from oneself, or show it again. Raises NotFound("saved_view.missing")."""
    key = _key(session, name)
    found, before = arranged(session)
    now = before | {key} if hidden else before - {key}
    _keep(session, [other for other, _name, _row in found], now)


def _key(session: Session, name: str) -> str:
    folded = name.strip().casefold()
    return folded if folded in BUILT_IN else key_of(choosing.view(session, name).id)


def _keep(session: Session, keys: list[str], hidden: frozenset[str]) -> None:
    places = tuple(Place(key, key in hidden) for key in keys)
    session.desk.remember(ArrangeViews(session.actor().id, places))
