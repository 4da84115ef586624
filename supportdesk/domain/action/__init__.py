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
    HistoricMessage,
    HistoricTicket,
    RecordDelivery,
    RecordHistory,
)
from supportdesk.domain.action.organising import (
    Redo,
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
from supportdesk.domain.action.view import DeleteView, SaveView, TakeNext

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
    | EditClient
    | AddClientNote
    | SaveTemplate
    | SaveOperator
    | SaveQueue
    | SaveView
    | DeleteView
    | TakeNext
    | Undo
    | Redo
)
Fact = RecordHistory | RecordDelivery
Action = Command | Fact

__all__ = [
    "Action",
    "AddClientNote",
    "AddNote",
    "Assign",
    "ChangeTags",
    "ClientReference",
    "Command",
    "CreateTicket",
    "DeleteView",
    "EditClient",
    "Fact",
    "HistoricClientNote",
    "HistoricMessage",
    "HistoricTicket",
    "MoveToQueue",
    "NewAttachment",
    "ReceiveMessage",
    "RecordDelivery",
    "RecordHistory",
    "Redo",
    "Reply",
    "SaveOperator",
    "SaveQueue",
    "SaveTemplate",
    "SaveView",
    "SetKind",
    "SetPriority",
    "SetState",
    "SetSubject",
    "Snooze",
    "TakeNext",
    "Undo",
]
