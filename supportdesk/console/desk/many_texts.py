"""Writing to the clients of all marked tickets, and noting on all of them (F8)."""

import asyncio
from collections.abc import Mapping, Sequence

from supportdesk.console import text
from supportdesk.console.desk.many import Many
from supportdesk.console.desk.outcomes import tickets_text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.screens.ask_form import AskFormScreen
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.prompt import TextPromptScreen
from supportdesk.console.widgets.footer import Notice
from supportdesk.desk.bulk_replies import FilledIn, TextForMany, filled_in
from supportdesk.domain.action import AddNote, Bulk, on_each
from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import check_template, unresolved_marks
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.refusals import sentence

PREVIEWED = 3
"""Replies shown before they go."""

NAMED = 20
"""Tickets with an empty place named before the others go."""


class ManyTexts:
    """Commands that write one text on all marked tickets."""

    def __init__(self, at: Workplace, many: Many) -> None:
        self._at = at
        self._many = many

    async def many_note(self, numbers: Sequence[int]) -> None:
        """The same private note on all of them."""

        async def keep(body: str) -> str:
            bulk = on_each(AddNote(0, body), numbers)
            done = await self._many.carry_out(bulk, _("The note is on {tickets}."))
            return "" if done else self._at.panes.told

        title = _("NOTE on {tickets}").format(tickets=tickets_text(len(numbers)))
        screen = TextPromptScreen(title, _("The clients will not see it."))
        screen.accept = keep
        await self._at.asking.show(screen)

    async def many_reply(self, numbers: Sequence[int]) -> None:
        """Write to all of their clients; the text stays in sight until it is sent."""

        async def send(body: str) -> str:
            return await self._send(numbers, {"": body})

        title = _("REPLY to the clients of {tickets}").format(tickets=tickets_text(len(numbers)))
        explanation = _(
            "Every client gets a reply of their own. {example} and the other names of templates"
            " are filled in for each."
        ).format(example="{{ client.first_name }}")
        screen = TextPromptScreen(title, explanation)
        screen.accept = send
        await self._at.asking.show(screen)

    async def many_template(self, numbers: Sequence[int]) -> None:
        """Send a saved text to all of their clients, each in their language."""
        from supportdesk.console.screens.template_picker import TemplatePickerScreen
        from supportdesk.desk.template_values import language_of, template_context

        panes, reading = self._at.panes, self._at.reading
        first = reading.row(numbers[0])
        if first is None:
            return
        templates = {row.id: row for row in reading.templates()}
        screen = TemplatePickerScreen(
            tuple(templates.values()),
            template_context(panes.desk, panes.me, first, reading.zone),
            kind=first.kind,
            language=language_of(first, reading.card(first.client_id)),
            queue=first.queue_id,
        )
        picked = await self._at.asking.show(screen)
        if picked is not None:
            variants = dict(templates[picked.template].variants)
            refusal = await self._send(numbers, variants, picked.answers)
            if refusal:
                panes.say(Notice(refusal, "dim"))

    async def _send(
        self,
        numbers: Sequence[int],
        variants: Mapping[str, str],
        answered: Mapping[str, str] | None = None,
    ) -> str:
        """Fill the text in, show it, send it; answers why not, or nothing."""
        try:
            labels = sorted({label for body in variants.values() for label in check_template(body)})
        except Invalid as error:
            return sentence(error.code, error.parameters, interface="console")
        answers = dict(answered or {})
        missing = [label for label in labels if label not in answers]
        if missing:
            form = AskFormScreen(_("For all of them"), missing)
            given = await self._at.asking.show(form)
            if given is None:
                return _("Nothing was sent.")
            answers.update(given)
        return await self._show_and_send(numbers, TextForMany(variants, answers))

    async def _show_and_send(self, numbers: Sequence[int], words: TextForMany) -> str:
        panes = self._at.panes
        panes.say(Notice(_("Filling in {count} replies…").format(count=len(numbers)), "dim"))
        zone = self._at.reading.zone
        filled = await asyncio.to_thread(
            lambda: list(filled_in(panes.desk, panes.me, zone, numbers, words))
        )
        panes.say(None)
        gaps = [one for one in filled if unresolved_marks(one.rendered.text)]
        count = len(filled) - len(gaps)
        if not count:
            shown = filled[:1]
            text_of = text.line(shown[0].rendered.text, 200) if shown else ""
            return _("Every reply has an empty place, so none is sent: {text}").format(text=text_of)
        yes = ngettext("send {count} reply", "send {count} replies", count).format(count=count)
        screen = ConfirmScreen(
            _title(count), [*_left_out(gaps), *map(_preview, _first(filled, gaps))], yes=yes
        )
        if await self._at.asking.show(screen) is not True:
            return _("Nothing was sent. Change the text, or leave with Esc.")
        bulk = Bulk(tuple(one.reply for one in filled))
        said = _("{tickets} answered; the replies leave together.")
        return "" if await self._many.carry_out(bulk, said) else panes.told


def _title(count: int) -> str:
    return ngettext(
        "Send a reply to {count} client? It begins:",
        "Send replies on {count} tickets? The first ones:",
        count,
    ).format(count=count)


def _first(filled: Sequence[FilledIn], gaps: Sequence[FilledIn]) -> list[FilledIn]:
    """The first replies that go."""
    left_out = {one.ticket.number for one in gaps}
    return [one for one in filled if one.ticket.number not in left_out][:PREVIEWED]


def _preview(one: FilledIn) -> str:
    receiver = text.line(one.ticket.client, 60)
    email = f" <{text.line(one.ticket.client_email, 80)}>" if one.ticket.client_email else ""
    return f"— #{one.ticket.number} → {receiver}{email}\n{text.block(one.rendered.text)}"


def _left_out(gaps: Sequence[FilledIn]) -> list[str]:
    """Which tickets get no reply because a value is missing."""
    if not gaps:
        return []
    named = ", ".join(f"#{one.ticket.number}" for one in gaps[:NAMED])
    missing = sorted({name for one in gaps for name in unresolved_marks(one.rendered.text)})
    told = ngettext(
        "! {count} ticket has an empty place ({missing}) and gets no reply: {named}",
        "! {count} tickets have empty places ({missing}) and get no reply: {named}",
        len(gaps),
    )
    return [told.format(count=len(gaps), missing=", ".join(missing), named=named)]
