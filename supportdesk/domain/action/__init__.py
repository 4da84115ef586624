"""The closed list of what can be asked of the desk (law 1): commands and facts.

Commands are guarded by rules and roles and can be undone; facts are recorded as they happened,
with their own time. Numbers that name rows (`ticket`, `client`, `owner`…) are the store's ids;
a ticket's id is its number.
"""

from supportdesk.domain.action.access import AddToken, RevokeToken
from supportdesk.domain.action.calendar import (
    CalendarDay,
    RemoveCalendar,
    SaveCalendar,
)
from supportdesk.domain.action.client import (
    AddClientNote,
    EditClient,
    EditOrganisation,
    ForgetClient,
    MergeClients,
    RemoveClientProperty,
    SaveClientProperty,
)
from supportdesk.domain.action.conversation import (
    AddNote,
    CancelSending,
    CreateTicket,
    Forward,
    PostponeSending,
    ReceiveMessage,
    Reply,
    SendAgain,
    SendLater,
    SettleDelivery,
    TakeOverWriting,
)
from supportdesk.domain.action.fact import (
    Acknowledge,
    HistoricChange,
    HistoricClientEvent,
    HistoricClientNote,
    HistoricLink,
    HistoricMessage,
    HistoricTicket,
    PlanNotices,
    RecordBounce,
    RecordClientEvents,
    RecordDelivery,
    RecordHistory,
    RecordLinks,
    RecordSending,
)
from supportdesk.domain.action.fields import (
    DefineFields,
    SetField,
)
from supportdesk.domain.action.knowledge import (
    ArticleFile,
    RecordArticles,
    RemoveArticle,
    SaveArticle,
)
from supportdesk.domain.action.linking import (
    LinkTicket,
    MergeTicket,
    SplitMessage,
    UnlinkTicket,
)
from supportdesk.domain.action.macro import (
    DeleteMacro,
    MacroStep,
    RunMacro,
    SaveMacro,
)
from supportdesk.domain.action.many import (
    Bulk,
    TicketCommand,
    on_each,
)
from supportdesk.domain.action.organising import (
    ChangeOption,
    Redo,
    RenameTag,
    SaveOperator,
    SaveQueue,
    SaveTemplate,
    Undo,
)
from supportdesk.domain.action.parts import (
    ClientReference,
    NewAttachment,
    Recipient,
    Recipients,
)
from supportdesk.domain.action.rating import (
    AddRecommendation,
    HistoricRating,
    HistoricRecommendation,
    RateTicket,
    RecordRatings,
    RecordRecommendations,
)
from supportdesk.domain.action.service_levels import (
    OrderPolicies,
    PolicyTarget,
    RemovePolicy,
    SavePolicies,
    SavePolicy,
)
from supportdesk.domain.action.staffing import (
    EndAbsence,
    SetAbsence,
    SetDealing,
    SetDuties,
    SetMailNotices,
    SetStatus,
)
from supportdesk.domain.action.ticket import (
    Assign,
    ChangeFollowers,
    ChangeTags,
    Escalate,
    MoveToQueue,
    SetKind,
    SetPriority,
    SetState,
    SetSubject,
    Snooze,
)
from supportdesk.domain.action.time import (
    AddTime,
    CorrectTime,
)
from supportdesk.domain.action.view import DeleteView, SaveView, SaveViews, TakeNext

Command = (
    CreateTicket
    | ReceiveMessage
    | Reply
    | Forward
    | SendLater
    | PostponeSending
    | CancelSending
    | SendAgain
    | SettleDelivery
    | AddNote
    | SetState
    | SetPriority
    | SetKind
    | SetSubject
    | Assign
    | MoveToQueue
    | Escalate
    | ChangeTags
    | ChangeFollowers
    | RateTicket
    | AddRecommendation
    | SetField
    | Snooze
    | Bulk
    | AddTime
    | CorrectTime
    | EditClient
    | AddClientNote
    | MergeClients
    | ForgetClient
    | EditOrganisation
    | SaveClientProperty
    | RemoveClientProperty
    | MergeTicket
    | SplitMessage
    | LinkTicket
    | UnlinkTicket
    | RenameTag
    | DefineFields
    | SaveTemplate
    | SaveMacro
    | DeleteMacro
    | RunMacro
    | SaveArticle
    | RemoveArticle
    | SaveOperator
    | SaveQueue
    | SetStatus
    | SetMailNotices
    | SetDuties
    | SetDealing
    | SetAbsence
    | EndAbsence
    | ChangeOption
    | SaveCalendar
    | RemoveCalendar
    | SavePolicy
    | SavePolicies
    | RemovePolicy
    | OrderPolicies
    | TakeOverWriting
    | SaveView
    | SaveViews
    | DeleteView
    | TakeNext
    | AddToken
    | RevokeToken
    | Undo
    | Redo
)
Fact = (
    RecordHistory
    | RecordLinks
    | RecordDelivery
    | RecordSending
    | RecordBounce
    | Acknowledge
    | PlanNotices
    | RecordClientEvents
    | RecordArticles
    | RecordRatings
    | RecordRecommendations
)
Action = Command | Fact

__all__ = [
    "Acknowledge",
    "Action",
    "AddClientNote",
    "AddNote",
    "AddRecommendation",
    "AddTime",
    "AddToken",
    "ArticleFile",
    "Assign",
    "Bulk",
    "CalendarDay",
    "CancelSending",
    "ChangeFollowers",
    "ChangeOption",
    "ChangeTags",
    "ClientReference",
    "Command",
    "CorrectTime",
    "CreateTicket",
    "DefineFields",
    "DeleteMacro",
    "DeleteView",
    "EditClient",
    "EditOrganisation",
    "EndAbsence",
    "Escalate",
    "Fact",
    "ForgetClient",
    "Forward",
    "HistoricChange",
    "HistoricClientEvent",
    "HistoricClientNote",
    "HistoricLink",
    "HistoricMessage",
    "HistoricRating",
    "HistoricRecommendation",
    "HistoricTicket",
    "LinkTicket",
    "MacroStep",
    "MergeClients",
    "MergeTicket",
    "MoveToQueue",
    "NewAttachment",
    "OrderPolicies",
    "PlanNotices",
    "PolicyTarget",
    "PostponeSending",
    "RateTicket",
    "ReceiveMessage",
    "Recipient",
    "Recipients",
    "RecordArticles",
    "RecordBounce",
    "RecordClientEvents",
    "RecordDelivery",
    "RecordHistory",
    "RecordLinks",
    "RecordRatings",
    "RecordRecommendations",
    "RecordSending",
    "Redo",
    "RemoveArticle",
    "RemoveCalendar",
    "RemoveClientProperty",
    "RemovePolicy",
    "RenameTag",
    "Reply",
    "RevokeToken",
    "RunMacro",
    "SaveArticle",
    "SaveCalendar",
    "SaveClientProperty",
    "SaveMacro",
    "SaveOperator",
    "SavePolicies",
    "SavePolicy",
    "SaveQueue",
    "SaveTemplate",
    "SaveView",
    "SaveViews",
    "SendAgain",
    "SendLater",
    "SetAbsence",
    "SetDealing",
    "SetDuties",
    "SetField",
    "SetKind",
    "SetMailNotices",
    "SetPriority",
    "SetState",
    "SetStatus",
    "SetSubject",
    "SettleDelivery",
    "Snooze",
    "SplitMessage",
    "TakeNext",
    "TakeOverWriting",
    "TicketCommand",
    "Undo",
    "UnlinkTicket",
    "on_each",
]
