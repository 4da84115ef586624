"""What is said of theme files that cannot be used (F168)."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_EXAMPLE = N_("One to begin with: supportdesk themes copy calm-dark NAME")

THEMES = {
    "theme.unreadable": RefusalText(N_("The theme {path} cannot be read: {reason}.")),
    "theme.name": RefusalText(
        N_(
            "The theme {path} calls itself {name}: it must be called as its file, in small"
            " letters, digits and dashes."
        ),
    ),
    "theme.parts": RefusalText(
        N_("The theme {path} lacks these, or nobody knows them: {names} (in {section})."),
        cli=_EXAMPLE,
    ),
    "theme.colour": RefusalText(
        N_(
            "The theme {path}: {value} is no colour for {name}. It takes #rrggbb; or one of the"
            " terminal's own, such as default, red or bright_blue."
        ),
        cli=_EXAMPLE,
    ),
    "theme.mixed": RefusalText(
        N_(
            "The theme {path} mixes exact colours with the terminal's own: nobody could say whether"
            " a text can be read. Use one sort."
        ),
    ),
}
