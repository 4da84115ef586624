"""Saving views, for oneself or for others (F2, F3)."""

from datetime import UTC

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import DeleteView, SaveView, SaveViews
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.domain.query import LONGEST_QUERY
from supportdesk.domain.query_fields import GROUPS, SORTS
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.roles import MAY_SHARE_VIEWS, ROLES
from supportdesk.domain.views import BUILT_IN, COLUMNS, DIGITS, LONGEST_NAME, Scope, composed
from supportdesk.store.write import custom_fields, rows, views
from supportdesk.store.write.change import change
from supportdesk.store.write.rows import Stored


def save_view(submission: Submission, action: SaveView) -> Receipt:
    """Make a view, or change one.

    Raises Invalid for what no view can be, Refused where only a lead may, and for a name that is
    taken.
    """
    transaction = submission.transaction
    name = _require_sense(submission, action)
    _require_sharing(submission, action.scope)
    former = None if action.view is None else _require_own(submission, action.view)
    owner = submission.operator.id
    if former is not None and action.scope != Scope.ME:
        owner = former["owner_id"]
    others = [
        row
        for row in views.beside(transaction.connection, action.scope, owner, action.role)
        if row["id"] != action.view
    ]
    if name.casefold() in {*BUILT_IN, *(row["name"].casefold() for row in others)}:
        raise Refused("view.name_taken", name=name)
    if former is None:
        view = views.make_view(transaction, owner)
        transaction.record("saved_view", view, "present", None, "1")
    else:
        view = former["id"]
    if action.digit is not None:
        for row in others:
            if row["digit"] == action.digit:
                change(transaction, "saved_view", row["id"], "digit", None)
    for field, value in (
        ("name", name),
        ("query", " ".join(action.query.split())),
        ("sort", action.sort.casefold()),
        ("group_by", action.group_by.casefold()),
        ("columns", " ".join(action.columns)),
        ("scope", action.scope),
        ("owner_id", str(owner)),
        ("role", action.role if action.scope == Scope.ROLE else None),
        ("digit", None if action.digit is None else str(action.digit)),
    ):
        change(transaction, "saved_view", view, field, value)
    return Receipt(transaction.envelope, view=view)


def save_views(submission: Submission, action: SaveViews) -> Receipt:
    """Save several views, or none of them.

    Raises what `save_view` raises, with the `place` of the view, from 1.
    """
    for place, view in enumerate(action.views, start=1):
        try:
            save_view(submission, view)
        except DeskError as error:
            error.parameters = {**error.parameters, "place": place}
            raise
    return Receipt(submission.transaction.envelope)


def delete_view(submission: Submission, action: DeleteView) -> Receipt:
    """Take a view away. Raises Refused where only a lead may."""
    _require_own(submission, action.view)
    change(submission.transaction, "saved_view", action.view, "present", None)
    return Receipt(submission.transaction.envelope, view=action.view)


def _require_sense(submission: Submission, action: SaveView) -> str:
    """The cleaned name. Raises Invalid for what no view can be."""
    name = " ".join(action.name.split())
    if not name or not action.query.strip():
        raise Invalid("view.empty")
    if len(name) > LONGEST_NAME:
        raise Invalid("view.name_too_long", limit=LONGEST_NAME)
    _require_question(submission, action)
    if action.scope not in list(Scope):
        raise Invalid("view.unknown_scope", wanted=action.scope, allowed=[*Scope])
    if action.scope == Scope.ROLE and action.role not in ROLES:
        raise Invalid("role.unknown", wanted=action.role, allowed=ROLES)
    if action.digit is not None and action.digit not in DIGITS:
        raise Invalid("view.unknown_digit", wanted=action.digit)
    return name


def _require_question(submission: Submission, action: SaveView) -> None:
    """Raises Invalid where query, order, groups or columns mean nothing."""
    now = from_milliseconds(submission.transaction.at)
    query = " ".join(action.query.split())
    fields = [
        custom_fields.defined(row)
        for row in custom_fields.by_name(submission.transaction.connection).values()
    ]
    parse_query(query, now=now, zone=UTC, custom=lambda: fields)
    for sort in action.sort.casefold().split(",") if action.sort else ():
        if sort.removeprefix("-") not in SORTS:
            raise Invalid("view.unknown_sort", wanted=sort, allowed=SORTS)
    if action.group_by and action.group_by.casefold() not in GROUPS:
        raise Invalid("view.unknown_group", wanted=action.group_by, allowed=GROUPS)
    known = (*COLUMNS, *(field.name for field in fields))
    for column in action.columns:
        if column not in known:
            raise Invalid("view.unknown_column", wanted=column, allowed=known)
    whole = composed(query, action.sort.casefold(), action.group_by.casefold())
    if len(whole) > LONGEST_QUERY:
        room = LONGEST_QUERY - (len(whole) - len(query))
        raise Invalid("query.too_long", position=room, limit=room)
    parse_query(whole, now=now, zone=UTC, custom=lambda: fields)


def _require_own(submission: Submission, view: int) -> Stored:
    """The view, if the actor may change it; one of somebody else's own is not there for others."""
    row = rows.require_row(submission.transaction.connection, "saved_view", view)
    others = row["scope"] == Scope.ME and row["owner_id"] != submission.operator.id
    if row["withdrawn"] or others:
        raise NotFound("saved_view.missing", number=view)
    _require_sharing(submission, row["scope"])
    return row


def _require_sharing(submission: Submission, scope: str) -> None:
    own = submission.operator.role
    if scope != Scope.ME and own not in MAY_SHARE_VIEWS:
        raise Refused("view.not_shared", role=own, scope=scope)
