"""What is said of editors outside the console (F171)."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

OUTSIDE = {
    "editor.missing": RefusalText(
        N_("There is no editor {editor}; the text is as it was."),
        N_("Leave, and name one: export EDITOR=nano"),
    ),
    "editor.failed": RefusalText(
        N_("The editor {editor} failed ({reason}); the text is as it was."),
        N_("It is the one that VISUAL or EDITOR names."),
    ),
    "editor.failed_saved": RefusalText(
        N_(
            "The editor {editor} failed ({reason}); the text is as it was. What it had saved is"
            " in {path}."
        ),
    ),
    "editor.empty": RefusalText(
        N_("The editor {editor} left an empty text; yours is as it was."),
        N_("Discard it with {review_key} and {review_discard_key} if that was meant."),
    ),
    "editor.unreadable": RefusalText(
        N_("What the editor {editor} left cannot be read as text; yours is as it was."),
    ),
}
