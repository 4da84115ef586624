"""Macros and template statistics from the shell."""

from pathlib import Path

from tests.cli.conftest import Shell

REPLY = "Dear {{ client.first_name }}, order {{ ask['order'] }}."


def saved(shell: Shell) -> int:
    """A ticket, and a macro that does much."""
    number = shell.ticket()
    shell.done(
        *("macros", "save", "Refunding", "--reply", REPLY, "--note", "Paid {{ client.name }}"),
        *("--state", "solved", "--kind", "help", "--add", "refund", "--owner", "me"),
        *("--priority", "low", "--queue", "First line"),
    )
    return number


def test_a_dry_run_tells_everything_and_does_nothing(shell: Shell) -> None:
    saved(shell)
    item = shell.done("macros", "run", "1", "refund", "--dry-run", "--json").item
    fields = {change["field"]: (change["from"], change["to"]) for change in item["changes"]}
    assert fields["state"] == ("new", "solved")
    assert fields["priority"] == ("normal", "low")
    assert fields["tag"] == (None, "refund")
    assert set(fields) == {"state", "priority", "tag", "kind", "owner", "note", "reply"}
    assert (item["asks"], item["sends"]) == (["order"], False)
    assert "state: new → solved" in shell.done("macros", "run", "1", "refund", "--dry-run").out
    assert shell.done("show", "1", "--json").item["state"] == "new"


def test_a_reply_becomes_a_draft_unless_it_is_to_be_sent(shell: Shell) -> None:
    saved(shell)
    shell.done("macros", "run", "1", "Refunding", "--ask", "order=7")
    assert shell.done("drafts", "list", "--json").item["body"] == "Dear Ann, order 7."
    refused = shell("macros", "run", "1", "Refunding", "--send", "--ask", "order=8")
    assert (refused.code, "--draft keep" in refused.err) == (1, True)
    shell.done("macros", "run", "1", "Refunding", "--draft", "append", "--ask", "order=8")
    body = shell.done("drafts", "list", "--json").item["body"]
    assert body == "Dear Ann, order 7.\n\nDear Ann, order 8."
    shell.done("drafts", "discard", "1")
    done = shell.done("macros", "run", "1", "1", "--send", "--ask", "order=8", "--json").item
    assert (done["done"], done["macro"], done["ticket"]) == ("RunMacro", 1, 1)
    assert shell.done("show", "1", "--json").item["state"] == "solved"
    shell.done("undo")
    shown = shell.done("show", "1", "--json").item
    assert (shown["state"], shown["tags"], len(shown["thread"])) == ("new", [], 1)


def test_macros_travel_as_toml_and_come_back_the_same(shell: Shell, tmp_path: Path) -> None:
    saved(shell)
    before = shell.done("macros", "show", "Refunding", "--json").item
    file = tmp_path / "macros.toml"
    file.write_text(shell.done("macros", "export").out, encoding="utf-8")
    shell.done("macros", "delete", "Refunding")
    assert shell("macros", "show", "Refunding").code == 3
    shell.done("macros", "import", str(file))
    shell.done("macros", "import", str(file))
    after = shell.done("macros", "list", "--json").item
    assert {**after, "number": 0} == {**before, "number": 0}


def test_a_file_that_is_no_macros_is_named(shell: Shell, tmp_path: Path) -> None:
    shell.ticket()
    file = tmp_path / "macros.toml"
    for text in ("macro = 7", "[[macro]]\nname='x'\nstates='open'", "not toml", "[[macro]]"):
        file.write_text(text, encoding="utf-8")
        answer = shell("macros", "import", str(file))
        assert (answer.code, "macros.toml" in answer.err) == (2, True)


def test_only_what_is_named_of_a_macro_changes(shell: Shell) -> None:
    saved(shell)
    shell.done("macros", "save", "refunding", "--state", "waiting", "--queue", "")
    item = shell.done("macros", "show", "1", "--json").item
    assert (item["name"], item["state"], item["kind"]) == ("Refunding", "waiting", "help")
    assert "queue" not in item


def test_templates_are_counted_and_the_unused_are_listed(shell: Shell) -> None:
    shell.ticket()
    assert "supportdesk templates add TITLE" in shell.done("templates", "stats").out
    for title in ("Used", "Unused"):
        shell.done("templates", "add", title, "--text", "We look into it.", "--stage", "first")
    shell.done("reply", "1", "--template", "Used")
    used, unused = shell.done("templates", "stats", "--json").items
    assert (used["title"], used["uses"], used["own"], used["edit_distance"]) == ("Used", 1, 1, 0.0)
    assert (unused["uses"], unused["unused_90_days"]) == (0, True)
    assert shell.done("templates", "stats", "--unused", "--json").item["title"] == "Unused"
    shell.clock.forward(days=91)
    assert len(shell.done("templates", "stats", "--unused", "--json").items) == 2


def test_a_template_is_made_of_a_reply(shell: Shell) -> None:
    shell.ticket()
    assert shell("templates", "make", "1").code == 3
    shell.done("reply", "1", "--text", "Dear Ann, order A-1093 is paid.")
    wanted = "Dear {{ client.first_name }}, order {{ ask['order'] }} is paid.\n"
    assert shell.done("templates", "make", "1", "--dry-run").out == wanted
    made = shell.done("templates", "make", "1", "--title", "Paid", "--json").item["template"]
    assert shell.done("templates", "show", str(made), "--json").item["title"] == "Paid"
