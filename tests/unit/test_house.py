"""The laws of the house that can be read off the source."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "supportdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 400
VAGUE = re.compile(r"(utils?|helpers?|common|misc|managers?|info|data)\b")

BOUNDARIES = {
    "supportdesk/intake/importer.py",
    "supportdesk/intake/live.py",
    "supportdesk/desk/due_work.py",
    "supportdesk/remote/own_desk/following.py",
    "supportdesk/cli/main.py",
    "supportdesk/console/app.py",
}
"""Where a broad `except` may stand: one intake item, one due-work row, one attempt to follow a
desk, the outermost edge."""

CLOCK_ROOMS = ("supportdesk/cli/",)
"""Only here is the present moment asked for (law 10)."""


def relative(path: Path) -> str:
    """The path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=relative)
def test_a_file_tells_one_story(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    generated = "migrations/versions" in relative(path)
    assert generated or lines <= LONGEST_FILE, f"{relative(path)} has {lines} lines"


def test_no_room_has_a_vague_name() -> None:
    vague = [relative(path) for path in SOURCES if VAGUE.search(path.stem.replace("_", " "))]
    assert vague == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_broad_excepts_stand_at_the_named_boundaries_only(path: Path) -> None:
    broad = broad_excepts(path.read_text(encoding="utf-8"))
    allowed = 1 if relative(path) in BOUNDARIES else 0
    assert len(broad) <= allowed, f"{relative(path)}: lines {broad}"


def broad_excepts(source: str) -> list[int]:
    """The lines that catch, or suppress, whatever happens."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.ExceptHandler) and _is_broad(node.type))
        or (isinstance(node, ast.Call) and _suppresses_all(node))
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or _last_name(name) in ("Exception", "BaseException") for name in names)


def _suppresses_all(call: ast.Call) -> bool:
    return _last_name(call.func) == "suppress" and any(_is_broad(kind) for kind in call.args)


def _last_name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_present_moment_is_handed_in(path: Path) -> None:
    if relative(path).startswith(CLOCK_ROOMS):
        return
    asked = moments_asked(path.read_text(encoding="utf-8"))
    assert not asked, f"{relative(path)}: lines {asked}"


def moments_asked(source: str) -> list[int]:
    """The lines that ask the machine, or the database, for the present moment."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="utcnow" | "today" | "time_ns" | "localtime" | "gmtime"):
                found.append(node.lineno)
            case ast.Attribute(value=ast.Name(id=owner), attr="now" | "time"):
                if owner.lower() in ("datetime", "dt", "time"):
                    found.append(node.lineno)
            case ast.Attribute(value=ast.Attribute(attr="datetime" | "date"), attr="now"):
                found.append(node.lineno)
            case ast.ImportFrom(module="time", names=names):
                found += [node.lineno for name in names if not name.name.startswith("monotonic")]
            case ast.Constant(value=str(text)) if re.search(r"CURRENT_TIME|\('now'", text):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("law", "source"),
    [
        (broad_excepts, "try:\n    x()\nexcept Exception:\n    pass"),
        (broad_excepts, "try:\n    x()\nexcept (OSError, builtins.BaseException):\n    pass"),
        (broad_excepts, "try:\n    x()\nexcept:\n    pass"),
        (broad_excepts, "with contextlib.suppress(Exception):\n    x()"),
        (moments_asked, "at = datetime.now(UTC)"),
        (moments_asked, "at = datetime.datetime.now(UTC)"),
        (moments_asked, "ask = datetime.now"),
        (moments_asked, "day = date.today()"),
        (moments_asked, "at = time.time()"),
        (moments_asked, "from time import time_ns"),
        (moments_asked, "sql = \"SELECT strftime('now')\""),
    ],
)
def test_the_laws_see(law: Callable[[str], list[int]], source: str) -> None:
    assert law(source)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if relative(path).endswith("__init__.py") and not tree.body:
        return
    assert ast.get_docstring(tree), f"{relative(path)} says nothing of itself"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nobody_reaches_for_the_app(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reached = re.findall(
        r"self\.app\.(?!push_screen|pop_screen|copy_to_clipboard|batch_update|exit\b)\w+", text
    )
    assert not reached, f"{relative(path)}: {reached}"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_records_cost_nothing_to_define(path: Path) -> None:
    """Textual's messages, which want more than fields, are dataclasses; all else is a record."""
    text = path.read_text(encoding="utf-8")
    costly = re.search(r"^from dataclasses import .*\bdataclass\b", text, re.MULTILINE)
    assert not costly or "(Message" in text, f"{relative(path)}: supportdesk.records has it"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_patterns_are_compiled_when_they_are_needed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    at_import = re.search(r"^\w.*\bre\.compile\(", text, re.MULTILINE)
    assert not at_import, f"{relative(path)}: supportdesk.patterns has it"


def run_apart(code: str) -> str:
    """What Python code says in a process of its own; fails where it does."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_start_light(option: str) -> None:
    """Neither Textual nor SQLAlchemy nor httpx stands between a user and `--help`."""
    code = (
        "import sys\n"
        f"sys.argv = ['supportdesk', {option!r}]\n"
        "from supportdesk.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'textual', 'sqlalchemy', 'sqlmodel', 'httpx', 'pydantic', 'liquid', 'alembic',\n"
        " 'fastapi', 'starlette', 'uvicorn'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    assert "supportdesk" in run_apart(code).lower()


def test_asking_a_desk_does_not_load_the_writing_side(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import supportdesk.desk.desk, supportdesk.store.read.tickets\n"
        "import supportdesk.store.read.search, supportdesk.domain.query\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'liquid', 'textual'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    run_apart(code)


def test_the_repository_speaks_of_the_product_alone() -> None:
    """No machine path, no package index, no name of a workplace in any text."""
    forbidden = re.compile(
        r"/work/|/root/|/opt/pypi|pypi\.org|pythonhosted|index-url|PIP_INDEX|proxy\.golang",
        re.IGNORECASE,
    )
    texts = [path for path in _texts() if path != Path(__file__)]
    assert ROOT / "pyproject.toml" in texts
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in texts
        if (match := forbidden.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def _texts() -> list[Path]:
    """Every file of the repository; of an unpacked source archive, every file of ours."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if listed.returncode == 0 and listed.stdout:
        named = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        named = [*SOURCES, *TESTS, *ROOT.glob("*.*"), *(ROOT / "themes").iterdir()]
    return [path for path in named if path.is_file()]
