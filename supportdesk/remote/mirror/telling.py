"""Wishes as the intents they come to there."""

from collections.abc import Callable

from supportdesk.desk.mirror.sending import Parcel
from supportdesk.remote.facts import Attachment
from supportdesk.remote.intents import (
    Assign,
    Create,
    Intent,
    Merge,
    Move,
    Note,
    Reply,
    SetPriority,
    SetState,
    Tags,
    Take,
)


def intent(parcel: Parcel) -> Intent:
    """What is asked of the remote."""
    files = tuple(Attachment(file.name, file.media_type, file.content) for file in parcel.files)
    return _MADE[parcel.what](parcel, parcel.value or "", files)


_MADE: dict[str, Callable[[Parcel, str, tuple[Attachment, ...]], Intent]] = {
    "Reply": lambda one, _value, files: Reply(one.ticket, one.body, one.value, files),
    "Note": lambda one, _value, files: Note(one.ticket, one.body, files),
    "SetState": lambda one, value, _files: SetState(one.ticket, value),
    "Take": lambda one, _value, _files: Take(one.ticket),
    "Assign": lambda one, _value, _files: Assign(one.ticket, one.value),
    "SetPriority": lambda one, value, _files: SetPriority(one.ticket, value),
    "Tags": lambda one, _value, _files: Tags(one.ticket, one.add, one.remove),
    "Move": lambda one, value, _files: Move(one.ticket, value),
    "Merge": lambda one, value, _files: Merge(one.ticket, value),
    "Create": lambda one, _value, files: Create(
        one.queue, one.subject, one.client, one.body, one.priority, files
    ),
}
