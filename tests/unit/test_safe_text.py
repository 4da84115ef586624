"""Whatever a customer writes, a reader gets harmless text, and innocent text stays as it was."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.safe_text import (
    FILE_NAME_BYTES,
    clean_block,
    clean_cell,
    clean_file_name,
    clean_line,
    is_inert,
)
from tests.trust.payloads import MARKUP, PAYLOADS

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
LETTERS = CYRILLIC + CYRILLIC.upper() + string.ascii_letters + string.digits + " .,!?-’ʼ'«»№"

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"]),
        st.sampled_from("\x1b\x9b\x07\u202e\u200d\u200c\u0301\ud800\U000e0041[]/@\r\n\t😀क"),
    ),
    max_size=60,
)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_text_becomes_inert_quickly_and_once(text: str) -> None:
    started = time.perf_counter()
    line, block = clean_line(text), clean_block(text)
    assert time.perf_counter() - started < 0.5
    for cleaned in (line, block):
        assert is_inert(cleaned)
        cleaned.encode()
    assert clean_line(line) == line
    assert clean_block(block) == block
    assert not set("\n\t") & set(line)
    assert len(line) <= 500
    assert len(block) <= 200_000
    assert block.count("\n") < 5_000


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_markup_is_kept_literally(text: str) -> None:
    assert clean_block(text) == text


@given(HOSTILE)
def test_any_text_becomes_inert_and_stays_as_it_is(text: str) -> None:
    for clean in (clean_line, clean_block):
        cleaned = clean(text)
        assert is_inert(cleaned)
        assert clean(cleaned) == cleaned
        cleaned.encode()


@given(HOSTILE, st.integers(2, 12), st.integers(2, 4), st.integers(1, 5))
def test_cutting_keeps_the_limits_and_is_done_once(
    text: str, limit: int, line_limit: int, line_length: int
) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert clean_line(line, limit) == line
    block = clean_block(text, limit, line_limit, line_length)
    assert len(block) <= limit
    assert block.count("\n") < line_limit
    assert clean_block(block, limit, line_limit, line_length) == block


@given(st.text(LETTERS))
def test_letters_of_the_three_languages_never_change(text: str) -> None:
    assert clean_block(text) == text
    assert clean_line(text, limit=len(text) + 1) == text


@pytest.mark.parametrize(
    "text",
    [
        "héllo wörld",
        "日本語のテキスト",
        "👨‍👩‍👧‍👦 👍🏽 ❤️ 🇫🇷",
        "नमस्ते क्‍ष",
        "العربية",
        "a [b] c [/d] :smile: $x",
        "é à",
        "за́мок і замо́к — №5 «так»",
    ],
)
def test_innocent_text_is_untouched(text: str) -> None:
    assert clean_line(text) == text
    assert clean_block(text) == text


def test_controls_are_shown_as_pictures() -> None:
    assert clean_line("a\x1b[2Jb\x7f\nc\td") == "a␛[2Jb␡␊c d"
    assert clean_block("a\x1b\r\nb\rc\x85d\te") == "a␛\nb\nc\nd   e"
    assert clean_line("a\x9bb\udc80") == "a\ufffdb\ufffd"


def test_a_changed_writing_direction_is_shown() -> None:
    assert clean_line("invoice_\u202egnp.exe") == "invoice_<U+202E>gnp.exe"


def test_zero_width_and_piled_marks_are_dropped() -> None:
    assert clean_line("pay\u200bpal\u200d.\ufeffcom\u00ad") == "paypal.com"
    assert clean_line("Z" + "\u0301" * 60) == "Z" + "\u0301" * 4


def test_a_cut_text_says_so() -> None:
    assert clean_line("x" * 30, limit=10) == "x" * 9 + "…"
    assert clean_block("a\nb\nc\nd", line_limit=3) == "a\nb\n…"
    assert clean_block("x" * 30, limit=12) == "x" * 10 + "\n…"
    assert clean_block("x" * 5, line_length=2) == "xx\nxx\nx"


def test_not_inert_is_noticed() -> None:
    assert not is_inert("a\x1b[2J")
    assert not is_inert("a\u202eb")
    assert not is_inert("a\udc80")
    assert is_inert("line\n\ttabbed 👨‍👩‍👧")


FILE_NAMES = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "a/../b", "..", ".", "",
    ".bashrc", "-rf", "~root", "CON", "con.txt", "con-.txt", "nul.", "a\0.exe.txt",
    "invoice\u202egnp.exe", "x" * 500 + ".pdf", "é" * 300, "．．／etc", "a\nb\r.txt",
    "\x1b]0;x\x07.txt", "\ud800.txt", "a:b", "a|b", "file .txt ", "....//x", "%2e%2e%2fx",
    "‥/x", "Ａ.exe", "звіт за ґрудень.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", [*FILE_NAMES, *PAYLOADS.values()], ids=repr)
def test_a_file_name_is_safe(name: str) -> None:
    check_file_name(name)


@given(HOSTILE)
def test_any_file_name_is_safe(name: str) -> None:
    check_file_name(name)


def check_file_name(name: str) -> None:
    cleaned = clean_file_name(name)
    assert cleaned
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert not cleaned.startswith((".", "-", "~", " "))
    assert not cleaned.endswith((".", " "))
    assert cleaned.split(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert len(cleaned.encode()) <= FILE_NAME_BYTES
    assert is_inert(cleaned)
    assert clean_file_name(cleaned) == cleaned


def test_file_names_keep_what_is_innocent() -> None:
    assert clean_file_name("звіт за ґрудень (2).pdf") == "звіт за ґрудень (2).pdf"
    assert clean_file_name("../../photo.JPG") == "photo.JPG"
    assert clean_file_name("con.txt") == "_con.txt"
    assert clean_file_name("...") == "attachment"
    assert clean_file_name("п" * 200 + ".pdf").endswith("п.pdf")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "  =1", "|cmd", "\ufeff=1"],
)
def test_a_formula_is_quoted_in_a_cell(text: str) -> None:
    assert clean_cell(text) == f"'{text}"
    assert clean_cell(clean_cell(text)) == f"'{text}"


@pytest.mark.parametrize("text", ["", "привіт", "a=b", "5", "two\nlines", " x"])
def test_an_innocent_cell_is_untouched(text: str) -> None:
    assert clean_cell(text) == text


@pytest.mark.parametrize("text", ["plain text, ", "обычный текст, "], ids=["latin", "cyrillic"])
def test_plain_text_passes_quickly(text: str) -> None:
    body = "\n".join([text * 6] * (100_000 // len((text * 6).encode())))
    best = min(timed(body) for _ in range(5))
    assert best < 0.005


def timed(body: str) -> float:
    started = time.perf_counter()
    assert clean_block(body) == body
    return time.perf_counter() - started
