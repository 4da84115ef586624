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
from supportdesk.domain.action import AddNote, Bulk, Reply, on_each
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid
from supportdesk.domain.provisional import ticket_name
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
        done: list[Receipt] = []

        async def keep(body: str) -> str:
            receipt = await self._many.submit(on_each(AddNote(0, body), numbers))
            done.extend(() if receipt is None else (receipt,))
            return "" if done else self._at.panes.told

        title = _("NOTE on {tickets}").format(tickets=tickets_text(len(numbers)))
        screen = TextPromptScreen(title, _("The clients will not see it."))
        screen.accept = keep
        await self._at.asking.show(screen)
        for receipt in done:
            await self._many.tell(receipt, _("The note is on {tickets}."))

    async def many_reply(self, numbers: Sequence[int]) -> None:
        """Write to all of their clients; the text stays in sight until it is sent."""
        self._require_sender()
        done: list[Receipt] = []

        async def send(body: str) -> str:
            return await self._send(numbers, {"": body}, {}, done)

        title = _("REPLY to the clients of {tickets}").format(tickets=tickets_text(len(numbers)))
        explanation = _(
            "Every client gets a reply of their own. {example} and the other names of templates"
            " are filled in for each."
        ).format(example="{{ client.first_name }}")
        goes_on = _("Ctrl+D look at the replies · Esc leave")
        screen = TextPromptScreen(title, explanation, goes_on=goes_on)
        screen.accept = send
        await self._at.asking.show(screen)
        await self._tell(done)

    async def many_template(self, numbers: Sequence[int]) -> None:
        """Send a saved text to all of their clients, each in their language."""
        from supportdesk.console.screens.template_picker import TemplatePickerScreen
        from supportdesk.desk.template_values import language_of, template_context

        self._require_sender()
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
        if picked is None:
            return
        done: list[Receipt] = []
        variants = dict(templates[picked.template].variants)
        refusal = await self._send(numbers, variants, picked.answers, done)
        if refusal:
            panes.say(Notice(refusal, "dim"))
        await self._tell(done)

    def _require_sender(self) -> None:
        """Raise Refused, before anything is typed, where the role may not send replies."""
        self._at.panes.desk.require(self._at.panes.me.id, Reply)

    async def _tell(self, done: Sequence[Receipt]) -> None:
        for receipt in done:
            await self._many.tell(receipt, _("{tickets} answered; the replies leave together."))

    async def _send(
        self,
        numbers: Sequence[int],
        variants: Mapping[str, str],
        answered: Mapping[str, str],
        done: list[Receipt],
    ) -> str:
        """Fill the text in, show it and send it; answers why not, or nothing."""
        try:
            labels = sorted({label for body in variants.values() for label in check_template(body)})
        except Invalid as error:
            return sentence(error.code, error.parameters, interface="console")
        answers = dict(answered)
        missing = [label for label in labels if label not in answers]
        if missing:
            given = await self._at.asking.show(AskFormScreen(_("For all of them"), missing))
            if given is None:
                return _("Nothing was sent.")
            answers |= given
        going, gaps = await self._filled(numbers, TextForMany(variants, answers))
        if not going:
            return " ".join(_left_out(gaps)) or _("Nothing was sent.")
        yes = ngettext("send {count} reply", "send {count} replies", len(going))
        screen = ConfirmScreen(
            _title(len(going)),
            [*_left_out(gaps), *map(_preview, going[:PREVIEWED])],
            yes=yes.format(count=len(going)),
        )
        if await self._at.asking.show(screen) is not True:
            return _("Nothing was sent. Change the text, or leave with Esc.")
        receipt = await self._many.submit(Bulk(tuple(one.reply for one in going)))
        done.extend(() if receipt is None else (receipt,))
        return "" if done else self._at.panes.told

    async def _filled(
        self, numbers: Sequence[int], words: TextForMany
    ) -> tuple[list[FilledIn], list[FilledIn]]:
        """The replies that can go, and those with an empty place; read on another thread."""
        panes, zone = self._at.panes, self._at.reading.zone
        panes.say(Notice(_("Filling in {count} replies…").format(count=len(numbers)), "dim"))
        filled = await asyncio.to_thread(
            lambda: list(filled_in(panes.desk, panes.me, zone, numbers, words))
        )
        panes.say(None)
        gaps = [one for one in filled if unresolved_marks(one.rendered.text)]
        left_out = {one.ticket.number for one in gaps}
        return [one for one in filled if one.ticket.number not in left_out], gaps


def _title(count: int) -> str:
    return ngettext(
        "Send a reply to {count} client? It begins:",
        "Send replies on {count} tickets? The first ones:",
        count,
    ).format(count=count)


def _preview(one: FilledIn) -> str:
    receiver = text.line(one.ticket.client, 60)
    email = f" <{text.line(one.ticket.client_email, 80)}>" if one.ticket.client_email else ""
    return (
        f"— {ticket_name(one.ticket.number)} → {receiver}{email}\n{text.block(one.rendered.text)}"
    )


def _left_out(gaps: Sequence[FilledIn]) -> list[str]:
    """Which tickets get no reply because a value is missing."""
    if not gaps:
        return []
    named = ", ".join(ticket_name(one.ticket.number) for one in gaps[:NAMED])
    missing = sorted({name for one in gaps for name in unresolved_marks(one.rendered.text)})
    told = ngettext(
        "! {count} ticket has an empty place ({missing}) and gets no reply: {named}",
        "! {count} tickets have empty places ({missing}) and get no reply: {named}",
        len(gaps),
    )
    return [told.format(count=len(gaps), missing=", ".join(missing), named=named)]
