"""What is said when questions, the store, settings and files are refused."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

QUESTIONS = {
    "query.too_long": RefusalText(N_("The question is too long: at most {limit} characters.")),
    "query.too_deep": RefusalText(
        N_("The question has too many brackets inside brackets (position {position}).")
    ),
    "query.unexpected": RefusalText(
        N_("The question cannot be read at position {position}: {text}"),
        N_("A whole phrase goes into quotes."),
        N_("A whole phrase goes into quotes: supportdesk list '\"not paid\"'"),
    ),
    "query.unclosed_quote": RefusalText(
        N_("The quote at position {position} is never closed: {text}"),
    ),
    "query.unclosed_group": RefusalText(
        N_("The bracket at position {position} is never closed."),
    ),
    "query.misplaced": RefusalText(
        N_("{text} is about the whole question and cannot stand in brackets."),
    ),
    "query.unknown_field": RefusalText(
        N_("There is no field {text} (position {position}). {nearest_hint}"),
        N_("Words without a colon search all text."),
        N_("Words without a colon search all text."),
    ),
    "query.unknown_value": RefusalText(
        N_("{field} is never {text} (position {position}). {nearest_hint}"),
    ),
    "query.no_value": RefusalText(
        N_("The field {field} needs a value (position {position})."),
        N_("For example: state:open"),
        N_("For example: state:open"),
    ),
    "query.one_value": RefusalText(
        N_("The field {field} takes one value here (position {position})."),
    ),
    "query.number": RefusalText(
        N_("{field} needs a whole number, not {text} (position {position})."),
    ),
    "query.not_comparable": RefusalText(
        N_("{field} has no more and less: write {field}:value (position {position})."),
    ),
    "query.moment": RefusalText(
        N_("{text} is no date or time for {field} (position {position})."),
        N_("For example: created>2026-03-01, updated<-2h, created:yesterday"),
        N_("For example: created>2026-03-01, updated<-2h, created:yesterday"),
    ),
}

STORE = {
    "store.missing": RefusalText(
        N_("There is no store at {path}."),
        N_("Import mail first: supportdesk import PATH"),
        N_(
            "Try: supportdesk demo, supportdesk import PATH, supportdesk operators add NAME, or"
            " name another with --store or --link."
        ),
    ),
    "store.folder": RefusalText(
        N_("{path} is a folder, and a store is one file."),
        N_("Name a file in it: supportdesk --store {path}/desk.store"),
        N_("Name a file in it: --store {path}/desk.store"),
    ),
    "store.unreadable": RefusalText(
        N_("The store {path} cannot be read: {reason}."),
        N_("Leave the console and run: supportdesk doctor"),
        N_("Look at it: supportdesk doctor; or bring back a backup: supportdesk restore FILE"),
    ),
    "store.read_only": RefusalText(
        N_("The store {path} cannot be written."),
        N_("What you have typed is kept on the screen."),
        N_("Have a look at the rights of the file and its folder."),
    ),
    "store.read_only.newer": RefusalText(
        N_("The store {path} was written by a newer supportdesk and is only read here."),
        N_("Install the newer program to change it."),
        N_("Install the newer program to change it."),
    ),
    "store.read_only.asked": RefusalText(
        N_("The store {path} was opened for reading only."),
        N_("Leave the console and open it without --read-only to change it."),
        N_("Leave --read-only out to change it."),
    ),
    "store.read_only.media": RefusalText(
        N_("The store {path} lies on something that cannot be written."),
        N_("Copy it to a disk to change it."),
        N_("Copy it to a disk to change it."),
    ),
    "store.log_on_media": RefusalText(
        N_("The store {path} lies with its log on something that cannot be written."),
        N_("Copy both files to a disk, {path} and {path}-wal, and open the copy with --read-only."),
        N_("Copy both files to a disk, {path} and {path}-wal, and open the copy with --read-only."),
    ),
    "store.full": RefusalText(
        N_("The disk of {path} is full; nothing was changed."),
        N_("Make room and try again; your text stays here."),
        N_("Make room and run the command again."),
    ),
    "store.locked": RefusalText(
        N_("Somebody else has been writing to {path} for a long time; nothing was changed."),
        N_("Try again in a moment."),
        N_("Try again in a moment."),
    ),
    "store.newer": RefusalText(
        N_("The store {path} was written by a newer supportdesk."),
        N_("Install the newer program."),
        N_("Install the newer program."),
    ),
    "store.not_ours": RefusalText(
        N_("The file {path} is not a store of supportdesk."),
        N_("Name another with --store."),
        N_("Name another with --store PATH; mail is taken in with: supportdesk import PATH"),
    ),
    "store.address": RefusalText(
        N_("PostgreSQL understands no address like {path}."),
        N_("Write postgresql://USER@MACHINE/DATABASE; signs of a password as %40 for @."),
        N_("Write postgresql://USER@MACHINE/DATABASE; signs of a password as %40 for @."),
    ),
    "store.server": RefusalText(
        N_("The server of {path} answers: {reason}."),
        N_("See that it runs and that user, password and database are right."),
        N_("See that it runs and that user, password and database are right."),
    ),
    "store.read_only.server": RefusalText(
        N_("The server lets {path} be read and not changed."),
        N_("Ask whoever looks after it."),
        N_("Ask whoever looks after it."),
    ),
    "store.other_tables": RefusalText(
        N_("The database {path} holds tables of something else."),
        N_("Make an empty one with createdb and name it with --store."),
        N_("Make an empty one with createdb and name it with --store."),
    ),
    "store.on_server": RefusalText(
        N_("The store {path} lies on a PostgreSQL server; this is for stores in files."),
        N_("Copy it with pg_dump and bring it back with pg_restore."),
        N_("Copy it with pg_dump and bring it back with pg_restore."),
    ),
    "store.older_on_server": RefusalText(
        N_("The store {path} was written by an older supportdesk."),
        N_("Open it once without --read-only: that brings it up to date."),
        N_("Open it once without --read-only: that brings it up to date."),
    ),
    "store.no_driver": RefusalText(
        N_("What speaks to PostgreSQL is not installed here."),
        N_("Install it in the folder of the program: pip install '.[server]'"),
        N_("Install it in the folder of the program: pip install '.[server]'"),
    ),
    "store.network": RefusalText(
        N_(
            "The store {path} lies on a network file system ({file_system}), where SQLite"
            " can lose what several people write."
        ),
        N_("Keep it on a local disk."),
        N_("Keep it on a local disk and reach that machine over SSH."),
    ),
    "store.sqlite_too_old": RefusalText(
        N_("SQLite {found} is too old; {needed} or newer is needed."),
        N_("Install a newer Python."),
        N_("Install a newer Python."),
    ),
}

SHELL = {
    "console.no_terminal": RefusalText(
        N_("The console needs a terminal to be seen on."),
        cli=N_("For scripts see: supportdesk --help"),
    ),
    "demo.exists": RefusalText(
        N_("There is a file {path} already; the demo fills a new store only."),
        cli=N_("Open that one: supportdesk --store {path}"),
    ),
    "theme.unknown": RefusalText(
        N_("There is no theme {wanted}. The themes are: {allowed}."),
        N_("Choose one with {palette_key}."),
        N_("Choose one: supportdesk config set theme NAME"),
    ),
    "setting.unknown": RefusalText(
        N_("There is no setting {name} ({source}). The settings are: {allowed}."),
        cli=N_("See: supportdesk config"),
    ),
    "setting.invalid": RefusalText(
        N_("{value} cannot be the setting {name} ({source}). What works: {allowed}."),
        cli=N_("See: supportdesk config"),
    ),
    "settings.unreadable": RefusalText(
        N_("The settings file {path} cannot be read: {reason}."),
        N_("Correct it or move it away."),
        N_("Correct it or move it away."),
    ),
    "settings.unwritable": RefusalText(
        N_("The settings file {path} cannot be written: {reason}."),
    ),
    "file.unreadable": RefusalText(N_("The file {path} cannot be read: {reason}.")),
    "file.unwritable": RefusalText(N_("{path} cannot be written: {reason}.")),
    "file.exists": RefusalText(
        N_("{path} exists already and was left alone."),
        cli=N_("Name another file; export also takes --force and keeps the former one beside it."),
    ),
    "reference.missing": RefusalText(
        N_("Something that this names is not in the store; nothing was changed."),
        N_("Look at it again, and do it anew."),
        N_("Look at the numbers again, and do it anew."),
    ),
    "number.too_large": RefusalText(N_("A number or a time is too large; nothing was changed.")),
    "text.not_utf8": RefusalText(
        N_("The text is not UTF-8, so some letters would be wrong; nothing was sent."),
        cli=N_("Convert it first: iconv -f WINDOWS-1251 -t UTF-8 FILE"),
    ),
}
