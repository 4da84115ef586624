"""Who may do what: one table of actions × roles, checked by the desk alone (trust.md, Access).

On a file shared by several people this prevents mistakes, not malice: whoever can write the file
can change it.
"""

from supportdesk.domain import action

ROLES = ("auditor", "trainee", "operator", "mentor", "lead", "planner", "admin")

_EVERY_WORKER = frozenset({"trainee", "operator", "mentor", "lead", "admin"})
_SENIOR = frozenset({"operator", "mentor", "lead", "admin"})
_LEADING = frozenset({"lead", "admin"})

ALLOWED: dict[type[action.Action], frozenset[str]] = {
    action.CreateTicket: _EVERY_WORKER,
    action.ReceiveMessage: _EVERY_WORKER,
    action.Reply: _SENIOR,
    action.AddNote: _EVERY_WORKER,
    action.SetState: _EVERY_WORKER,
    action.SetPriority: _EVERY_WORKER,
    action.SetKind: _EVERY_WORKER,
    action.SetSubject: _EVERY_WORKER,
    action.Assign: _EVERY_WORKER,
    action.MoveToQueue: _EVERY_WORKER,
    action.ChangeTags: _EVERY_WORKER,
    action.Snooze: _EVERY_WORKER,
    action.EditClient: _EVERY_WORKER,
    action.AddClientNote: _EVERY_WORKER,
    action.SaveTemplate: _SENIOR,
    action.SaveOperator: _LEADING,
    action.SaveQueue: _LEADING,
    action.ChangeOption: _LEADING,
    action.TakeOverWriting: _SENIOR,
    action.Undo: _EVERY_WORKER,
    action.Redo: _EVERY_WORKER,
    action.RecordHistory: _SENIOR | {"planner"},
}
"""Every command has a row. A trainee drafts and notes but does not send: replies of newcomers pass
a mentor (F79). Of the facts, history has one, for whoever imports; what became of a reply the desk
tells itself."""

MAY_UNDO_OTHERS = _LEADING
"""Own commands only; a lead may undo any (law 4)."""


def may(role: str, command: type[action.Action]) -> bool:
    """Whether `role` may submit `command`."""
    return role in ALLOWED[command]
