"""The laws of the house that can be read off the source."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "supportdesk").rglob("*.py"))
LONGEST_FILE = 400
VAGUE = re.compile(r"(utils?|helpers?|common|misc|managers?|info|data)\b")

BOUNDARIES = {
    "supportdesk/intake/importer.py",
    "supportdesk/desk/due_work.py",
    "supportdesk/cli/main.py",
    "supportdesk/console/app.py",
}
"""Where a broad `except` may stand: one intake item, one due-work row, the outermost edge."""

CLOCK_ROOMS = ("supportdesk/cli/",)
"""Only here is the present moment asked for (law 10)."""


def relative(path: Path) -> str:
    """The path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_tells_one_story(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    generated = "migrations/versions" in relative(path)
    assert generated or lines <= LONGEST_FILE, f"{relative(path)} has {lines} lines"


def test_no_room_has_a_vague_name() -> None:
    vague = [relative(path) for path in SOURCES if VAGUE.search(path.stem.replace("_", " "))]
    assert vague == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_broad_excepts_stand_at_the_named_boundaries_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    broad = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]
    assert not broad or relative(path) in BOUNDARIES, f"{relative(path)}: lines {broad}"


def _is_broad(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in ("Exception", "BaseException"))
        for name in names
    )


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_the_present_moment_is_handed_in(path: Path) -> None:
    if relative(path).startswith(CLOCK_ROOMS):
        return
    text = path.read_text(encoding="utf-8")
    asked = re.findall(r"datetime\.(?:now|utcnow|today)\(|\btime\.time\(", text)
    assert not asked, relative(path)


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
    reached = re.findall(r"self\.app\.(?!push_screen|pop_screen|copy_to_clipboard|exit\b)\w+", text)
    assert not reached, f"{relative(path)}: {reached}"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_start_light(option: str) -> None:
    """Neither Textual nor SQLAlchemy nor httpx stands between a user and `--help`."""
    code = (
        "import sys\n"
        f"sys.argv = ['supportdesk', {option!r}]\n"
        "from supportdesk.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'textual', 'sqlalchemy', 'sqlmodel', 'httpx', 'pydantic', 'liquid', 'alembic'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "supportdesk" in done.stdout.lower()


def test_asking_a_desk_does_not_load_the_writing_side(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import supportdesk.desk.desk, supportdesk.store.read.tickets\n"
        "import supportdesk.store.read.search, supportdesk.domain.query\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'liquid', 'textual'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def test_the_repository_speaks_of_the_product_alone() -> None:
    """No machine path, no package index, no name of a workplace in any text."""
    listed = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout.split()
    texts = [ROOT / name for name in listed if name.endswith((".py", ".md", ".toml", ".txt"))]
    forbidden = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|index-url", re.IGNORECASE)
    found = [
        f"{path.name}: {match.group()}"
        for path in texts
        if path.exists() and path != Path(__file__)
        for match in [forbidden.search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert found == []
