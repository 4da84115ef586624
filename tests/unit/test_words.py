"""Words in their normal form, word forms of three languages, and one answer with the index."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk.domain.words import LONGEST_TOKEN, Needle, found, hits, needles, stems, tokens

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("абвгдежиклмнопрстуіїєґё'’ʼ -_@.АБВІЇ\u0301\u00ad\u200d12№ßŉİẞ\u19b0"),
    ),
    max_size=40,
)
WORDS = st.text("абвгдеийклмнопрстуыьюяіїєґacdeinorstz", min_size=1, max_size=12)


def word_forms(language: str) -> Iterator[list[str]]:
    path = Path(__file__).with_name(f"word_forms_{language}.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            beginning, endings = line.split(":")
            yield [beginning + ending.replace("-", "") for ending in endings.split()]


def finds(query: str, text: str, open_end: bool = False) -> bool:
    return found(needles(query, open_end), stems(text))


def recall(language: str) -> float:
    """The mean over words of the share of forms that each of their forms finds."""
    shares = []
    for forms in word_forms(language):
        pairs = [finds(asked, written) for asked in forms for written in forms if asked != written]
        shares += [sum(pairs) / len(pairs)] if pairs else []
    return sum(shares) / len(shares)


@pytest.mark.parametrize(("language", "least"), [("ru", 0.98), ("uk", 0.95)])
def test_word_forms_are_found(language: str, least: float) -> None:
    assert len(list(word_forms(language))) >= 60
    assert recall(language) >= least


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("заявка", "много заявок"),
        ("заявки", "по вашей заявке"),
        ("заявку", "у заявці"),
        ("ticket", "Tickets"),
        ("payments", "the payment"),
        ("refunded", "refunding"),
        ("ещё", "еще"),
        ("ЕЩЕ", "ещё"),
        ("п'ять", "п’ять"),
        ("пʼять", "пять"),
        ("client's", "clients"),
        ("замок", "за\u0301мок"),
        ("оплата", "опла\u00adта"),
        ("его", "е\u200bго"),
        ("йод", "и\u0306од"),
        ("example", "ann@example.org"),
        ("ann@example.org", "Ann <ann@example.org>"),
        ("123", "№123"),
        ("123-45-67", "+380 (67) 123 45 67"),
        ("не приходит письмо", "письма приходили, но не приходят письма"),
        ("личный кабинет", "в личном кабинете"),
    ],
)
def test_a_form_finds_another(asked: str, written: str) -> None:
    assert finds(asked, written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("заявка", "заявление"),
        ("оплата", "плата"),
        ("карта", "картофель"),
        ("12", "123"),
        ("ann@example.org", "ann example com"),
        ("личный кабинет", "кабинет личный"),
        ("card", "cardigan"),
        ("база", "баг"),
    ],
)
def test_other_words_are_not_found(asked: str, written: str) -> None:
    assert not finds(asked, written)


def test_tokens_are_normal_words() -> None:
    assert tokens("Ann@Example.org, №123 don't") == ["ann", "example", "org", "123", "dont"]
    assert tokens("«Об’єм» п'ЯТЬ snake_case 10.5") == ["обєм", "пять", "snake", "case", "10", "5"]
    assert tokens("'quoted' ʼ — !") == ["quoted"]
    assert tokens("\x00a\ud800b") == ["a", "b"]
    assert tokens("x" * 1000) == ["x" * LONGEST_TOKEN]


def test_a_text_without_words_looks_for_nothing() -> None:
    assert needles(" — ?! ") == ()
    assert not finds("", "anything")


def test_tokens_with_digits_keep_their_form() -> None:
    assert stems("ios17s заявки2 A-1200s") == "ios17s заявки2 a 1200s"


def test_an_open_end_finds_while_it_is_typed() -> None:
    for word in [
        "заявками",
        "connection",
        "договоры",
        "письмо",
        "оплачивается",
        "happiness",
        "ключ",
    ]:
        for end in range(4, len(word) + 1):
            assert finds(word[:end], f"тут {word} here", open_end=True), word[:end]


def test_an_open_end_is_only_at_the_end() -> None:
    assert finds("личный каб", "личного кабинета", open_end=True)
    assert not finds("лич каб", "личного кабинета", open_end=True)
    assert not finds("картон", "картами", open_end=True)


def test_long_phrases_have_few_needles() -> None:
    assert len(needles("вернуть деньги за отменённый заказ на старую карту")) == 1
    assert max(len(needles("ответ " * number)) for number in range(1, 12)) <= 64


def test_hits_are_places_in_the_text() -> None:
    text = "Ваша Зая\u00adвка и заявок, п’ять"
    assert [text[a:b] for a, b in hits(needles("заявки"), text)] == ["Зая\u00adвка", "заявок"]
    assert [text[a:b] for a, b in hits(needles("п'ят", open_end=True), text)] == ["п’ять"]
    text = "to ann@example.org and ann"
    assert [text[a:b] for a, b in hits(needles("ann@example"), text)] == ["ann@example"]


@given(TEXTS, st.one_of(TEXTS, WORDS), st.booleans())
@example("ответа не было", "ответ", False)
def test_hits_and_found_agree(text: str, asked: str, open_end: bool) -> None:
    wanted = needles(asked, open_end)
    assert any(True for _ in hits(wanted, text)) == found(wanted, stems(text))


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 5), st.booleans())
def test_every_word_of_a_text_finds_it(words: list[str], place: int, open_end: bool) -> None:
    assert finds(words[place % len(words)], " ".join(words), open_end)
    assert finds(" ".join(words), " ".join(words), open_end)


@given(TEXTS)
def test_normal_form_is_stable(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(words, tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')")
    yield connection
    connection.close()


def match_expression(wanted: tuple[Needle, ...]) -> str:
    return " OR ".join(f'"{needle.stems}"{"*" if needle.open_end else ""}' for needle in wanted)


@given(text=TEXTS)
@example(text="№5 п'ять Ёлка snake_case ẞ ŉ İ \u19b0")
def test_the_index_splits_stems_as_tokens_does(index: sqlite3.Connection, text: str) -> None:
    index.execute("DELETE FROM texts")
    index.execute("INSERT INTO texts(words) VALUES (?)", (stems(text),))
    rows = index.execute('SELECT term FROM terms ORDER BY "offset"')
    assert [term for (term,) in rows] == stems(text).split()


@given(text=TEXTS, asked=st.one_of(TEXTS, WORDS), open_end=st.booleans())
@example(text="вернули оплату картой", asked="оплата картами", open_end=False)
@example(text="личного кабинета", asked="личный каб", open_end=True)
def test_the_index_answers_as_the_predicate(
    index: sqlite3.Connection, text: str, asked: str, open_end: bool
) -> None:
    for written in (text, f"{asked} {text}"):
        wanted = needles(asked, open_end)
        if not wanted:
            continue
        index.execute("DELETE FROM texts")
        index.execute("INSERT INTO texts(words) VALUES (?)", (stems(written),))
        query = "SELECT count(*) FROM texts WHERE texts MATCH ?"
        (answer,) = index.execute(query, (match_expression(wanted),)).fetchone()
        assert bool(answer) == found(wanted, stems(written))
