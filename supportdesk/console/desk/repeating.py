"""Doing a thing again that was done before: macros, and templates made of replies (F62, F69)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console import macro_texts, text
from supportdesk.console.desk.preparing import Preparing
from supportdesk.console.desk.texts import signature_on
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.desk.writing import WritingDesk
from supportdesk.domain.memory import KeepDraft
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.recipients import NOBODY_ELSE
from supportdesk.i18n import gettext as _
from supportdesk.store.read.macros import PreparedMacro
from supportdesk.store.read.rows import DraftRow, MacroRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.console.screens.macro_picker import PickedMacro
    from supportdesk.desk.macro_plan import MacroPlan
    from supportdesk.domain.template import Rendered

_BEGINNING = 24
"""Columns of a draft that name it where it is asked about."""

KEEP, APPEND, REPLACE = "keep", "append", "replace"


class Repeating:
    """Commands that run macros and make templates."""

    def __init__(self, at: Workplace, writing: WritingDesk) -> None:
        self._at = at
        self._writing = writing
        self._preparing = Preparing(at)

    async def do_macro(self, ticket: TicketRow) -> None:
        """Pick a macro, see all it changes, run it; a reply opens in its composer (F63)."""
        from supportdesk.console.screens.macro_picker import MacroPickerScreen

        preparing = self._preparing
        fill = preparing.filling(ticket)

        def plan(row: MacroRow, answers: Mapping[str, str]) -> "MacroPlan":
            return fill(row.does, answers)

        def preview(plan: "MacroPlan") -> str:
            changes = preparing.changes(plan.whole(ticket), ticket)
            return macro_texts.preview(changes, client=ticket.client, sends=plan.sends)

        screen = MacroPickerScreen(self._at.reading.macros(), plan, preview)
        picked = await self._at.asking.show(screen)
        if picked is None:
            return
        standing = self._at.reading.draft(ticket.number, "reply")
        is_whole = standing is None and not picked.plan.unresolved
        if picked.plan.reply is None or (picked.plan.sends and is_whole):
            await self._run(ticket, picked)
        else:
            await self._compose(ticket, picked)

    async def _run(self, ticket: TicketRow, picked: "PickedMacro") -> None:
        """Do all of it now, as one thing to undo."""
        from supportdesk.domain.action import RunMacro
        from supportdesk.domain.errors import Refused

        plan = picked.plan
        steps = plan.whole(ticket, signature_on(self._at, ticket) if plan.reply else "")
        if not steps:
            raise Refused("macro.nothing", number=ticket.number)
        needed = await self._preparing.with_kind(steps, ticket)
        if needed is not None:
            said = _("{macro} is done on {number}.").format(
                macro=text.line(picked.macro.name, 60), number=ticket_name(ticket.number)
            )
            await self._at.acting.change(RunMacro(ticket.number, picked.macro.id, needed), said)

    async def _compose(self, ticket: TicketRow, picked: "PickedMacro") -> None:
        """Open the reply in its composer; all else waits there until it is sent."""
        from supportdesk.domain.errors import Refused
        from supportdesk.domain.macro import macro_text

        assert picked.plan.reply is not None
        note = picked.plan.note
        if note is not None and note.unresolved:
            raise Refused("macro.unresolved", number=ticket.number, marks=note.unresolved)
        me, number = self._at.panes.me.id, ticket.number
        standing = self._at.reading.draft(number, "reply")
        body = await self._body(ticket, standing, picked.plan.reply.text)
        if body is None:
            return
        seen = ticket.last_event if standing is None else standing.base_seq
        rest = macro_text(picked.plan.rest)
        prepared = PreparedMacro(picked.macro.id, picked.macro.name, rest)
        recipients = NOBODY_ELSE if standing is None else standing.recipients
        draft = KeepDraft(me, number, "reply", body, len(body), seen, recipients)
        self._writing.begin(ticket, draft, prepared)

    async def _body(self, ticket: TicketRow, standing: DraftRow | None, written: str) -> str | None:
        """The text for the composer; a draft that stands there is asked about (F64)."""
        if standing is None or not standing.body.strip():
            return written
        begins = text.line(standing.body, _BEGINNING * 2)
        chosen = await self._at.asking.choose(
            _("A draft stands on {number}").format(number=ticket_name(ticket.number)),
            [
                (KEEP, _("keep it, without the macro's text"), text.cut(begins, _BEGINNING)),
                (APPEND, _("append the macro's text"), ""),
                (REPLACE, _("replace it; z brings it back"), ""),
            ],
        )
        if chosen == REPLACE:
            self._writing.put_away(ticket, standing)
        bodies = {
            KEEP: standing.body,
            APPEND: f"{standing.body}\n\n{written}",
            REPLACE: written,
        }
        return None if chosen is None else bodies[chosen]

    async def do_make_template(self, ticket: TicketRow) -> None:
        """Make a template of the newest reply: names and numbers become variables."""
        from supportdesk.console.screens.template_making import TemplateMakingScreen
        from supportdesk.desk.template_values import SOURCE_LANGUAGE, language_of, template_context
        from supportdesk.domain.action import SaveTemplate
        from supportdesk.domain.errors import NotFound
        from supportdesk.domain.language import guess_language
        from supportdesk.domain.template import render
        from supportdesk.domain.template_making import as_template
        from supportdesk.domain.ticket import MessageKind

        panes, reading = self._at.panes, self._at.reading
        ours = [
            message.body
            for message in reading.messages(ticket.number)
            if message.kind == MessageKind.OPERATOR
        ]
        if not ours:
            raise NotFound("message.not_reply", number=ticket.number)
        context = template_context(panes.desk, panes.me, ticket, reading.zone)
        spoken = language_of(ticket, reading.card(ticket.client_id))
        language = guess_language(ours[-1]) or spoken or SOURCE_LANGUAGE

        def filled(body: str) -> "Rendered":
            return render(body, replace(context, language=language), {})

        async def save(action: SaveTemplate) -> str:
            said = _("The template {title} is kept.").format(title=text.line(action.title, 60))
            return "" if await self._at.acting.change(action, said) else panes.told

        subject = text.line(ticket.subject, 160)
        body = as_template(ours[-1], context)
        screen = TemplateMakingScreen(subject, body, language, filled, kind=ticket.kind)
        screen.accept = save
        await self._at.asking.show(screen)
