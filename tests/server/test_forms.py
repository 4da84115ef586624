"""The form and the status page: open where they were opened, and silent about what exists."""

import re
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from supportdesk.domain.action import ClientReference, ReceiveMessage, SetState
from supportdesk.i18n import texts_in
from supportdesk.server.form_fields import LARGEST
from supportdesk.server.rates import Rate
from supportdesk.server.service import Limits
from supportdesk.store.read import threads, tickets
from tests.server.conftest import Api, serving
from tests.small_desk import SmallDesk

ANN = {
    "id": "018f3b6e-7c1a-7b55-9a52-4f2f0f0c9d11",
    "name": "Ann Lee",
    "email": "ann@example.org",
    "subject": "Lamp",
    "text": "It is broken.",
}


@pytest.fixture
async def open_api(small: SmallDesk) -> AsyncIterator[Api]:
    """A server whose forms are open."""
    async with serving(small, forms=True) as found:
        yield found


async def test_a_form_makes_one_ticket_however_often_it_is_sent(
    open_api: Api, small: SmallDesk
) -> None:
    first = await open_api.http.post("/v1/forms/tickets", json=ANN)
    again = await open_api.http.post("/v1/forms/tickets", json=ANN)
    assert first.status_code == 200, first.text
    assert first.json() == again.json() == {"ticket": 1}
    row = small.row(1)
    assert (row.client_email, row.channel, row.state) == ("ann@example.org", "web", "new")
    assert [message.body for message in small.desk.ask(threads.messages, 1)] == [ANN["text"]]
    assert small.desk.ask(tickets.row, 2, None) is None


async def test_other_words_in_a_form_that_was_sent_are_no_repetition(
    open_api: Api, small: SmallDesk
) -> None:
    """Whoever goes back to the page has its `id` in it still."""
    await open_api.http.post("/v1/forms/tickets", json=ANN)
    other = {**ANN, "text": "Another matter."}
    answer = await open_api.http.post("/v1/forms/tickets", json=other)
    assert answer.json() == {"ticket": 2}
    assert small.desk.ask(threads.messages, 2)[0].body == "Another matter."


async def test_the_id_of_a_form_is_no_way_to_anothers_envelope(
    open_api: Api, small: SmallDesk
) -> None:
    marta = ClientReference("Marta", "marta@example.org")
    kept = await open_api.done(ReceiveMessage(marta, "Other", "Text.", "m1"))
    answer = await open_api.http.post("/v1/forms/tickets", json={**ANN, "id": kept["envelope"]})
    assert answer.json() == {"ticket": kept["ticket"] + 1}


async def test_who_knows_both_is_told_how_it_stands(open_api: Api, small: SmallDesk) -> None:
    await open_api.http.post("/v1/forms/tickets", json=ANN)

    async def told() -> str:
        asked = {"number": 1, "email": " Ann@Example.org "}
        answer = await open_api.http.post("/v1/forms/status", json=asked)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["status"])

    assert await told() == "received"
    for state, word in (("open", "at_work"), ("waiting", "waiting_for_you"), ("solved", "done")):
        small.act(SetState(1, state, kind="help"), "waiting_unanswered", "unassigned")
        assert await told() == word


async def test_nobody_learns_which_numbers_exist(open_api: Api, small: SmallDesk) -> None:
    for address in ("ann@example.org", "marta@example.org"):
        await open_api.http.post(
            "/v1/forms/tickets", json={**ANN, "id": open_api.fresh().hex, "email": address}
        )
    small.act(SetState(2, "spam"))
    answers = [
        await open_api.http.post("/v1/forms/status", json={"number": number, "email": address})
        for number, address in (
            (1, "marta@example.org"),
            (1, "nobody@example.org"),
            (2, "marta@example.org"),
            (99, "ann@example.org"),
            (99, "nobody@example.org"),
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("email", "no address", 422),
        ("email", "", 422),
        ("text", " ", 400),
        ("text", "x" * 20_001, 422),
        ("name", "x" * 201, 422),
        ("subject", 5, 400),
        ("text", "a\0b", 400),
        ("id", "x", 400),
        ("text", "x" * 70_000, 413),
    ],
)
async def test_nonsense_makes_no_ticket(
    open_api: Api, small: SmallDesk, field: str, value: object, status: int
) -> None:
    answer = await open_api.http.post("/v1/forms/tickets", json={**ANN, field: value})
    assert answer.status_code == status, answer.text
    assert small.desk.ask(tickets.row, 1, None) is None


async def test_the_page_sends_what_it_shows(open_api: Api, small: SmallDesk) -> None:
    page = await open_api.http.get("/form")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    (fresh,) = re.findall(r'name="id" value="([0-9a-f-]+)"', page.text)
    sent = {**ANN, "id": fresh, "name": "<script>alert(1)</script>"}
    for _ in range(2):
        done = await open_api.http.post("/form", data=sent)
        assert "The number of your request is 1." in done.text
        assert "<script>" not in done.text
    asked = await open_api.http.post("/form", data={"number": "1", "email": ANN["email"]})
    assert "We have received it." in asked.text
    unknown = await open_api.http.post("/form", data={"number": "2", "email": ANN["email"]})
    assert "No request with this number" in unknown.text
    assert small.desk.ask(tickets.row, 2, None) is None


async def sent(api: Api, language: str = "", **fields: str) -> httpx.Response:
    """What a browser of that language is answered when it sends the form."""
    return await api.http.post("/form", data=fields, headers={"Accept-Language": language})


LETTER = {name: str(value) for name, value in ANN.items()}


@pytest.mark.parametrize(
    ("accepted", "language", "said"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk", "Напишіть нам"),
        ("en;q=0.2, ru ; q=0.7, de", "ru", "Напишите нам"),
        ("de, uk;q=0", "en", "Write to us"),
        ("uk;q=x, en;q=0.1", "en", "Write to us"),
        ("", "en", "Write to us"),
    ],
)
async def test_the_page_is_in_the_language_of_its_reader(
    open_api: Api, accepted: str, language: str, said: str
) -> None:
    page = await open_api.http.get("/form", headers={"Accept-Language": accepted})
    assert page.headers["content-language"] == language
    assert page.headers["vary"] == "Accept-Language"
    assert f'<html lang="{language}">' in page.text
    assert f"<h1>{said}</h1>" in page.text
    catalogue = texts_in(language)
    for english in ("Your name", "Send it", "How does it stand?", "Ask"):
        assert f">{catalogue.gettext(english)}<" in page.text
        assert (catalogue.gettext(english) == english) == (language == "en")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "no address", "Це не адреса пошти."),
        ("text", " ", "Тут нічого не написано."),
        ("name", "x" * 201, "Щонайбільше 200 знаків; тут 201."),
        ("subject", "a\0b", "Тут є знаки, що не є літерами."),
        ("text", "a\udcffb", "Тут є знаки, що не є літерами."),
    ],
)
async def test_the_page_says_at_the_field_what_is_wrong_and_keeps_the_rest(
    open_api: Api, small: SmallDesk, field: str, value: str, said: str
) -> None:
    content = urlencode({**LETTER, "name": '"Ann"', field: value}, errors="surrogateescape")
    answer = await open_api.http.post(
        "/form",
        content=content,
        headers={
            "Accept-Language": "uk",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    (label,) = re.findall(r"<label>[^<]*<span[^<]*</span><(?:input|textarea) [^>]*>", answer.text)
    assert said in label
    assert f'name="{field}"' in label
    assert 'aria-invalid="true"' in label
    kept = {"name": 'value="&quot;Ann&quot;"', "email": f'value="{ANN["email"]}"'}
    kept |= {"subject": 'value="Lamp"', "text": "\nIt is broken.</textarea>"}
    assert all(shown in answer.text for name, shown in kept.items() if name != field)
    assert f'name="id" value="{ANN["id"]}"' in answer.text
    assert small.desk.ask(tickets.row, 1, None) is None
    await sent(open_api, **LETTER)
    assert small.desk.ask(tickets.row, 1, None) is not None


async def test_a_question_that_cannot_be_asked_is_told_at_its_own_fields(open_api: Api) -> None:
    answer = await sent(open_api, "ru", number="семь", email="ann")
    assert answer.status_code == 422
    letter, question = answer.text.split("<h2>")
    assert "aria-invalid=" not in letter
    assert question.count("aria-invalid=") == 2
    assert 'value="семь"' in question
    assert "Это не номер." in question


async def test_who_sends_too_often_or_too_much_is_told_so_on_the_page(small: SmallDesk) -> None:
    async with serving(small, Limits(form=Rate(0.001, 1)), forms=True) as api:
        large = await sent(api, "uk", **{**LETTER, "text": "x" * 70_000})
        assert large.status_code == 413
        assert "Це більше, ніж приймає форма." in large.text
        await sent(api, **LETTER)
        often = await sent(api, "uk", **LETTER)
        assert often.status_code == 429
        assert int(often.headers["retry-after"]) > 1
        assert "Це було надто часто." in often.text
        assert "It is broken.</textarea>" in often.text


async def test_what_no_browser_sends_is_answered_with_a_page_as_well(open_api: Api) -> None:
    for content, status in ((b"\xff", 422), (b"&".join([b"a=b"] * 30), 400), (b'{"text": 1}', 422)):
        answer = await open_api.http.post("/form", content=content)
        assert answer.status_code == status
        assert "<form" in answer.text
        assert ("is no form" in answer.text) == (status == 400)


async def test_letters_may_come_as_they_are(open_api: Api, small: SmallDesk) -> None:
    """Scripts send what browsers write with signs of percent."""
    content = "name=Оля&email=o@example.org&subject=Лампа&text=Не світить.".encode()
    assert (await open_api.http.post("/form", content=content)).status_code == 200
    assert small.row(1).subject == "Лампа"


async def test_forms_are_slow_for_one_address_and_for_all(small: SmallDesk) -> None:
    asked = {"number": 1, "email": "ann@example.org"}
    async with serving(small, Limits(form=Rate(0.001, 2)), forms=True) as api:
        codes = [
            (await api.http.post("/v1/forms/status", json=asked)).status_code for _ in range(3)
        ]
        assert codes == [404, 404, 429]
    async with serving(small, Limits(forms=Rate(0.001, 1)), forms=True) as api:
        for _ in range(3):
            assert (await api.http.get("/form")).status_code == 200
        assert (await api.http.post("/v1/forms/status", json=asked)).status_code == 404
        assert (await api.http.post("/v1/forms/status", json=asked)).status_code == 429


async def test_of_a_form_that_is_too_large_no_more_is_read(open_api: Api) -> None:
    read = 0

    async def parts() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(300):
            read += 10_000
            yield b"x" * 10_000

    for headers, most in (({}, LARGEST + 10_000), ({"Content-Length": "3000000"}, 10_000)):
        read = 0
        answer = await open_api.http.post("/v1/forms/tickets", content=parts(), headers=headers)
        assert answer.status_code == 413
        assert answer.json()["error"]["parameters"] == {"largest": LARGEST}
        assert read <= most
