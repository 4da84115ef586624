"""Who may do what: one table of actions × roles, checked by the desk alone (trust.md, Access).

On a file shared by several people this prevents mistakes, not malice: whoever can write the file
can change it.
"""

from supportdesk.domain import action
from supportdesk.domain.errors import Refused

ROLES = ("auditor", "trainee", "operator", "mentor", "lead", "planner", "admin")

_EVERY_WORKER = frozenset({"trainee", "operator", "mentor", "lead", "admin"})
_SENIOR = frozenset({"operator", "mentor", "lead", "admin"})
_LEADING = frozenset({"lead", "admin"})

ALLOWED: dict[type[action.Action], frozenset[str]] = {
    action.CreateTicket: _EVERY_WORKER,
    action.ReceiveMessage: _EVERY_WORKER,
    action.Reply: _SENIOR,
    action.Forward: _SENIOR,
    action.SendLater: _SENIOR,
    action.PostponeSending: _SENIOR,
    action.CancelSending: _SENIOR,
    action.SendAgain: _SENIOR,
    action.SettleDelivery: _SENIOR,
    action.AddNote: _EVERY_WORKER,
    action.SetState: _EVERY_WORKER,
    action.SetPriority: _EVERY_WORKER,
    action.SetKind: _EVERY_WORKER,
    action.SetSubject: _EVERY_WORKER,
    action.Assign: _EVERY_WORKER,
    action.MoveToQueue: _EVERY_WORKER,
    action.Escalate: _EVERY_WORKER,
    action.ChangeTags: _EVERY_WORKER,
    action.ChangeFollowers: _EVERY_WORKER,
    action.RateTicket: _EVERY_WORKER,
    action.AddRecommendation: _EVERY_WORKER,
    action.SetField: _EVERY_WORKER,
    action.Snooze: _EVERY_WORKER,
    action.Bulk: _EVERY_WORKER,
    action.AddTime: _EVERY_WORKER,
    action.CorrectTime: _EVERY_WORKER,
    action.EditClient: _EVERY_WORKER,
    action.AddClientNote: _EVERY_WORKER,
    action.MergeClients: _SENIOR,
    action.ForgetClient: _LEADING,
    action.EditOrganisation: _SENIOR,
    action.SaveClientProperty: _LEADING,
    action.RemoveClientProperty: _LEADING,
    action.RecordClientEvents: _EVERY_WORKER | {"planner"},
    action.MergeTicket: _EVERY_WORKER,
    action.SplitMessage: _EVERY_WORKER,
    action.LinkTicket: _EVERY_WORKER,
    action.UnlinkTicket: _EVERY_WORKER,
    action.RenameTag: _SENIOR,
    action.SaveTemplate: _SENIOR,
    action.SaveMacro: _SENIOR,
    action.DeleteMacro: _SENIOR,
    action.RunMacro: _EVERY_WORKER,
    action.DefineFields: _LEADING,
    action.SaveArticle: _SENIOR,
    action.RemoveArticle: _SENIOR,
    action.SaveOperator: _LEADING,
    action.SaveQueue: _LEADING,
    action.SetStatus: _EVERY_WORKER,
    action.SetMailNotices: _EVERY_WORKER,
    action.SetDuties: _LEADING,
    action.SetDealing: _LEADING,
    action.SetAbsence: _EVERY_WORKER,
    action.EndAbsence: _EVERY_WORKER,
    action.ChangeOption: _LEADING,
    action.SaveCalendar: _LEADING,
    action.RemoveCalendar: _LEADING,
    action.SavePolicy: _LEADING,
    action.SavePolicies: _LEADING,
    action.RemovePolicy: _LEADING,
    action.OrderPolicies: _LEADING,
    action.TakeOverWriting: _SENIOR,
    action.SaveView: _EVERY_WORKER,
    action.SaveViews: _EVERY_WORKER,
    action.DeleteView: _EVERY_WORKER,
    action.TakeNext: _EVERY_WORKER,
    action.AddToken: frozenset(ROLES),
    action.RevokeToken: frozenset(ROLES),
    action.Undo: _EVERY_WORKER,
    action.Redo: _EVERY_WORKER,
    action.RecordHistory: _SENIOR | {"planner"},
    action.RecordArticles: _SENIOR,
    action.RecordRatings: _SENIOR | {"planner"},
    action.RecordRecommendations: _SENIOR | {"planner"},
}
"""Every command has a row; the steps of a bulk are looked up each by its own. A trainee drafts and
notes but does not send: replies of newcomers pass a mentor (F79). Of the facts, history,
files of articles and surveys have one, for whoever brings them in; what became of a reply the desk
tells itself."""

COMMANDS = {command.__name__: command for command in ALLOWED}
"""By the names under which envelopes keep them."""

MAY_UNDO_OTHERS = _LEADING
"""Own commands only; a lead may undo any (law 4)."""

MAY_SHARE_VIEWS = _LEADING
"""Views of the team and of roles are changed by leads; one's own by everybody (F3)."""

MAY_AUDIT = frozenset({"auditor", "lead", "planner", "admin"})
"""Who reads what happened on the whole desk; of a ticket everybody does (F151)."""

MAY_LEAD = _LEADING
"""Status and absences of others, and tickets over their caps, are set by leads (R3)."""

GIVEN_BY_ADMIN = frozenset({"lead", "admin"})
"""Roles that an admin alone gives and takes away: nobody makes himself more than he is."""


def may(role: str, command: type[action.Action]) -> bool:
    """Whether `role` may submit `command`; facts without a row are of the desk itself."""
    return role in ALLOWED.get(command, ())


def require_to_audit(own: str) -> None:
    """Raise Refused("audit.not_allowed") where `own` may not read the events of the whole desk."""
    if own not in MAY_AUDIT:
        raise Refused("audit.not_allowed", role=own, allowed=sorted(MAY_AUDIT))


def require_to_drop_mail(own: str) -> None:
    """Raise Refused("role.not_allowed") where `own` may not drop a client's mail unread."""
    if own not in _SENIOR:
        raise Refused("role.not_allowed", role=own, action="mail kept drop")


def may_act_as(own: str, other: str) -> bool:
    """Whether somebody whose role is `own` may be an operator of the role `other` (`--as`).

    A lead may stand in for anybody but an admin; it is recorded who did.
    """
    return own in _LEADING and (own == "admin" or other != "admin")


def require_to_act_as(own: str, other: str, name: str) -> None:
    """Raise Refused("operator.not_yourself") where `may_act_as` says no; `name` is the other's."""
    if not may_act_as(own, other):
        raise Refused("operator.not_yourself", role=own, name=name)


def may_give(own: str, role: str) -> bool:
    """Whether somebody whose role is `own` may give `role`, or take it away."""
    return own == "admin" or role not in GIVEN_BY_ADMIN


def given_by_import(own: str, wanted: str) -> str:
    """The role an import by somebody whose role is `own` gives: never one above `own`."""
    if may_give(own, wanted) and _rights(wanted) <= _rights(own):
        return wanted
    return "operator" if _rights("operator") <= _rights(own) else "auditor"


def _rights(role: str) -> frozenset[type[action.Action]]:
    return frozenset(command for command in ALLOWED if role in ALLOWED[command])
