"""What is shown of an attached file before it is saved (F33)."""

import pytest

from supportdesk.domain.file_text import readable

LETTER = "Ошибка входа на сайт повторяется каждое утро, помогите пожалуйста"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_a_text_is_read_whatever_its_charset(charset: str) -> None:
    assert readable(LETTER.encode(charset), "letter.txt", whole=True) == LETTER


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_beginning_may_end_within_a_letter(charset: str) -> None:
    cut = (LETTER + "ж").encode(charset)[:-1]
    assert readable(cut, "letter.txt", whole=False) == LETTER


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(1, 256)) * 4, b"\x7fELF\x02\x01\x01\x00"],
    ids=["picture", "every byte", "program"],
)
def test_what_is_no_text_is_not_shown(content: bytes) -> None:
    assert readable(content, "letter.txt", whole=True) is None


def test_a_table_has_its_columns_under_each_other() -> None:
    shown = readable("заказ;сумма\nA-1;48,00\nA-10472;5\n".encode(), "orders.csv", whole=True)
    assert shown is not None
    assert [line.split() for line in shown.splitlines()] == [
        ["заказ", "сумма"],
        ["A-1", "48,00"],
        ["A-10472", "5"],
    ]
    assert len({line.index(line.split()[1]) for line in shown.splitlines()}) == 1


def test_an_object_is_laid_out_and_one_that_is_cut_stays_as_it_is() -> None:
    whole = readable(b'{"a":{"b":1}}', "a.json", whole=True)
    assert whole is not None
    assert len(whole.splitlines()) > 1
    assert readable(b'{"a":{"b":', "a.json", whole=False) == '{"a":{"b":'
