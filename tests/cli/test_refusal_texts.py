"""Every code the sources raise has a sentence that says something in both interfaces."""

import ast
import re
import string
from pathlib import Path

import pytest

from supportdesk.i18n.key_names import ENDING, USUAL
from supportdesk.i18n.refusal_texts import TEXTS
from supportdesk.i18n.refusals import Interface, sentence

SOURCES = Path(__file__).resolve().parents[2] / "supportdesk"
FAMILY = {"DeskError", "Invalid", "NotFound", "Refused", "StoreTrouble", "SettingTrouble"}
WRAPPERS: dict[str, set[str]] = {
    "stop_unless_confirmed": set(),
    "_invalid": {"line"},
    "_refuse": {"position", "text"},
    "key_trouble": {"name", "path"},
    "read_toml": {"path", "reason"},
    "reason": set(),
    "Choice": {"wanted", "offered"},
}
"""Functions of ours that are handed a code, and the parameters they add."""

KEYS = {f"{command}{ENDING}" for command in USUAL}
"""Keys that any sentence may name."""

CODE = re.compile(r"[a-z_]+\.[a-z0-9_]+")
SUBJECTS = (
    *("ticket", "message", "client", "client_note", "template", "operator", "queue"),
    *("client_address", "client_event", "client_property", "organisation", "absence"),
    "access_token",
)


def raised_codes() -> dict[str, set[str]]:
    """Code → names of the parameters it is raised with, read off the sources."""
    codes: dict[str, set[str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        family = FAMILY | _subclasses(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                for code in _codes(node, family):
                    codes.setdefault(code, set()).update(_parameters(node))
            if isinstance(node, ast.Dict) and (kept := _kept_code(node)):
                codes.setdefault(kept, set()).update(_kept_parameters(node))
    return codes


def _subclasses(tree: ast.AST) -> set[str]:
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in FAMILY for base in node.bases)
    }


def _codes(call: ast.Call, family: set[str]) -> list[str]:
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    first = call.args[0]
    if name == "Stop" and isinstance(first, ast.Constant):
        return [f"stop.{first.value!s}"]
    if name not in family | set(WRAPPERS) | {"__init__"}:
        return []
    if isinstance(first, ast.JoinedStr):
        text = ast.unparse(first)
        return [f"{subject}.missing" for subject in SUBJECTS] if ".missing" in text else []
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return []
    return [first.value] if CODE.fullmatch(first.value) else []


def _kept_code(written: ast.Dict) -> str | None:
    """The code of a reason that is kept in the store: `{"code": …, "parameters": {}}`."""
    pairs = zip(written.keys, written.values, strict=True)
    held = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    code = held.get("code")
    return str(code.value) if isinstance(code, ast.Constant) and "parameters" in held else None


def _kept_parameters(written: ast.Dict) -> set[str]:
    """The names of the parameters that are kept with it, where they stand there."""
    pairs = zip(written.keys, written.values, strict=True)
    held = {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    named = held["parameters"]
    keys = named.keys if isinstance(named, ast.Dict) else []
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def _parameters(call: ast.Call) -> set[str]:
    names = {keyword.arg or "" for keyword in call.keywords}
    if isinstance(call.func, ast.Name):
        names |= WRAPPERS.get(call.func.id, set())
    values = call.args[1] if len(call.args) > 1 else None
    keys = values.keys if isinstance(values, ast.Dict) else []
    return names | {str(key.value) for key in keys if isinstance(key, ast.Constant)}


CODES = raised_codes()


def test_codes_are_found() -> None:
    assert {"state.not_allowed", "store.full", "stop.newer", "queue.missing"} <= set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_raised_code_has_a_sentence(code: str) -> None:
    assert code in TEXTS, f"{code} has no text in supportdesk/i18n"


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_sentence_is_filled_by_what_the_code_is_raised_with(code: str) -> None:
    if code not in CODES:
        assert code.rpartition(".")[0] in CODES, f"{code} is never raised"
        return
    for part in (TEXTS[code].what, TEXTS[code].console, TEXTS[code].cli):
        names = {name for _, name, _, _ in string.Formatter().parse(part) if name}
        assert names <= CODES[code] | {"which", "nearest_hint"} | KEYS, (
            f"{code} says more than it knows"
        )


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_sentence_ends_and_never_shows_its_machinery(code: str) -> None:
    interfaces: tuple[Interface, ...] = ("console", "cli")
    for interface in interfaces:
        said = sentence(code, {}, interface=interface)
        assert said.strip() == said
        assert len(said) > 10


def test_values_are_shown_and_a_missing_one_is_a_dash() -> None:
    parameters = {"number": 5, "state": "closed", "wanted": "new", "allowed": ["open"]}
    said = sentence("state.not_allowed", parameters, interface="cli")
    assert "Ticket 5 is closed and cannot become new. It can become: open." in said
    assert "supportdesk set 5 state=STATE" in said
    assert "—" in sentence("state.not_allowed", {}, interface="console")


def test_a_reason_chooses_its_own_text() -> None:
    said = sentence("store.read_only", {"path": "/x", "because": "newer"}, interface="cli")
    assert "newer supportdesk" in said


def test_a_text_of_somebody_is_never_read_as_a_format() -> None:
    said = sentence("tag.invalid", {"tag": "{number}{0.__class__}"}, interface="cli")
    assert "{number}{0.__class__}" in said


def test_an_unknown_code_is_told_as_it_is() -> None:
    assert "some.code" in sentence("some.code", {}, interface="console")
