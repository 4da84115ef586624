"""What is said of mail accounts, their passwords and their servers."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

MAIL = {
    "mail.unreadable": RefusalText(
        N_("The file of mail accounts {path} cannot be used: {reason}."),
        N_("Correct it or move it away."),
        N_("Correct it or move it away; an account is added with: supportdesk mail add NAME"),
    ),
    "mail.invalid": RefusalText(
        N_("The mail account {name} in {path} is not sound: {field}. What works: {allowed}."),
        N_("Correct it: supportdesk mail add {name}"),
        N_("Correct it: supportdesk mail add {name}"),
    ),
    "mail.unknown": RefusalText(
        N_("There is no mail account {name}. The accounts are: {allowed}."),
        cli=N_("Add one: supportdesk mail add NAME"),
    ),
    "mail.no_server": RefusalText(
        N_("The mail account {name} has no place that mail comes from."),
        cli=N_("Name one: supportdesk mail add {name} --imap HOST, or --maildir PATH"),
    ),
    "mail.no_library": RefusalText(
        N_("What speaks with IMAP servers is not installed."),
        N_("Install it in the folder of the program: pip install '.[mail]'"),
        N_("Install it in the folder of the program: pip install '.[mail]'"),
    ),
    "mail.unreachable": RefusalText(
        N_("The mail server {host}:{port} of {name} cannot be reached: {reason}."),
        N_("Try it: supportdesk mail check {name}"),
        N_("Look at host, port and --security: supportdesk mail list"),
    ),
    "mail.untrusted": RefusalText(
        N_("Nobody this machine trusts vouches for {host}:{port} of {name}: {reason}."),
        N_("If the authority is your own, name its file in SSL_CERT_FILE and start again."),
        N_("If the authority is your own: SSL_CERT_FILE=FILE supportdesk mail check {name}"),
    ),
    "mail.login": RefusalText(
        N_("The mail server of {name} refuses the user {user} with this password."),
        N_("Give it again: supportdesk mail password {name}"),
        N_("Give it again: supportdesk mail password {name}"),
    ),
    "mail.folder": RefusalText(
        N_("The mailbox {name} has no folder {folder} that can be opened."),
        N_("Name another: supportdesk mail add {name} --folder FOLDER"),
        N_("Name another: supportdesk mail add {name} --folder FOLDER"),
    ),
    "mail.maildir": RefusalText(
        N_("{path} is no Maildir that can be read: {reason}."),
        N_("Name another: supportdesk mail add {name} --maildir PATH"),
        N_("Name another: supportdesk mail add {name} --maildir PATH"),
    ),
    "mail.not_kept": RefusalText(
        N_("There is no kept mail {number} in the store."),
        cli=N_("See: supportdesk mail kept list"),
    ),
    "secret.missing": RefusalText(
        N_("There is no password for the mail account {name} in the file {path}."),
        N_("Give it: supportdesk mail password {name}"),
        N_("Give it: supportdesk mail password {name}"),
    ),
    "secret.missing.keyring": RefusalText(
        N_("There is no password for the mail account {name} in the keyring."),
        N_("Give it: supportdesk mail password {name}"),
        N_("Give it: supportdesk mail password {name}"),
    ),
    "secret.missing.environment": RefusalText(
        N_("There is no password for the mail account {name}: {variable} is not set."),
        N_("Set it for the program that works for the store."),
        N_("Set it for the program that works for the store."),
    ),
    "secret.empty": RefusalText(
        N_("No password was given for the mail account {name}; nothing was changed."),
        cli=N_("Type it when asked, or hand it in: supportdesk mail password {name} < FILE"),
    ),
    "secret.open": RefusalText(
        N_("The file of passwords {path} is not yours alone; it is not read."),
        N_("Close it: chmod 600 {path}"),
        N_("Close it: chmod 600 {path}"),
    ),
    "secret.unreadable": RefusalText(
        N_("The file of passwords {path} cannot be read: {reason}."),
        N_("Correct it or move it away."),
        N_("Correct it, or move it away and give the passwords again: supportdesk mail password"),
    ),
    "secret.no_keyring": RefusalText(
        N_("This machine has no keyring that can be used."),
        N_("Keep the password in a file: supportdesk mail add NAME --secret file"),
        N_(
            "Install one (in the folder of the program: pip install '.[secrets]'), or keep the"
            " password in a file of your own: supportdesk mail add NAME --secret file"
        ),
    ),
}
