"""The closed list of what can be asked of the desk (law 1): commands and facts.

Commands are guarded by rules and roles and can be undone; facts are recorded as they happened,
with their own time. Numbers that name rows (`ticket`, `client`, `owner`…) are the store's ids;
a ticket's id is its number.
"""

from supportdesk.domain.action.client import (
    AddClientNote,
    EditClient,
)
from supportdesk.domain.action.conversation import (
    AddNote,
    CreateTicket,
    ReceiveMessage,
    Reply,
)
from supportdesk.domain.action.fact import (
    HistoricClientNote,
    HistoricLink,
    HistoricMessage,
    HistoricTicket,
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
from supportdesk.domain.action.many import (
    Bulk,
    TicketCommand,
    on_each,
)
from supportdesk.domain.action.organising import (
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
    | MergeTicket
    | SplitMessage
    | LinkTicket
    | UnlinkTicket
    | RenameTag
    | SaveTemplate
    | SaveArticle
    | RemoveArticle
    | SaveOperator
    | SaveQueue
    | Undo
    | Redo
)
Fact = RecordHistory | RecordLinks | RecordDelivery | RecordArticles
Action = Command | Fact

__all__ = [
    "Action",
    "AddClientNote",
    "AddNote",
    "ArticleFile",
    "Assign",
    "Bulk",
    "ChangeTags",
    "ClientReference",
    "Command",
    "CreateTicket",
    "EditClient",
    "Fact",
    "HistoricClientNote",
    "HistoricLink",
    "HistoricMessage",
    "HistoricTicket",
    "LinkTicket",
    "MergeTicket",
    "MoveToQueue",
    "NewAttachment",
    "ReceiveMessage",
    "RecordArticles",
    "RecordDelivery",
    "RecordHistory",
    "RecordLinks",
    "Redo",
    "RemoveArticle",
    "RenameTag",
    "Reply",
    "SaveArticle",
    "SaveOperator",
    "SaveQueue",
    "SaveTemplate",
    "SetKind",
    "SetPriority",
    "SetState",
    "SetSubject",
    "Snooze",
    "SplitMessage",
    "TicketCommand",
    "Undo",
    "UnlinkTicket",
    "on_each",
]
