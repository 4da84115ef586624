"""`articles`: written, found, read from a folder, exported as pages (F133-F135)."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

REFUND = (
    *("articles", "add", "How refunds work", "--language", "en"),
    *("--text", "Money comes **back** in five days."),
)


def made(shell: Shell, *more: str) -> str:
    """The number of an article about refunds."""
    return str(shell.done(*REFUND, *more, "--json").item["article"])


def test_an_article_is_written_found_changed_and_removed(shell: Shell) -> None:
    shell.ticket()
    number = made(shell, "--tag", "money", "--public")
    shown = shell.done("articles", "show", "refunds", "--json").item
    assert (shown["title"], shown["language"], shown["public"]) == ("How refunds work", "en", True)
    assert (shown["tags"], shown["uses"], shown["link"]) == (["money"], 0, None)
    for words in ("refnuds", "money back", "how"):
        [found] = shell.done("articles", "list", words, "--json").items
        assert found["number"] == int(number)
    assert "No article fits." in shell.done("articles", "list", "delivery").out
    shell.done("articles", "edit", number, "--internal", "--title", "Refunds")
    changed = shell.done("articles", "show", number, "--json").item
    assert (changed["public"], changed["body"]) == (False, "Money comes **back** in five days.")
    assert "undo brings it back" in shell.done("articles", "remove", number).out
    assert shell("articles", "show", number, "--json").error["code"] == "article.missing"
    shell.done("undo")
    assert "Refunds" in shell.done("articles", "show", number).out


def test_an_article_is_suggested_and_its_use_is_kept_with_the_ticket(shell: Shell) -> None:
    ticket, number = str(shell.ticket()), made(shell)
    [fits] = shell.done("articles", "suggest", ticket, "--json").items
    assert fits["number"] == int(number)
    refused = shell("reply", ticket, "--text", "⟦gap⟧", "--article", number, "--json")
    assert refused.error["code"] == "reply.unresolved"
    shell.done("reply", ticket, "--text", "Not with an article.")
    assert shell.done("show", ticket, "--json").item["articles"] == []
    shell.done("reply", ticket, "--text", "In five days.", "--article", "refunds")
    used = [{"number": int(number), "title": "How refunds work"}]
    assert shell.done("show", ticket, "--json").item["articles"] == used
    assert "How refunds work" in shell.done("show", ticket, "--events").out
    assert shell.done("articles", "show", number, "--json").item["uses"] == 1
    shell.clock.forward(minutes=1)
    exported = shell.done("export", "--output", str(shell.store.parent / "all.jsonl"))
    other = ("--store", str(shell.store.parent / "other.store"))
    assert exported.code == 0
    shell.done(*REFUND, *other)
    shell.done("import", str(shell.store.parent / "all.jsonl"), *other)
    again = shell.done("list", "refund", "--json", *other).item["number"]
    assert shell.done("show", str(again), "--json", *other).item["articles"] == used


def test_a_folder_is_read_again_when_it_changes_and_never_written(shell: Shell, home: Path) -> None:
    folder = home / "kb"
    (folder / "uk").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("hidden")
    (folder / "refund.md").write_text("---\ntitle: Refunds\npublic: yes\n---\nIn five days.")
    (folder / "uk" / "login.md").write_text("# Вхід\nКод приходить у СМС.")
    (home / "secret.md").write_text("nobody reads this")
    (folder / "way-out.md").symlink_to(home / "secret.md")
    (folder / "empty.md").write_text("")
    shell.ticket()
    shell.done("config", "set", "articles", str(folder))
    answer = shell.done("articles", "list", "--json")
    assert {item["title"] for item in answer.items} == {"Refunds", "Вхід"}
    assert "empty.md" in answer.err
    assert {item["language"] for item in answer.items} == {None, "uk"}
    [refund] = [item for item in answer.items if item["title"] == "Refunds"]
    number = str(refund["number"])
    refused = shell("articles", "edit", number, "--title", "Mine", "--json")
    assert (refused.code, refused.error["code"]) == (1, "article.from_file")
    assert str(folder / "refund.md") in refused.error["message"]
    (folder / "refund.md").write_text("---\ntitle: Refunds\n---\nIn six days.")
    assert shell.done("articles", "show", number, "--json").item["body"] == "In six days."
    (folder / "refund.md").unlink()
    assert shell("articles", "show", number).code == 3
    shell.done("config", "set", "articles", str(home / "nowhere"))
    gone = shell.done("articles", "list", "--json")
    assert [item["title"] for item in gone.items] == ["Вхід"]
    assert "is not there" in gone.err
    assert sorted(path.name for path in folder.rglob("*.md")) == [
        *("empty.md", "login.md", "way-out.md", "x.md")
    ]


class Loads(HTMLParser):
    """What a page loads, runs or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


HOSTILE = (
    "<script>alert(1)</script>\n\n![x](https://evil.example/p.png)\n\n[y](javascript:alert(1))\n\n"
    "<img src=x onerror=alert(1)>\n\n[z](data:text/html,x)\n\n# h\n\n| a |\n|---|\n| <b>1</b> |\n\n"
    "[ok](https://example.org/)\n\n\u202eturned\x1b[31m"
)


def test_pages_hold_public_articles_alone_and_load_nothing(shell: Shell, home: Path) -> None:
    shell.ticket()
    secret = made(shell)
    title = 'A "title" </title><script>x()</script>'
    public = str(
        shell.done(
            *("articles", "add", title, "--public", "--tag", "<i>t</i>", "--json"), stdin=HOSTILE
        ).item["article"]
    )
    folder = home / "site"
    done = shell.done("articles", "export", str(folder), "--json").item
    assert done["articles"] == [int(public)]
    names = {path.name for path in folder.iterdir()}
    assert names == {"index.html", f"article-{public}.html", ".supportdesk-articles"}
    for page in folder.glob("*.html"):
        written = page.read_text(encoding="utf-8")
        assert "refunds" not in written, "internal articles never leave"
        assert not re.search("[\u202e\x1b]", written)
        found = Loads()
        found.feed(written)
        assert not {"script", "img", "link", "iframe", "object", "form"} & set(found.tags)
        assert not [name for name in found.attributes if name.startswith("on")]
        led_to = {"https://example.org/", "https://evil.example/p.png"}
        allowed = {"index.html", f"article-{public}.html", *led_to}
        assert set(found.links) <= allowed
        assert "default-src 'none'" in written
    assert f'href="article-{public}.html"' in (folder / "index.html").read_text(encoding="utf-8")
    shell.done("articles", "edit", secret, "--public")
    shell.done("articles", "edit", public, "--internal")
    shell.done("articles", "export", str(folder))
    assert {path.name for path in folder.glob("*.html")} == {
        "index.html",
        f"article-{secret}.html",
    }, "what is internal by now is gone"


def test_a_folder_with_other_things_is_left_alone(shell: Shell, home: Path) -> None:
    made_folder = home / "mine"
    made_folder.mkdir()
    (made_folder / "letter.txt").write_text("dear")
    shell.ticket()
    refused = shell("articles", "export", str(made_folder), "--json")
    assert (refused.code, refused.error["code"]) == (2, "folder.taken")
    assert [path.name for path in made_folder.iterdir()] == ["letter.txt"]
    assert shell("articles", "export", str(home / "x"), "--internal").code == 2


def test_markdown_leaves_and_comes_back_as_it_was(shell: Shell, home: Path) -> None:
    shell.ticket()
    made(shell, "--tag", "money")
    shell.done("articles", "add", "Вхід", "--text", "Код у СМС.", "--public", "--language", "uk")
    folder = home / "out"
    shell.done("articles", "export", str(folder), "--format", "markdown", "--internal")
    other = ("--store", str(home / "other.store"))
    assert "2 articles" in shell.done("articles", "import", str(folder), *other).out
    shell.done("articles", "import", str(folder), *other)
    keys = ("title", "language", "tags", "public", "body")

    def everything(*more: str) -> list[dict[str, object]]:
        listed = [item["number"] for item in shell.done("articles", "list", "--json", *more).items]
        shown = [shell.done("articles", "show", str(n), "--json", *more).item for n in listed]
        return [{key: item[key] for key in keys} for item in shown]

    assert everything(*other) == everything()


@pytest.mark.parametrize("words", [("--by", "x"), ("show",), ("export",)])
def test_wrong_usage_is_told(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("articles", *words).code == 2


def test_earlier_replies_are_found_by_word_author_tag_and_kind_without_people(
    shell: Shell,
) -> None:
    number = str(shell.ticket())
    shell.done("tag", number, "+vip")
    shell.done("set", number, "kind=complaint")
    shell.done("note", number, "--text", "refund: the client is angry")
    shell.done(
        *("reply", number, "--text"),
        "Hello Ann, your refund is on its way. Call +38 050 123 45 67 or ann@example.org",
    )
    assert shell.done("replies", "refund", "--json").items == [], "it may still be recalled"
    shell.clock.forward(minutes=1)
    shell.done("work", "--once")
    for query in ("refunds", "tag:vip", "kind:complaint refund", "by:me", "refund by:me tag:vip"):
        [found] = shell.done("replies", query, "--json").items
        assert found["text"] == (
            "Hello ⟦name⟧, your refund is on its way. Call ⟦phone⟧ or ⟦e-mail⟧"
        )
        assert found["ticket"] == int(number)
    for query in ("angry", "tag:none", "kind:praise", "by:nobody", "Ann paid"):
        assert shell.done("replies", query, "--json").items == [], query
    assert shell("replies", "knd:praise", "--json").error["parameters"]["nearest"] == "kind"
    assert "Ann" not in shell.done("replies", "refund").out


def test_a_search_marks_what_it_found_without_colour(shell: Shell) -> None:
    number = shell.ticket()
    told = shell.done("search", "refunds", "paid").out
    assert f"#{number}" in told
    assert "I «paid» twice." in told
    [item] = shell.done("search", "paid", "--json").items
    (start, end), found = item["found"]["marks"][0], item["found"]
    assert found["snippet"][start:end] == "paid"
    assert item["number"] == number
    refused = shell("search", "stte:open", "--json")
    assert (refused.error["parameters"]["position"], refused.error["parameters"]["nearest"]) == (
        0,
        "state",
    )
    assert "No ticket fits." in shell.done("search", "nothing").out


def test_the_words_of_attached_files_are_found(shell: Shell, home: Path) -> None:
    (home / "server.log").write_text("ERROR timeout at gateway\n" * 3)
    number = str(shell.ticket())
    shell.done("note", number, "--text", "see the file", "--attach", str(home / "server.log"))
    told = shell.done("search", "timeouts gateway").out
    assert "server.log: ERROR «timeout» at «gateway»" in told
    for query in ("gateway", "attachment:gateway", "attachment:server"):
        assert shell.done("list", query, "--json").item["number"] == int(number), query
    shell.done("undo")
    assert shell.done("list", "gateway", "--json").items == []
