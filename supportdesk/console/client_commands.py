"""The commands about a client: under `i` on the card, and by name in the palette."""

from supportdesk.console.command import Command, Where
from supportdesk.i18n.later import N_

CLIENT_COMMANDS = (
    Command(
        "client_edit",
        (),
        Where.TICKET,
        N_("edit the client"),
        N_("Change name, addresses, traits and properties of the client."),
        cli="supportdesk clients edit WHO FIELD=VALUE",
        changes=True,
    ),
    Command(
        "client_note",
        (),
        Where.TICKET,
        N_("note on the client"),
        N_("Write a dated, signed note on the client's card."),
        cli="supportdesk clients note WHO",
        changes=True,
    ),
    Command(
        "client_merge",
        (),
        Where.TICKET,
        N_("merge clients"),
        N_("Make one client of two who are the same person; undo separates them."),
        cli="supportdesk client merge WHO INTO",
        changes=True,
    ),
    Command(
        "organisation",
        (),
        Where.TICKET,
        N_("organisation"),
        N_("Show the client's organisation: contract, people, open tickets; there, edit it."),
        cli="supportdesk organisations show NAME",
    ),
    Command(
        "orders",
        (),
        Where.TICKET,
        N_("orders"),
        N_("Ask other systems about the client again, as lookups.toml describes them."),
        cli="supportdesk client orders WHO --fresh",
    ),
    Command(
        "client_properties",
        (),
        Where.TICKET,
        N_("properties of clients"),
        N_("Define what else stands on every client's card."),
        cli="supportdesk client property add NAME",
        changes=True,
        without_ticket=True,
    ),
    Command(
        "client_forget",
        (),
        Where.TICKET,
        N_("forget the client"),
        N_("Blank everything the store holds of this person; it cannot be undone."),
        cli="supportdesk client forget WHO",
        changes=True,
    ),
)
