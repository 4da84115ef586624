"""Undo and redo: exact, or refused with the name of what came later (law 4)."""

from dataclasses import replace

from supportdesk.desk import articles, calendars, policies, replies, undo_rights, view_clashes
from supportdesk.desk.claiming import TRACE
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Redo, Undo
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.recipients import joined
from supportdesk.domain.roles import MAY_UNDO_OTHERS
from supportdesk.domain.signing import own_part
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.records import dataclass
from supportdesk.store.write import (
    draft_files,
    draft_sources,
    envelopes,
    letters,
    message_recipients,
    mirror,
    personal,
)
from supportdesk.store.write.change import change, read_value
from supportdesk.store.write.client_moving import client_of_each, move_tickets
from supportdesk.store.write.conversations import message_row
from supportdesk.store.write.moving import move_messages, ticket_of_each
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

UNDOABLE = frozenset(
    {
        "CreateTicket",
        "Reply",
        "Forward",
        "SendLater",
        "PostponeSending",
        "CancelSending",
        "AddNote",
        "SetState",
        "SetPriority",
        "SetKind",
        "SetSubject",
        "ChangeTags",
        "ChangeFollowers",
        "RateTicket",
        "AddRecommendation",
        "SetField",
        "Assign",
        "MoveToQueue",
        "Escalate",
        "Snooze",
        "AddTime",
        "CorrectTime",
        "EditClient",
        "AddClientNote",
        "MergeClients",
        "EditOrganisation",
        "SaveClientProperty",
        "RemoveClientProperty",
        "MergeTicket",
        "SplitMessage",
        "LinkTicket",
        "UnlinkTicket",
        "RenameTag",
        "DefineFields",
        "SaveTemplate",
        "SaveMacro",
        "DeleteMacro",
        "RunMacro",
        "ChangeOption",
        "SaveCalendar",
        "RemoveCalendar",
        "SavePolicy",
        "SavePolicies",
        "RemovePolicy",
        "OrderPolicies",
        "SetDuties",
        "SetDealing",
        "SetAbsence",
        "EndAbsence",
        "SaveView",
        "SaveViews",
        "DeleteView",
        "TakeNext",
        "SaveArticle",
        "RemoveArticle",
    }
)
"""Received messages and facts stay; operators, queues and a status are changed back by hand; who
writes is given back by leaving the text; who was forgotten stays forgotten."""

FORGETTING = "ForgetClient"

_FOLLOWS_BY_ITSELF = frozenset({TRACE, "sla_policy", "delivery"})
"""Fields that say what followed from other changes; what follows from an undo comes anew."""

_WRITING = frozenset({"Reply", "Forward", "AddNote", "RunMacro", "Escalate"})
_DRAFT_OF = {
    MessageKind.OPERATOR: "reply",
    MessageKind.FORWARD: "forward",
    MessageKind.NOTE: "note",
}


def undo(submission: Submission, action: Undo) -> Receipt:
    """Take back one's own newest command, or the one named; a recalled text returns as a draft."""
    connection = submission.transaction.connection
    if action.envelope is None:
        wanted = newest(submission)
    else:
        wanted = envelopes.find(connection, action.envelope)
    if wanted is None or wanted["undone_by"] is not None:
        raise Refused("undo.nothing")
    require_undoable(submission, wanted)
    receipt = _take_back(submission, wanted)
    if submission.is_of_composer:
        receipt = replace(receipt, drafts=_restore_draft(submission, wanted))
    return receipt


def newest(submission: Submission) -> Stored | None:
    """The command that an undo without a name takes back, or None.

    Who has just forgotten a client is told so, rather than losing what was done before.
    """
    return envelopes.newest_to_undo(
        submission.transaction.connection, submission.operator.id, UNDOABLE | {FORGETTING}
    )


def redo(submission: Submission, action: Redo) -> Receipt:
    """Do again what one's own newest undo took back; anything done since then ends that."""
    connection = submission.transaction.connection
    undone = envelopes.newest_to_redo(connection, submission.operator.id)
    if action.envelope is not None:
        undone = envelopes.find(connection, action.envelope)
    if undone is None or not _is_own_undo(submission, undone):
        raise Refused("redo.nothing")
    original = envelopes.taken_back_by(connection, undone["id"])
    if original is None:
        raise Refused("redo.nothing")
    undo_rights.require(submission, original)
    _require_sendable_again(submission, undone)
    receipt = _take_back(submission, undone)
    envelopes.mark_undone(connection, original["id"], None)
    if submission.is_of_composer:
        _drop_restored_draft(submission, original)
    return replace(receipt, action=original["action"])


def _is_own_undo(submission: Submission, undone: Stored) -> bool:
    stands = undone["action"] == envelopes.UNDO and undone["undone_by"] is None
    return stands and undone["actor_id"] == submission.operator.id


def require_undoable(submission: Submission, wanted: Stored) -> None:
    """Raise Refused for what cannot be taken back, or not by this operator."""
    if wanted["action"] == FORGETTING:
        raise Refused("undo.forgotten")
    if wanted["action"] not in UNDOABLE:
        raise Refused("undo.fact", action=wanted["action"])
    undo_rights.require(submission, wanted)
    own = wanted["actor_id"] == submission.operator.id
    if not own and submission.operator.role not in MAY_UNDO_OTHERS:
        raise Refused("undo.not_own", action=wanted["action"])


def _take_back(submission: Submission, wanted: Stored) -> Receipt:
    """Write back what every event of the envelope replaced, newest first."""
    transaction = submission.transaction
    events = envelopes.events_of(transaction.connection, wanted["id"])
    if mirror.has_left(transaction.connection, wanted["id"]):
        raise Refused("undo.left", number=events[-1]["ticket_id"])
    for event in events:
        if _is_move(event) or event["field"] in _FOLLOWS_BY_ITSELF:
            continue
        _require_untouched(submission, event)
        _call_back(submission, event)
        change(
            transaction,
            event["subject"],
            event["subject_id"],
            event["field"],
            transaction.text_of(event["before"]),
            ticket=_ticket_of(transaction, event),
        )
    _move_back(submission, [event for event in events if _is_move(event) == "message"])
    _give_back(submission, [event for event in events if _is_move(event) == "ticket"])
    view_clashes.require_none(submission, events)
    calendars.require_sound(submission, events)
    policies.require_sound(submission, events)
    envelopes.mark_undone(transaction.connection, wanted["id"], str(transaction.envelope))
    return Receipt(transaction.envelope, action=wanted["action"])


def _is_move(event: Stored) -> str:
    """What went elsewhere, any number at once: messages to a ticket, tickets to a client."""
    moves = (("message", "ticket_id"), ("ticket", "client_id"))
    return event["subject"] if (event["subject"], event["field"]) in moves else ""


def _move_back(submission: Submission, moves: list[Stored]) -> None:
    """Messages return to the tickets they came from, all at once."""
    stand = ticket_of_each(submission.transaction, [move["subject_id"] for move in moves])
    for move in moves:
        if str(stand[move["subject_id"]]) != move["after"]:
            _require_untouched(submission, move)
    for ticket in dict.fromkeys(move["before"] for move in moves):
        messages = [move["subject_id"] for move in moves if move["before"] == ticket]
        told = moves[0]["ticket_id"]
        move_messages(submission.transaction, messages, int(ticket), told)


def _give_back(submission: Submission, moves: list[Stored]) -> None:
    """Tickets return to the clients they came from, all at once."""
    stand = client_of_each(submission.transaction, [move["subject_id"] for move in moves])
    for move in moves:
        if str(stand[move["subject_id"]]) != move["after"]:
            _require_untouched(submission, move)
    for client in dict.fromkeys(move["before"] for move in moves):
        tickets = [move["subject_id"] for move in moves if move["before"] == client]
        move_tickets(submission.transaction, tickets, int(client))


def _ticket_of(transaction: Transaction, event: Stored) -> int | None:
    """The ticket an event is about: for a message the one it stands on by now."""
    if event["subject"] == "message":
        return int(message_row(transaction.connection, event["subject_id"])["ticket_id"])
    ticket: int | None = event["ticket_id"]
    return ticket


def _require_sendable_again(submission: Submission, undone: Stored) -> None:
    """A recalled reply that is sent again is held by what holds any other (F33, F76, F77)."""
    connection = submission.transaction.connection
    for event in envelopes.events_of(connection, undone["id"]):
        if event["subject"] == "message" and event["before"] is not None:
            message = message_row(connection, event["subject_id"])
            if message["kind"] in (MessageKind.OPERATOR, MessageKind.FORWARD):
                replies.require_sendable_again(submission, message, event["seq"])


def _require_untouched(submission: Submission, event: Stored) -> None:
    """Refuse when the field no longer holds what the event set, naming the later event."""
    transaction = submission.transaction
    now = read_value(transaction, event["subject"], event["subject_id"], event["field"])
    if now == transaction.text_of(event["after"]):
        return
    later = envelopes.later_event(transaction.connection, event, transaction.envelope)
    raise Refused(
        "undo.later_change",
        number=event["ticket_id"],
        field=event["field"].partition(":")[0],
        event=None if later is None else later["seq"],
        actor=None if later is None else later["actor_id"],
        at=None if later is None else from_milliseconds(later["at"]),
    )


def _call_back(submission: Submission, event: Stored) -> None:
    """Take back the letter of a recalled message; what has left is not taken back (law 4).

    A letter that waits for its server has not, unless it may have reached somebody before.
    """
    if (event["subject"], event["field"], event["before"]) != ("message", "present", None):
        return
    connection = submission.transaction.connection
    row = letters.of_message(connection, event["subject_id"])
    if row is None:
        _take_back_outgoing(submission, event)
        return
    if not letters.is_still_here(connection, row):
        raise Refused("undo.left", number=event["ticket_id"])
    letters.drop(connection, row["id"])
    _queue(submission, event)


def _take_back_outgoing(submission: Submission, event: Stored) -> None:
    """A reply that waits for another desk and has not left for it."""
    message = message_row(submission.transaction.connection, event["subject_id"])
    if message["delivery"] in (Delivery.OUTGOING, Delivery.REFUSED, Delivery.UNKNOWN):
        _queue(submission, event)


def _queue(submission: Submission, event: Stored) -> None:
    queued = str(Delivery.QUEUED)
    change(
        submission.transaction,
        *("message", event["subject_id"], "delivery", queued),
        ticket=event["ticket_id"],
    )


@dataclass(frozen=True, slots=True)
class _Recalled:
    """A text that an undo takes back, as the draft it becomes again."""

    message: int
    draft: KeepDraft


def _restore_draft(submission: Submission, wanted: Stored) -> tuple[str, ...]:
    """A recalled reply or note goes back into its composer, before what stands there (F31)."""
    kinds = []
    for one in _still_to_write(submission, _recalled(submission, wanted)):
        draft = one.draft
        draft_files.give_back(
            submission.transaction.connection, draft.operator, draft.ticket, draft.kind, one.message
        )
        standing = personal.standing_draft(
            submission.transaction.connection, draft.operator, draft.ticket, draft.kind
        )
        text, recipients = draft.body, draft.recipients
        if standing is not None:
            text = f"{draft.body}\n\n{standing.body}" if standing.body else draft.body
            recipients = joined(recipients, standing.recipients)
        personal.keep_draft(
            submission.transaction.connection,
            replace(draft, body=text, cursor=len(draft.body), recipients=recipients),
            submission.transaction.at,
        )
        if draft.kind == ("note" if wanted["action"] == "AddNote" else "reply"):
            articles.restore_put(submission, draft, wanted["id"])
        kinds.append(draft.kind)
    return tuple(sorted(kinds, reverse=True))


def _still_to_write(submission: Submission, recalled: list[_Recalled]) -> list[_Recalled]:
    """The texts to be written again; where a macro waits for its reply again, it adds its note."""
    connection, waits = submission.transaction.connection, False
    for one in recalled:
        if one.draft.kind == "reply":
            whose = (one.draft.operator, one.draft.ticket)
            waits = draft_sources.bring_back(connection, *whose, one.message) or waits
    return [one for one in recalled if not waits or one.draft.kind == "reply"]


def _drop_restored_draft(submission: Submission, original: Stored) -> None:
    """The texts are sent again: nothing of them is left to write, and nothing waits for them."""
    connection = submission.transaction.connection
    for one in _recalled(submission, original):
        whose = one.draft.operator, one.draft.ticket
        same = personal.draft_body(connection, *whose, one.draft.kind) == one.draft.body
        if same and draft_files.are_those_of(connection, *whose, one.draft.kind, one.message):
            personal.drop_draft(connection, *whose, one.draft.kind)
        if one.draft.kind == "reply":
            draft_sources.finish(connection, *whose, one.message)


def _recalled(submission: Submission, wanted: Stored) -> list[_Recalled]:
    if wanted["action"] not in _WRITING:
        return []
    transaction = submission.transaction
    found = []
    for event in envelopes.events_of(transaction.connection, wanted["id"]):
        if event["subject"] == "message":
            message = message_row(transaction.connection, event["subject_id"])
            draft = KeepDraft(
                operator=wanted["actor_id"],
                ticket=message["ticket_id"],
                kind=_DRAFT_OF[message["kind"]],
                body=own_part(message["body"], message["signed_from"]),
                base_seq=event["seq"],
                recipients=message_recipients.of_message(transaction.connection, message["id"]),
            )
            found.append(_Recalled(event["subject_id"], draft))
    return found
