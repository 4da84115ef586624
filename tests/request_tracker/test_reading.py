"""What is read of a real Request Tracker is what its seed put there."""

import pytest

from supportdesk.domain.ticket import Category, MessageKind
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.remote.trouble import Broken, Forbidden, Missing
from tests.request_tracker.conftest import Operator
from tests.request_tracker.server import RequestTrackerServer


@pytest.fixture(scope="module")
def server(untouched: RequestTrackerServer) -> RequestTrackerServer:
    """Nobody else changes its tickets."""
    return untouched


async def test_every_ticket_with_its_thread(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    merged = server.truth["merged"]
    for wanted in server.truth["tickets"]:
        if wanted["id"] in (merged["from"], merged["into"]):
            continue
        thread = await anna.thread(str(wanted["id"]))
        ticket = thread.ticket
        assert ticket.rid == str(wanted["id"])
        assert (ticket.subject, ticket.queue) == (wanted["subject"], wanted["queue"])
        assert ticket.state == wanted["state"]
        assert (ticket.owner.rid if ticket.owner else None) == wanted["owner"]
        assert [client.rid for client in ticket.clients] == [wanted["client"]]
        assert ticket.priority == str(wanted["priority"])
        assert ticket.fields == {
            "Product": (wanted["fields"]["Product"],),
            "Order": (wanted["fields"]["Order"],) if "Order" in wanted["fields"] else (),
        }
        assert sorted(ticket.tags or ()) == sorted(wanted["tags"])
        assert [
            (message.kind.value, (message.html or message.text).rstrip("\n"))
            for message in thread.messages
        ] == [(said["kind"], said["text"]) for said in wanted["messages"]]
        assert [[file.name for file in m.files] for m in thread.messages] == [
            [said["file"]] if said.get("file") else [] for said in wanted["messages"]
        ]


async def test_a_merged_ticket_answers_as_the_one_it_went_into(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    merged = {name: str(rid) for name, rid in server.truth["merged"].items()}
    thread = await anna.thread(merged["from"])
    assert thread.ticket.rid == merged["into"]
    joined = [(c.old, c.new) for c in thread.changes if c.field == "merged"]
    assert joined == [(merged["from"], merged["into"])]


async def test_history_tells_owners_and_states_by_name(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    wanted = next(
        one for one in server.truth["tickets"] if one["owner"] and one["state"] == "stalled"
    )
    changes = (await anna.thread(str(wanted["id"]))).changes
    assert ("owner", "", wanted["owner"]) in {(c.field, c.old, c.new) for c in changes}
    assert [c.new for c in changes if c.field == "state"][-1] == "stalled"
    assert all(change.at.utcoffset() is not None for change in changes)


async def test_dates_that_are_not_set_are_none(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    new = next(one for one in server.truth["tickets"] if one["state"] == "new")
    ticket = await anna.ticket(str(new["id"]))
    assert (ticket.due, ticket.resolved) == (None, None)
    (listed,) = [row for row in await anna.search(new["subject"]) if row.rid == ticket.rid]
    assert (listed.due, listed.resolved, listed.created) == (None, None, ticket.created)


async def test_times_are_the_same_for_operators_in_all_zones(operator: Operator) -> None:
    tickets = [await (await operator(name)).ticket("1") for name in ("anna", "boris", "carla")]
    assert len({ticket.created for ticket in tickets}) == 1


async def test_only_what_came_after_a_version(anna: RequestTracker) -> None:
    whole = await anna.thread("2")
    middle = whole.messages[0].rid
    later = await anna.thread("2", middle)
    assert later.messages == whole.messages[1:]
    assert later.ticket == whole.ticket
    assert (await anna.thread("2", whole.ticket.version)).messages == ()


async def test_a_client_with_custom_fields_as_far_as_one_may_see(operator: Operator) -> None:
    lena, anna = await operator("lena"), await operator("anna")
    card = await lena.client("client3@mail.example")
    assert card.whole
    assert card.fields == {"Company": ("Фирма 3",)}
    assert (card.organisation, card.place, card.language) == ("Firm 3", "Київ, UA", "uk")
    assert card.phones == ("+380 44 000 00 3",)
    less = await anna.client("client3@mail.example")
    assert not less.whole
    assert (less.person, less.phones, less.fields) == (card.person, (), {})


async def test_attachments_keep_their_cyrillic_names_and_every_byte(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    wanted = next(
        one for one in server.truth["tickets"] if any(said.get("file") for said in one["messages"])
    )
    thread = await anna.thread(str(wanted["id"]))
    (file,) = [file for message in thread.messages for file in message.files]
    found = await anna.attachment(file.rid)
    assert (found.name, found.content) == ("счёт за март.bin", b"\x00\x01file\xff")
    assert file.size == len(found.content)


async def test_states_are_found_out_of_all_lifecycles(anna: RequestTracker) -> None:
    states = {state.name: state for state in (await anna.catalog()).states}
    assert {name: state.category for name, state in states.items()} == {
        "new": Category.NEW,
        "open": Category.ACTIVE,
        "stalled": Category.WAITING,
        "resolved": Category.DONE,
        "rejected": Category.DONE,
        "in repair": Category.ACTIVE,
        "returned": Category.DONE,
    }
    assert states["in repair"].successors == {"returned"}
    assert "stalled" in states["open"].successors


async def test_queues_tags_and_saved_searches(
    server: RequestTrackerServer, operator: Operator
) -> None:
    anna, bella = await operator("anna"), await operator("bella")
    catalog = await anna.catalog()
    assert {queue.name for queue in catalog.queues} == {
        "General",
        "Billing",
        "Возвраты",
        "Workshop",
    }
    assert set(catalog.tags) == {"vip", "refund", "срочно", "bug"}
    assert [queue.name for queue in (await bella.catalog()).queues] == ["Billing"]
    (view,) = [view for view in catalog.views if view.name == "Nobody has it"]
    seeded = {str(one["id"]) for one in server.truth["tickets"]}
    found = {ticket.rid for ticket in await anna.search(f"view:{view.rid}")} & seeded
    done = {"resolved", "rejected", "returned"}
    merged = str(server.truth["merged"]["from"])
    wanted = {
        str(one["id"])
        for one in server.truth["tickets"]
        if one["owner"] is None and one["state"] not in done
    }
    assert found == wanted - {merged}


async def test_operators_are_listed_to_those_who_may_and_learned_by_the_others(
    operator: Operator,
) -> None:
    root = await (await operator("root")).catalog()
    assert root.all_operators
    assert {"anna", "boris", "carla", "lena", "viktor", "bella", "root"} <= {
        person.rid for person in root.operators
    }
    anna = await (await operator("anna")).catalog()
    assert not anna.all_operators
    assert {"anna", "boris", "carla", "lena"} >= {person.rid for person in anna.operators}
    assert "anna" in {person.rid for person in anna.operators}


async def test_words_are_searched_in_subjects_and_texts(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    """Texts in ASCII alone: over SQLite the server does not find its own others."""
    tickets = server.truth["tickets"]
    merged = {name: str(rid) for name, rid in server.truth["merged"].items()}

    async def found(query: str) -> set[str]:
        return {ticket.rid for ticket in await anna.search(query)} & {str(t["id"]) for t in tickets}

    def wanted(*words: str) -> set[str]:
        held = {
            str(one["id"])
            for one in tickets
            if all(
                word in one["subject"] or any(word in said["text"] for said in one["messages"])
                for word in words
            )
        }
        return {merged["into"] if rid == merged["from"] else rid for rid in held}

    assert await found("Kettle") == wanted("Kettle")
    assert await found("Чайник") == wanted("Чайник") - {merged["into"]}
    assert await found("Still") == wanted("Still")
    assert await found("Kettle look") == wanted("Kettle", "look")
    assert {ticket.state for ticket in await anna.search("leaks")} > {"resolved"}
    assert await anna.search("  ") == ()
    assert await anna.search("it's \\ 100% 'quoted") == ()
    assert all(t.fields is None and t.version is None for t in await anna.search("Kettle"))


async def test_articles_of_one_class_are_templates_and_the_others_knowledge(
    anna: RequestTracker,
) -> None:
    (template,) = await anna.templates()
    assert (template.name, template.folder) == ("Refund promised", "Templates")
    assert template.text == "Your money is on its way.\nПеревод уже в пути."
    assert {article.name for article in await anna.articles("")} == {"How to descale", "Гарантия"}
    (article,) = await anna.articles("ГАРАНТ")
    assert article.text == "Два года на всё."


async def test_an_operator_without_the_right_sees_no_notes(
    server: RequestTrackerServer, operator: Operator
) -> None:
    wanted = next(one for one in server.truth["tickets"] if one["owner"])
    viktor = await operator("viktor")
    thread = await viktor.thread(str(wanted["id"]))
    kinds = [message.kind for message in thread.messages]
    assert MessageKind.NOTE not in kinds
    assert len(kinds) == len(wanted["messages"]) - 1
    assert not thread.ticket.may_note


async def test_what_one_may_not_see_is_refused(
    server: RequestTrackerServer, operator: Operator
) -> None:
    bella = await operator("bella")
    general = next(one for one in server.truth["tickets"] if one["queue"] == "General")
    with pytest.raises(Forbidden):
        await bella.ticket(str(general["id"]))
    with pytest.raises(Missing):
        await bella.ticket("999999")


async def test_a_query_the_server_cannot_read_is_no_answer(anna: RequestTracker) -> None:
    with pytest.raises(Missing):
        await anna.client("nobody-of-this-name")
    with pytest.raises(Broken):
        await anna.search("view:no number")
