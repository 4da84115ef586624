"""The gettext catalogues, from the sources: `python -m tests.catalogues` brings them up to date.

New strings come in empty, strings that are gone leave; then translate, and install again.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "supportdesk"
LOCALES = SOURCES / "i18n" / "locales"
LANGUAGES = ("ru", "uk")
_CALLS = {
    **dict.fromkeys(("_", "N_", "gettext")),
    "ngettext": (1, 2),
    **dict.fromkeys(("NC_", "pgettext"), ((1, "c"), 2)),
}


def place(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALES / language / "LC_MESSAGES" / "supportdesk.po"


def template() -> Catalog:
    """Every string of the sources, in the order of its first place."""
    found = Catalog(project="supportdesk", charset="utf-8")
    calls = extract_from_dir(
        str(SOURCES), method_map=[("**.py", "python")], keywords=_CALLS, comment_tags=()
    )
    for file, _line, strings, _comments, context in sorted(calls, key=lambda call: call[:2]):
        found.add(strings, locations=[(f"supportdesk/{file}", 0)], context=context)
    return found


def catalogue(language: str) -> Catalog:
    """What is translated; empty where there is no catalogue yet."""
    if not place(language).exists():
        return Catalog(locale=language, project="supportdesk", charset="utf-8")
    with place(language).open("rb") as readable:
        return read_po(readable, locale=language)


def strings(found: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in found if message.id)


def bring_up_to_date(language: str) -> None:
    """Take the strings of the sources into a catalogue and compile it."""
    known = catalogue(language)
    known.update(template(), no_fuzzy_matching=True)
    known.obsolete.clear()
    _head(known, language)
    path = place(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as writable:
        write_po(writable, known, width=100, omit_header=False, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as writable:
        write_mo(writable, known)
    left = sum(not message.string or not all(message.string) for message in strings(known))
    print(f"{path.relative_to(ROOT)}: {left} to translate")


def _head(known: Catalog, language: str) -> None:
    """A header that changes only when the catalogue does."""
    known.header_comment = f"# The strings of supportdesk: {language}."
    known.last_translator = known.language_team = "the developers of supportdesk"
    known.msgid_bugs_address = "the developers of supportdesk"
    known.creation_date = known.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    known.fuzzy = False


if __name__ == "__main__":
    for one in LANGUAGES:
        bring_up_to_date(one)
