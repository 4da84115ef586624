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
from supportdesk.domain.action.fields import (
    DefineFields,
    SetField,
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
from supportdesk.domain.action.time import (
    AddTime,
    CorrectTime,
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
    | SetField
    | Snooze
    | Bulk
    | AddTime
    | CorrectTime
    | EditClient
    | AddClientNote
    | MergeTicket
    | SplitMessage
    | LinkTicket
    | UnlinkTicket
    | RenameTag
    | DefineFields
    | SaveTemplate
    | SaveOperator
    | SaveQueue
    | Undo
    | Redo
)
Fact = RecordHistory | RecordLinks | RecordDelivery
Action = Command | Fact

__all__ = [
    "Action",
    "AddClientNote",
    "AddNote",
    "AddTime",
    "Assign",
    "Bulk",
    "ChangeTags",
    "ClientReference",
    "Command",
    "CorrectTime",
    "CreateTicket",
    "DefineFields",
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
    "RecordDelivery",
    "RecordHistory",
    "RecordLinks",
    "Redo",
    "RenameTag",
    "Reply",
    "SaveOperator",
    "SaveQueue",
    "SaveTemplate",
    "SetField",
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
