"""The closed list of what can be asked of the desk (law 1): commands and facts.

Commands are guarded by rules and roles and can be undone; facts are recorded as they happened,
with their own time. Numbers that name rows (`ticket`, `client`, `owner`…) are the store's ids;
a ticket's id is its number.
"""

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
    CreateTicket,
    ReceiveMessage,
    Reply,
    TakeOverWriting,
)
from supportdesk.domain.action.fact import (
    HistoricClientEvent,
    HistoricClientNote,
    HistoricLink,
    HistoricMessage,
    HistoricTicket,
    RecordClientEvents,
    RecordDelivery,
    RecordHistory,
    RecordLinks,
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
)
from supportdesk.domain.action.ticket import (
    Assign,
    ChangeTags,
    MoveToQueue,
    SetKind,
    SetPriority,
    SetState,
    SetSubject,
    Snooze,
)
from supportdesk.domain.action.view import DeleteView, SaveView, SaveViews, TakeNext

Command = (
    CreateTicket
    | ReceiveMessage
    | Reply
    | AddNote
    | SetState
    | SetPriority
    | SetKind
    | SetSubject
    | Assign
    | MoveToQueue
    | ChangeTags
    | Snooze
    | Bulk
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
    | SaveTemplate
    | SaveMacro
    | DeleteMacro
    | RunMacro
    | SaveArticle
    | RemoveArticle
    | SaveOperator
    | SaveQueue
    | ChangeOption
    | TakeOverWriting
    | SaveView
    | SaveViews
    | DeleteView
    | TakeNext
    | Undo
    | Redo
)
Fact = RecordHistory | RecordLinks | RecordDelivery | RecordClientEvents | RecordArticles
Action = Command | Fact

__all__ = [
    "Action",
    "AddClientNote",
    "AddNote",
    "ArticleFile",
    "Assign",
    "Bulk",
    "ChangeOption",
    "ChangeTags",
    "ClientReference",
    "Command",
    "CreateTicket",
    "DeleteMacro",
    "DeleteView",
    "EditClient",
    "EditOrganisation",
    "Fact",
    "ForgetClient",
    "HistoricClientEvent",
    "HistoricClientNote",
    "HistoricLink",
    "HistoricMessage",
    "HistoricTicket",
    "LinkTicket",
    "MacroStep",
    "MergeClients",
    "MergeTicket",
    "MoveToQueue",
    "NewAttachment",
    "ReceiveMessage",
    "RecordArticles",
    "RecordClientEvents",
    "RecordDelivery",
    "RecordHistory",
    "RecordLinks",
    "Redo",
    "RemoveArticle",
    "RemoveClientProperty",
    "RenameTag",
    "Reply",
    "RunMacro",
    "SaveArticle",
    "SaveClientProperty",
    "SaveMacro",
    "SaveOperator",
    "SaveQueue",
    "SaveTemplate",
    "SaveView",
    "SaveViews",
    "SetKind",
    "SetPriority",
    "SetState",
    "SetSubject",
    "Snooze",
    "SplitMessage",
    "TakeNext",
    "TakeOverWriting",
    "TicketCommand",
    "Undo",
    "UnlinkTicket",
    "on_each",
]
