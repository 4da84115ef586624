"""Clients, templates, operators and queues from the shell."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def ann(shell: Shell) -> Shell:
    """The program on a store where Ann Lee has one ticket."""
    shell.ticket()
    return shell


@pytest.mark.parametrize("who", ["1", "Ann Lee", "ann@example.org", "ANN@example.org", "ann"])
def test_a_client_is_found_by_anything_that_names_one(ann: Shell, who: str) -> None:
    assert ann.done("clients", "show", who, "--json").item["name"] == "Ann Lee"


def test_several_clients_with_one_name_are_told_apart(ann: Shell) -> None:
    ann.done("new", "--subject", "x", "--client", "Ann Lee", "--phone", "+15550100", "--text", "y")
    refused = ann("clients", "show", "ann", "--json")
    assert (refused.code, refused.error["code"]) == (1, "client.ambiguous")
    assert refused.error["parameters"]["ids"] == [1, 2]
    assert [item["number"] for item in ann.done("clients", "list", "ann", "--json").items] == [1, 2]
    assert ann("clients", "show", "nobody known").code == 3


def test_a_new_ticket_names_the_client_in_one_line(ann: Shell) -> None:
    for client in (("--client", "Ann <ann@example.org>"), ("--email", "ann@example.org")):
        ann.done("new", "--subject", "x", "--text", "y", *client)
    ann.done("new", "--subject", "x", "--text", "y", "--client", "Bob <bob@example.org>")
    items = ann.done("clients", "list", "--json").items
    cards = sorted((card["name"], card["emails"]) for card in items)
    assert cards == [("Ann Lee", ["ann@example.org"]), ("Bob", ["bob@example.org"])]


def test_a_card_is_changed_in_one_step(ann: Shell) -> None:
    ann.done(
        *("clients", "edit", "1", "company=Romashka", "phone=+380501234567", "vip=yes"),
        *("timezone=Europe/Kyiv", "trait.plan=gold"),
    )
    card = ann.done("clients", "show", "1", "--json").item
    assert (card["company"], card["vip"], card["traits"]) == ("Romashka", True, {"plan": "gold"})
    assert card["phones"] == ["+380501234567"]
    assert card["timezone"] == "Europe/Kyiv"
    ann.done("clients", "edit", "1", "trait.plan=", "phone=-+380501234567")
    card = ann.done("clients", "show", "1", "--json").item
    assert (card["traits"], card["phones"]) == ({}, [])
    ann.done("undo")
    assert ann.done("clients", "show", "1", "--json").item["traits"] == {"plan": "gold"}


def test_an_address_of_somebody_else_is_refused(ann: Shell) -> None:
    ann.done(
        "new", "--subject", "x", "--client", "Bob", "--email", "bob@example.org", "--text", "y"
    )
    refused = ann("clients", "edit", "1", "email=bob@example.org", "--json")
    assert (refused.code, refused.error["code"]) == (1, "address.taken")
    assert (
        ann("clients", "edit", "1", "email=nonsense", "--json").error["code"] == "address.invalid"
    )


def test_a_note_on_a_client_is_signed(ann: Shell) -> None:
    ann.done("clients", "note", "1", stdin="prefers mornings\n")
    (note,) = ann.done("clients", "show", "1", "--json").item["notes"]
    assert note["body"] == "prefers mornings"
    assert note["author"]
    assert "  prefers mornings" in ann.done("clients", "show", "1").out.splitlines()


def test_a_template_is_saved_shown_filled_and_sent(ann: Shell) -> None:
    text = "Hi {{ client.first_name }}, {{ ask['when'] }}."
    made = ann.done("templates", "add", "Soon", "--kind", "question", "--tag", "eta", stdin=text)
    assert made.out == "Template 1 is kept.\n"
    item = ann.done("templates", "show", "soon", "--json").item
    assert (item["title"], item["kind"], item["tags"]) == ("Soon", "question", ["eta"])
    assert item["variants"] == {"en": text}
    filled = ann.done("templates", "fill", "1", "1", "--json").item
    assert filled["asks"] == ["when"]
    assert filled["unresolved"]
    refused = ann("reply", "1", "--template", "1", "--json")
    assert refused.error["code"] == "reply.unresolved"
    ann.done("reply", "1", "--template", "1", "--ask", "when=tomorrow")
    thread = ann.done("show", "1", "--json").item["thread"]
    assert thread[-1]["body"] == "Hi Ann, tomorrow."


def test_a_template_speaks_the_clients_language(ann: Shell) -> None:
    ann.done("templates", "add", "Greeting", "--text", "Hello")
    ann.done("templates", "edit", "Greeting", "--variant", "uk", "--text", "Вітаю")
    ann.done("clients", "edit", "1", "language=uk")
    assert ann.done("templates", "fill", "Greeting", "1").out == "Вітаю\n"


def test_editing_a_template_keeps_what_is_not_named(ann: Shell) -> None:
    ann.done("templates", "add", "Old", "--text", "Hello", "--tag", "a", "--kind", "help")
    ann.done("templates", "edit", "Old", "--title", "New", "--text", "")
    item = ann.done("templates", "show", "1", "--json").item
    assert (item["title"], item["tags"], item["kind"]) == ("New", ["a"], "help")
    assert item["variants"] == {"en": "Hello"}


def test_an_unknown_placeholder_is_an_error_when_saved(ann: Shell) -> None:
    refused = ann("templates", "add", "Bad", "--text", "{{ client.nam }}", "--json")
    assert (refused.code, refused.error["code"]) == (2, "template.unknown_name")
    assert "client.name" in refused.error["message"]
    assert "There is no template yet." in ann.done("templates", "list").out
    ann.done("templates", "add", "Good", "--text", "Hello")
    assert ann.done("templates", "list", "bad").out == "No template fits.\n"


def test_templates_are_found_by_part_of_a_title(ann: Shell) -> None:
    for title in ("Refund, first", "Refund, second", "Greeting"):
        ann.done("templates", "add", title, "--text", "x")
    assert len(ann.done("templates", "list", "refund", "--json").items) == 2
    refused = ann("templates", "show", "refund", "--json")
    assert (refused.code, refused.error["code"]) == (1, "template.ambiguous")


def test_operators_are_added_and_changed(ann: Shell) -> None:
    ann.done("operators", "add", "Petro Koval", "--login", "petro", "--role", "lead")
    ann.done("operators", "edit", "petro", "--job", "Support", "--role", "operator")
    petro = ann.done("operators", "list", "--json").items[0]
    assert (petro["name"], petro["login"]) == ("Petro Koval", "petro")
    assert (petro["role"], petro["job"]) == ("operator", "Support")
    assert ann("operators", "add", "Other", "--login", "petro", "--json").error["code"] == (
        "operator.login_taken"
    )
    assert ann("operators", "add", "Other", "--role", "boss", "--json").code == 2


def test_queues_are_added_renamed_and_moved(ann: Shell) -> None:
    ann.done("queues", "add", "Billing", "--line", "2")
    ann.done("queues", "edit", "billing", "--name", "Money")
    names = {item["name"]: item["line"] for item in ann.done("queues", "list", "--json").items}
    assert names == {"First line": 1, "Money": 2}
    assert ann("queues", "add", "Money").code == 1
    assert ann("queues", "add", " ").code == 2


def test_a_time_zone_nobody_has_is_refused(shell: Shell) -> None:
    shell.ticket()
    refused = shell("clients", "edit", "1", "timezone=Bogus/Zone", "--json")
    assert (refused.code, refused.error["code"]) == (2, "timezone.unknown")
