"""The laws of the house about texts: nothing is markup, everything can be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "supportdesk"
CONSOLE = sorted((ROOT / "console").rglob("*.py"))
EDGES = sorted([*CONSOLE, *(ROOT / "cli").rglob("*.py")])

DISPLAY_TEXT = ROOT / "console" / "text.py"
"""The only maker of display text (law 9)."""

MAKERS = {"content", "contents", "with_marks"}
WIDGETS = {"Static", "Label", "Button", "Link", "Tooltip", "notify"}
TITLES = {"border_title", "border_subtitle", "tooltip"}
PARSERS = {"from_markup", "render_markup", "from_ansi", "escape_markup"}
RAW_MAKERS = {"join", "format", "_", "gettext", "ngettext", "line", "block", "str"}

SAYING = {"say", "warn", "fact", "content", "contents", "notify", "echo", "print"}
SAYING_WORDS = {"help", "title", "label", "placeholder", "explanation"}
WORD = re.compile(r"[a-z]{2,}")
NOT_FOR_READING = re.compile(r"^(supportdesk |Europe/Kyiv$|ru, uk, en …$)")
"""The program's name, and examples that are the same in every language."""


def name(path: Path) -> str:
    """The path as the repository names it."""
    return path.relative_to(ROOT.parent).as_posix()


def called(node: ast.expr | None) -> str:
    """The last name of what is called; empty for anything but a call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_raw(node: ast.expr) -> bool:
    """Whether this may be a plain string, which Textual would parse as markup."""
    plain = isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Name | ast.Attribute)
    return plain or called(node) in RAW_MAKERS


def markup(source: str) -> Iterator[int]:
    """The lines where a text could be parsed as markup."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=attr, lineno=place) if attr in PARSERS:
                yield place
            case ast.keyword(arg="markup", value=ast.Constant(value=True, lineno=place)):
                yield place
            case ast.Call(lineno=place) if called(node) in {"Content", "Text", "styled"}:
                yield place
            case ast.Call(args=[first, *_]) if called(node) in WIDGETS:
                if called(first) not in MAKERS:
                    yield node.lineno
            case ast.Call(args=[first, *_]) if called(node) == "update" and is_raw(first):
                yield node.lineno
            case ast.Assign(targets=[ast.Attribute(attr=attr)], value=value) if attr in TITLES:
                if called(value) not in MAKERS:
                    yield node.lineno


def untranslated(source: str) -> Iterator[int]:
    """The lines where words are said that no catalogue can translate."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        said = [word.value for word in node.keywords if word.arg in SAYING_WORDS]
        said += node.args[:1] if called(node) in SAYING else []
        if any(WORD.search(text) and not NOT_FOR_READING.match(text) for text in literals(said)):
            yield node.lineno


def literals(said: list[ast.expr]) -> Iterator[str]:
    """The words written out in the source among what is said."""
    for value in said:
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


@pytest.mark.parametrize("path", CONSOLE, ids=name)
def test_no_text_becomes_markup(path: Path) -> None:
    if path != DISPLAY_TEXT:
        found = list(markup(path.read_text(encoding="utf-8")))
        assert not found, f"{name(path)}: lines {found}"


@pytest.mark.parametrize("path", EDGES, ids=name)
def test_what_users_read_can_be_translated(path: Path) -> None:
    found = list(untranslated(path.read_text(encoding="utf-8")))
    assert not found, f"{name(path)}: lines {found}"


@pytest.mark.parametrize(
    "source",
    [
        "Static(row.subject)",
        "Static(f'{row.subject}')",
        "Label(text.line(row.subject))",
        "self._facts.update(row.subject)",
        "self._facts.update(' · '.join(facts))",
        "self.border_title = title",
        "self.notify(message)",
        "Content.from_markup(body)",
        "Static(text.content(body), markup=True)",
        "yield Static(Text(body))",
    ],
)
def test_the_law_on_markup_sees(source: str) -> None:
    assert list(markup(source))


@pytest.mark.parametrize(
    "source",
    [
        "output.say('Nothing is left.')",
        "output.say(f'{number} tickets are left')",
        "typer.Option('--x', help='Show the events.')",
        "text.content('no tickets')",
        "Dialog(title='Choose a state')",
    ],
)
def test_the_law_on_translation_sees(source: str) -> None:
    assert list(untranslated(source))
