"""What the program writes for other programs: tables, pages and files that do nothing there."""

import csv
import io
import os
import unicodedata
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from supportdesk.cli.main import main
from supportdesk.desk import local_files
from supportdesk.desk.opening import open_desk
from supportdesk.store.read.rows import AttachmentRow
from tests.trust.hostile_store import ME, make_hostile_store
from tests.trust.payloads import FILE_NAMES, FORMULAS, SCRIPTS

BEGINNINGS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")
HARMLESS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "table", "thead"),
    *("tbody", "tr", "th", "td", "caption", "svg", "text", "rect", "g", "line", "path", "polyline"),
    *("nav", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "hr", "br"),
    *("section", "figure", "figcaption", "span", "div", "small", "circle"),
}

Run = Callable[..., str]


@pytest.fixture(scope="module")
def desk_of_formulas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which every text is a formula, a script, or breaks out of an attribute."""
    path = tmp_path_factory.mktemp("documents") / "formulas.desk"
    make_hostile_store(path, {**FORMULAS, **SCRIPTS})
    return path


@pytest.fixture
def run(
    desk_of_formulas: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command and gives what it printed on standard output."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.setenv("TZ", "UTC")
    before = ("--store", str(desk_of_formulas), "--as", ME)

    def perform(*arguments: str) -> str:
        capsys.readouterr()
        assert main([*before, *arguments], lambda: datetime.now(UTC)) == 0
        return capsys.readouterr().out

    return perform


@pytest.mark.parametrize(
    "command",
    [
        "export --format csv",
        "export --format csv --notes",
        "export --format csv --messages",
        "time export --format csv",
        *(
            f"report --format csv --by {by} --since -2d"
            for by in ("queue", "operator", "kind", "tag")
        ),
    ],
)
def test_no_cell_of_a_table_is_a_formula(run: Run, command: str) -> None:
    rows = list(csv.reader(io.StringIO(run(*command.split()))))
    assert len(rows) > 1
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if acts_in_a_sheet(cell)] == []
    assert any(cell.startswith("'") for cell in cells) or command[:19] != "export --format csv"


def acts_in_a_sheet(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: it is no number and begins as one."""
    seen = unicodedata.normalize("NFKC", cell.lstrip(" \u200b\ufeff"))
    if not seen.startswith(BEGINNINGS):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


class Page(HTMLParser):
    """What of a page could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note elements that act, and attributes that do."""
        if tag not in HARMLESS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            leads = (value or "").strip().lower()
            if name.startswith("on") or (name in ("href", "src") and is_no_address(leads)):
                self.found.append(f"{name}={value!r}")


def is_no_address(leads: str) -> bool:
    """Whether a link leads to anything but a page."""
    return ":" in leads and not leads.startswith(("https:", "http:", "mailto:"))


def acts_in_a_page(page: str) -> list[str]:
    """What of a page could do something."""
    reader = Page()
    reader.feed(page)
    reader.close()
    return reader.found


def test_nothing_in_a_page_of_a_report_acts(run: Run) -> None:
    lines = ("queue", "operator", "kind", "tag")
    pages = [run("report", "--format", "html", "--by", by, "--since", "-2d") for by in lines]
    assert [acts_in_a_page(page) for page in pages] == [[], [], [], []]
    escaped = ("&lt;", "&quot;", "&#x27;")  # which of the texts is a name here is left to chance
    assert any(sign in "".join(pages) for sign in escaped)


def test_nothing_in_the_pages_of_articles_acts(run: Run, tmp_path: Path) -> None:
    run("articles", "export", str(tmp_path / "site"))
    pages = sorted((tmp_path / "site").glob("*.html"))
    assert len(pages) > 5
    for page in pages:
        assert acts_in_a_page(page.read_text(encoding="utf-8")) == [], page.name


def test_a_name_breaks_no_table_of_markdown(run: Run) -> None:
    written = run("report", "--format", "markdown", "--by", "queue", "--since", "-2d")
    rows = [line for line in written.splitlines() if line.startswith("|")]
    pipes = {line.replace("\\|", "").count("|") for line in rows}
    assert len(rows) > 10
    assert len(pipes) < 4
    assert "<script" not in written.replace("\\<", "")


@pytest.mark.parametrize("page", ["<script>x</script>", "<a href='javascript:x'>", "<p onload=x>"])
def test_these_tests_see_what_acts_in_a_page(page: str) -> None:
    assert acts_in_a_page(page)


@pytest.mark.parametrize("name", FILE_NAMES.values(), ids=FILE_NAMES.keys())
def test_a_file_is_saved_inside_its_folder_alone(
    desk_of_formulas: Path, tmp_path: Path, name: str
) -> None:
    """Whatever an attachment is called, and whatever lies in the folder already."""
    folder = tmp_path / "saved"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.write_text("mine")
    with closing(open_desk(desk_of_formulas, lambda: datetime.now(UTC))) as desk:
        sha = desk.ask(lambda reader: reader.execute("SELECT sha256 FROM blob").fetchone())[0]
        file = AttachmentRow(1, 1, name, "text/plain", 1, sha)
        first = local_files.save(desk, file, folder)
        linked = folder / f"{first.stem}-2{first.suffix}"
        linked.symlink_to(outside)
        second = local_files.save(desk, file, folder)
    for saved in (first, second):
        assert saved.parent == folder
        assert not saved.is_symlink()
        assert len(os.fsencode(saved.name)) <= 255
        assert saved.name.isprintable()
        assert not saved.name.startswith((".", "-", "~"))
        assert saved.stem.rstrip(". ") == saved.stem
    assert first != second
    assert outside.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == [outside, folder]
