"""What is said of keys that a person cannot have as they stand in keys.toml (F164)."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LISTS = N_("Every command and its keys: supportdesk keys")

KEYS = {
    "keys.unreadable": RefusalText(
        N_("The file of your keys, {path}, cannot be read: {reason}."),
        N_("Correct it or move it away."),
        N_("Correct it or move it away."),
    ),
    "keys.shape": RefusalText(
        N_("{path}: {name} must be one key or a list of keys."),
        cli=N_('For example: undo = ["z", "ctrl+u"]'),
    ),
    "key.no_command": RefusalText(
        N_("{path}: there is no command {name}. {nearest_hint}"), cli=_LISTS
    ),
    "key.unknown": RefusalText(
        N_("{path}: {name} cannot have {key}: there is no such key. {nearest_hint}"),
        cli=N_("For example: r, R, ctrl+r, f6, enter, pagedown, g r"),
    ),
    "key.impossible": RefusalText(
        N_(
            "{path}: {name} cannot have {key}: terminals keep it for themselves or cannot tell it"
            " from another key."
        ),
        cli=N_("Letters, F1 to F12, and Ctrl with D E F G K L N O P R S T U V W X Y work."),
    ),
    "key.long": RefusalText(N_("{path}: {name} cannot have {key}: at most two keys in a row.")),
    "key.types": RefusalText(
        N_("{path}: {name} cannot have {key}: that is needed to type or to move in the text."),
        cli=N_("Give it Ctrl with a letter, or a key from F1 to F12."),
    ),
    "key.needed": RefusalText(
        N_("{path}: {name} cannot be without a key: without it nobody finds the way."),
        cli=_LISTS,
    ),
    "key.clash": RefusalText(
        N_("{path}: {key} would mean both {one} and {other}."),
        cli=N_("Give one of them another key, or none: {other} = []"),
    ),
}
