"""What links to other desks refuse, and why another desk could not be asked."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

REMOTES = {
    "link.missing": RefusalText(
        N_("There is no link {name}."), cli=N_("See: supportdesk link list")
    ),
    "link.missing.setting": RefusalText(
        N_("There is no link {name}, which the setting `link` names."),
        cli=N_("Take it out: supportdesk config unset link"),
    ),
    "link.no_copy": RefusalText(
        N_("{path} is a desk of its own, no copy of another one."),
        cli=N_("Name a link: --link NAME; supportdesk link list lists them."),
    ),
    "link.other_copy": RefusalText(
        N_("{path} is not the copy of {name} on this machine: nothing is sent from there."),
        cli=N_("Work on your own: --link {name}"),
    ),
    "link.no_store": RefusalText(
        N_("The copy of {name} is not on this machine."),
        cli=N_("Read it anew: supportdesk link remove {name}, then supportdesk link add"),
    ),
    "link.other_backup": RefusalText(
        N_("{path} is not a backup of what {store} is: one of both is the copy of another desk."),
        cli=N_("Name the store it belongs to: --store FILE or --link NAME"),
    ),
    "link.name": RefusalText(
        N_("{name} cannot be the name of a link."),
        cli=N_("Names are of a-z, 0-9, - and _, such as team."),
    ),
    "link.taken": RefusalText(
        N_("There is a link {name} already."),
        cli=N_("Take another name, or: supportdesk link remove {name}"),
    ),
    "link.kind": RefusalText(
        N_("There is no kind of link {which}."), cli=N_("There are: supportdesk, rt")
    ),
    "link.left_over": RefusalText(
        N_("There is a copy of no link already: {path}."),
        cli=N_("Move it away, or take another name."),
    ),
    "link.secret": RefusalText(
        N_("There is no place {wanted} for a token."), cli=N_("There are: {allowed}.")
    ),
    "link.token_empty": RefusalText(
        N_("No token was given for the link {name}; nothing was changed."),
        cli=N_("Type it when asked, or hand it in on standard input."),
    ),
    "link.no_token": RefusalText(
        N_("The token of the link {name} is not there."),
        N_("Give it: supportdesk link token {name}"),
        N_("Give it: supportdesk link token {name}"),
    ),
    "link.no_token.environment": RefusalText(
        N_("The token of the link {name} is not there: {variable} is not set."),
        N_("Set it, and open the program again."),
        N_("Set it."),
    ),
    "link.set_outside": RefusalText(
        N_("The token of the link {name} stands in {variable}, and is changed there."),
        cli=N_("Set it: export {variable}=TOKEN"),
    ),
    "link.no_keyring": RefusalText(
        N_("This machine has no keyring that can be used."),
        N_("Keep the token in a file of your own: {again}"),
        N_(
            "Install one (in the folder of the program: pip install '.[secrets]'), or keep the"
            " token in a file of your own: {again}"
        ),
    ),
    "link.other_operator": RefusalText(
        N_("This token is for {who}; the copy {name} is another operator's."),
        cli=N_("Make a link of its own for it: supportdesk link add"),
    ),
    "link.in_use": RefusalText(
        N_("A console or a sync has {name} open."), cli=N_("Close it first.")
    ),
    "link.scopes": RefusalText(
        N_("The token of {name} does not open enough: {scopes} is missing."),
        cli=N_("Make a whole one there: supportdesk tokens add NAME; then here: {again}"),
    ),
    "link.and_store": RefusalText(
        N_("A link and a store were named at once."), cli=N_("Name one: --link or --store.")
    ),
    "link.unsent": RefusalText(
        N_("{name} holds what has not left yet."),
        cli=N_("See: supportdesk --link {name} sync list"),
    ),
    "stop.unsent": RefusalText(
        N_("What has not left {name} would be lost ({count})."),
        cli=N_("Send it first: supportdesk --link {name} sync --once"),
    ),
    "link.not_read_yet": RefusalText(
        N_("The desk {name} has not been read to its end yet."),
        N_("Wait until the first line says so."),
        N_("Wait for: supportdesk --link {name} sync --once"),
    ),
    "link.only_there": RefusalText(
        N_("This is done at the desk {name} itself, not on a copy."),
        N_("Ask whoever keeps the desk."),
        N_("Do it where the desk is kept."),
    ),
    "link.not_yourself": RefusalText(
        N_("On the copy of {name} you are who its token is for, and nobody else."),
        N_("Act as yourself."),
        N_("Leave --as out."),
    ),
    "link.file_not_here": RefusalText(
        N_("{name} is not on this copy yet."),
        N_("It comes when the line to its desk is back."),
        N_("It comes with: supportdesk sync --once"),
    ),
    "link.defect": RefusalText(
        N_("A defect of the program ({kind}) keeps the copy {name} from following its desk."),
        N_("What was done here is kept. See: supportdesk --link {name} sync --once"),
        N_("See where its report lies: supportdesk --link {name} sync --once"),
    ),
    "link.not_now": RefusalText(
        N_("Entry {number} is {state}: this can no longer be done."),
        N_("Look at it again."),
        N_("See: supportdesk sync list"),
    ),
    "links.unreadable": RefusalText(
        N_("The file of links {path} cannot be used: {reason}."), cli=N_("Mend or move it.")
    ),
    "links.invalid": RefusalText(
        N_("In {path} the link {name} has no sensible {field}."),
        cli=N_("Mend it, or: supportdesk link remove {name}"),
    ),
    "remote_sending.missing": RefusalText(
        N_("There is no entry {number}."), cli=N_("See: supportdesk sync list")
    ),
    "sync.conflict": RefusalText(N_("Somebody else has changed the same meanwhile.")),
    "sync.partly": RefusalText(
        N_("Of many, {count} were not done there. The first: {said}"),
        N_("Send them anyway, or discard them."),
    ),
    "sync.untold": RefusalText(
        N_("Of many tickets {count} were not changed there, and the answer that said why is lost."),
        N_("Look at them; discard this."),
        N_("Look at them first."),
    ),
    "sync.put_back": RefusalText(
        N_("It had arrived, but the desk was put back to an earlier state and holds it no more."),
        N_("Send it again, or discard it."),
    ),
    "stop.conflict": RefusalText(
        N_("Ticket {number} was changed meanwhile by somebody else ({fields})."),
        N_("Look at it; send anyway if yours is to stand."),
        N_("Look at it: supportdesk show {number}"),
    ),
    "remote.unreachable.no_connection": RefusalText(
        N_("The other desk cannot be reached."),
        N_("It is tried again by itself."),
        N_("Is its address right, and the network there?"),
    ),
    "remote.unreachable.certificate": RefusalText(
        N_("Nobody vouches for the certificate of the other desk."),
        N_("Ask whoever keeps it."),
        N_("Name its authority in SSL_CERT_FILE, or ask whoever keeps it."),
    ),
    "remote.unreachable.plain_here": RefusalText(
        N_("What answers there speaks http, and no https."),
        cli=N_("On this machine alone that will do. Try: {instead}"),
    ),
    "remote.unreachable.plain": RefusalText(
        N_("What answers there speaks http, and no https: a token would be open to be read."),
        N_("Ask whoever keeps it for the address of its proxy."),
        N_(
            "Name the proxy with TLS that stands before it, or give serve a certificate"
            " (--tls-cert). Try: {instead}"
        ),
    ),
    "remote.unreachable": RefusalText(
        N_("The line to the other desk broke, or it was too slow."),
        N_("It is tried again by itself."),
        N_("Try again."),
    ),
    "remote.busy": RefusalText(
        N_("The other desk asks to be left alone for a while."),
        N_("It is tried again by itself."),
        N_("Try again later."),
    ),
    "remote.broken.not_encrypted": RefusalText(
        N_("The address would send the token unencrypted."),
        cli=N_("Use https://; http:// is for this machine alone."),
    ),
    "remote.broken.address": RefusalText(
        N_("This is no address of a desk."), cli=N_("Write it as https://desk.example.org")
    ),
    "remote.broken.secret_in_address": RefusalText(
        N_("A name or password stands in the address."),
        cli=N_("Leave it out; the token is asked for."),
    ),
    "remote.broken.schema": RefusalText(
        N_("The other desk is of another version of supportdesk."),
        N_("Bring the older one up to date; what was done here is kept."),
        N_("Bring the older one up to date; what was done here is kept."),
    ),
    "remote.broken": RefusalText(
        N_("What answers there does not answer as a desk does ({because})."),
        N_("It is tried again by itself."),
        N_("Is the address right?"),
    ),
    "remote.rows": RefusalText(
        N_("What the other desk tells of {which} cannot be used."),
        N_("It is tried again by itself."),
        N_("Tell whoever keeps it."),
    ),
    "remote.signed_out": RefusalText(
        N_("The other desk does not know the token, or does no longer."),
        N_("Make another there: supportdesk tokens add; give it: supportdesk link token"),
        N_(
            "Make another there: supportdesk tokens add NAME; give it here: supportdesk link token"
            " NAME"
        ),
    ),
    "remote.signed_out.given": RefusalText(
        N_(
            "The desk at {address} does not know this token: mistyped, revoked, or ended. Nothing"
            " was changed."
        ),
        cli=N_("Make another there if it is lost: supportdesk tokens add NAME; then here: {again}"),
    ),
    "remote.signed_out.given_elsewhere": RefusalText(
        N_(
            "{address} does not accept this token or password: mistyped, or taken back. Nothing was"
            " changed."
        ),
        cli=N_("Give it once more: {again}"),
    ),
    "remote.forbidden": RefusalText(
        N_("The other desk does not show this: {what}."), cli=N_("Ask whoever keeps it.")
    ),
    "remote.missing": RefusalText(
        N_("There is no such thing at the other desk: {what}."), cli=N_("Is the address right?")
    ),
    "remote.question": RefusalText(
        N_("The other desk does not understand this question ({because}).")
    ),
    "remote.lost_place": RefusalText(
        N_("The other desk was put back to an earlier state; it is read again."),
        N_("What was done here is kept."),
        N_("What was done here is kept."),
    ),
}
