"""What is said of recipients, forwards, signatures and the outbox when a rule refuses."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

OUTGOING = {
    "recipient.invalid": RefusalText(
        N_("{wanted} is no e-mail address."),
        N_("Write it as bob@example.org, or Bob Roe <bob@example.org>."),
        N_("Write it as bob@example.org, or 'Bob Roe <bob@example.org>'."),
    ),
    "recipient.too_many": RefusalText(
        N_("A message goes to {limit} addresses at most; these are {count}."),
    ),
    "forward.nobody": RefusalText(
        N_("Nobody is named to whom ticket {number} is forwarded."),
        N_("{review_key}, then {review_recipients_key}, names them."),
        N_("Name somebody: --to ADDRESS"),
    ),
    "forward.to_client": RefusalText(
        N_("{address} is the client's own: a forward of ticket {number} is not for the client."),
        N_(
            "Write to the client with {reply_key}; {review_key}, then {review_recipients_key},"
            " changes who is asked."
        ),
        N_("Write to the client: supportdesk reply {number}"),
    ),
    "outbox.missing": RefusalText(
        N_("There is no entry {number} in the outbox."),
        N_("{outbox_key} shows the outbox."),
        N_("See: supportdesk outbox list"),
    ),
    "outbox.over": RefusalText(
        N_("Entry {entry} (ticket {number}) does not wait any more: it was sent or taken back."),
        N_("{outbox_key} shows what waits."),
        N_("See: supportdesk outbox list"),
    ),
    "outbox.changed": RefusalText(
        N_("The text on ticket {number} has gone on as a draft and is not as it was."),
        N_("Plan it again: {reply_key}, then {review_key} and {review_later_key}."),
        N_("Plan it again: supportdesk reply {number} --at WHEN"),
    ),
    "outbox.not_own": RefusalText(
        N_("Entry {entry} of the outbox is somebody else's."),
        N_("Ask them, or a lead."),
        N_("Ask them, or a lead."),
    ),
    "mail_notices.not_own": RefusalText(
        N_("A {role} says only of themselves what they are told of by mail; a lead for anybody."),
    ),
    "mail_notices.unknown": RefusalText(
        N_("{wanted} is nothing one can be told of by mail; there are: {allowed}."),
    ),
    "mail_notices.no_address": RefusalText(
        N_("{name} has no e-mail address to be told at."),
        cli=N_("Give one: supportdesk operators edit {name} --email ADDRESS"),
    ),
    "letter.missing": RefusalText(
        N_("This message on ticket {number} did not leave by mail."),
        N_("{outbox_key} shows what did and has not arrived."),
        N_("See: supportdesk outbox mail --all"),
    ),
    "letter.unknown": RefusalText(
        N_("There is no letter {letter}."), cli=N_("See: supportdesk outbox mail --all")
    ),
    "letter.settled": RefusalText(
        N_("This letter on ticket {number} is not one to decide about: it is {state}."),
        N_("{outbox_key} shows those that are."),
        N_("See: supportdesk outbox mail"),
    ),
    "undo.left": RefusalText(
        N_("The message on ticket {number} has left: mail cannot be taken back."),
        N_("Write another one: {reply_key}."),
        N_("Write another one: supportdesk reply {number}"),
    ),
    "message.not_clients": RefusalText(
        N_("{wanted} names no message of the client on ticket {number}."),
        N_("Only the client's messages are quoted."),
        N_("See the places of messages: supportdesk show {number}"),
    ),
    "signature.too_long": RefusalText(N_("A signature has {limit} characters at most.")),
    "signature.itself": RefusalText(
        N_("An operator's signature cannot hold operator.signature: it is that itself."),
    ),
    "signature.asks": RefusalText(
        N_("A signature cannot ask ({label}): it goes under every reply."),
        cli=N_("Use a name that has a value: operator.name"),
    ),
}
