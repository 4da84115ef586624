"""Tab offers the tags of the store, with their sign, and never an error (F22)."""

from pathlib import Path

import pytest
import typer

from supportdesk.cli import completing
from tests.cli.conftest import Shell


def context(store: Path | None = None) -> typer.Context:
    """What a shell's question comes with."""
    app = typer.Typer()
    app.command()(lambda: None)
    found = typer.Context(typer.main.get_command(app))
    found.params["store"] = None if store is None else str(store)
    return found


def test_tags_in_use_are_offered_with_the_sign_that_was_typed(shell: Shell) -> None:
    number = shell.ticket()
    shell.done("tag", str(number), "+refund", "+reopened", "+vip")
    assert completing.tags(context(), "re") == ["refund", "reopened"]
    assert completing.tags(context(), "+REF") == ["+refund"]
    assert completing.tags(context(), "-v") == ["-vip"]
    assert completing.tags(context(shell.store), "zz") == []


@pytest.mark.parametrize("named", ["missing.store", "text.store"])
def test_where_there_is_no_store_nothing_is_offered(home: Path, named: str) -> None:
    (home / "text.store").write_text("no store at all")
    assert completing.tags(context(home / named), "re") == []
