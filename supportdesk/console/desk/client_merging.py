"""Two cards of one person: offered, chosen, made one (F52)."""

from collections.abc import Iterator

from supportdesk.console import text
from supportdesk.console.desk.asking import Pick
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n.duplicate_names import reasons
from supportdesk.store.read.client_rows import ClientCard

OFFERED = 3


class ClientMerging:
    """Finds who may be the same person, and merges others into the card in sight."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

    def offer(self, card: ClientCard | None) -> str:
        """Who looks like the same person, or nothing."""
        for other in self._at.reading.duplicates(card.id)[:1] if card is not None else ():
            said = _("#{number} {client} may be the same person ({because}) · i makes one of both")
            return said.format(
                number=other.id, client=text.line(other.name, 40), because=reasons(other.because)
            )
        return ""

    def options(self, card: ClientCard) -> Iterator[Pick]:
        """The clients most like this one, as choices."""
        for other in self._at.reading.duplicates(card.id)[:OFFERED]:
            label = _("the same person as #{number} {client}").format(
                number=other.id, client=text.line(other.name, 40)
            )
            yield f"into:{other.id}", label, reasons(other.because)

    async def choose(self, card: ClientCard) -> None:
        """Let the other client be typed: name, e-mail, phone or number."""
        title = _("Who is the same person as {client}?").format(client=text.line(card.name, 60))
        typed = await self._at.asking.ask_line(
            title,
            lambda typed: _described(self._meant(card, typed)),
            example=_("name, e-mail, phone or number of the client"),
        )
        if typed is not None:
            await self.merge(card, self._meant(card, typed).id)

    async def merge(self, card: ClientCard, other: int) -> None:
        """Merge the other one into the card in sight."""
        from supportdesk.domain.action import MergeClients

        said = _("#{number} and {client} are one client now.").format(
            number=other, client=text.line(card.name, 60)
        )
        await self._at.acting.change(MergeClients(other, card.id), said)

    def _meant(self, card: ClientCard, typed: str) -> ClientCard:
        """The one client that a text means. Raises NotFound, Refused("client.ambiguous")."""
        plain = typed.strip().lstrip("#№")
        numbered = plain.isascii() and plain.isdigit() and len(plain) < 10
        found = self._at.reading.card(int(plain)) if numbered else None
        if found is None:
            ids = [one for one in self._at.reading.clients_by(typed.strip(), 6) if one != card.id]
            if len(ids) > 1:
                raise Refused("client.ambiguous", wanted=typed, ids=ids)
            found = self._at.reading.card(ids[0]) if ids else None
        if found is None or found.id == card.id:
            raise NotFound("client.missing", wanted=typed)
        return found


def _described(card: ClientCard) -> str:
    parts = (card.name, card.company, *card.emails[:1], *card.phones[:1])
    shown = " · ".join(text.line(part, 60) for part in parts if part)
    return f"#{card.id} {shown}"
