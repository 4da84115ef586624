"""What a macro would do to one ticket: shown before it is done, and then exactly that (F62)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    MacroStep,
    MoveToQueue,
    Reply,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.macro import OWNER_ME, OWNER_NOBODY, Macro
from supportdesk.domain.moments import parse_moment
from supportdesk.domain.template import Rendered, TemplateContext, choose_variant, render
from supportdesk.domain.template_making import escaped
from supportdesk.records import dataclass
from supportdesk.store.read.rows import TicketRow

LANGUAGES = ("en", "ru", "uk")
"""Tried in turn for a client in whose language a macro has no reply."""


@dataclass(frozen=True, slots=True)
class MacroPlan:
    """A macro with the values of one ticket."""

    macro: Macro
    steps: tuple[MacroStep, ...]
    """All it does beside the reply, without what is so already, in the order of doing."""
    reply: Rendered | None
    language: str
    """The language of the reply."""
    is_missing: bool
    """Whether the reply has no text in the client's language."""
    note: Rendered | None

    @property
    def asks(self) -> tuple[str, ...]:
        """Labels the operator is asked for, each once."""
        texts = (self.reply, self.note)
        return tuple(dict.fromkeys(label for text in texts if text for label in text.asks))

    @property
    def unresolved(self) -> tuple[str, ...]:
        """Names without a value in reply and note, each once."""
        texts = (self.reply, self.note)
        return tuple(dict.fromkeys(name for text in texts if text for name in text.unresolved))

    def with_reply(self, reply: Reply) -> tuple[MacroStep, ...]:
        """All steps: the reply comes before a state that is for what has been answered."""
        late = [step for step in self.steps if isinstance(step, SetState | Snooze)]
        early = [step for step in self.steps if step not in late]
        return (*early, reply, *late)

    def whole(self, ticket: TicketRow, signature: str = "") -> tuple[MacroStep, ...]:
        """All steps, with the reply filled in if there is one."""
        if self.reply is None:
            return self.steps
        text, seen = self.reply.text, ticket.last_event
        return self.with_reply(Reply(ticket.number, text, seen, signature=signature))

    @property
    def sends(self) -> bool:
        """Whether the reply leaves without being looked at in its composer."""
        return self.reply is not None and self.macro.send

    @property
    def rest(self) -> Macro:
        """What waits for the reply to be sent: everything else, with the note filled in."""
        note = "" if self.note is None else escaped(self.note.text)
        return replace(self.macro, reply=(), send=False, note=note)


def plan_macro(
    macro: Macro,
    ticket: TicketRow,
    context: TemplateContext,
    *,
    me: int,
    zone: tzinfo,
    answers: Mapping[str, str],
    language: str | None = None,
) -> MacroPlan:
    """Fill a macro in for a ticket. `zone` is the operator's, for moments; `language` the client's.

    Raises Invalid for a text that cannot be filled in or a moment that is past.
    """
    reply, spoken, is_missing = None, context.language, False
    if macro.reply:
        spoken, body, is_missing = choose_variant(dict(macro.reply), language, LANGUAGES)
        reply = render(body, replace(context, language=spoken), answers)
    note = render(macro.note, context, answers) if macro.note else None
    steps = _steps(macro, ticket, me, note)
    if macro.snooze:
        steps.append(Snooze(ticket.number, parse_moment(macro.snooze, context.now, zone)))
    return MacroPlan(macro, tuple(steps), reply, spoken, is_missing, note)


def solves_without_kind(steps: Sequence[MacroStep], ticket: TicketRow) -> bool:
    """Whether these steps solve a ticket that has no kind, which solving needs (F20)."""
    solves = any(isinstance(step, SetState) and step.state == "solved" for step in steps)
    return solves and ticket.kind is None and not any(isinstance(step, SetKind) for step in steps)


def with_kind(
    steps: tuple[MacroStep, ...], ticket: TicketRow, kind: str | None
) -> tuple[MacroStep, ...]:
    """The steps, with this kind where solving needs one."""
    if not solves_without_kind(steps, ticket):
        return steps
    return tuple(replace(step, kind=kind) if isinstance(step, SetState) else step for step in steps)


def _steps(macro: Macro, ticket: TicketRow, me: int, note: Rendered | None) -> list[MacroStep]:
    """The steps that change something, the state after all that it may need."""
    number = ticket.number
    steps: list[MacroStep] = []
    if note is not None and note.text.strip():
        steps.append(AddNote(number, note.text))
    add = tuple(tag for tag in macro.add if tag not in ticket.tags)
    remove = tuple(tag for tag in macro.remove if tag in ticket.tags)
    if add or remove:
        steps.append(ChangeTags(number, add, remove))
    if macro.kind not in (None, ticket.kind):
        steps.append(SetKind(number, macro.kind))
    if macro.priority is not None and macro.priority != ticket.priority:
        steps.append(SetPriority(number, macro.priority))
    if macro.queue is not None and macro.queue != ticket.queue_id:
        steps.append(MoveToQueue(number, macro.queue))
    owner = _owner(macro.owner, me)
    if macro.owner is not None and owner != ticket.owner_id:
        steps.append(Assign(number, owner))
    if macro.state is not None and macro.state != ticket.state:
        steps.append(SetState(number, macro.state, macro.reason))
    return steps


def _owner(wanted: str | None, me: int) -> int | None:
    if wanted in (None, OWNER_NOBODY):
        return None
    return me if wanted == OWNER_ME else int(wanted)
