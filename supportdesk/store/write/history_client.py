"""What a conversation of the past tells about its client."""

import json

from sqlalchemy import select, update

from supportdesk.domain.action import HistoricClientNote, HistoricTicket
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.store.write import people, search_index
from supportdesk.store.write.client_fields import organisation_id
from supportdesk.store.write.history_batch import Batch
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import CLIENT, CLIENT_NOTE
from supportdesk.store.write.transaction import Transaction


def enrich_client(
    transaction: Transaction, batch: Batch, client: int, historic: HistoricTicket
) -> None:
    """Fill in what the card does not know yet: company, language, VIP, traits, phone, notes."""
    if historic.company or historic.language or historic.vip or historic.traits:
        _fill_in(transaction, batch.cards[client], client, historic)
    _add_phone(transaction, batch, client, historic.client.phone)
    if historic.client_notes:
        batch.index_clients(transaction.connection)
    for note in historic.client_notes:
        _add_note(transaction, client, note)


def _fill_in(
    transaction: Transaction, known: Stored, client: int, historic: HistoricTicket
) -> None:
    values: dict[str, object] = {}
    if historic.company and known["organisation_id"] is None:
        values["organisation_id"] = organisation_id(transaction, historic.company)
    if historic.language and known["language"] is None:
        values["language"] = historic.language
    if historic.vip and not known["vip"]:
        values["vip"] = True
    missing = dict(historic.traits) | json.loads(known["traits"])
    if missing != json.loads(known["traits"]):
        values["traits"] = json.dumps(missing, ensure_ascii=False)
    if values:
        known.update(values)
        transaction.connection.execute(update(CLIENT).where(CLIENT.c.id == client).values(values))


def _add_note(transaction: Transaction, client: int, note: HistoricClientNote) -> None:
    at = to_milliseconds(note.at)
    same = select(CLIENT_NOTE.c.id).where(
        CLIENT_NOTE.c.client_id == client, CLIENT_NOTE.c.at == at, CLIENT_NOTE.c.body == note.body
    )
    if transaction.connection.execute(same).first() is None:
        made = people.make_client_note(transaction, client, note.author_operator, note.body, at)
        transaction.record("client_note", made, "present", None, "1")


def _add_phone(transaction: Transaction, batch: Batch, client: int, phone: str | None) -> None:
    key = people.address_key("phone", phone or "")
    if phone and key and ("phone", key) not in batch.addresses:
        batch.index_clients(transaction.connection)
        with search_index.clients_changing(transaction.connection, client):
            people.add_address(transaction, client, "phone", phone)
        batch.addresses["phone", key] = client
