"""Fields of macros: name, what it does, presence."""

from supportdesk.store.write.fields import plain_text, presence

FIELDS = {
    ("macro", "name"): plain_text("macro", "name"),
    ("macro", "does"): plain_text("macro", "does"),
    ("macro", "present"): presence("macro"),
}
