"""Views in the shell: saved, listed, put in order, hidden, carried as TOML; the next ticket."""

from contextlib import closing

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.memory import MarkOpened
from tests.cli.conftest import Shell


def numbers(shell: Shell, *arguments: str) -> list[int]:
    """The tickets a list names."""
    return [item["number"] for item in shell.done("list", "--json", *arguments).items]


def names(shell: Shell) -> list[str]:
    """The views, in order."""
    return [item["name"] for item in shell.done("views", "list", "--json").items]


def furnish(shell: Shell) -> None:
    """Three tickets, one of them urgent, and a view."""
    for subject in ("Refund please", "Password lost", "Refund again"):
        shell.ticket(subject)
    shell.done("set", "2", "priority=critical")
    shell.done("operators", "add", "Petro", "--login", "petro")
    shell.done(
        *("views", "save", "Refunds", "subject:refund", "-category:done", "--sort=-number"),
        *("--columns", "owner,tags", "--key", "6"),
    )


def test_a_saved_view_lists_its_tickets_in_its_order_with_its_columns(shell: Shell) -> None:
    furnish(shell)
    assert numbers(shell, "--view", "Refunds") == [3, 1]
    assert numbers(shell, "--view", "refunds", "number:1") == [1]
    assert numbers(shell, "--view", "refunds", "sort:number", "limit:1") == [1]
    assert numbers(shell, "--view", "refunds", "limit:1") == [3]
    assert numbers(shell, "--view", "unassigned") == [2, 1, 3]
    heading = shell.done("list", "--view", "refunds").out.splitlines()[0]
    assert heading.split() == ["Number", "Owner", "Tags", "Subject"]
    listed = {item["name"]: item for item in shell.done("views", "list", "--json").items}
    assert (listed["Refunds"]["tickets"], listed["Refunds"]["key"]) == (2, 6)
    assert listed["Refunds"]["more"] is False
    assert listed["Refunds"]["query"] == "subject:refund -category:done"
    assert shell("list", "--view", "nosuch").code == 3


def test_grouped_views_have_headings_for_people_and_none_for_scripts(shell: Shell) -> None:
    furnish(shell)
    shell.done("views", "edit", "refunds", "--query", "-category:done", "--group-by", "priority")
    shell.done("views", "edit", "refunds", "--sort", "")
    lines = shell.done("list", "--view", "refunds").out.splitlines()
    assert [line for line in lines if line.startswith("Group")] == [
        "Group: critical",
        "Group: normal",
    ]
    assert numbers(shell, "--view", "refunds") == [2, 1, 3]
    assert numbers(shell, "group_by:priority sort:-number") == [2, 3, 1]
    assert shell("list", "group_by:shoe").code == 2
    assert "Group: critical" in shell.done("list", "-category:done", "group_by:priority").out
    for field, heading in (("owner", "nobody's"), ("kind", "without kind")):
        shell.done("views", "edit", "refunds", "--group-by", field)
        assert f"Group: {heading}" in shell.done("list", "--view", "refunds").out


def test_order_and_hiding_are_ones_own(shell: Shell) -> None:
    furnish(shell)
    shell.done("views", "move", "waiting", "1")
    moved = shell("views", "move", "mine", "99")
    assert "number 5 of 5 built-in views" in moved.out
    assert shell.done("views", "move", "refunds", "9", "--json").item["place"] == 1
    shell.done("views", "move", "mine", "2")
    shell.done("views", "hide", "all")
    listed = shell.done("views", "list", "--json").items
    assert [item["name"] for item in listed][:2] == ["waiting", "mine"]
    assert [item["name"] for item in listed if item["hidden"]] == ["all"]
    shell.done("views", "hide", "all", "--off")
    assert not any(item["hidden"] for item in shell.done("views", "list", "--json").items)
    others = shell.done("--as", "petro", "views", "list", "--json").items
    assert others[0]["name"] == "mine"


def test_an_operator_changes_no_view_of_the_team(shell: Shell) -> None:
    furnish(shell)
    shell.done("views", "save", "Hot", "priority:critical", "--for", "team")
    for words in (("edit", "hot", "--name", "Cold"), ("delete", "hot")):
        refused = shell("--as", "petro", "--json", "views", *words)
        assert (refused.code, refused.error["code"]) == (1, "view.not_shared")
    assert shell("--as", "petro", "views", "save", "A", "x", "--for", "team").code == 1
    assert shell("views", "delete", "mine").code == 1
    shell.done("views", "delete", "hot")
    assert "Hot" not in names(shell)
    shell.done("undo")
    assert "Hot" in names(shell)


def test_views_go_from_desk_to_desk_as_toml(shell: Shell) -> None:
    furnish(shell)
    shell.done("views", "edit", "refunds", "--group-by", "owner")
    written = shell.done("views", "export").out
    file = shell.store.with_name("views.toml")
    shell.done("views", "export", str(file))
    assert file.read_text() == written
    assert shell("views", "export", str(file)).code == 2
    before = shell.done("views", "list", "--json").items[-1]
    shell.done("views", "import", str(file))
    assert shell.done("views", "list", "--json").items[-1] == before
    shell.done("views", "delete", "refunds")
    shell.done("views", "import", str(file))
    after = shell.done("views", "list", "--json").items[-1]
    changing = ("number", "uuid")
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }


def test_a_file_of_views_is_brought_in_whole_or_not_at_all(shell: Shell) -> None:
    furnish(shell)
    file = shell.store.with_name("views.toml")
    good = '[[view]]\nname = "Hot"\nquery = "priority:high"\nkey = 6\n'
    file.write_text(good + '[[view]]\nname = "Odd"\nquery = "shoe:size"\n')
    refused = shell("views", "import", str(file))
    assert refused.code == 2
    assert "View 2 of the file, Odd" in refused.err
    assert names(shell)[5:] == ["Refunds"]
    file.write_text(good + '[[view]]\nname = "Cold"\nquery = "priority:low"\n')
    brought = shell.done("views", "import", str(file), "--json").items
    assert [item["name"] for item in brought] == ["Hot", "Cold"]
    assert all(item["view"] for item in brought)
    assert set(names(shell)[5:]) == {"Hot", "Cold", "Refunds"}
    shell.done("undo")
    listed = shell.done("views", "list", "--json").items[5:]
    assert [(item["name"], item["key"]) for item in listed] == [("Refunds", 6)]


def test_a_view_is_counted_by_its_own_question_whatever_it_is_called(shell: Shell) -> None:
    furnish(shell)
    shell.done("views", "save", "1", "number:2")
    counted = {i["name"]: i["tickets"] for i in shell.done("views", "list", "--json").items}
    assert (counted["Refunds"], counted["1"]) == (2, 1)


def test_what_a_view_asks_may_fill_a_query_but_no_more(shell: Shell) -> None:
    furnish(shell)
    words = " ".join(["refund"] * 285) + " a"
    assert len(words) == 1_996
    shell.done("views", "save", "Long", words)
    for option in ("--sort=-created", "--group-by=owner"):
        refused = shell("--json", "views", "edit", "long", option)
        assert (refused.code, refused.error["code"]) == (2, "query.too_long")
    assert "Long" in names(shell)


@pytest.mark.parametrize(
    "content", ["view = 1", "[[view]]\nname = 1", "[[view]]\nshoe = 'x'", "not toml", "view = [1]"]
)
def test_a_file_without_views_is_refused(shell: Shell, content: str) -> None:
    furnish(shell)
    file = shell.store.with_name("odd.toml")
    file.write_text(content)
    refused = shell("views", "import", str(file), "--json")
    assert (refused.code, refused.error["code"]) == (2, "views.unreadable")
    assert names(shell)[5:] == ["Refunds"]


def test_take_next_gives_one_ticket_to_one_operator(shell: Shell) -> None:
    furnish(shell)
    assert shell.done("take", "--next", "--json").item["ticket"] == 2
    assert shell.done("--as", "petro", "take", "--next", "--json").item["ticket"] == 1
    assert shell("take").code == 2
    assert shell("take", "1", "--next").code == 2
    shell.done("take", "--next")
    assert shell("take", "--next").code == 1


def test_new_messages_vip_and_opened_last_are_told(shell: Shell) -> None:
    furnish(shell)
    shell.done("clients", "edit", "Ann Lee", "vip=yes")
    assert numbers(shell, "vip:yes") == [2, 1, 3]
    assert numbers(shell, "vip:no") == []
    item = shell.done("show", "1", "--json").item
    assert (item["new_messages"], item["client"]["vip"]) == (1, True)
    assert "(VIP)" in shell.done("list").out
    shell.done("seen", "1")
    assert shell.done("show", "1", "--json").item["new_messages"] == 0
    assert "new_messages" not in shell.done("export", "number:1").item
    assert numbers(shell, "--view", "recent") == []
    assert numbers(shell, "--view", "recent", "sort:number") == []
    with closing(open_desk(shell.store, shell.clock)) as desk:
        for number in (3, 1):
            desk.remember(MarkOpened(1, number))
            shell.clock.forward(seconds=1)
    assert numbers(shell, "--view", "recent") == [1, 3]
    assert numbers(shell, "--view", "recent", "sort:number") == [1, 3]
    assert numbers(shell, "--view", "recent", "number:3") == [3]


def test_where_a_sent_reply_leads_is_a_setting(shell: Shell) -> None:
    shell.done("config", "set", "after_sending", "list")
    assert shell.done("config", "--json").item["after_sending"] == "list"
    assert shell("config", "set", "after_sending", "away").code == 2
